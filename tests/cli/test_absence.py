"""The warning at the next command when no daemon ran over a due dose: once, on standard error, one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import FOUR_A_DAY, Cli, Shell
from livedaemon import LiveDaemon

NEXT_DAY = "2026-12-02T09:00:00Z"
LINE = (
    "taper: no daemon ran when 3 doses of plan A fell due (from Tue 1 Dec 18:00 to Wed 2 Dec 08:00), so nobody "
    'reminded you; "taper doctor" says how it is now.'
)


@pytest.fixture
def kept(cli: Cli) -> str:
    """A plan of four doses a day, entered on day 1 at 13:05, and no daemon."""
    return cli.kept("--strength", "350 mg", text=FOUR_A_DAY)


def at(shell: Shell, clock: str) -> Shell:
    """The same commands on another clock."""
    return Shell({**shell.env, "TAPER_CLOCK": clock})


@pytest.mark.daemon
@pytest.mark.usefixtures("kept")
def test_a_daemon_that_was_started_again_tells_it_at_the_next_command_once(shell: Shell, home: Path) -> None:
    """With --json standard output holds the answer alone, and the exit code is what it was."""
    later = at(shell, NEXT_DAY)
    with LiveDaemon(home, clock=NEXT_DAY) as daemon:
        daemon.call("list")
        told, again = later("today", "--json"), later("today", "--json")
    assert (told.code, told.err) == (0, f"{LINE}\n")
    assert isinstance(told.json, dict)
    assert (again.code, again.err) == (0, "")
    assert '"absence"' in daemon.paths.log.read_text()


@pytest.mark.daemon
@pytest.mark.usefixtures("kept")
def test_what_nobody_was_told_outlives_the_daemon(shell: Shell, home: Path) -> None:
    """Killed before anybody asked, the next one tells it, and counts no dose twice."""
    with LiveDaemon(home, clock=NEXT_DAY):
        pass
    with LiveDaemon(home, clock="2026-12-02T09:01:00Z"):
        assert at(shell, NEXT_DAY)("list", "--json").err == f"{LINE}\n"
    with LiveDaemon(home, clock="2026-12-02T09:02:00Z"):
        assert at(shell, NEXT_DAY)("list", "--json").err == ""


@pytest.mark.daemon
@pytest.mark.usefixtures("kept")
def test_a_daemon_that_ran_all_the_time_has_nothing_to_tell(shell: Shell, home: Path) -> None:
    """Doses it asked about, and one answered without it, are none of these."""
    with LiveDaemon(home, clock="2026-12-01T18:00:00Z") as daemon:
        daemon.wait_looked()
    assert at(shell, "2026-12-01T22:30:00Z")("take", "A", "--dose", "bedtime").code == 0
    with LiveDaemon(home, clock="2026-12-01T22:31:00Z") as daemon:
        assert at(shell, "2026-12-01T22:31:00Z")("list", "--json").err == ""


@pytest.mark.usefixtures("kept")
def test_without_a_daemon_each_command_tells_it(shell: Shell) -> None:
    """Beside the line that says that none is running."""
    listed = at(shell, NEXT_DAY)("list", "--json")
    assert listed.code == 0
    assert listed.err.splitlines()[-1] == LINE
    assert isinstance(listed.json, list)


@pytest.mark.usefixtures("kept")
def test_a_reminder_that_comes_within_minutes_was_not_missed(shell: Shell) -> None:
    """Three minutes after the dose nothing is said of it; after six it is."""
    assert "no daemon ran when" not in at(shell, "2026-12-01T18:03:00Z")("list").err
    assert "1 dose of plan A fell due (Tue 1 Dec 18:00)" in at(shell, "2026-12-01T18:06:00Z")("list").err


@pytest.mark.daemon
@pytest.mark.usefixtures("kept")
def test_whoever_cannot_pass_it_on_does_not_take_it_away(shell: Shell, home: Path) -> None:
    """A completed word, a status and a script on the socket leave the warning for a person."""
    with LiveDaemon(home, clock=NEXT_DAY) as daemon:
        assert daemon.call("list")
        assert json.loads(shell("daemon", "status", "--json").out)["running"]
        shell(**{"_TAPER_COMPLETE": "bash_complete", "COMP_WORDS": "taper note dr", "COMP_CWORD": "2"})
        assert at(shell, NEXT_DAY)("list").err == f"{LINE}\n"
