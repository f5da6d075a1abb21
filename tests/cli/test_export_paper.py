"""`taper export pdf` and `html`: the files, what is said beside them, and how each refusal ends."""

from __future__ import annotations

import stat
from importlib import util
from pathlib import Path

import pytest
from commandline import Cli
from papertools import pages_of, said_in

from taper.cli.papersize import paper_size


def said(text: str) -> str:
    """What was printed, without the breaks of its lines."""
    return " ".join(text.split())


def test_a_sheet_is_written_as_a_private_file(cli: Cli, tmp_path: Path) -> None:
    """A box a dose, readable by its owner alone, without the medicine's name."""
    cli.kept()
    file = tmp_path / "fridge.pdf"
    done = cli("export", "pdf", "A", "-o", str(file), "--size", "a4")
    assert (done.code, done.out) == (0, "")
    (page,) = pages_of(file.read_bytes())
    assert len(page.boxes) == 8
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "taper: 8 doses on 1 page of A4, written to" in said(done.err)
    assert "The medicine's name is left out; --names shows it." in said(done.err)
    assert "prednisone" not in said_in(file.read_bytes()).casefold()


def test_names_are_shown_where_that_is_wanted(cli: Cli, tmp_path: Path) -> None:
    """By the option or the settings; the option goes first. In the sheet and in the summary."""
    cli.kept()
    for number, (options, expected) in enumerate(
        ((("--names",), True), (("--no-names",), False), (("--summary", "--names"), True), (("--summary",), False))
    ):
        file = tmp_path / f"{number}.pdf"
        assert cli("export", "pdf", "A", "-o", str(file), *options).code == 0
        assert ("prednisone" in said_in(file.read_bytes()).casefold()) is expected
    cli("config", "show-names", "yes")
    assert "prednisone" in cli("export", "html", "A").out
    assert "prednisone" not in cli("export", "html", "A", "--no-names").out


def test_json_says_what_was_made(cli: Cli, tmp_path: Path) -> None:
    """The path, pages, doses, what could not be shown, and where an open plan's sheet ends."""
    cli.kept(text="prednisone: 10 mg daily")
    file = tmp_path / "a.pdf"
    done = cli("export", "pdf", "A", "-o", str(file), "--size", "letter", "--days", "10", "--json")
    assert done.json == {
        "path": str(file),
        "pages": 1,
        "size": "letter",
        "doses": 10,
        "names_shown": False,
        "ends_here_on": "2026-12-10",
        "not_shown": [],
    }
    assert pages_of(file.read_bytes())[0].size == (612, 792)
    summary = cli("export", "html", "A", "--summary", "-o", str(tmp_path / "s.html"), "--json").json
    assert (summary["pages"], summary["doses"]) == (None, None)


def test_what_no_font_can_show_is_said(cli: Cli, tmp_path: Path) -> None:
    """Each character with its number, and where it can be seen."""
    cli.kept("--for", "שלום")
    done = cli("export", "pdf", "A", "-o", str(tmp_path / "a.pdf"))
    assert "No font here can show: ש (U+05E9)" in said(done.err)
    assert "taper export html shows every script" in said(done.err)
    assert "שלום" in cli("export", "html", "A").out


def test_a_long_plan_says_that_it_needs_more_pages(cli: Cli, tmp_path: Path) -> None:
    """On standard error, beside the number on each page."""
    cli.kept(text="prednisone: 10 mg three times a day for 200 days, then stop")
    done = cli("export", "pdf", "A", "-o", str(tmp_path / "a.pdf"))
    assert "It does not fit one page in letters that can be read" in said(done.err)


def test_another_file_is_written_over_only_when_told(cli: Cli, tmp_path: Path) -> None:
    """It stays as it was; written again it is the same one."""
    cli.kept()
    for kind in ("pdf", "html"):
        file = tmp_path / f"a.{kind}"
        cli("export", kind, "A", "-o", str(file))
        before = file.read_bytes()
        refused = cli("export", kind, "A", "-o", str(file), at="2026-12-05T09:00:00Z")
        assert (refused.code, "--force" in refused.err) == (3, True)
        assert cli("export", kind, "A", "-o", str(file), "--force").code == 0
        assert file.read_bytes() == before


def test_each_refusal_ends_as_the_contract_says(cli: Cli, tmp_path: Path) -> None:
    """No such plan, a folder, a date that is none, nothing to print, a file that is not named."""
    cli.kept()
    file = str(tmp_path / "a.pdf")
    assert cli("export", "pdf", "B", "-o", file).code == 4
    assert cli("export", "pdf", "A", "-o", str(tmp_path)).code == 4
    assert cli("export", "pdf", "A", "-o", str(tmp_path / "no" / "a.pdf")).code == 4
    assert cli("export", "pdf", "A", "-o", file, "--from", "tomorrow").code == 3
    over = cli("export", "pdf", "A", "-o", file, "--from", "2027-01-01")
    assert (over.code, "Nothing of this plan is to be taken on those days" in said(over.err)) == (4, True)
    assert cli("export", "pdf", "A").code == 2
    assert cli("export", "pdf", "A", "-o", file, "--summary", "--days", "3").code == 2
    assert cli("export", "html", "A", "--json").code == 2
    assert not Path(file).exists()


def test_without_reportlab_it_says_how_to_install_it(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 6 with the command, and HTML needs nothing."""
    cli.kept()
    real = util.find_spec
    monkeypatch.setattr("taper.cli.exportpaper.find_spec", lambda name: None if name == "reportlab" else real(name))
    done = cli("export", "pdf", "A", "-o", str(tmp_path / "a.pdf"))
    assert (done.code, 'pipx install --force ".[web,pdf]"' in said(done.err)) == (6, True)
    assert cli("export", "html", "A").code == 0


@pytest.mark.parametrize(
    ("environment", "size"),
    [
        ({}, "a4"),
        ({"LANG": "en_US.UTF-8"}, "letter"),
        ({"LANG": "de_DE.UTF-8"}, "a4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "en_GB.UTF-8"}, "a4"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "a4"),
        ({"LANG": "de_DE.UTF-8", "PAPERSIZE": "letter"}, "letter"),
    ],
)
def test_the_paper_is_that_of_the_country(environment: dict[str, str], size: str) -> None:
    """As the locale names it; PAPERSIZE goes before it."""
    assert paper_size(environment) == size
