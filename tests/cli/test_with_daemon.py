"""Commands and the daemon: asked where it answers, done without it where it does not, recorded once either way."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commandline import AT, BURST, FOUR_A_DAY, Cli, Shell
from desktop import until
from livedaemon import LiveDaemon
from test_entry import loaded

from taper import reaching
from taper.client import OtherVersionError

pytestmark = pytest.mark.daemon

HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "rich", "pydantic", "asyncio", "zoneinfo", "fractions", "platformdirs"}
EVENING = "2026-12-01T18:02:00Z"


@pytest.fixture
def kept(cli: Cli) -> str:
    """A plan of four doses a day in the store; the clock then shows the evening."""
    return cli.kept("--strength", "350 mg", text=FOUR_A_DAY)


def recorded(shell: Shell) -> list[str]:
    """The doses that records answer, undone ones left out."""
    return [entry["dose"] for entry in shell("log", "--json").json if not entry["undone"]]


@pytest.fixture
def evening(shell: Shell) -> Shell:
    """Commands whose clock shows the evening of day 1."""
    return Shell({**shell.env, "TAPER_CLOCK": EVENING})


@pytest.mark.usefixtures("kept")
def test_a_running_daemon_does_it(evening: Shell, home: Path) -> None:
    """With a daemon nothing is said of doing it directly."""
    with LiveDaemon(home, clock=EVENING) as daemon:
        taken = evening("take", "--json")
        assert (taken.code, taken.err) == (0, "")
        daemon.wait_looked()
        assert recorded(evening) == ["2026-12-01/evening"]


@pytest.mark.usefixtures("kept")
def test_without_a_daemon_it_is_done_directly(evening: Shell) -> None:
    """No daemon: recorded, and said on standard error."""
    taken = evening("take", "--json")
    assert taken.code == 0
    assert "no daemon is running" in taken.err
    assert recorded(evening) == ["2026-12-01/evening"]


@pytest.mark.usefixtures("kept")
def test_a_hung_daemon_does_not_lose_or_double_it(evening: Shell, home: Path) -> None:
    """A mute daemon: recorded directly within seconds, and once only after it wakes."""
    with LiveDaemon(home, clock=EVENING) as daemon:
        daemon.pause()
        taken = evening("take", "--json")
        assert taken.code == 0
        assert "did not answer" in taken.err
        daemon.wake()
        daemon.wait_looked()
        assert recorded(evening) == ["2026-12-01/evening"]


@pytest.mark.usefixtures("kept")
def test_a_starting_daemon_does_not_lose_or_double_it(evening: Shell, home: Path) -> None:
    """While the daemon starts, five takes by name are each recorded once."""
    daemon = LiveDaemon(home, clock=EVENING)
    with daemon.waiting(), ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda _: evening("take", "A", "--dose", "evening", "--json"), range(5)))
        assert [result.code for result in results] == [0] * 5
        daemon.wait_answer()
        assert recorded(evening) == ["2026-12-01/evening"] * 5


@pytest.mark.usefixtures("kept")
def test_two_plans_and_a_hung_daemon_mix_up_nothing(cli: Cli, evening: Shell, home: Path) -> None:
    """What a mute daemon finds later never answers another plan's dose."""
    cli.kept(text="prednisone 10 mg at 18:01 for 5 days, then stop", label="B")
    with LiveDaemon(home, clock=EVENING) as daemon:
        daemon.pause()
        assert evening("take", "A", "--json").code == 0
        daemon.wake()
        daemon.wait_looked()
        assert [entry["label"] for entry in evening("log", "--json").json] == ["A"]


def test_a_daemon_of_another_version_is_told_of(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A daemon that speaks another protocol: said so, and done directly on the store."""

    def other(*_: object, **__: object) -> object:
        raise OtherVersionError("the daemon speaks version 2 of the protocol, this command 1")

    monkeypatch.setattr(reaching, "call", other)
    added = cli("add", BURST, "--start", "2026-12-02", "--yes")
    assert added.code == 0
    assert "speaks version 2" in added.err


@pytest.mark.usefixtures("kept")
def test_a_refusal_is_the_same_with_and_without_a_daemon(shell: Shell, home: Path) -> None:
    """Exit code, questions and sentence do not depend on who did it."""
    requests = [("show", "Z"), ("extend", "A", "--days", "3"), ("take", "--dose", "x", "--json"), ("snooze",)]
    alone = [shell(*request) for request in requests]
    with LiveDaemon(home, clock=AT):
        assert [shell(*request) for request in requests] == alone


@pytest.mark.usefixtures("kept")
def test_a_glance_loads_nothing_heavy(shell: Shell, home: Path) -> None:
    """`taper upcoming` with a daemon loads no database, no models and no drawing."""
    with LiveDaemon(home, clock=AT):
        modules = loaded(shell.env, "upcoming")
    assert not {name for name in modules if name.split(".")[0] in HEAVY}
    ours = {name for name in modules if name.startswith(("taper.store", "taper.app", "taper.language", "taper.daemon"))}
    assert not ours


@pytest.mark.usefixtures("kept")
def test_completing_a_note_loads_nothing_heavy(shell: Shell, home: Path) -> None:
    """The daemon names the signs; a pressed Tab must not wait for a database to load."""
    asked = {"_TAPER_COMPLETE": "bash_complete", "COMP_WORDS": "taper note dr", "COMP_CWORD": "2"}
    with LiveDaemon(home, clock=AT):
        assert shell(**asked).out == "plain,drowsiness\n"
        modules = loaded({**shell.env, **asked})
    assert not {name for name in modules if name.split(".")[0] in HEAVY}


def test_a_preview_loads_no_database(shell: Shell) -> None:
    """`taper preview` reads a plan without the store or what it is made of."""
    modules = loaded(shell.env, "preview", "prednisone: 40 mg daily for 4 days, then stop", "--start", "2026-12-01")
    assert any(name.startswith("taper.language") for name in modules)
    assert not {name for name in modules if name.split(".")[0] in {"sqlmodel", "sqlalchemy", "alembic", "pydantic"}}


def test_the_daemon_is_started_seen_and_stopped(shell: Shell) -> None:
    """start, status and stop by the real command; a second start finds the first."""
    try:
        started = shell("daemon", "start", "--json").json
        assert shell("daemon", "start", "--json").json["pid"] == started["pid"]
        assert shell("daemon", "status", "--json").json["pid"] == started["pid"]
        assert shell("daemon", "status").code == 0
    finally:
        stopped = shell("daemon", "stop")
    assert stopped.code == 0
    assert shell("daemon", "status").code == 6


def test_purge_stops_the_daemon_first(shell: Shell, home: Path) -> None:
    """Nothing goes on running, or comes back, behind a purge."""
    pid = shell("daemon", "start", "--json").json["pid"]
    try:
        assert shell("uninstall", "--purge", "--type", "delete everything").code == 0
        until(lambda: not _lives(pid), what="the daemon to be gone")
        assert not home.exists()
    finally:
        shell("daemon", "stop")


def _lives(pid: int) -> bool:
    """Whether the process is there and is a daemon of ours."""
    try:
        return b"taper.daemon" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_the_daemon_runs_in_the_foreground(shell: Shell, home: Path) -> None:
    """`taper daemon run` is the daemon itself, until it is told to end."""
    with LiveDaemon(home, env=shell.env, command=("-m", "taper", "daemon", "run")) as daemon:
        assert daemon.call("status")["pid"] != os.getpid()
        assert daemon.stop() == 0
