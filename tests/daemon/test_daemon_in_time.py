"""The daemon as a real process, while its clock is set, its machine sleeps or its zone changes."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from daemonplans import at, keep, kept
from livedaemon import LiveDaemon, paths_of

from taper.clock import SystemClock

pytestmark = pytest.mark.daemon

DOSE = "A: 1\N{NO-BREAK SPACE}tablet of 5\N{NO-BREAK SPACE}mg · 08:00"
STEPPING = str(Path(__file__).with_name("stepping.py"))
NEW_YORK = "Nothing to take now. This machine's clocks are those of America/New_York now"


class Clock:
    """The clock of a daemon that runs: set to an instant, or left behind by a sleep."""

    def __init__(self, path: Path, shown: datetime) -> None:
        self.path = path
        self._slept = 0.0
        self.set(shown)

    def set(self, shown: datetime) -> None:
        """As a person or a time server sets it."""
        self._step = (shown - SystemClock().now()).total_seconds() - self._slept
        self._write()

    def sleep(self, seconds: float) -> None:
        """As a lid that was closed."""
        self._slept += seconds
        self._write()

    def _write(self) -> None:
        draft = self.path.with_suffix(".new")
        draft.write_text(f"{self._step} {self._slept}")
        draft.replace(self.path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    keep(paths_of(home).store, kept())
    return home


def jumps(daemon: LiveDaemon) -> list[tuple[str, int]]:
    """The kinds of the recorded jumps, and by how many hours."""
    return [(jump["kind"], round(jump["seconds"] / 3600)) for jump in daemon.call("jumps")]


def test_a_clock_that_stood_at_2036_has_used_up_nothing_and_is_told_of(home: Path, tmp_path: Path) -> None:
    """It is put back while the daemon runs: the dose is said at its time, once, and the step is on record."""
    clock = Clock(tmp_path / "clock", at("08:00").replace(year=2036))
    with LiveDaemon(home, command=(STEPPING, str(clock.path))) as daemon:
        daemon.wait_looked()
        assert daemon.said().count(DOSE) == 0
        clock.set(at("07:59:30"))
        daemon.wait_looked()
        clock.set(at("08:00:10"))
        daemon.wait_looked()
        daemon.wait_looked()
        assert daemon.said().count(DOSE) == 1
        assert jumps(daemon) == [("stepped back", -87_672), ("stepped forward", 0)]
        lines = daemon.paths.log.read_text()
    assert '"event": "clock", "outcome": "stepped back by -3156' in lines
    assert "madeupin" not in lines


def test_a_sleep_over_doses_is_told_of_and_ends_in_one_notice(home: Path, tmp_path: Path) -> None:
    """From the evening before day 1 until the morning of day 2."""
    clock = Clock(tmp_path / "clock", at("07:00"))
    with LiveDaemon(home, command=(STEPPING, str(clock.path))) as daemon:
        daemon.wait_looked()
        clock.sleep(25.5 * 3600)
        daemon.wait_looked()
        assert jumps(daemon) == [("suspended", 26)]
        said = daemon.wait_said(DOSE)
    assert said.count("no answer recorded while the computer was off") == 1
    assert said.count(DOSE) == 1


def test_a_step_back_between_two_lives_is_told_of(home: Path, tmp_path: Path) -> None:
    """The battery of the clock died with the machine: 1970. Set right again, it goes on as before."""
    clock = Clock(tmp_path / "clock", at("08:00:10"))
    daemon = LiveDaemon(home, command=(STEPPING, str(clock.path)))
    with daemon:
        daemon.wait_said(DOSE)
        daemon.wait_looked()
    clock.set(datetime(1970, 1, 1, 0, 1, tzinfo=at("08:00").tzinfo))
    with daemon:
        daemon.wait_looked()
        with daemon.store() as store:
            before = store.reminders()
        clock.set(at("08:05"))
        daemon.wait_looked()
        assert [kind for kind, _ in jumps(daemon)] == ["stepped back", "stepped forward"]
        with daemon.store() as store:
            assert store.reminders()[: len(before)] == before


def test_a_machine_in_another_zone_asks_once_and_changes_nothing(home: Path) -> None:
    """The zone is another one when the daemon starts again; later starts there do not ask again."""

    def live(zone: str) -> list[object]:
        with LiveDaemon(home, clock="2026-12-01T07:00:00Z", env={**os.environ, "TZ": zone}) as daemon:
            daemon.wait_looked()
            daemon.wait_looked()
            with daemon.store() as store:
                assert [one.plan.zone for one in store.kept_plans()] == ["UTC"]
            return [jump["zones"] for jump in daemon.call("jumps")]

    assert live("Etc/UTC") == []
    live("America/New_York")
    assert live("America/New_York") == ["Etc/UTC to America/New_York"]
    said = (home / "said").read_text()
    assert said.count(NEW_YORK) == 1
    assert (
        "Plan A goes by the clocks of UTC still: its next dose is Tue 1 Dec 08:00 there, Tue 1 Dec 03:00 here" in said
    )
    assert "taper zone America/New_York" in said
