"""Which instant a wall-clock time of a zone is, with a rule for the hours that clock changes skip and repeat.

A time inside a spring gap moves to the first valid minute after it; a repeated hour counts once, the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware UTC) and what the clock change did to it.

    `moved` when the wall time does not exist and the instant is the first valid minute after it; `repeated` when the
    clocks show the wall time twice and the instant is the first of the two.
    """

    at: datetime
    moved: bool = False
    repeated: bool = False


def moment(on: date, wall: time, *, zone: str) -> Moment:
    """The instant at which the clocks of `zone` show `wall` on the date `on`."""
    tz = ZoneInfo(zone)
    local = datetime.combine(on, wall, tzinfo=tz)
    at = local.astimezone(UTC)
    later = local.replace(fold=1).astimezone(UTC)
    if at == later:
        return Moment(at)
    if at < later:
        return Moment(at, repeated=True)
    return Moment(_first_valid_minute(tz, before=later, after=at), moved=True)


def _first_valid_minute(tz: ZoneInfo, *, before: datetime, after: datetime) -> datetime:
    """The instant of the clock change that lies in (before, after], to the minute, by halving."""
    changed_offset = after.astimezone(tz).utcoffset()
    low, high = 0, int((after - before) / _MINUTE)
    while high - low > 1:
        middle = (low + high) // 2
        if (before + middle * _MINUTE).astimezone(tz).utcoffset() == changed_offset:
            high = middle
        else:
            low = middle
    return before + high * _MINUTE


def local(at: datetime, *, zone: str) -> datetime:
    """The wall-clock date and time (aware, in `zone`) of an instant."""
    return at.astimezone(ZoneInfo(zone))


def local_date(at: datetime, *, zone: str) -> date:
    """The calendar date in `zone` of an instant."""
    return local(at, zone=zone).date()
