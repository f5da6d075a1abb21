"""What does an instruction's structure say, so that a claim of its text can be held against it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from taper.core.amount import Amount, Unit
from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.plan import EveryDay, EveryNthDay, OnWeekdays
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirmedication import Medication
from taper.interop.fhirtiming import At, Timing
from taper.interop.fhirunits import Quantity


@dataclass(frozen=True, slots=True)
class Facts:
    """What the claims of one instruction are held against; `days` are its numbers in the plan, where known."""

    instruction: Instruction
    medication: Medication
    times: SlotTimes
    days: tuple[int, int | None] | None = None
    is_last: bool = True
    dispensed: Quantity | None = None

    @property
    def timing(self) -> Timing:
        """The instruction's timing."""
        return self.instruction.timing

    @property
    def a_day(self) -> int | None:
        """How many doses a dose day has by the structure; None where it does not say, or by hours that do not fit."""
        timing = self.timing
        if timing.hours is not None:
            return 24 // timing.hours if 24 % timing.hours == 0 else None
        single = 1 if timing.count == 1 and timing.rhythm is None else None
        return len(timing.places) or timing.per_day or len({moment.at for moment in timing.events}) or single


def clock_of(at: At, times: SlotTimes) -> time:
    """The wall-clock time of a place in the day."""
    if at.at_time is not None:
        return at.at_time
    key = at.key or "morning"
    relation, _, event = key.partition(" ")
    if at.minutes and relation in ("before", "after"):
        key = f"with {event}"
    base = times.get(key, DEFAULT_TIMES.get(key, DEFAULT_TIMES["morning"]))
    return (datetime.combine(date(2000, 1, 2), base) + timedelta(minutes=at.minutes)).time()


def same_amount(amount: Amount, coded: Quantity, facts: Facts, *, of: Amount | None) -> bool:
    """Whether an amount is the coded one, by way of what a tablet or a millilitre holds where need be."""
    if coded.unit is None:
        return amount.unit.is_piece and amount.number == coded.number
    there = Amount(coded.number, coded.unit)
    if amount.measures_like(there):
        return equal(there, amount)
    tablet = facts.medication.tablet
    holds = of or (tablet.amount if tablet is not None else None)
    form = facts.medication.form
    if holds is not None and amount.unit.is_piece and holds.measures_like(there):
        return form in (None, amount.unit) and equal(there, holds.times(amount.number))
    if holds is not None and there.unit.is_piece and holds.measures_like(amount):
        return form in (None, there.unit) and equal(amount, holds.times(there.number))
    return _same_by_volume(amount, there, facts.medication.per_ml)


def equal(one: Amount | None, other: Amount) -> bool:
    return one is not None and one.measures_like(other) and one.to(other.unit) == other


def _same_by_volume(amount: Amount, there: Amount, per_ml: Amount | None) -> bool:
    if per_ml is None:
        return False
    if amount.unit is Unit.ML and per_ml.measures_like(there):
        return equal(there, per_ml.times(amount.number))
    return there.unit is Unit.ML and per_ml.measures_like(amount) and equal(amount, per_ml.times(there.number))


def said_dose(low: Quantity, high: Quantity) -> str:
    unit = low.unit.counted(high.number) if low.unit else "each"
    return f"{_number(low.number)} {unit}" if low == high else f"{_number(low.number)} to {_number(high.number)} {unit}"


def _number(number: Fraction) -> str:
    return f"{float(number):g}"


def said_often(timing: Timing) -> str:
    """How often, for a sentence."""
    if timing.hours is not None:
        return f"says every {timing.hours} hours"
    match timing.rhythm:
        case None:
            return "does not say how often"
        case EveryDay():
            times = len(timing.places) or timing.per_day
            return "says once a day" if times == 1 else f"says {times} times a day"
        case EveryNthDay(n=n):
            return f"says every {n} days"
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            days = ", ".join(day.name.title() for day in sorted(weekdays))
            return f"says {days}" if weeks == 1 else f"says {days} every {weeks} weeks"
        case _:
            return "says once a month"
