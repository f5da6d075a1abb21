"""When do the clocks of a zone change between two instants, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """An instant (aware UTC) from which the clocks of a zone run `after` ahead of UTC; until then it was `before`.

    `name` is what the zone calls its time from then on ("CEST"); `summer` marks summer time.
    """

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def clock_changes(zone: str, from_at: datetime, until_at: datetime) -> tuple[ClockChange, ...]:
    """The changes at instants in (from_at, until_at], in order of time. Two within one day that cancel are not seen."""
    found, begin = [], from_at
    while begin < until_at:
        end = min(begin + _DAY, until_at)
        if offset_at(zone, begin) != offset_at(zone, end):
            found.append(_change_at(zone, _first_after(zone, begin, end)))
        begin = end
    return tuple(found)


def standing_change(zone: str, at: datetime) -> ClockChange:
    """How the clocks stand at an instant, written as a change at it that moves nothing."""
    there = at.astimezone(ZoneInfo(zone))
    offset = offset_at(zone, at)
    return ClockChange(at, offset, offset, there.tzname() or zone, bool(there.dst()))


def offset_at(zone: str, at: datetime) -> timedelta:
    """How far the clocks of a zone run ahead of UTC at an instant."""
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def _first_after(zone: str, begin: datetime, end: datetime) -> datetime:
    """The first second of (begin, end] at which the clocks run as at `end`, by halving."""
    offset, low, high = offset_at(zone, end), 0, -(-(end - begin) // _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, begin + middle * _SECOND) == offset:
            high = middle
        else:
            low = middle
    return begin + high * _SECOND


def _change_at(zone: str, at: datetime) -> ClockChange:
    there = at.astimezone(ZoneInfo(zone))
    return ClockChange(
        at, offset_at(zone, at - _SECOND), offset_at(zone, at), there.tzname() or zone, bool(there.dst())
    )
