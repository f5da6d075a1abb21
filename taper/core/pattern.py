"""Which days of a step are dose days, and which slots stand in each of them?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import assert_never

from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, Mixed, OnOff, OnWeekdays, Rhythm, Slot, Slots

_DAY = timedelta(days=1)


def is_dose_day(rhythm: Rhythm, on: date, *, first_on: date) -> bool:
    """Whether a date is a dose day, counted from the step's first date."""
    match rhythm:
        case EveryDay():
            return True
        case EveryNthDay(n=n, offset=offset):
            return (on - first_on).days % n == offset
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            return on.weekday() in weekdays and (weeks == 1 or _weeks_since_first(on, first_on) % weeks == 0)
        case OnOff(on_days=on_days, off_days=off_days):
            return (on - first_on).days % (on_days + off_days) < on_days
        case EveryMonth():
            return on.day == first_on.day
    assert_never(rhythm)


def _weeks_since_first(on: date, first_on: date) -> int:
    """How many weeks lie between a dose day and the first day of its weekday in the step."""
    return (on - first_on).days // 7


def slots_on(schedule: Slots | Mixed, on: date, *, first_on: date) -> Iterator[Slot]:
    """The slots of one date of a step, part by part."""
    for part in schedule.parts if isinstance(schedule, Mixed) else (schedule,):
        if is_dose_day(part.rhythm, on, first_on=first_on):
            yield from part.slots


def longest_pause(rhythm: Rhythm) -> int:
    """A number of days within which a rhythm has at least one dose day."""
    match rhythm:
        case EveryDay():
            return 1
        case EveryNthDay(n=n):
            return n
        case OnWeekdays(every_weeks=weeks):
            return 7 * weeks
        case OnOff(on_days=on_days, off_days=off_days):
            return on_days + off_days
        case EveryMonth():
            return 31
    assert_never(rhythm)


def dates_between(first_on: date, last_on: date) -> Iterator[date]:
    """Every date from the first to the last, both inclusive."""
    for offset in range((last_on - first_on).days + 1):
        yield first_on + offset * _DAY
