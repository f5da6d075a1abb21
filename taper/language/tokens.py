"""Of which kinds of tokens does a text consist?

What cannot be read for certain (a lost leading zero, a comma in a number, a day written with slashes) becomes an `Odd`
token that carries its own question and that no rule accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import assert_never

from taper.core.errors import Span


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
