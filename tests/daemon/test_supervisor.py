"""What the real daemon tells whoever started it, on a real datagram socket; and how it renews itself meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from daemonplans import keep, kept
from desktop import until
from livedaemon import LiveDaemon, paths_of
from supervising import Supervising

from taper.client import OtherVersionError
from taper.daemon.lock import holder_of
from taper.daemon.supervisor import Supervisor, supervisor_of

pytestmark = pytest.mark.daemon

EIGHT = "2026-12-01T08:00:00Z"
HANGING = str(Path(__file__).with_name("hanging.py"))
OUTDATED = str(Path(__file__).with_name("outdated.py"))
WATCHDOG_SECONDS = 0.3


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    keep(paths_of(found).store, kept())
    return found


@pytest.fixture
def supervising(tmp_path: Path) -> Iterator[Supervising]:
    """A supervisor that wants signs of life."""
    with Supervising(tmp_path / "notify", watchdog_seconds=WATCHDOG_SECONDS) as one:
        yield one


def test_it_is_ready_when_lock_store_socket_and_first_look_stand(home: Path, supervising: Supervising) -> None:
    """READY=1 comes once, and then the daemon answers and has looked. STOPPING=1 is its last word."""
    with LiveDaemon(home, clock=EIGHT, env=supervising.env).waiting() as daemon:
        ready = supervising.until_key("READY")
        status = daemon.call("status")
        assert daemon.process is not None
        assert holder_of(daemon.paths.lock) == daemon.process.pid
        assert status["last_tick"] == "2026-12-01T08:00:00+00:00"
        assert "08:00" in daemon.said()
        daemon.wait_looked()
        assert sum("READY" in message for message in supervising.what_came()) == 1
        assert daemon.stop() == 0
    told = [message for message in supervising.what_came() if "WATCHDOG" not in message]
    assert told[-1] == {"STOPPING": "1", "STATUS": "Ending"}
    assert ready["STATUS"] == "Reminders by console; next look: 2026-12-01 08:10+00:00"


def test_it_is_not_ready_while_its_first_look_hangs(home: Path, tmp_path: Path, supervising: Supervising) -> None:
    """Lock, store and socket alone are not enough."""
    command = [HANGING, "first-look", str(tmp_path / "hangs")]
    with LiveDaemon(home, clock=EIGHT, env=supervising.env, command=command).waiting() as daemon:
        until((tmp_path / "hangs").exists, what="the look to hang")
        daemon.wait_answer()
        assert not any("READY" in message for message in supervising.what_came())


@pytest.mark.parametrize("point", ["second-look", "event-loop"])
def test_whatever_hangs_gives_no_sign_of_life(home: Path, tmp_path: Path, supervising: Supervising, point: str) -> None:
    """A hung look, with the event loop alive or not, falls silent, so that the watchdog can restart it."""
    mark = tmp_path / "hangs"
    command = [HANGING, point, str(mark)]
    with LiveDaemon(home, clock=EIGHT, env=supervising.env, command=command).waiting() as daemon:
        supervising.until_key("READY")
        keep(daemon.paths.store, kept(plan_id="b" * 8))
        with pytest.raises(Exception):  # noqa: B017 - whichever way the question fails, it is never answered
            daemon_call_tick(daemon)
        assert mark.exists()
        supervising.until_silent(seconds=2 * WATCHDOG_SECONDS)


def daemon_call_tick(daemon: LiveDaemon) -> None:
    """Asks for a look and waits a moment only."""
    from taper.client import call

    call(daemon.paths.socket, "look", {}, patience=0.2)


def test_it_gives_signs_of_life_on_an_abstract_socket_too(home: Path) -> None:
    """WATCHDOG=1 again and again, also while nothing is to be done; "@name" is no file."""
    address = f"@taper-test-{os.getpid()}"
    with (
        Supervising(address, watchdog_seconds=WATCHDOG_SECONDS) as supervising,
        LiveDaemon(home, clock=EIGHT, env=supervising.env).waiting(),
    ):
        supervising.until_key("READY")
        for _ in range(4):
            assert supervising.until_key("WATCHDOG") == {"WATCHDOG": "1"}


def test_one_that_waits_for_another_asks_for_time_and_names_it(home: Path, supervising: Supervising) -> None:
    """A daemon started by hand keeps the supervised one waiting, not failing."""
    with (
        LiveDaemon(home, clock=EIGHT) as first,
        LiveDaemon(home, clock=EIGHT, env=supervising.env).waiting() as second,
    ):
        assert first.process is not None
        waiting = supervising.until_key("EXTEND_TIMEOUT_USEC")
        assert f"process {first.process.pid}" in waiting["STATUS"]
        first.kill()
        supervising.until_key("READY")
        assert second.stop() == 0


def test_a_renewed_daemon_stays_the_same_process_and_keeps_the_lock(
    home: Path, tmp_path: Path, supervising: Supervising
) -> None:
    """RELOADING=1, then READY=1 by the same process; one that waits for the lock does not get it meanwhile."""
    with LiveDaemon(home, clock=EIGHT, env=supervising.env, command=[OUTDATED]).waiting() as daemon:
        supervising.until_key("READY")
        with (
            Supervising(tmp_path / "another") as another,
            LiveDaemon(home, clock=EIGHT, env=another.env).waiting() as standby,
        ):
            another.until_key("EXTEND_TIMEOUT_USEC")
            with pytest.raises(OtherVersionError) as other:
                daemon.call("list")
            assert other.value.renews
            assert int(supervising.until_key("RELOADING")["MONOTONIC_USEC"]) > 0
            supervising.until_key("READY")
            assert daemon.process is not None
            assert daemon.wait_answer()["pid"] == holder_of(daemon.paths.lock) == daemon.process.pid
            another.until_key("EXTEND_TIMEOUT_USEC")
            assert not any("READY" in message for message in another.told)
            assert not any("STOPPING" in message for message in supervising.told)
            assert daemon.stop() == 0
            standby.wait_answer()


def test_code_that_cannot_be_loaded_does_not_end_a_daemon_that_runs(
    home: Path, tmp_path: Path, supervising: Supervising
) -> None:
    """Half an installation is written down, and the old code goes on."""
    broken = tmp_path / "broken"
    broken.mkdir()
    env = {**supervising.env, "BREAK_WITH": str(broken)}
    (broken / "apscheduler.py").write_text("raise ImportError('half installed')")
    with LiveDaemon(home, clock=EIGHT, env=env, command=[OUTDATED]).waiting() as daemon:
        supervising.until_key("READY")
        with pytest.raises(OtherVersionError):
            daemon.call("list")

        def events() -> list[str]:
            return [json.loads(line)["event"] for line in daemon.paths.log.read_text().splitlines()]

        until(lambda: "renewal" in events(), what="the trial to fail")
        assert "ended" not in events()
        with pytest.raises(OtherVersionError):
            daemon.call("list")


def test_only_the_process_that_is_meant_gives_signs_of_life() -> None:
    """WATCHDOG_PID names another process: none are wanted of this one. Nor where the address is none."""
    meant = {"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000"}
    assert supervisor_of(meant) == Supervisor("/x", 3.0)
    assert supervisor_of({**meant, "WATCHDOG_PID": str(os.getpid())}).watchdog_seconds == 3.0
    assert supervisor_of({**meant, "WATCHDOG_PID": str(os.getppid())}).watchdog_seconds is None
    assert supervisor_of({"NOTIFY_SOCKET": "vsock:2:1", "WATCHDOG_USEC": "soon"}) == Supervisor(None, None)
    assert supervisor_of({}) == Supervisor(None, None)


def test_a_supervisor_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    """What cannot be sent is not sent."""
    Supervisor(str(tmp_path / "gone")).ready("a line\nof status")
    asyncio.run(Supervisor(str(tmp_path / "gone")).watch(lambda: 0.0))
