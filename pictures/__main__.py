"""What is made? `python -m pictures` makes everything that the documentation shows; a word what has it in its name.

With `--to FOLDER` it is written there instead, under the same names, without what a browser or a PDF's reader has to
draw: so the tests look whether anything went stale.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from pictures import ROOT, drawn, guides, terminal
from pictures.stage import Stage
from taper.cli.main import COMMANDS, taper
from taper.facts import load_facts

ZONE = "Europe/Berlin"
FOLDER = ROOT / "docs" / "pictures"
GUIDES = ("README.md", "docs/FIRST_WEEK.md", "docs/CAREGIVERS.md", "docs/HANDBOOK.md")


Made = Mapping[str, str | bytes]


def _pictures(stage: Stage, to: Path) -> Made:
    """The terminal's screens, and what the page and the paper are made of; those are drawn only into the repository."""
    stage.live(sorted(terminal.life()))
    with stage.at(terminal.NOW) as moment:
        moment.run(("list",))  # which is told that no daemon ran so far
        screens = terminal.pictures(moment)
        others = drawn.pictures(moment, stage, kept=FOLDER if to == ROOT else None)
    return {f"docs/pictures/{name}": content for name, content in {**screens, **others}.items()}


def _guide(name: str) -> Callable[[Stage, Path], Made]:
    return lambda stage, _: {name: guides.played((ROOT / name).read_text(encoding="utf-8"), stage)}


MADE: Mapping[str, Callable[[Stage, Path], Made]] = {
    **{name: _guide(name) for name in GUIDES},
    "docs/pictures": _pictures,
}
"""What is made together, in a home of its own: the content of each file by its path."""


def main() -> int:
    """Makes what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m pictures", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help=f"make only what has it: {', '.join(MADE)}")
    parser.add_argument("--to", type=Path, default=ROOT, metavar="FOLDER", help="write there instead")
    given = parser.parse_args()
    _load()
    for name, make in MADE.items():
        if given.words and not any(word in name for word in given.words):
            continue
        with tempfile.TemporaryDirectory(prefix="taper-pictures-") as folder:
            for path, content in make(Stage(Path(folder), ZONE), given.to).items():
                place = given.to / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.encode() if isinstance(content, str) else content)
                print(place)
    return 0


def _load() -> None:
    """What every child would load for itself."""
    import_module("taper.daemon.run")
    for name in COMMANDS:
        taper.get_command(None, name)  # type: ignore[arg-type]
    load_facts()


if __name__ == "__main__":
    sys.exit(main())
