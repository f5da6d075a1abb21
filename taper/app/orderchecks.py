"""Can the doses of an order be made of its tablets, and do they stay within the maximums it names?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from taper.core.amount import Unit, plain, spoken
from taper.core.check import check
from taper.core.pieces import make, nearest
from taper.core.plan import Plan, Split, Tablet, named_amounts_of
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirtable import Asked
from taper.interop.fhirunits import Quantity

_OPEN_DAYS = 28
_HALF = 2


def split_as_ordered(tablet: Tablet, instructions: Iterable[Instruction]) -> Tablet:
    """The tablet as one that may be halved, where the order itself counts a dose in half tablets.

    Never for extended-release or another form; a dose that is only written in mg says nothing of halves.
    """
    doses = [one.high for one in instructions if one.high is not None and one.high.unit is Unit.TABLET]
    halved = any(dose.number.denominator == _HALF for dose in doses)
    whole = tablet.form is Unit.TABLET and tablet.split is Split.NONE and not tablet.extended_release
    return replace(tablet, split=Split.HALF) if halved and whole else tablet


def check_makeable(plan: Plan, *, asked: Asked) -> None:
    """Asks about each dose that the tablets cannot make whole, unless they may be split."""
    for number, step in enumerate(plan.steps, 1):
        for amount, of in named_amounts_of(step.schedule):
            if plan.tablets and make(amount, plan.tablets, of) is None:
                on_hand = " and ".join(tablet.name for tablet in plan.tablets)
                text = f"Step {number}: {spoken(amount)} cannot be made of {on_hand}. May it be split?"
                choices = ("--split half", *(plain(near) for near in nearest(amount, plan.tablets)))
                asked.ask(text, where=f"step {number}", choices=choices)


def check_maximums(plan: Plan, instructions: Iterable[Instruction], tablet: Tablet | None, *, asked: Asked) -> None:
    """Asks where the doses pass, or cannot be held against, a maximum a day or at a time that the order names."""
    for finding in check(plan, limits=(), open_days=_OPEN_DAYS):
        if finding.code in ("over-maximum", "maximum-unchecked"):
            asked.ask(f"{finding.text} Which one holds?", where="maxDosePerPeriod")
    for one in instructions:
        if one.max_once is not None and one.high is not None and not _stays_within(one.high, one.max_once, tablet):
            text = f"{one.where}: the dose is not clearly within the most at a time that it names. Which holds?"
            asked.ask(text, where=f"{one.where}.maxDosePerAdministration")


def _stays_within(dose: Quantity, most: Quantity, tablet: Tablet | None) -> bool:
    one, other = dose.in_unit(most.unit), most.in_unit(dose.unit)
    if one is None or other is None:
        return dose.number <= most.number
    if not one.measures_like(other) and one.unit.is_piece and tablet is not None and tablet.amount is not None:
        one = tablet.amount.times(one.number)
    return one.measures_like(other) and not one.exceeds(other)
