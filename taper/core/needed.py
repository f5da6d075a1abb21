"""What is taken as needed: what may be taken when, within which of the provider's bounds?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from taper.core.breach import Breach, Stated, Use, breaches
from taper.core.course import DatedStep, dated_steps, last_day_on
from taper.core.localtime import local_date, moment
from taper.core.plan import AsNeeded, Limits, Plan, Rest, Tablet, only_as_needed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NeededStep:
    """A step that is taken as needed, with its bounds; those of the plan stand in where the step says none."""

    dated: DatedStep
    needed: AsNeeded


def needed_on(plan: Plan, on: date) -> NeededStep | None:
    """What may be taken as needed on a date.

    Past the end of a plan, and on any date of one that is only as needed, it is the step that was in force last, so
    that an intake there is held against it too.
    """
    dosed = [dated for dated in dated_steps(plan) if not isinstance(dated.step.schedule, Rest)]
    last_on = last_day_on(plan)
    in_force = next((dated for dated in dosed if dated.holds(on)), None)
    if in_force is None and (only_as_needed(plan) or (last_on is not None and on > last_on)):
        in_force = next((dated for dated in reversed(dosed) if dated.first_on <= on), dosed[0] if dosed else None)
    if in_force is None or not isinstance(in_force.step.schedule, AsNeeded):
        return None
    return NeededStep(in_force, bounded(in_force.step.schedule, plan.limits))


def bounded(needed: AsNeeded, limits: Limits) -> AsNeeded:
    """What is taken as needed with the bounds of the whole plan where it has none of its own.

    Where only a number of takings a day is said and each is of one amount, the maximum is their product.
    """
    maximum = needed.max_per_day or limits.max_per_day
    if maximum is None and needed.max_times_per_day is not None and needed.amount_min == needed.amount_max:
        maximum = needed.amount_max.times(needed.max_times_per_day)
    gap = needed.min_gap_hours if needed.min_gap_hours is not None else limits.min_gap_hours
    return replace(needed, max_per_day=maximum, min_gap_hours=gap)


def stated_of(needed: AsNeeded, *, tablets: tuple[Tablet, ...], zone: str) -> Stated:
    """The bounds of what is taken as needed."""
    return Stated(
        zone,
        tablets,
        needed.of,
        min_gap_hours=needed.min_gap_hours,
        most_at_once=needed.amount_max,
        max_per_day=needed.max_per_day,
        max_times_per_day=needed.max_times_per_day,
    )


def watch(
    needed: AsNeeded, use: Use, others: Sequence[Use], *, tablets: tuple[Tablet, ...], zone: str
) -> tuple[Breach, ...]:
    """What of a taking goes past its bounds, given all other takings of the medicine."""
    return breaches(stated_of(needed, tablets=tablets, zone=zone), use, others)


def next_allowed_at(
    needed: AsNeeded, uses: Sequence[Use], *, now: datetime, tablets: tuple[Tablet, ...], zone: str
) -> datetime | None:
    """The first instant from `now` on at which the least amount is within every bound; None where none can be told."""
    gap = timedelta(hours=needed.min_gap_hours or 0)
    midnight = moment(local_date(now, zone=zone) + _DAY, time(0), zone=zone).at
    changes = {now, midnight, *(use.at + gap for use in uses), *(use.at + _DAY for use in uses)}
    for at in sorted(at for at in changes if at >= now):
        least = Use(at, needed.amount_min)
        before = [use for use in uses if use.at <= now]
        if not watch(needed, least, before, tablets=tablets, zone=zone):
            return at
    return None
