"""Which strength is named here: "5 mg", "10 mg extended-release tablets", "500/125 mg tablets"?"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, plain
from taper.core.bounds import MAX_NUMBER
from taper.language import phrasebook
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.sketch import Said, Strength

_COMBINED = re.compile(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")
_KINDS = Phrases(
    dict.fromkeys(
        (
            *("chewable", "dispersible", "soluble", "effervescent", "orodispersible", "film coated"),
            *("coated", "scored"),
            *("enteric coated", "gastro resistant", "immediate release", "sublingual", "oral", "vaginal", "buccal"),
        ),
        True,
    )
)
"""What a tablet may be called that changes neither its count nor its strength."""


def is_piece(word: str) -> bool:
    """Whether the word is a unit that is counted by the piece: "tablets"."""
    return word in UNITS and UNITS[word].is_piece


def take_plural_s(cursor: Cursor) -> None:
    """Steps over "(s)" behind "tablet"."""
    if cursor.mark() == "(" and cursor.word(1) == "s" and cursor.mark(2) == ")":
        cursor.at += 3


def take_strength(cursor: Cursor) -> Said[Strength] | None:
    """ "5 mg" or "5 mg [extended-release] tablets", or None with nothing read."""
    at = cursor.at
    if cursor.odd() is not None:
        return _combination(cursor, at)
    number, hyphen = cursor.number(), cursor.mark(1) == "-" and _touching(cursor)
    unit = UNITS.get(cursor.word(1 + hyphen))
    if number is None or unit is None or unit.is_piece or not 0 < number.value < MAX_NUMBER:
        return None
    cursor.at += 2 + hyphen
    strength = take_strength_form(cursor, Amount(number.value, unit))
    return Said(strength, cursor.since(at))


def _touching(cursor: Cursor) -> bool:
    """Whether a hyphen joins the number here to the word behind it: "10-mg"."""
    number, hyphen, word = cursor.peek(), cursor.peek(1), cursor.peek(2)
    if number is None or hyphen is None or word is None:
        return False
    return number.span.end == hyphen.span.start and hyphen.span.end == word.span.start


def _combination(cursor: Cursor, at: int) -> Said[Strength] | None:
    """ "500/125 mg tablets": a name, never an amount."""
    odd, unit = cursor.odd(), UNITS.get(cursor.word(1))
    if odd is None or unit is None or unit.is_piece or _COMBINED.fullmatch(odd.text) is None:
        return None
    cursor.at += 2
    strength = take_strength_form(cursor, Amount(Fraction(1), unit))
    return Said(replace(strength, text=f"{odd.text} {unit.value}", amount=None), cursor.since(at))


def take_strength_form(cursor: Cursor, amount: Amount) -> Strength:
    """The form that stands behind a strength, if one does."""
    at = cursor.at
    extended = phrasebook.EXTENDED.take(cursor) is not None
    _KINDS.take(cursor)
    if not is_piece(cursor.word()):
        cursor.at = at
        return Strength(plain(amount), amount)
    form = UNITS[cursor.word()]
    cursor.at += 1
    take_plural_s(cursor)
    return Strength(plain(amount), amount, form, extended)
