"""What is a number here a number of: milligrams, "5 mg tablets", "5 ml spoonfuls", the pieces named before?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, Unit, plain
from taper.core.errors import Span
from taper.language import phrasebook
from taper.language.ask import nearest_words, one_slip_apart, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.saidstrengths import is_piece, take_plural_s, take_strength, take_strength_form
from taper.language.sketch import Said, SaidAmount, Strength
from taper.language.vocabulary import VOCABULARY

_MOST_NAME_WORDS = 2
_SHORTEST_SLIP = 2
"""Words no longer than this are too short to be told from a slip of the pen."""
_MILLILITRES = frozenset({"ml", "millilitre", "milliliter"})
_TO_BE_TAKEN = Phrases(dict.fromkeys(("to be taken", "to be given", "to be swallowed"), True))


def take_unit(cursor: Cursor, number: Said[Fraction], at: int, inherited: SaidAmount | None) -> SaidAmount:
    """The number with its unit, or with that of `inherited` where a bare one counts the same pieces.

    `at` is the token at which the amount begins. Raises Puzzled where there is no unit, or pieces are not counted.
    """
    unit = UNITS.get(cursor.word())
    if unit is None:
        return _inherit(cursor, number, inherited)
    cursor.at += 1
    take_plural_s(cursor)
    said = SaidAmount(Amount(number.value, unit), cursor.since(at))
    if not unit.is_piece and (phrasebook.EXTENDED.stands(cursor) or is_piece(cursor.word())):
        strength = take_strength_form(cursor, said.amount)
        text = plain(said.amount)
        choices = (text, f"1 {strength.form.value if strength.form else 'tablet'} of {text}")
        raise puzzled(f"How many of these {text} pieces are taken?", cursor.since(at), choices=choices)
    return said


def take_spoonfuls(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "two 5 ml spoonfuls": so many times what one holds; a spoonful of which that is not said is asked about."""
    here, each = cursor.at, cursor.number()
    if each is None or cursor.word(1) not in _MILLILITRES or cursor.word(2) not in {"spoonful", "spoonfuls"}:
        cursor.at = here
        return None
    cursor.at += 3
    return SaidAmount(Amount(count.value * each.value, Unit.ML), cursor.since(at))


def take_pieces_of_a_medicine(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "one furosemide 40 mg tablet", "one 500 mg paracetamol tablet", "one iron tablet": a name between."""
    here = cursor.at
    first = _bare_strength(cursor)
    name_at = cursor.at
    while cursor.at - name_at < _MOST_NAME_WORDS and may_be_a_name(cursor.word()):
        cursor.at += 1
    name_end = cursor.at
    strength = first or take_strength(cursor)
    form = strength.value.form if strength is not None and strength.value.form else UNITS.get(cursor.word())
    if name_end == name_at or form is None or not form.is_piece:
        cursor.at = here
        return None
    cursor.at += strength is None or strength.value.form is None
    take_plural_s(cursor)
    span = Span(cursor.tokens[name_at].span.start, cursor.tokens[name_end - 1].span.end)
    of = None if strength is None else Said(replace(strength.value, form=form), strength.span)
    name = Said(cursor.text[span.start : span.end], span)
    return SaidAmount(Amount(count.value, form), cursor.since(at), of, medicine=name)


def _bare_strength(cursor: Cursor) -> Said[Strength] | None:
    """A strength without a form behind it."""
    at = cursor.at
    found = take_strength(cursor)
    if found is not None and found.value.form is None:
        return found
    cursor.at = at
    return None


def may_be_a_name(word: str) -> bool:
    """Whether a word can be a medicine's name: unknown, and no slip of a known one."""
    if len(word) <= _SHORTEST_SLIP or word in VOCABULARY:
        return False
    return not any(one_slip_apart(word, known) for known in VOCABULARY if len(known) > _SHORTEST_SLIP)


def _inherit(cursor: Cursor, number: Said[Fraction], inherited: SaidAmount | None) -> SaidAmount:
    if inherited is not None and inherited.amount.unit.is_piece and cursor.word() not in {"", "and", "or"}:
        _TO_BE_TAKEN.take(cursor)
        return SaidAmount(Amount(number.value, inherited.amount.unit), number.span, inherited.of)
    raise_doubt(cursor)
    written = cursor.text[number.span.start : number.span.end]
    unknown = cursor.word() if cursor.word() not in VOCABULARY else ""
    span = Span(number.span.start, cursor.here().end) if unknown else number.span
    nearest = nearest_words(unknown)
    raise puzzled(
        f'"{cursor.text[span.start : span.end][:60]}": {written} of what? Write the unit, such as mg, mL or tablets.',
        span,
        choices=tuple(f"{written} {unit}" for unit in nearest or ("mg", Unit.TABLET.counted(number.value), "mL")),
        local=True,
    )


def take_pieces_of_strength(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "two 5 mg tablets" and "2 x 5 mg tablets"; two bare numbers in digits could be one with a lost point."""
    here = cursor.at
    in_digits = cursor.text[count.span.end - 1].isdigit()
    if not cursor.accept("x") and in_digits:
        return None
    strength = take_strength(cursor)
    if strength is None or strength.value.form is None:
        cursor.at = here
        return None
    return SaidAmount(Amount(count.value, strength.value.form), cursor.since(at), strength)
