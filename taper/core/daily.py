"""How much a day does each step of a plan give, so that steps with other rhythms can be held against each other?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from taper.core.amount import Amount, Unit
from taper.core.plan import (
    AsNeeded,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    OnOff,
    OnWeekdays,
    Plan,
    Rest,
    Rhythm,
    Schedule,
    Slots,
    Step,
    Tablet,
    named_amounts_of,
)
from taper.core.supply import held_in

_HOURS = 24
_DAYS_A_WEEK = 7
_DAYS_A_YEAR = 365
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Daily:
    """What a step gives in a day, days off counted in: 20 mg every other day is 10 mg a day. Numbers are from 1."""

    number: int
    step: Step
    a_day: Fraction


def daily_amounts(plan: Plan) -> tuple[Daily, ...]:
    """What each scheduled step gives in a day, all in one unit; steps of rest and as needed are left out.

    Empty where no unit holds all amounts (tablets of several strengths that are not named, mg beside mL).
    """
    scheduled = [
        (number, step) for number, step in enumerate(plan.steps, 1) if not isinstance(step.schedule, AsNeeded | Rest)
    ]
    for unit in _units(plan, [step for _, step in scheduled]):
        amounts = [(number, step, _a_day(step.schedule, unit, plan.tablets)) for number, step in scheduled]
        found = tuple(Daily(number, step, amount) for number, step, amount in amounts if amount is not None)
        if len(found) == len(scheduled):
            return found
    return ()


def _units(plan: Plan, steps: Iterable[Step]) -> Iterator[Unit]:
    """Units to try: what a tablet holds, then the one the plan is written in, where that counts like with like."""
    named = [pair for step in steps for pair in named_amounts_of(step.schedule)]
    yield from dict.fromkeys(tablet.amount.unit for tablet in plan.tablets if tablet.amount is not None)
    if named and (not named[0][0].unit.is_piece or len({of for _, of in named}) == 1):
        yield named[0][0].unit


def _a_day(schedule: Schedule, unit: Unit, tablets: tuple[Tablet, ...]) -> Fraction | None:
    match schedule:
        case Slots(slots=slots, rhythm=rhythm):
            held = _total([held_in(unit, slot.amount, slot.of, tablets) for slot in slots])
            return None if held is None else held * _share(rhythm)
        case Mixed(parts=parts):
            shares = [_a_day(part, unit, tablets) for part in parts]
            known = [share for share in shares if share is not None]
            return sum(known, Fraction(0)) if len(known) == len(shares) else None
        case Interval(hours=hours, amount=amount, of=of):
            one = _total([held_in(unit, amount, of, tablets)])
            return None if one is None else one * Fraction(_HOURS, hours)
        case AsNeeded() | Rest():
            return None
    assert_never(schedule)


def _total(held: list[Amount | None]) -> Fraction | None:
    known = [amount.number for amount in held if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(held) else None


def _share(rhythm: Rhythm) -> Fraction:
    """The part of its days on which a rhythm has doses, in the long run."""
    match rhythm:
        case EveryDay():
            return Fraction(1)
        case EveryNthDay(n=n):
            return Fraction(1, n)
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            return Fraction(len(weekdays), _DAYS_A_WEEK * weeks)
        case OnOff(on_days=on_days, off_days=off_days):
            return Fraction(on_days, on_days + off_days)
        case EveryMonth():
            return Fraction(_MONTHS_A_YEAR, _DAYS_A_YEAR)
    assert_never(rhythm)
