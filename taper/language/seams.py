"""Do the last dose of one step and the first of the next stand closer than their rhythm has them?"""

from __future__ import annotations

from datetime import date, timedelta

from taper.core.course import DatedStep
from taper.core.plan import EveryNthDay, Interval, Schedule, Slots


def closer_than(one: DatedStep, following: DatedStep) -> int | None:
    """How many days should lie between the two dose days, where fewer do; None where all is well, or nothing tells.

    Held against the shorter of the two rhythms; a single day has none of its own.
    """
    apart = _days_apart(following.step.schedule)
    if one.days != 1:
        apart = min(apart, _days_apart(one.step.schedule))
    last_on = last_dose_day(one)
    return apart if apart > 1 and last_on is not None and (following.first_on - last_on).days < apart else None


def last_dose_day(dated: DatedStep) -> date | None:
    """The last dose day of a step; None where it has no end."""
    if dated.last_on is None:
        return None
    return dated.last_on - timedelta(days=(dated.last_on - dated.first_on).days % _days_apart(dated.step.schedule))


def _days_apart(schedule: Schedule) -> int:
    """How many days lie from one dose day to the next, of which the first day is one; 1 for other rhythms."""
    if isinstance(schedule, Interval):
        return schedule.hours // 24 if schedule.hours % 24 == 0 else 1
    rhythm = schedule.rhythm if isinstance(schedule, Slots) else None
    return rhythm.n if isinstance(rhythm, EveryNthDay) and not rhythm.offset else 1
