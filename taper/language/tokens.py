"""Of which tokens does a text consist, and where does each one stand?

One pass over the characters, linear in their number. What cannot be read for certain (a lost leading zero, a comma in
a number, a day written with slashes) becomes an `Odd` token that carries its own question and that no rule accepts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import assert_never

from taper.core.errors import Span
from taper.language.vocabulary import ABBREVIATIONS, MAY_TOUCH_DIGITS


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number in digits, or a vulgar fraction."""

    value: Fraction
    text: str
    span: Span

    @property
    def is_fraction(self) -> bool:
        """Whether it was written as a fraction (1/2, ½), so that it may follow a whole number."""
        return not self.text.replace(".", "").isdecimal()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Three or more whole numbers with commas and no spaces between them: "12,12,11", an amount for each day."""

    values: tuple[Fraction, ...]
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters: `text` in lower case and without the dots of "b.i.d.", `raw` as written."""

    text: str
    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One character that is neither letter nor digit; every dash is "-", every bullet "•", a new line "\\n"."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall-clock time with a colon; `in_full` when it has two digits before it, as a 24-hour time has."""

    at_time: time
    in_full: bool
    span: Span


@dataclass(frozen=True, slots=True)
class IsoDate:
    """A date written 2026-12-16."""

    on: date
    span: Span


@dataclass(frozen=True, slots=True)
class Odd:
    """What cannot be read for certain, and the question it raises."""

    text: str
    question: str
    span: Span
    choices: tuple[str, ...] = ()


Token = Number | Numbers | Word | Mark | Clock | IsoDate | Odd

_SHAPES = re.compile(
    r"""
      (?P<space>[^\S\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+)
    | (?P<arrow>->|=>|[\u2192\u21d2\u2794])
    | (?P<isodate>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))
    | (?P<threefold>[0-9]{1,4}(?P<joint>[./-])[0-9]{1,2}(?P=joint)[0-9]{1,4}(?![0-9]))
    | (?P<clock>[0-9]{1,2}:[0-9]{2}(?![0-9]))
    | (?P<exponent>[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)
    | (?P<comma>[0-9]+(?:\.[0-9]+)?(?:,[0-9]+(?:\.[0-9]+)?)+)
    | (?P<broken>[0-9]+(?:[ ]+\.[ ]*|\.[ ]+)[0-9]+)
    | (?P<fraction>[0-9]+/[0-9]+)
    | (?P<vulgar>[0-9]*[½¼¾])
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<naked>\.[0-9]+)
    | (?P<vitamin>(?<=[Vv]itamin[ ])[A-Za-z][0-9]{1,2}(?![0-9A-Za-z.]))
    | (?P<word>[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])\.?|[^\W\d_](?:(?![xX][0-9])[^\W\d_])*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ITEM = re.compile(r"^[ \t]*(?P<number>[1-9][0-9]?)(?P<dot>[.)])(?=[ \t])", re.MULTILINE)
_MAY_BE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_COUNTED_IN_THOUSANDS = re.compile(r"[ \u00a0-]?(?:units?|international units?|mg|mcg|micrograms?)\b", re.IGNORECASE)
"""What is counted in thousands, never in thousandths: "50,000 units" has no decimal comma."""
_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_USUAL_FRACTIONS = {Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)}
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_BULLETS = frozenset("•‣▪◦●*-\u2013\u2014")
_MOST_DIGITS = 9
_LONGEST_LIST = 200
_DEEPEST_INDENT = 40


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; spaces are left out, nothing else is."""
    tokens: list[Token] = []
    for match in _SHAPES.finditer(_without_item_numbers(text)):
        token = _token(match, text)
        if token is None or (isinstance(token, Mark) and token.text == "." and _abbreviates(tokens, token, text)):
            continue
        tokens.append(token)
    return tuple(_apart(tokens))


def _without_item_numbers(text: str) -> str:
    """The text with the numbers of a list ("1. ...", "2) ...") as bullets, each character in its place.

    Only where lines are numbered from 1 on without a gap: a lone "1. 20 mg" may be a number with a point.
    """
    items = list(_ITEM.finditer(text))
    if len(items) < 2 or [int(item["number"]) for item in items] != list(range(1, len(items) + 1)):
        return text
    for item in items:
        bullet = "•".ljust(item.end("dot") - item.start("number"))
        text = f"{text[: item.start('number')]}{bullet}{text[item.end('dot') :]}"
    return text


def _token(match: re.Match[str], text: str) -> Token | None:
    span, raw, kind = Span(match.start(), match.end()), match.group(), match.lastgroup or ""
    if kind == "space":
        return None
    if kind in ("word", "vitamin"):
        return Word(raw.replace(".", "").lower(), raw, span)
    if kind == "arrow":
        return Word("then", raw, span)
    if kind == "other":
        return _mark(raw, span, text)
    if kind == "comma" and _THOUSANDS.fullmatch(raw) and _COUNTED_IN_THOUSANDS.match(text, span.end):
        return _number(raw.replace(",", ""), span)
    make = _MAKERS.get(kind)
    return make(raw, span) if make else _odd(kind, raw, span)


def _number(raw: str, span: Span) -> Token:
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


_MAKERS: dict[str, Callable[[str, Span], Token]] = {
    "comma": _commas,
    "number": _number,
    "fraction": _fraction,
    "vulgar": _fraction,
    "isodate": _iso_date,
    "clock": _clock,
}


def _odd(kind: str, raw: str, span: Span) -> Token:
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


def _mark(raw: str, span: Span, text: str) -> Token:
    if raw == "\u00d7":  # the multiplication sign
        return Word("x", raw, span)
    if raw in _BULLETS and _opens_a_line(span, text):
        return Mark("•", span)
    if raw in _DASHES:
        return Mark("-", span)
    if raw != "\n" and unicodedata.category(raw) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return Odd("", f"There is a character here that cannot be seen (U+{ord(raw):04X}). Take it out.", span)
    if raw.isnumeric():
        return Odd(raw, f'Write the number "{raw}" with the digits 0 to 9.', span)
    return Mark(raw, span)


def _opens_a_line(span: Span, text: str) -> bool:
    """Whether only blanks stand before it on its line, and a blank behind it."""
    before, newline, line = text[max(0, span.start - _DEEPEST_INDENT) : span.start].rpartition("\n")
    opens = bool(newline) or span.start <= _DEEPEST_INDENT
    return (
        opens
        and not (before if not newline else "").strip()
        and not line.strip()
        and text[span.end : span.end + 1].isspace()
    )


def _abbreviates(tokens: list[Token], dot: Mark, text: str) -> bool:
    """Whether a point belongs to an abbreviation ("2 tabs. daily") and ends no sentence."""
    before = tokens[-1] if tokens else None
    if not isinstance(before, Word) or before.text not in ABBREVIATIONS or before.span.end != dot.span.start:
        return False
    rest = text[dot.span.end : dot.span.end + 3].lstrip(" ")
    return rest[:1].islower() or rest[:1] in {"(", ","}


def _apart(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, with digits that touch letters in front of them ("l5", "40mg30mg") and doubled words made odd."""
    before: Token | None = None
    for token in tokens:
        touches = before is not None and before.span.end == token.span.start
        if isinstance(before, Word) and isinstance(token, Word) and before.text == token.text and token.raw.isalpha():
            raw = f"{before.raw} {token.raw}"[:40]
            question = f'"{raw}": is this word written twice by mistake, or is something missing between?'
            before = Odd(raw, question, Span(before.span.start, token.span.end), (token.raw,))
        elif isinstance(before, Clock) and isinstance(token, Clock) and before.at_time == token.at_time:
            question = "This time stands here twice. Is another time meant?"
            before = Odd(f"{before.at_time:%H:%M}", question, Span(before.span.start, token.span.end))
        elif touches and isinstance(before, Word) and isinstance(token, Number) and before.text not in MAY_TOUCH_DIGITS:
            raw = f"{before.raw}{token.text}"[:40]
            question = f'"{raw}" runs letters and digits together. Write them apart, or as they were meant.'
            before = Odd(raw, question, Span(before.span.start, token.span.end))
        else:
            if before is not None:
                yield before
            before = token
    if before is not None:
        yield before


def written(token: Token) -> str:
    """The token as it may be quoted in a question."""
    match token:
        case Word(raw=raw):
            return raw[:40]
        case Number(text=text) | Numbers(text=text) | Odd(text=text):
            return text[:40]
        case Mark(text=text):
            return "the end of the line" if text == "\n" else text
        case Clock(at_time=at):
            return f"{at:%H:%M}"
        case IsoDate(on=on):
            return on.isoformat()
    assert_never(token)
