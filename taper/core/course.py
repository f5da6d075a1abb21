"""On which dates each step of a plan runs, and where the plan ends.

"Month" is a calendar month that ends the day before the same day number; "for 7 days" is 7 plan dates whatever the
first day's hour; "until" includes its date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from taper.core.plan import Days, Length, Months, OpenLength, Plan, Step, Until

LAST_SAFE_MONTH_DAY = 28
"""A month counted from a later day number has no same day number in February: it is asked about, never rounded."""


class CourseError(ValueError):
    """A length that makes no dates; its sentence says of which step and why."""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its number (from 1) and its dates, both inclusive; `last_on` is None when it is open."""

    number: int
    step: Step
    first_on: date
    last_on: date | None

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
            last_on = _last_on(step.length, first_on)
        except (CourseError, OverflowError, ValueError) as error:
            raise CourseError(f"step {number}: {error}") from None
        dated.append(DatedStep(number, step, first_on, last_on))
        if last_on is not None and number < len(plan.steps):
            first_on = _next_date(last_on, number)
    return tuple(dated)


def _next_date(on: date, number: int) -> date:
    try:
        return on + timedelta(days=1)
    except OverflowError:
        raise CourseError(f"step {number} runs to the end of the calendar") from None


def _last_on(length: Length, first_on: date) -> date | None:
    match length:
        case Days(count=count):
            return first_on + timedelta(days=count - 1)
        case Months(count=count):
            return _months_after(first_on, count) - timedelta(days=1)
        case Until(on=on):
            if on < first_on:
                raise CourseError(f"it is to last until {on}, which lies before its first day {first_on}")
            return on
        case OpenLength():
            return None
    assert_never(length)


def _months_after(on: date, count: int) -> date:
    """The same day number `count` months later."""
    if on.day > LAST_SAFE_MONTH_DAY:
        raise CourseError(f"a month counted from day {on.day} of a month ends on no clear day")
    years, month_index = divmod(on.month - 1 + count, 12)
    return on.replace(year=on.year + years, month=month_index + 1)


def last_day_on(plan: Plan) -> date | None:
    """The last plan date of the last step; None when the plan is open."""
    return dated_steps(plan)[-1].last_on


def step_on(plan: Plan, on: date) -> DatedStep | None:
    """The step that holds a plan date; None before day 1 and past the end."""
    return next((dated for dated in dated_steps(plan) if dated.holds(on)), None)
