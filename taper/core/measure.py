"""Can what was taken be held against what was stated, and what do several takings add up to?

Tablets and mg are compared through the strengths. What was taken counts whatever the plan allows, so that a half of an
unscored tablet is still half of its strength. Where nothing tells how much something is, that is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from taper.core.amount import Amount
from taper.core.plan import Tablet
from taper.core.supply import held_in


@dataclass(frozen=True, slots=True)
class Told:
    """An amount with the strengths it is told in; `of` names one of them where the amount does."""

    amount: Amount
    of: str | None = None
    tablets: tuple[Tablet, ...] = ()

    @property
    def measured(self) -> Amount | None:
        """The same in mg or another measure; None where pieces of it could be of several strengths, or of none."""
        if not self.amount.unit.is_piece:
            return self.amount
        one = self.one_piece
        return None if one is None else one.times(self.amount.number)

    @property
    def one_piece(self) -> Amount | None:
        """What one of its pieces holds, where the strengths tell that."""
        fitting = [
            tablet
            for tablet in self.tablets
            if tablet.form is self.amount.unit and self.of in (None, tablet.strength, tablet.name)
        ]
        return fitting[0].amount if len(fitting) == 1 else None


def in_terms_of(told: Told, stated: Told) -> Amount | None:
    """An amount in the unit of a stated one; None where nothing tells how much that is."""
    unit = stated.amount.unit
    if not unit.is_piece:
        measured = told.measured
        return measured.to(unit) if measured is not None and measured.measures_like(stated.amount) else None
    if told.amount.unit is unit:
        return told.amount if _same_pieces(told, stated) else None
    return held_in(unit, told.amount, told.of, told.tablets) if told.tablets == stated.tablets else None


def _same_pieces(told: Told, stated: Told) -> bool:
    """Whether a piece of the one is a piece of the other: of one plan, or of one strength."""
    return told.tablets == stated.tablets or (told.one_piece is not None and told.one_piece == stated.one_piece)


def _in_measure(stated: Told) -> Told | None:
    """What is stated in pieces, by what they hold; None where it is a measure already, or nothing tells."""
    measured = stated.measured
    return Told(measured) if measured is not None and measured != stated.amount else None


def exceeds(told: Told, stated: Told) -> bool | None:
    """Whether it is more than what is stated; None where the two cannot be compared."""
    summed = total((told,), stated)
    return summed.is_over if summed.is_whole else None


@dataclass(frozen=True, slots=True)
class Total:
    """What takings add up to beside what was stated, both in one unit.

    Not `is_whole` where some of them could not be told in it: the amount is then what they make at least.
    """

    amount: Amount
    stated: Amount
    is_whole: bool

    @property
    def is_over(self) -> bool:
        """Whether it is more than what is stated, as far as is known."""
        return self.amount.exceeds(self.stated)


def total(takings: Sequence[Told | None], stated: Told) -> Total:
    """What takings add up to in the unit stated, else in mg by way of the strengths; None is one of unknown amount."""
    as_stated = _added(takings, stated)
    measured = _in_measure(stated)
    if as_stated.is_whole or measured is None:
        return as_stated
    in_measure = _added(takings, measured)
    return in_measure if in_measure.is_whole or in_measure.is_over else as_stated


def _added(takings: Iterable[Told | None], stated: Told) -> Total:
    found = [None if taking is None else in_terms_of(taking, stated) for taking in takings]
    known = [amount for amount in found if amount is not None]
    amount = sum(known, Amount(Fraction(0), stated.amount.unit))
    return Total(amount, stated.amount, len(known) == len(found))
