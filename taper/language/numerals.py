"""What does a run of digits say: a number, a fraction, a date, a time, or nothing for certain?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction

from taper.core.errors import Span
from taper.language.tokens import Clock, IsoDate, Number, Numbers, Odd, Token

_MAY_BE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_USUAL_FRACTIONS = {Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)}
_MOST_DIGITS = 9
_LONGEST_LIST = 200


def number_token(raw: str, span: Span) -> Token:
    """The number in digits; an odd one that is too long, begins with a zero, or whose point may part thousands."""
    whole, _, part = raw.partition(".")
    if len(whole) > _MOST_DIGITS or len(part) > _MOST_DIGITS:
        return Odd(raw[:40], "This number has too many digits. What should it be?", span)
    if _MAY_BE_THOUSANDS.fullmatch(raw):
        question = f'Is the point in "{raw}" a decimal point, or does it part the thousands? Write it without.'
        return Odd(raw, question, span, (whole, f"{whole}{part}"))
    if len(whole) > 1 and whole.startswith("0"):
        return Odd(raw, f'"{raw}" begins with a zero: is a decimal point missing?', span, (f"0.{raw[1:]}", raw[1:]))
    return Number(Fraction(raw), raw, span)


def _fraction(raw: str, span: Span) -> Token:
    if raw[-1] in _VULGAR:
        whole = raw[:-1]
        if len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
            return Odd(raw[:40], "Which number is meant?", span)
        return Number(Fraction(whole or 0) + _VULGAR[raw[-1]], raw, span)
    top, _, bottom = raw.partition("/")
    value = Fraction(int(top), int(bottom)) if len(raw) <= _MOST_DIGITS and int(bottom) else None
    if value in _USUAL_FRACTIONS and top[0] != "0" and bottom[0] != "0":
        return Number(value, raw, span)
    return Odd(raw[:40], f'What does "{raw[:40]}" mean here? Only 1/2, 1/4 and 3/4 are read as numbers.', span)


def _iso_date(raw: str, span: Span) -> Token:
    year, month, day = (int(part) for part in raw.split("-"))
    try:
        return IsoDate(date(year, month, day), span)
    except ValueError:
        return Odd(raw, f'There is no day "{raw}". Which date is meant?', span)


def _clock(raw: str, span: Span) -> Token:
    hour, minute = (int(part) for part in raw.split(":"))
    if hour > 23 or minute > 59:
        return Odd(raw, f'There is no time "{raw}". Write hours and minutes, as in 08:00 or 20:30.', span)
    return Clock(time(hour, minute), len(raw) == 5, span)


def _commas(raw: str, span: Span) -> Token:
    """ "12,12,11": a list where it cannot be a number with a decimal comma or with thousands parted."""
    parts = raw.split(",")
    in_thousands = all(len(part) == 3 and part.isdecimal() for part in parts[1:])
    if len(parts) < 3 or in_thousands or len(raw) > _LONGEST_LIST or not all(_is_plain(part) for part in parts):
        question = f'Is the comma in "{raw[:40]}" a decimal point, or does it part the thousands? Write it without.'
        return Odd(raw[:40], question, span)
    return Numbers(tuple(Fraction(part) for part in parts), raw, span)


def _is_plain(number: str) -> bool:
    whole, _, part = number.partition(".")
    return len(whole) <= _MOST_DIGITS and len(part) <= _MOST_DIGITS and (len(whole) == 1 or not whole.startswith("0"))


MAKERS: dict[str, Callable[[str, Span], Token]] = {
    "comma": _commas,
    "number": number_token,
    "fraction": _fraction,
    "vulgar": _fraction,
    "isodate": _iso_date,
    "clock": _clock,
}
"""What makes a token of digits, by the shape they have."""


def odd_token(kind: str, raw: str, span: Span) -> Token:
    """The digits as what cannot be read for certain, with the question for their kind of shape."""
    shown = raw[:40]
    match kind:
        case "naked":
            return Odd(shown, f'"{shown}" has no digit before its point. Which number is it?', span, (f"0{shown}",))
        case "broken":
            return Odd(shown, f'"{shown}": is this one number with a point, or two sentences?', span)
        case "exponent":
            return Odd(shown, f'Write "{shown}" out in digits.', span)
        case _:
            question = f'What does "{shown}" mean? Write a date as 2026-12-16 or 16 December 2026.'
            return Odd(shown, question, span)
