"""Which number stands here: in digits, in words, or as a fraction?"""

from __future__ import annotations

from fractions import Fraction

from taper.language.ask import puzzled
from taper.language.cursor import Cursor
from taper.language.numberwords import NUMBERS, TENS
from taper.language.sketch import Said

_WHOLE_WORDS = frozenset({*NUMBERS, *TENS})
_FIRST_WORDS = _WHOLE_WORDS | {"half", "quarter", "a", "three"}
"""What a number in words begins with: most places of a text are told from it at a glance."""
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}


def take_number(cursor: Cursor) -> Said[Fraction] | None:
    """The number here, or None: "2", "1 1/2", "1½", "two", "one and a half", "half a", "three quarters of a".

    Raises Puzzled for a fraction of something already counted ("half one", "half 2").
    """
    if cursor.number() is None and cursor.word() not in _FIRST_WORDS:
        return None
    at = cursor.at
    value = _fraction_in_words(cursor)
    if value is None:
        value = _whole_then_part(cursor)
    if value is None:
        return None
    _take_the_same_in_brackets(cursor, value)
    return Said(value, cursor.since(at))


def number_stands(cursor: Cursor) -> bool:
    """Whether a number begins here; nothing is read."""
    at = cursor.at
    stands = take_number(cursor) is not None
    cursor.at = at
    return stands


def take_whole(cursor: Cursor) -> Said[int] | None:
    """The whole number here, in digits or in words, or None with nothing read."""
    if cursor.number() is None and cursor.word() not in _WHOLE_WORDS:
        return None
    at = cursor.at
    said = _in_words(cursor)
    digits = cursor.number()
    if said is None and digits is not None and digits.value.denominator == 1:
        cursor.at += 1
        said = digits.value
    if said is None:
        return None
    _take_the_same_in_brackets(cursor, Fraction(said))
    return Said(int(said), cursor.since(at))


def _whole_then_part(cursor: Cursor) -> Fraction | None:
    digits = cursor.number()
    if digits is not None:
        cursor.at += 1
        return digits.value if digits.is_fraction else digits.value + _part_behind(cursor, digits.value)
    whole = _in_words(cursor)
    return None if whole is None else whole + _part_behind(cursor, whole)


def _in_words(cursor: Cursor) -> Fraction | None:
    word = cursor.word()
    if word in NUMBERS:
        cursor.at += 1
        return Fraction(NUMBERS[word])
    if word not in TENS:
        return None
    cursor.at += 1
    at = cursor.at
    cursor.accept_mark("-")
    ones = NUMBERS.get(cursor.word(), 0)
    cursor.at = cursor.at + 1 if 0 < ones < 10 else at
    return Fraction(TENS[word] + (ones if ones < 10 else 0))


def _part_behind(cursor: Cursor, whole: Fraction) -> Fraction:
    """The part of "1 1/2" and "one and a half"; zero when there is none."""
    at = cursor.at
    joined = cursor.accept("and")
    if joined:
        cursor.accept("a", "one")
    part = _PARTS.get(cursor.word()) if joined else None
    digits = cursor.number()
    if part is None and digits is not None and digits.is_fraction and digits.value < 1:
        part = digits.value
    if part is None or whole.denominator != 1:
        cursor.at = at
        return Fraction(0)
    cursor.at += 1
    return part


def _fraction_in_words(cursor: Cursor) -> Fraction | None:
    """ "half", "half a", "a quarter of a", "three quarters of a"; its "of a" is read with it."""
    at = cursor.at
    count = 3 if cursor.accept_phrase("three quarters") else 1
    if count == 1:
        cursor.accept("a")
    part = Fraction(3, 4) if count == 3 else _PARTS.get(cursor.word())
    if part is None:
        cursor.at = at
        return None
    cursor.at += count == 1
    of = cursor.accept("of")
    if cursor.accept("a", "an") or (of and cursor.accept("one")):
        return part
    _refuse_a_second_number(cursor, at)
    if of:
        cursor.at -= 1
    return part


def _refuse_a_second_number(cursor: Cursor, at: int) -> None:
    behind = cursor.number()
    if behind is not None or cursor.word() in NUMBERS:
        cursor.at += 1
        raise puzzled("How many tablets is that? A fraction stands beside another number.", cursor.since(at))


def _take_the_same_in_brackets(cursor: Cursor, value: Fraction) -> None:
    """Steps over "(2)" behind "two"; any other number there is left to be asked about."""
    at = cursor.at
    if cursor.accept_mark("("):
        again = _whole_then_part(cursor)
        if again == value and cursor.accept_mark(")"):
            return
    cursor.at = at
