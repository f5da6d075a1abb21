"""What is said again of an amount behind it: "of 5 mg each", "(4 tablets of 10 mg)", "20 mg total"?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, AmountError, plain
from taper.core.errors import Span
from taper.language.counted import take_pieces_of_strength, take_unit
from taper.language.cursor import Cursor, Phrases
from taper.language.doseopenings import amount_stands
from taper.language.numbers import take_number
from taper.language.saidstrengths import take_strength
from taper.language.sketch import Said, SaidAmount, Strength
from taper.language.slips import refuse_slip

_TOTAL = Phrases(dict.fromkeys(("total", "in total", "in all", "total dose"), True))


def holding(cursor: Cursor, said: SaidAmount, at: int) -> SaidAmount:
    """ "1 tablet 20 mg [total]": what one tablet holds, or with "total" what all of them do."""
    here = cursor.at
    strength = take_strength(cursor) if said.amount.unit.is_piece and said.up_to is None else None
    if strength is None or strength.value.form is not None or strength.value.amount is None:
        cursor.at = here
        return said
    total = cursor.accept("total")
    if said.amount.number != 1 and not total:
        cursor.at = here
        return said
    return _with_total(replace(said, span=cursor.since(at)), strength.value.amount, strength.span)


def _with_total(said: SaidAmount, total: Amount, span: Span) -> SaidAmount:
    """The pieces with the strength that makes them hold `total`; as they are where none does exactly."""
    try:
        one = Amount(total.number / said.amount.number, total.unit)
    except AmountError:
        return said
    return replace(said, of=Said(Strength(plain(one), one), span))


def of_one(said: SaidAmount) -> SaidAmount:
    """ "1 tablet (500 mg)": the brackets say what the one tablet holds."""
    match said:
        case SaidAmount(amount=Amount(number=1, unit=unit), of=None, restated=(again,)) if unit.is_piece:
            if not again.amount.unit.is_piece:
                return replace(_with_total(said, again.amount, again.span), restated=())
    return said


def of_strength(cursor: Cursor, said: SaidAmount, at: int) -> SaidAmount:
    """ "2 tablets of 5 mg [each]"."""
    here = cursor.at
    strength = take_strength(cursor) if cursor.accept("of") else None
    if strength is None:
        cursor.at = here
        return said
    cursor.accept("each")
    return replace(said, of=strength, span=cursor.since(at))


def restated(said: SaidAmount, *, cursor: Cursor) -> SaidAmount:
    """The amount with what the brackets behind it say again: "(4 tablets of 10 mg)", "(10 mg)"."""
    at = cursor.at
    if not cursor.accept_mark("("):
        return said
    again: list[SaidAmount] = []
    total = False
    while amount_stands(cursor):
        one_at = cursor.at
        number = take_number(cursor) or Said(Fraction(1), cursor.here())
        one = take_pieces_of_strength(cursor, number, one_at) or take_unit(cursor, number, one_at, None)
        refuse_slip(one)
        again.append(of_strength(cursor, one, one_at))
        total = _TOTAL.take(cursor) is not None or total
        if not (cursor.accept("and") or cursor.accept_mark(",", "+")):
            break
    if not again or not cursor.accept_mark(")"):
        cursor.at = at
        return said
    if total and len(again) == 1 and said.amount.unit.is_piece and said.of is None and said.up_to is None:
        return _with_total(replace(said, restated=tuple(again)), again[0].amount, again[0].span)
    return replace(said, restated=tuple(again))
