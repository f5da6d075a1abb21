"""Which numbers, all of one unit, do the totals of a curve's days become? Or why can none be drawn?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taper.core.amount import Amount, Unit
from taper.core.curveshapes import CurveFacts, NoCurve

NOTHING_BY_THE_DAY = "No curve: no daily total is planned, so there is nothing to draw."
MIXED_UNITS = "No curve: the daily totals are in units that cannot be set beside each other ({units})."


@dataclass(frozen=True, slots=True)
class Numbers:
    """The days with every total as a number of one unit."""

    unit: Unit
    planned: tuple[Fraction | None, ...]
    taken: tuple[Fraction | None, ...]
    most: Fraction


def numbers_of(facts: CurveFacts) -> Numbers | NoCurve:
    """The totals as numbers of the unit of the first planned one that is not zero."""
    planned = [day.planned for day in facts.days if day.planned is not None]
    if not any(amount.number for amount in planned):
        return NoCurve(NOTHING_BY_THE_DAY)
    like = next(amount for amount in planned if amount.number)
    if not all(amount.measures_like(like) for amount in planned if amount.number):
        units = sorted({amount.unit.counted(Fraction(2)) for amount in planned if amount.number})
        return NoCurve(MIXED_UNITS.format(units=", ".join(units)))
    plans = tuple(_number(day.planned, like) for day in facts.days)
    takes = tuple(_number(day.taken, like) for day in facts.days)
    most = max(number for number in (*plans, *takes) if number is not None)
    return Numbers(like.unit, plans, takes, most)


def _number(amount: Amount | None, like: Amount) -> Fraction | None:
    """A zero is zero in every unit."""
    if amount is None or not amount.number:
        return None if amount is None else Fraction(0)
    return amount.to(like.unit).number if amount.measures_like(like) else None
