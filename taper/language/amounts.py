"""How much is to be taken: "40 mg", "half a tablet", "2 tablets of 5 mg", "40 mg (4 tablets of 10 mg)"?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, Unit
from taper.language.ask import puzzled
from taper.language.counted import take_pieces_of_a_medicine, take_pieces_of_strength, take_spoonfuls, take_unit
from taper.language.cursor import Cursor
from taper.language.dosewords import UNITS
from taper.language.numbers import take_number
from taper.language.restated import holding, of_one, of_strength, restated
from taper.language.sketch import Said, SaidAmount
from taper.language.slips import refuse_slip


def take_amount(cursor: Cursor, *, inherited: SaidAmount | None, may_range: bool = True) -> SaidAmount:
    """The amount here. `inherited` is the dose before it: its tablets are meant by a bare "1". `may_range` where "5 mg
    to 10 mg" would be a range.

    Raises Puzzled for a range, a missing or unknown unit, nothing at all, and amounts that must be slips of the pen.
    """
    at = cursor.at
    number = take_number(cursor)
    if number is None:
        cursor.accept("a", "an")
        number = Said(Fraction(1), cursor.since(at))
    most = _end_of_range(cursor) if may_range else None
    said = (
        take_pieces_of_strength(cursor, number, at)
        or take_spoonfuls(cursor, number, at)
        or take_pieces_of_a_medicine(cursor, number, at)
        or take_unit(cursor, number, at, inherited)
    )
    if most is None and may_range:
        most = _end_of_range(cursor, unit=said.amount.unit)
    refuse_slip(said)
    if most is not None:
        said = _ranging(cursor, said, most, at)
    if said.of is None and said.amount.unit.is_piece:
        said = of_strength(cursor, said, at)
    return of_one(restated(holding(cursor, said, at) if said.of is None else said, cursor=cursor))


def _end_of_range(cursor: Cursor, *, unit: Unit | None = None) -> Said[Fraction] | None:
    """The second number of "1-2 tablets", "half to one tablet", and once the unit was read of "1 tablet or 2 tablets".

    Whether a range may be said is known once the whole step is: only what is taken as needed may have one.
    """
    here = cursor.at
    if cursor.accept_mark("-", "~") or cursor.accept("to", "or"):
        most = take_number(cursor)
        again = unit is None or UNITS.get(cursor.word()) is unit
        if most is not None and again:
            cursor.at += unit is not None
            return most
    cursor.at = here
    return None


def _ranging(cursor: Cursor, said: SaidAmount, most: Said[Fraction], at: int) -> SaidAmount:
    """The amount with the end of its range. Raises Puzzled for a range that does not rise."""
    span = cursor.since(at)
    up_to = Amount(most.value, said.amount.unit)
    if not up_to.exceeds(said.amount):
        raise puzzled(f'"{cursor.text[span.start : span.end][:60]}": which amount is taken?', span, local=True)
    refuse_slip(SaidAmount(up_to, span))
    return replace(said, up_to=up_to, span=span)
