"""Which doses a plan means: for a half-open window of instants, for a plan date, or day by day to the end.

Doses are computed whenever they are needed and never stored. A dose's id is made of content: its plan date and slot, or
the step and ordinal of an interval dose, so that it stays when a later step changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import assert_never

from taper.core.amount import Amount, Unit
from taper.core.course import DatedStep, dated_steps, slots_of_day
from taper.core.localtime import local_date, moment
from taper.core.pattern import dates_between
from taper.core.plan import AsNeeded, Interval, Mixed, Plan, Rest, Slot, Slots, amounts_of
from taper.core.record import Dose

_DAY = timedelta(days=1)
_REACH = timedelta(days=2)
"""How far a dose's instant may lie from its plan date's midnight in UTC, zones and `next_day` slots included."""


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One plan date: its number (day 1 is 1), the step that holds it and its doses in order of time."""

    number: int
    on: date
    step: int
    doses: tuple[Dose, ...]
    total: Amount


def expand(plan: Plan, from_at: datetime, until_at: datetime) -> Iterator[Dose]:
    """The doses due in [from_at, until_at), in order of time."""
    if until_at <= from_at:
        return
    first_on = _clamped(local_date(from_at, zone=plan.zone), -_REACH)
    last_on = _clamped(local_date(until_at, zone=plan.zone), _REACH)
    found: list[Dose] = []
    for dated in dated_steps(plan):
        found.extend(_doses_of_step(plan, dated, max(first_on, dated.first_on), last_on))
    yield from sorted((dose for dose in found if from_at <= dose.due_at < until_at), key=lambda dose: dose.due_at)


def doses_on(plan: Plan, on: date) -> tuple[Dose, ...]:
    """The doses of one plan date, in order of time."""
    doses = (dose for dated in dated_steps(plan) if dated.holds(on) for dose in _doses_of_step(plan, dated, on, on))
    return tuple(sorted(doses, key=lambda dose: dose.due_at))


def days_of(plan: Plan, *, open_days: int) -> tuple[PlanDay, ...]:
    """Every plan date from day 1 to the last dose day, days off included.

    A plan that ends is written out whole. An open one is written out to its last dose day within its first `open_days`
    days, and always through its last step of fixed length.
    """
    days: list[PlanDay] = []
    for dated in dated_steps(plan):
        last_on = dated.last_on or plan.starts_on + timedelta(days=open_days - 1)
        days.extend(_days_of_step(plan, dated, last_on))
    while days and not days[-1].doses:
        days.pop()
    return tuple(days)


def last_dose(plan: Plan) -> Dose | None:
    """The plan's last scheduled dose in time; None when the plan is open or has none."""
    for dated in reversed(dated_steps(plan)):
        if dated.last_on is None:
            return None
        latest = _last_dose_of_step(plan, dated, dated.last_on)
        if latest is not None:
            return latest
    return None


def first_dose(plan: Plan) -> Dose | None:
    """The plan's first dose in time; None when it has none within its first year."""
    start = datetime.combine(plan.starts_on, datetime.min.time(), tzinfo=UTC)
    return next(expand(plan, start - _REACH, start + 366 * _DAY), None)


def _clamped(on: date, by: timedelta) -> date:
    try:
        return on + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


def _days_of_step(plan: Plan, dated: DatedStep, last_on: date) -> Iterator[PlanDay]:
    by_date: dict[date, list[Dose]] = {}
    for dose in _doses_of_step(plan, dated, dated.first_on, last_on):
        by_date.setdefault(dose.on, []).append(dose)
    nothing = _nothing(plan)
    for offset in range((last_on - dated.first_on).days + 1):
        on = dated.first_on + offset * _DAY
        doses = tuple(sorted(by_date.get(on, ()), key=lambda dose: dose.due_at))
        total = sum((dose.amount for dose in doses[1:]), doses[0].amount) if doses else nothing
        yield PlanDay((on - plan.starts_on).days + 1, on, dated.number, doses, total)


def _nothing(plan: Plan) -> Amount:
    """Zero, in the unit of the plan's first amount; of a plan without any, in mg."""
    amounts = (amount for step in plan.steps for amount in amounts_of(step.schedule))
    return next(amounts, Amount(Fraction(0), Unit.MG)).times(0)


def _last_dose_of_step(plan: Plan, dated: DatedStep, last_on: date) -> Dose | None:
    on = last_on
    while on >= dated.first_on:
        doses = sorted(_doses_of_step(plan, dated, on, on), key=lambda dose: dose.due_at)
        if doses:
            return doses[-1]
        on -= _DAY
    return None


def _doses_of_step(plan: Plan, dated: DatedStep, first_on: date, last_on: date) -> Iterator[Dose]:
    """The doses of a step whose plan dates lie in [first_on, last_on]."""
    first_on = max(first_on, dated.first_on)
    if dated.last_on is not None:
        last_on = min(last_on, dated.last_on)
    schedule = dated.step.schedule
    match schedule:
        case Slots() | Mixed():
            for on in dates_between(first_on, last_on):
                slots = slots_of_day(plan, schedule, on, first_on=dated.first_on)
                counting = slots[: dated.last_day_doses] if on == dated.last_on else slots
                yield from _doses_of_slots(plan, dated, on, counting)
        case Interval():
            doses = _interval_doses(plan, dated, schedule, first_on, last_on)
            yield from doses if dated.last_day_doses is None else _counted(doses, dated)
        case AsNeeded() | Rest():
            return
        case _:
            assert_never(schedule)


def _doses_of_slots(plan: Plan, dated: DatedStep, on: date, slots: tuple[Slot, ...]) -> Iterator[Dose]:
    for slot in slots:
        if slot.next_day and on == date.max:
            continue
        due = moment(on + _DAY if slot.next_day else on, slot.at_time, zone=plan.zone)
        yield Dose(
            id=f"{on.isoformat()}/{slot.name}",
            on=on,
            step=dated.number,
            slot=slot.name,
            due_at=due.at,
            amount=slot.amount,
            of=slot.of,
            moved_from=slot.at_time.isoformat("minutes") if due.moved else None,
            repeated=due.repeated,
        )


def _counted(doses: Iterator[Dose], dated: DatedStep) -> Iterator[Dose]:
    """The doses of an interval whose length was said in doses: no more on its last day than make up the count."""
    left = dated.last_day_doses or 0
    for dose in doses:
        left -= dose.on == dated.last_on
        if left >= 0:
            yield dose


def _interval_doses(plan: Plan, dated: DatedStep, every: Interval, first_on: date, last_on: date) -> Iterator[Dose]:
    """Doses by elapsed hours; each belongs to the calendar date on which it falls."""
    origin = moment(dated.first_on, every.first_time, zone=plan.zone).at
    gap = timedelta(hours=every.hours)
    window_start = moment(first_on, datetime.min.time(), zone=plan.zone).at
    ordinal = max(0, -(-(window_start - origin) // gap) - 1)
    while (on := local_date(origin + ordinal * gap, zone=plan.zone)) <= last_on:
        if on >= first_on:
            due_at = origin + ordinal * gap
            name = f"every {every.hours} hours"
            dose_id = f"step-{dated.number}/{ordinal + 1}"
            yield Dose(dose_id, on, dated.number, name, due_at, every.amount, every.of)
        ordinal += 1
