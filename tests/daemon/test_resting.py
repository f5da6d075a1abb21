"""Which looks of the cap are left out without a look around, and that none is where anything changed."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from daemonplans import at, kept
from fakes import desk_with

from taper.app.desk import Desk
from taper.clock import StandingClock
from taper.core.jump import ClockReading
from taper.daemon.journal import Journal
from taper.daemon.movedtime import MovedTime
from taper.daemon.quiet import SOON, Quiet
from taper.daemon.safekeeping import Safekeeping
from taper.daemon.steady import SteadyStore
from taper.daemon.surroundings import Surroundings
from taper.daemon.tick import Looked
from taper.daemon.timer import Timer
from taper.daemon.travelling import Travelling
from taper.daemon.zonefiles import ZoneFiles
from taper.notify.port import Callbacks

NOON = at("12:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A home with one plan, in which no notices are wanted."""
    with desk_with(tmp_path, kept(), now=NOON) as desk:
        desk.paths.config.write_text('notifier = "none"\n')
        yield desk


def journal_of(desk: Desk) -> Journal:
    """Its journal."""
    return Journal(desk.paths.log, StandingClock(NOON))


class RestingTimer:
    """A timer whose cap comes at once; `may_rest` is what it asks."""

    def __init__(self, may_rest: Callable[[], bool]) -> None:
        self.looks = 0
        self.asked = 0
        self._may_rest = may_rest

    def run(self, *, asked: int) -> int:
        """How many looks there were until the cap had asked so often."""

        async def life() -> None:
            self.enough = asyncio.Event()
            self._until = asked
            timer = Timer(self._look, clock=StandingClock(NOON), may_rest=self._ask, cap_seconds=0.001)
            timer.start()
            async with asyncio.timeout(20):
                await self.enough.wait()
            await timer.stop()

        asyncio.run(life())
        return self.looks

    async def _look(self) -> datetime | None:
        self.looks += 1
        return None

    def _ask(self) -> bool:
        self.asked += 1
        if self.asked >= self._until:
            self.enough.set()
        return self._may_rest()


def test_a_look_of_the_cap_is_left_out_where_it_may_be() -> None:
    """Only the first one is made, which somebody wished for."""
    assert RestingTimer(lambda: True).run(asked=5) == 1


def test_where_it_may_not_it_is_made() -> None:
    """Each time the cap is reached, but the last, after which all ends."""
    assert RestingTimer(lambda: False).run(asked=5) >= 5


def test_where_that_cannot_be_told_it_is_made() -> None:
    """A defect is reported to whoever hears of defects, and leaves out no look."""
    told = []

    def broken() -> bool:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
        raise ValueError("a defect")

    assert RestingTimer(broken).run(asked=3) >= 3
    assert told


def test_it_does_not_rest_shortly_before_something_is_due() -> None:
    """The timer is set anew then, by whatever the clock shows by now."""
    quiet = Quiet()
    quiet.note("state", Looked(NOON + 2 * SOON, all_said=True), now=NOON)
    assert quiet.lasts("state", now=NOON + SOON / 2, for_long=True)
    assert not quiet.lasts("state", now=NOON + SOON, for_long=True)
    assert quiet.lasts("state", now=NOON + SOON)


def test_surroundings_stand_until_a_file_of_them_changes(desk: Desk) -> None:
    """The settings and the person's own facts, each way a file can change; and before the first look nothing does."""
    around = Surroundings(desk, journal_of(desk), ZoneFiles(lambda: None), wish=None)

    def stands_once_followed() -> bool:
        stood = around.stand()
        asyncio.run(around.follow(Callbacks()))
        assert around.stand()
        return stood

    assert not stands_once_followed()
    desk.paths.config.write_text('notifier = "none"\nquiet_hours = ""\n')
    assert not stands_once_followed()
    desk.paths.facts.mkdir(parents=True)
    own = desk.paths.facts / "own.toml"
    own.write_text("")
    assert not stands_once_followed()
    os.utime(own, (1, 1))
    assert not stands_once_followed()
    own.unlink()
    assert not stands_once_followed()
    assert stands_once_followed()


def test_the_record_rests_until_somebody_writes_it_or_a_backup_may_be_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes it, and whatever is in its place."""
    with SteadyStore(desk.paths.store) as store:
        keeping = Safekeeping(desk.paths, store, journal_of(desk), demo=False)
        keeping.look(now=NOON)
        assert not keeping.rests(), "no backup was thought of yet"
        keeping.back_up(now=NOON)
        assert keeping.rests()
        desk.store.set_meta("key", "value")
        os.utime(desk.paths.store, (1, 1))  # however coarse the file system's clock is
        assert not keeping.rests()
        keeping.look(now=NOON)
        assert keeping.rests()
        later = time.monotonic() + 3601
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert not keeping.rests()
        desk.paths.store.rename(desk.paths.store.with_suffix(".away"))
        assert not keeping.rests()
        keeping.close()


class Hands:
    """A clock on the wall that can be set, and one that cannot."""

    name = "hands"

    def __init__(self) -> None:
        self.at, self.since_start = NOON, 0.0

    def now(self) -> datetime:
        return self.at

    def seconds_until(self, at: datetime) -> float:
        return 0.0

    def reading(self) -> ClockReading:
        return ClockReading(self.at, self.since_start, self.since_start)


def test_time_stands_still_until_it_jumps_or_the_zone_changes(desk: Desk) -> None:
    """However long it only passes; and what jumped is still noticed afterwards."""
    hands = Hands()
    moved = MovedTime(Desk(desk.store, hands, desk.settings, desk.paths), journal_of(desk))
    assert not moved.stands_still("Europe/Berlin"), "nothing was noticed yet"
    moved.notice("Europe/Berlin")
    for _ in range(100):
        hands.at, hands.since_start = hands.at + timedelta(seconds=20.5), hands.since_start + 20
        assert moved.stands_still("Europe/Berlin"), "a slew adds up to no jump"
    assert not moved.stands_still("America/New_York")
    hands.at -= timedelta(seconds=3)
    assert not moved.stands_still("Europe/Berlin")
    assert [jump.seconds for jump in moved.notice("Europe/Berlin")] == [-3]
    assert moved.stands_still("Europe/Berlin")


def test_a_question_of_the_zone_that_is_not_settled_does_not_rest(desk: Desk) -> None:
    """It is settled by the look that asks it."""
    travelling = Travelling(journal_of(desk))
    assert not travelling.rests("Europe/Berlin")
    assert travelling.rests(None)
