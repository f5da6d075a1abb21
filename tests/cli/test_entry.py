"""The program as it is installed: its help, its exit, its colours, and what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import BURST, TAPER, Cli, Shell
from terminal import in_terminal

from taper.cli.main import COMMANDS
from taper.cli.out import visible

START = ("--start", "2026-12-02")

THROUGH_THE_ENTRY = {
    ("preview", BURST, *START): 0,
    ("add", BURST, *START, "--yes"): 0,
    ("list",): 0,
    ("show",): 4,
    ("today",): 0,
    ("upcoming",): 0,
    ("take",): 4,
    ("skip",): 4,
    ("snooze",): 4,
    ("undo",): 4,
    ("note",): 0,
    ("checkin", "A", "sleep=3"): 4,
    ("tick", "A", "walk"): 4,
    ("log",): 0,
    ("check",): 0,
    ("told", "A"): 4,
    ("facts", "madeupin"): 0,
    ("stop", "A"): 4,
    ("hold", "A", "--days", "3"): 4,
    ("resume", "A"): 4,
    ("revise", "A", "5 mg daily for 3 days"): 4,
    ("zone", "Europe/Berlin"): 3,
    ("history",): 4,
    ("extend", "A", "--days", "3"): 4,
    ("correct", "A", "--start", "2026-12-01"): 4,
    ("delete", "A"): 4,
    ("daemon", "status"): 6,
    ("daemon", "stop"): 0,
    ("daemon", "install", "--dry-run"): 0,
    ("daemon", "uninstall", "--help"): 0,
    ("daemon", "test", "--help"): 0,
    ("doctor",): 6,
    ("config",): 0,
    ("dashboard",): 0,
    ("calendar",): 0,
    ("chart",): 0,
    ("demo", "--help"): 0,
    ("backup",): 4,
    ("restore",): 0,
    ("export", "fhir", "A"): 4,
    ("export", "ics", "A"): 4,
    ("export", "pdf", "A", "-o", "no-such-plan.pdf"): 4,
    ("export", "html", "A", "--summary"): 4,
    ("export", "all"): 0,
    ("completion", "bash"): 0,
    ("import", "no-such-file.json"): 4,
    ("web", "--help"): 0,
    ("uninstall",): 0,
}
"""A run of each command on an empty home, and how it ends."""


def test_every_command_is_run_through_its_entry() -> None:
    """No command is left out of the runs below."""
    assert {arguments[0] for arguments in THROUGH_THE_ENTRY} == COMMANDS.keys()


@pytest.mark.parametrize("arguments", THROUGH_THE_ENTRY, ids=lambda arguments: " ".join(arguments[:2])[:24])
def test_a_command_ends_as_the_contract_says(shell: Shell, arguments: tuple[str, ...]) -> None:
    """The installed command has the exit code of the contract and no traceback."""
    result = shell(*arguments)
    assert result.code == THROUGH_THE_ENTRY[arguments], result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(cli: Cli, name: str) -> None:
    """--help shows what it does and one example that begins with the command."""
    shown = cli(name, "--help")
    assert shown.code == 0
    assert "Example" in shown.out
    assert f"  taper {name}" in shown.out.partition("Example")[2]


@pytest.mark.parametrize("name", ["run", "start", "stop", "status", "test", "install", "uninstall"])
def test_every_command_of_the_daemon_has_help(cli: Cli, name: str) -> None:
    """The same for the commands of the daemon."""
    assert f"taper daemon {name}" in cli("daemon", name, "--help").out.partition("Example")[2]


def test_the_help_lists_every_command(cli: Cli) -> None:
    """One line of help each."""
    shown = cli("--help")
    assert shown.code == 0
    for name, (_, help_line) in COMMANDS.items():
        assert f"  {name.ljust(10)}  {help_line}" in shown.out


def test_the_version_is_said(shell: Shell) -> None:
    """--version names the program and its version."""
    assert shell("--version").out == "taper 0.1.0\n"


def test_python_m_taper_is_the_same(shell: Shell) -> None:
    """`python -m taper` is the command."""
    done = subprocess.run([sys.executable, "-m", "taper", "--version"], capture_output=True, env=shell.env, check=True)
    assert done.stdout == b"taper 0.1.0\n"


def test_an_unknown_command_names_the_nearest(cli: Cli) -> None:
    """Wrong usage is exit 2, with what looks like it."""
    result = cli("previeww")
    assert result.code == 2
    assert "preview" in result.err


def loaded(env: dict[str, str], *arguments: str) -> set[str]:
    """The modules that a run of the command loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", TAPER, *arguments], capture_output=True, text=True, env=env, check=True
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_the_help_loads_no_command(shell: Shell) -> None:
    """The list of commands is printed without loading any of them."""
    modules = {name for name in loaded(shell.env, "--help") if name.split(".")[0] == "taper"}
    assert modules == {"taper", "taper.cli", "taper.cli.main"}


def test_a_reader_that_goes_away_ends_it_quietly(shell: Shell) -> None:
    """`taper ... | head -1` prints no traceback."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [TAPER, "preview", BURST, *START, "--table"], stdout=write, stderr=subprocess.PIPE, env=shell.env, check=False
    )
    os.close(write)
    assert done.returncode == 141
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_a_terminal_that_knows_no_umlauts_is_no_error(shell: Shell) -> None:
    """What a terminal cannot show is replaced."""
    result = shell("preview", BURST, *START, PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert "prednisone ? 8 days" in result.out


def test_a_plan_is_entered_in_a_terminal(shell: Shell) -> None:
    """The real command asks in a real terminal, and keeps the plan after the yes."""
    code, printed = in_terminal(shell, "add", BURST, typed="tomorrow\nasked\nyes\n")
    assert code == 0, printed
    assert "Kept as plan A" in printed


def test_colours_are_for_terminals_only(shell: Shell) -> None:
    """A terminal shows bold and colours; NO_COLOR, and whatever is no terminal, shows none."""
    arguments = ("preview", BURST, *START)
    assert "\x1b[1m" in in_terminal(shell, *arguments)[1]
    assert "\x1b" not in in_terminal(shell, *arguments, NO_COLOR="1")[1]
    assert "\x1b" not in shell(*arguments).out


def test_ctrl_c_is_no_traceback(shell: Shell) -> None:
    """Ctrl-C at a question is exit 130 with a sentence."""
    code, printed = in_terminal(shell, "add", BURST, interrupt_at="day 1?")
    assert code == 130
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[2Jb", "a\u241b[2Jb"), ("a\x85b", "a\ufffdb"), ("a\u202eb", "a\ufffdb"), ("a\tb", "a b"), ("ü💊", "ü💊")],
)
def test_what_could_steer_a_terminal_is_made_visible(text: str, shown: str) -> None:
    """Control characters are shown, one column for one; other characters stay."""
    assert visible(text) == shown


def test_a_missing_disk_is_a_sentence(shell: Shell) -> None:
    """A home that cannot be made is exit 6."""
    result = shell("list", TAPER_HOME="/proc/no-such-home")
    assert result.code == 6
    assert result.err.startswith("taper: ")


def test_a_full_disk_behind_the_output_is_a_sentence(shell: Shell) -> None:
    """Standard output that takes nothing is no traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [TAPER, "preview", BURST, *START], stdout=full, stderr=subprocess.PIPE, env=shell.env, check=False
        )
    assert done.returncode == 6
    assert b"Traceback" not in done.stderr
