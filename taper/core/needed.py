"""What is taken as needed: what may be taken when, and what of an intake goes past the provider's bounds?

A day's maximum holds for the calendar day and for any 24 hours. An intake may be written down late, so that it is held
against those after it as well as those before it. Nothing is ever refused here; it is only seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from taper.core.amount import Amount
from taper.core.course import DatedStep, dated_steps, last_day_on
from taper.core.localtime import local_date, moment
from taper.core.plan import AsNeeded, Limits, Plan, Rest, Tablet, only_as_needed
from taper.core.record import Answer, Intake
from taper.core.supply import held_in

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


@dataclass(frozen=True, slots=True)
class Use:
    """One taking: when, and how much where that is known."""

    at: datetime
    amount: Amount | None


def uses_of(intakes: Iterable[Intake], *, but: str | None = None) -> tuple[Use, ...]:
    """The takings among intakes that stand, in order of time; without the one of the id `but`."""
    taken = (intake for intake in intakes if intake.answer is Answer.TAKEN and intake.id != but)
    return tuple(sorted((Use(i.happened_at, i.amount) for i in taken), key=lambda use: use.at))


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Less than the least gap lies between this taking and another one."""

    other_at: datetime
    gap_hours: int


@dataclass(frozen=True, slots=True)
class TooMuchAtOnce:
    """More than the provider said to take at a time."""

    most: Amount


@dataclass(frozen=True, slots=True)
class OverMaximum:
    """More than the daily maximum: in the calendar day, or else in 24 hours from `since` on."""

    total: Amount
    most: Amount
    since: datetime | None


@dataclass(frozen=True, slots=True)
class TooOften:
    """More takings than a day may have: in the calendar day, or else in 24 hours from `since` on."""

    times: int
    most: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """The daily maximum cannot be held against what was taken: an amount is unknown or in another unit."""

    most: Amount


Breach = TooSoon | TooMuchAtOnce | OverMaximum | TooOften | Uncounted


def watch(
    needed: AsNeeded, use: Use, others: Sequence[Use], *, tablets: tuple[Tablet, ...], zone: str
) -> tuple[Breach, ...]:
    """What of a taking goes past its bounds, given all other takings of the plan."""
    return (
        *_too_soon(needed, use, others),
        *_too_much_at_once(needed, use, tablets),
        *_over_a_day(needed, use, others, tablets, zone),
    )


def _too_soon(needed: AsNeeded, use: Use, others: Sequence[Use]) -> Iterator[Breach]:
    if needed.min_gap_hours is None:
        return
    gap = timedelta(hours=needed.min_gap_hours)
    near = [other.at for other in others if abs(other.at - use.at) < gap]
    if near:
        yield TooSoon(min(near, key=lambda at: (abs(at - use.at), at)), needed.min_gap_hours)


def _too_much_at_once(needed: AsNeeded, use: Use, tablets: tuple[Tablet, ...]) -> Iterator[Breach]:
    most = needed.amount_max
    held = None if use.amount is None else held_in(most.unit, use.amount, needed.of, tablets)
    if held is not None and held.exceeds(most):
        yield TooMuchAtOnce(most)


def _over_a_day(
    needed: AsNeeded, use: Use, others: Sequence[Use], tablets: tuple[Tablet, ...], zone: str
) -> Iterator[Breach]:
    """The calendar day first; the 24 hours around are named only where the day itself is within its bounds."""
    today = _of_day(use, [*others, use], zone)
    windows = [(None, today), *_days_around(use, [*others, use])]
    maximum, times = needed.max_per_day, needed.max_times_per_day
    if times is not None:
        often = next(((since, len(uses)) for since, uses in windows if len(uses) > times), None)
        if often is not None:
            yield TooOften(often[1], times, often[0])
    if maximum is None:
        return
    totals = [(since, total_of(uses, needed, maximum, tablets)) for since, uses in windows]
    over = next(((since, total) for since, total in totals if total is not None and total.exceeds(maximum)), None)
    if over is not None:
        yield OverMaximum(over[1], maximum, over[0])
    elif any(total is None for _, total in totals):
        yield Uncounted(maximum)


def _of_day(use: Use, uses: Iterable[Use], zone: str) -> list[Use]:
    on = local_date(use.at, zone=zone)
    return [one for one in uses if local_date(one.at, zone=zone) == on]


def _days_around(use: Use, uses: Sequence[Use]) -> Iterator[tuple[datetime, list[Use]]]:
    """Every 24 hours that begin with a taking and hold this one; the end is open."""
    for begin in sorted({one.at for one in uses if use.at - _DAY < one.at <= use.at}):
        yield begin, [one for one in uses if begin <= one.at < begin + _DAY]


def total_of(uses: Iterable[Use], needed: AsNeeded, maximum: Amount, tablets: tuple[Tablet, ...]) -> Amount | None:
    """What some takings add up to, in the unit of a maximum; None where one of them cannot be told in it."""
    total = Amount(Fraction(0), maximum.unit)
    for use in uses:
        held = None if use.amount is None else held_in(maximum.unit, use.amount, needed.of, tablets)
        if held is None:
            return None
        total += held
    return total


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
