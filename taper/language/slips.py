"""Which amounts must be slips of the pen?"""

from __future__ import annotations

from fractions import Fraction

from taper.core.amount import Unit, plain_number
from taper.language.ask import puzzled
from taper.language.sketch import SaidAmount

_MOST_AT_ONCE = {Unit.MG: 50_000, Unit.MCG: 50_000, Unit.G: 100, Unit.ML: 1000, Unit.UNITS: 20_000_000}
MOST_PIECES_AT_ONCE = 60
"""More in one taking must be a slip of the pen."""


def refuse_slip(said: SaidAmount) -> None:
    """Raises Puzzled for no amount at all and for one that must be a slip of the pen."""
    amount = said.amount
    if amount.number == 0:
        raise puzzled("Nothing is taken here. Which amount is meant?", said.span)
    if amount.number > _MOST_AT_ONCE.get(amount.unit, MOST_PIECES_AT_ONCE):
        text = f"{plain_number(amount.number)} {amount.unit.counted(Fraction(2))}"
        raise puzzled(f"{text} at once? Which amount is meant?", said.span)
