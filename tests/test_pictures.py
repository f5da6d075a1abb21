"""What the documentation shows is what the program shows: pictures and outputs are made anew and compared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pictures import ROOT
from pictures.__main__ import GUIDES
from pictures.drawn import MADE_OF
from pictures.terminal import SCREENS

FOLDER = ROOT / "docs" / "pictures"
PAGES = ("README.md", "docs/FIRST_WEEK.md", "docs/CAREGIVERS.md")


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `python -m pictures` writes, elsewhere, in another terminal and zone."""
    folder = tmp_path_factory.mktemp("made")
    done = subprocess.run(
        [sys.executable, "-m", "pictures", "--to", str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "33", "TZ": "Pacific/Auckland"},
    )
    assert done.returncode == 0, done.stderr
    return folder


SHOWN = sorted([*GUIDES, *(f"docs/pictures/{screen.name}.svg" for screen in SCREENS), f"docs/pictures/{MADE_OF}"])


@pytest.mark.daemon
@pytest.mark.parametrize("name", SHOWN)
def test_nothing_that_is_shown_went_stale(name: str, made_anew: Path) -> None:
    """Byte for byte; of the page and the paper what their pictures are made of. `make pictures` writes all anew."""
    assert (made_anew / name).read_bytes() == (ROOT / name).read_bytes(), f"{name} went stale: make pictures, then look"


def test_a_picture_loads_nothing_and_says_nothing_beside_itself() -> None:
    """No address, no script and no font of elsewhere: the README is private, too."""
    for picture in FOLDER.glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert not re.search(r"<(script|image|foreignObject|use)|@font-face|@import|href=", text), picture


def test_every_picture_is_shown_and_described() -> None:
    """In a page, with words for whoever does not see it."""
    shown = {}
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        described = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
        described += [(words, target) for target, words in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]*)"', text)]
        for words, target in described:
            place = ((ROOT / page).parent / target).resolve()
            assert place.is_file(), (page, target)
            assert len(words) > 30, (page, target)
            shown[place] = words
    assert {picture for picture in FOLDER.iterdir() if picture.suffix in (".svg", ".png")} == shown.keys()


def test_every_drawing_has_its_digest() -> None:
    """And every digest its drawing."""
    digests = json.loads((FOLDER / MADE_OF).read_text(encoding="utf-8"))
    assert digests.keys() == {picture.name for picture in FOLDER.glob("*.png")}
    for picture in FOLDER.glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")


def test_every_link_among_the_pages_leads_somewhere() -> None:
    """To a file that is there, and a heading in it."""
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)\s]*)\)", page.read_text(encoding="utf-8")):
            name, _, heading = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            assert file.exists(), (page.name, target)
            if heading:
                assert heading in anchors(file), (page.name, target)


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in an address."""
    headings = re.findall(r"(?m)^#+ (.*)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


UNPLAYABLE = """\
import sys
from pathlib import Path
from pictures.guides import played
from pictures.stage import Stage, StageError
stage = Stage(Path(sys.argv[1]), "UTC")
for guide in (
    "<!-- said at 2026-12-01T08:00Z -->\\n```text\\n```",
    '<!-- at 2026-12-01T08:00Z -->\\n<!-- answer "Yes?" y -->\\n```console\\n$ taper list\\n```',
):
    try:
        played(guide, stage)
    except StageError as error:
        print(str(error).partition("\\n")[0])
"""


@pytest.mark.daemon
def test_a_guide_that_cannot_be_played_says_so(tmp_path: Path) -> None:
    """In a process of its own, as it forks."""
    done = subprocess.run(
        [sys.executable, "-c", UNPLAYABLE, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines() == [
        "the daemon says nothing at 2026-12-01T08:00Z",
        '"Yes?" was not asked:',
    ]
