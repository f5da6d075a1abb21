"""What happened to this machine's time since the last look? Jumps are written down, and the zone is asked about.

A look compares all clocks with those of the look before; the first one of a life compares with what the store noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from taper.app.desk import Desk
from taper.core.jump import LEAST_SECONDS, ClockReading, Jump, JumpKind, jumps_between, stepped
from taper.core.localtime import local
from taper.daemon.journal import Journal
from taper.daemon.saiduntil import said_until

ZONE_SEEN = "zone_seen"
"""The store's note of the machine's zone at the last look."""


class MovedTime:
    """Notices how time jumped, from look to look."""

    def __init__(self, desk: Desk, journal: Journal) -> None:
        self._desk = desk
        self._journal = journal
        self._last = desk.clock.reading()
        self._is_first = True
        self._zone: str | None = None

    def stands_still(self, zone: str | None) -> bool:
        """Whether nothing happened since the last call of this or `notice`; where something did, `notice` will tell."""
        after = self._desk.clock.reading()
        if self._is_first or zone != self._zone or any(True for _ in jumps_between(self._last, after)):
            return False
        self._last = after
        return True

    def notice(self, zone: str | None) -> tuple[Jump, ...]:
        """Writes down what happened since the last call; `zone` is the machine's by now. Raises StoreFailed."""
        if self.stands_still(zone):
            return ()
        store, before, after = self._desk.store, self._last, self._desk.clock.reading()
        steps = tuple(jumps_between(before, after))
        found = (*self._since_the_last_life(after), *steps, *self._of_the_zone(zone, after))
        with store.transaction():
            if found:
                store.record_jumps(found)
            for step in steps:
                self._put_plans_right(step, before, after)
            if zone is not None and zone != store.meta(ZONE_SEEN):
                store.set_meta(ZONE_SEEN, zone)
        self._last, self._zone, self._is_first = after, zone, False
        for jump in found:
            self._journal.note("clock", outcome=said(jump))
        return found

    def _since_the_last_life(self, after: ClockReading) -> Iterator[Jump]:
        """That the clock stands before the last look of an earlier life: it went back by so much at least."""
        noted = said_until(self._desk.store) if self._is_first else None
        step = 0.0 if noted is None else (after.at - noted).total_seconds()
        if step < -LEAST_SECONDS:
            yield stepped(after.at, step)

    def _of_the_zone(self, zone: str | None, after: ClockReading) -> Iterator[Jump]:
        seen = self._desk.store.meta(ZONE_SEEN)
        if zone is not None and seen is not None and zone != seen:
            seconds = _offset(after.at, zone) - _offset(after.at, seen)
            yield Jump(after.at, JumpKind.ZONE, seconds, f"{seen} to {zone}")

    def _put_plans_right(self, step: Jump, before: ClockReading, after: ClockReading) -> None:
        """Plans entered while the clock stood ahead were entered so much earlier: no dose of them is "not tracked"
        until the clock stands there again.
        """
        if step.kind is not JumpKind.BACK:
            return
        ahead_until = before.at + timedelta(seconds=after.since_start - before.since_start)
        for kept in self._desk.store.kept_plans():
            if after.at < kept.stored_at <= ahead_until:
                self._desk.store.restamp(kept.id, stored_at=kept.stored_at + timedelta(seconds=step.seconds))


def _offset(at: datetime, zone: str) -> float:
    """By how many seconds a zone's clocks are ahead of UTC; 0 where its tables are not here."""
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        return 0.0
    offset = local(at, zone=zone).utcoffset()
    return 0.0 if offset is None else offset.total_seconds()


def said(jump: Jump) -> str:
    """A line for the log: "stepped back by 3600.0 s", "zone by -21600.0 s"."""
    return f"{jump.kind.value} by {jump.seconds:.1f} s"
