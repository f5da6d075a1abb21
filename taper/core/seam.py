"""Do two dose days come closer than their pattern where one run of days ends and another begins?

"Every other day", ended on one day and begun anew on the next, is two dose days in a row: that is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from taper.core.course import dated_steps
from taper.core.expand import doses_on
from taper.core.pattern import dates_between
from taper.core.plan import Plan, Schedule
from taper.core.record import Dose
from taper.core.revise import least_days_apart
from taper.core.words import counted, short_date

_LOOKED_AT_DAYS = 62
"""How far from a seam its nearest dose days are looked for."""


def closer_than_pattern(plan: Plan, number: int) -> str | None:
    """What is too close between a step and the one before it, in a sentence; None where nothing is."""
    steps = dated_steps(plan)
    if not 2 <= number <= len(steps):
        return None
    before, after = steps[number - 2], steps[number - 1]
    apart = min(least_days_apart(before.step.schedule), least_days_apart(after.step.schedule))
    last_on = _dose_day(plan, before.last_on, back=True)
    first_on = _dose_day(plan, after.first_on, back=False)
    return _too_close(last_on, first_on, apart)


def crowded(
    before: Sequence[Dose], after: Sequence[Dose], *, schedules: tuple[Schedule, Schedule], gap_hours: int | None
) -> str | None:
    """The same where what was due before an instant meets what is due from it on; `gap_hours` is the least gap.

    On one and the same day there may be no more doses than either plan has in a day.
    """
    if not before or not after:
        return None
    last, first = before[-1], after[0]
    hours = (first.due_at - last.due_at).total_seconds() / 3600
    if gap_hours is not None and hours < gap_hours:
        return f"Two doses would lie {hours:.0f} hours apart, and the plan says at least {counted(gap_hours, 'hour')}."
    if last.on < first.on:
        return _too_close(last.on, first.on, min(least_days_apart(schedule) for schedule in schedules))
    of_day = sum(dose.on == first.on for dose in (*before, *after))
    most = max(_most_in_a_day(before), _most_in_a_day(after))
    if of_day > most:
        doses = counted(of_day, "dose")
        return f"{short_date(first.on)} would have {doses}, and neither plan has more than {most} in a day."
    return None


def _most_in_a_day(doses: Sequence[Dose]) -> int:
    days = [dose.on for dose in doses]
    return max((days.count(on) for on in set(days)), default=0)


def _too_close(last_on: date | None, first_on: date | None, apart: int) -> str | None:
    if last_on is None or first_on is None or (first_on - last_on).days >= apart:
        return None
    days = (first_on - last_on).days
    gap = "follow each other" if days == 1 else f"lie {counted(days, 'day')} apart"
    return (
        f"The dose days {short_date(last_on)} and {short_date(first_on)} would {gap}, closer than the plan's pattern "
        f"({counted(apart, 'day')})."
    )


def _dose_day(plan: Plan, on: date | None, *, back: bool) -> date | None:
    """The nearest date with a dose, from a date on or back from it."""
    if on is None:
        return None
    dates = list(dates_between(*_around(on, back=back)))
    return next((day for day in (reversed(dates) if back else dates) if doses_on(plan, day)), None)


def _around(on: date, *, back: bool) -> tuple[date, date]:
    reach = timedelta(days=_LOOKED_AT_DAYS)
    return (on - reach, on) if back else (on, on + reach)
