"""The manual: a page for each command, made of its help, that no reader of such pages complains of."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from needed import require_program

from taper.cli.main import COMMANDS, taper
from taper.cli.manual import FILES, dated, pages, write_pages
from taper.settings import paths_from

ON = date(2026, 11, 27)


def words_of(text: str) -> str:
    """What a page says, without roff's own signs and breaks."""
    return " ".join(text.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\e", "\\").split())


def commands() -> dict[str, click.Command]:
    """Every command that is no group, and every group, by its page's name."""
    found = {}
    assert isinstance(taper, click.Group)
    for name in COMMANDS:
        command = taper.get_command(click.Context(taper), name)
        assert command is not None
        found[f"taper-{name}"] = command
        if isinstance(command, click.Group):
            found |= {f"taper-{name}-{word}": inner for word, inner in command.commands.items()}
    return found


def test_each_command_has_a_page_with_all_of_its_help() -> None:
    """The description, every option with its words, every example, and what stands on every page."""
    made = pages(ON)
    assert made.keys() == {"taper.1", *(f"{name}.1" for name in commands())}
    for name, command in commands().items():
        page = words_of(made[f"{name}.1"])
        assert " ".join((command.help or "").split()) in page.replace(" .PP ", " "), name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in page, (name, option)
                assert " ".join((option.help or "").split()) in page, (name, option)
        for line in (command.epilog or "").replace("\b", "").split("\n")[2:]:
            assert " ".join(line.split()) in page, (name, line)
        for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", '"EXIT STATUS"', '"SEE ALSO"'):
            assert f".SH {heading}" in page, (name, heading)


def test_the_files_named_are_those_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing else is said, as on most machines."""
    monkeypatch.setenv("HOME", "/home/somebody")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    paths = paths_from({"XDG_RUNTIME_DIR": "/run/user/1"})
    named = {Path(name.replace("~", "/home/somebody").replace("$XDG_RUNTIME_DIR", "/run/user/1")) for name in FILES}
    assert named == {paths.config, paths.facts, paths.store, paths.log, paths.socket, paths.store.with_name("backups")}


def test_a_build_can_be_repeated() -> None:
    """The same sources of the same date make the same pages."""
    assert dated({"SOURCE_DATE_EPOCH": "1795780800"}) == ON
    assert pages(ON) == pages(ON)
    assert '"2026-11-27"' in pages(ON)["taper.1"]


@pytest.mark.parametrize(
    "checker", [("mandoc", "-Tlint"), ("groff", "-man", "-Tascii", "-ww", "-z")], ids=["mandoc", "groff"]
)
def test_no_reader_complains(checker: tuple[str, ...], tmp_path: Path) -> None:
    """Not of the form, nor of the style."""
    require_program(checker[0], package="mandoc groff-base")
    written = write_pages(tmp_path, ON)
    done = subprocess.run([*checker, *map(str, written)], capture_output=True, text=True, check=False)
    assert (done.stdout + done.stderr).strip() == ""


def test_what_stands_there_is_readable(tmp_path: Path) -> None:
    """As man shows it."""
    require_program("mandoc", package="mandoc")
    write_pages(tmp_path, ON)
    shown = subprocess.run(
        ["mandoc", "-Tutf8", "-Owidth=78", str(tmp_path / "taper-take.1")], capture_output=True, text=True, check=True
    ).stdout
    plain = "".join(char for index, char in enumerate(shown) if char != "\b" and shown[index + 1 : index + 2] != "\b")
    assert "taper take A --dose morning --at 08:10" in plain
    assert "Every real intake can be recorded, always" in plain


def test_the_pages_are_made_with_nothing_but_click() -> None:
    """The build has no more than that; nor does a pressed Tab wait for more."""
    code = (
        "import sys; sys.path.insert(0, '.'); from datetime import date; from taper.cli.manual import pages; "
        "pages(date(2026, 1, 1)); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    loaded = {name for name in done.stdout.split() if not name.startswith(("_", "sitecustomize"))}
    assert loaded <= {"click", "taper"}
