"""On which dates each step of a plan runs, and where the plan ends.

"Month" is a calendar month that ends the day before the same day number; "for 7 days" is 7 plan dates whatever the
first day's hour; "until" includes its date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import assert_never

from taper.core.bounds import LAST_DATE, MAX_PLAN_DAYS
from taper.core.localtime import local_date, moment
from taper.core.pattern import slots_on
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    EveryMonth,
    Interval,
    Length,
    Mixed,
    Months,
    OpenLength,
    Plan,
    Schedule,
    Slot,
    Slots,
    Step,
    Until,
)

LAST_SAFE_MONTH_DAY = 28
"""A month counted from a later day number has no same day number in February: it is asked about, never rounded."""


class CourseError(ValueError):
    """A length that makes no dates; its sentence says of which step and why."""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its number (from 1) and its dates, both inclusive; `last_on` is None when it is open.

    `last_day_doses` is how many of the last day's doses still count, where the length was said in doses.
    """

    number: int
    step: Step
    first_on: date
    last_on: date | None
    last_day_doses: int | None = None

    @property
    def days(self) -> int | None:
        """How many plan dates it has; None when open."""
        return None if self.last_on is None else (self.last_on - self.first_on).days + 1

    def holds(self, on: date) -> bool:
        """Whether a plan date lies in this step."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


def dated_steps(plan: Plan) -> tuple[DatedStep, ...]:
    """The steps with their dates, end to end from day 1. Raises CourseError where a length makes no dates."""
    dated: list[DatedStep] = []
    first_on = plan.starts_on
    for number, step in enumerate(plan.steps, 1):
        if dated and dated[-1].last_on is None:
            raise CourseError(f"step {number - 1} has no length, so step {number} has no first day")
        try:
            _refuse_unclear_month(step.schedule, first_on)
            last_on, left = _last_on(plan, step, first_on)
        except (CourseError, OverflowError, ValueError) as error:
            raise CourseError(f"step {number}: {error}") from None
        dated.append(DatedStep(number, step, first_on, last_on, left))
        if last_on is not None and number < len(plan.steps):
            first_on = _next_date(last_on, number)
    return tuple(dated)


def _next_date(on: date, number: int) -> date:
    try:
        return on + timedelta(days=1)
    except OverflowError:
        raise CourseError(f"step {number} runs to the end of the calendar") from None


def _last_on(plan: Plan, step: Step, first_on: date) -> tuple[date | None, int | None]:
    """The last date of a step, and how many doses of that day count where the length was said in doses."""
    length: Length = step.length
    match length:
        case Days(count=count):
            return first_on + timedelta(days=count - 1), None
        case Months(count=count):
            return _months_after(first_on, count) - timedelta(days=1), None
        case Until(on=on):
            if on < first_on:
                raise CourseError(f"it is to last until {on}, which lies before its first day {first_on}")
            return on, None
        case Doses(count=count):
            return _day_of_dose(step.schedule, first_on, count, begins=_begins(plan, first_on), zone=plan.zone)
        case OpenLength():
            return None, None
    assert_never(length)


@lru_cache(maxsize=512)
def _day_of_dose(schedule: Schedule, first_on: date, count: int, *, begins: time | None, zone: str) -> tuple[date, int]:
    """The date of a step's dose number `count`, and which of that day's doses it is.

    Kept, as the days are gone through one by one and the dates of a step are asked for again and again. `begins` is
    the hour at which the first date begins.
    """
    if isinstance(schedule, Interval):
        return _day_of_interval_dose(schedule, first_on, count, zone=zone)
    if not isinstance(schedule, Slots | Mixed):
        raise CourseError("its length counts doses, and none of its doses is scheduled")
    on, left = first_on, count
    while (of_day := len(_slots_from(schedule, on, first_on=first_on, begins=begins))) < left:
        left -= of_day
        on, begins = on + timedelta(days=1), None
        if (on - first_on).days > MAX_PLAN_DAYS or on > LAST_DATE:
            raise CourseError("it would last longer than a plan may")
    return on, left


def _day_of_interval_dose(every: Interval, first_on: date, count: int, *, zone: str) -> tuple[date, int]:
    gap = timedelta(hours=every.hours)
    origin = moment(first_on, every.first_time, zone=zone).at
    on = local_date(origin + (count - 1) * gap, zone=zone)
    before = -((origin - moment(on, time.min, zone=zone).at) // gap)  # doses from the first one up to that midnight
    return on, count - max(0, before)


def slots_of_day(plan: Plan, schedule: Slots | Mixed, on: date, *, first_on: date) -> tuple[Slot, ...]:
    """The slots of one date of a step that begins on `first_on`, in order of time; none before day 1's first hour."""
    return _slots_from(schedule, on, first_on=first_on, begins=_begins(plan, on))


def _begins(plan: Plan, on: date) -> time | None:
    """The hour at which a date begins, where the plan has one for it."""
    return plan.starts_at_time if on == plan.starts_on else None


def _slots_from(schedule: Slots | Mixed, on: date, *, first_on: date, begins: time | None) -> tuple[Slot, ...]:
    found = (
        slot
        for slot in slots_on(schedule, on, first_on=first_on)
        if begins is None or slot.next_day or slot.at_time >= begins
    )
    return tuple(sorted(found, key=lambda slot: (slot.next_day, slot.at_time)))


def _refuse_unclear_month(schedule: Schedule, first_on: date) -> None:
    parts = schedule.parts if isinstance(schedule, Mixed) else (schedule,)
    monthly = any(isinstance(part, Slots) and isinstance(part.rhythm, EveryMonth) for part in parts)
    if monthly and first_on.day > LAST_SAFE_MONTH_DAY:
        raise CourseError(f"a dose each month from day {first_on.day} on falls on no clear day in every month")


def _months_after(on: date, count: int) -> date:
    """The same day number `count` months later."""
    if on.day > LAST_SAFE_MONTH_DAY:
        raise CourseError(f"a month counted from day {on.day} of a month ends on no clear day")
    years, month_index = divmod(on.month - 1 + count, 12)
    return on.replace(year=on.year + years, month=month_index + 1)


def last_day_on(plan: Plan) -> date | None:
    """The last plan date of the last step; None when the plan is open."""
    return dated_steps(plan)[-1].last_on


def last_needed_on(plan: Plan) -> date | None:
    """The last date on which something may be taken as needed; None where that has no end, or nothing is as needed."""
    steps = [dated for dated in dated_steps(plan) if isinstance(dated.step.schedule, AsNeeded)]
    return steps[-1].last_on if steps else None


def step_on(plan: Plan, on: date) -> DatedStep | None:
    """The step that holds a plan date; None before day 1 and past the end."""
    return next((dated for dated in dated_steps(plan) if dated.holds(on)), None)
