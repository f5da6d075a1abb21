"""What does one table of a plan's plain form hold, and what is wrong with it?

A `Table` hands out each key once and notes every problem instead of stopping at the first; what nobody asked for is an
unknown key. Its readers answer None where a key is absent or wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from taper.core.amount import Amount, AmountError, read_plain
from taper.core.bounds import FIRST_DATE, LAST_DATE, MAX_NAME, MAX_NUMBER, MAX_TEXT

Path = tuple[str | int, ...]
Kind = TypeVar("Kind", bound=StrEnum)

_ONE_OF = {
    **{"steps": "step", "slots": "slot", "parts": "part", "rules": "rule"},
    **{"tablets": "tablet", "precautions": "precaution", "activities": "activity"},
}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")

_NEVER_IN_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a form: where, what stands there, and what was expected."""

    path: Path
    found: str
    expected: str

    @property
    def place(self) -> str:
        """The place for people: "step 2, slot 1, amount"; "the plan" for the whole."""
        return place_of(self.path)

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}, expected {self.expected}"


def place_of(path: Path) -> str:
    """The words for a path: ("steps", 1, "amount") is "step 2, amount"."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] = f"{_ONE_OF.get(words[-1], words[-1])} {part + 1}"
        else:
            words.append(part)
    return ", ".join(words) or "the plan"


def shown(value: object) -> str:
    """A value as an error names it, never long and never with a control character."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case int() if abs(value) >= 10**15:
            return "a number of more than 15 digits"
        case int() | date() | time():
            return str(value)
        case _:
            return _kind_shown(value)


def _kind_shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value} (a number that is not whole)"
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, Sequence) else f"a {type(value).__name__}"


def _quoted(text: str) -> str:
    kept = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:60])
    return f'"{kept}{"..." if len(text) > 60 else ""}"'


class Table:
    """One table of a form while it is read. `problems` is shared by all tables of the form."""

    __slots__ = ("_asked", "_values", "path", "problems")

    def __init__(self, values: Mapping[str, object], *, path: Path, problems: list[Problem]) -> None:
        self._values = values
        self._asked: dict[str, None] = {}
        self.path = path
        self.problems = problems

    def says(self, key: str) -> bool:
        """Whether the key stands in the table, right or wrong."""
        self._asked[key] = None
        return key in self._values

    def wrong(self, key: str, *, expected: str, found: str | None = None) -> None:
        """Notes a problem with what stands at `key`."""
        self._asked[key] = None
        self.problems.append(Problem((*self.path, key), found or shown(self._values.get(key)), expected))

    def wrong_here(self, *, found: str, expected: str) -> None:
        """Notes a problem of the table as a whole."""
        self.problems.append(Problem(self.path, found, expected))

    def refuse_unknown(self) -> None:
        """Notes every key that nobody asked for; to be called last."""
        for key in self._values:
            if key not in self._asked:
                path = (*self.path, str(key)[:60])
                self.problems.append(Problem(path, "an unknown key", "one of " + ", ".join(sorted(self._asked))))

    def text(self, key: str) -> str | None:
        """Free text, which may have lines."""
        return self._text(key, longest=MAX_TEXT, lines="\n")

    def name(self, key: str) -> str | None:
        """A name: one line, without spaces at its ends."""
        return self._text(key, longest=MAX_NAME, lines="")

    def _text(self, key: str, *, longest: int, lines: str) -> str | None:
        if not self.says(key):
            return None
        value = self._values[key]
        expected = _text_fault(value, longest=longest, lines=lines)
        if expected:
            self.wrong(key, expected=expected)
            return None
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of free texts; empty when absent."""
        return tuple(self._text_at(key, index, value) for index, value in enumerate(self._list(key)))

    def _text_at(self, key: str, index: int, value: object) -> str:
        expected = _text_fault(value, longest=MAX_TEXT, lines="\n")
        if expected:
            self.problems.append(Problem((*self.path, key, index), shown(value), expected))
        return str(value)

    def entries(self, key: str) -> tuple[str | Table, ...]:
        """A list of free texts and tables; empty when absent."""
        return tuple(
            Table(value, path=(*self.path, key, index), problems=self.problems)
            if isinstance(value, Mapping)
            else self._text_at(key, index, value)
            for index, value in enumerate(self._list(key))
        )

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        if not self.says(key):
            return False
        value = self._values[key]
        if not isinstance(value, bool):
            self.wrong(key, expected="true or false")
        return value is True

    def stands(self, key: str) -> bool:
        """A key that is either true or left out; anything else is a problem."""
        before = len(self.problems)
        if not self.flag(key) and len(self.problems) == before:
            self.wrong(key, expected="true, or the key left out")
        return len(self.problems) == before

    def count(self, key: str, *, most: int) -> int | None:
        """A whole number from 1 to `most`."""
        return self.whole(key, least=1, most=most)

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`."""
        if not self.says(key):
            return None
        value = self._values[key]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, expected=f"a whole number from {least} to {most}")
            return None
        return value

    def kind(self, key: str, kinds: type[Kind]) -> Kind | None:
        """One of the words of an enumeration."""
        if not self.says(key):
            return None
        value = self._values[key]
        found = next((kind for kind in kinds if isinstance(value, str) and kind.value == value), None)
        if found is None:
            self.wrong(key, expected="one of " + ", ".join(f'"{kind.value}"' for kind in kinds))
        return found

    def amount(self, key: str) -> Amount | None:
        """An amount above zero in the plain form."""
        if not self.says(key):
            return None
        value = self._values[key]
        try:
            amount = read_plain(value) if isinstance(value, str) else None
        except AmountError:
            amount = None
        if amount is None or not 0 < amount.number < MAX_NUMBER:
            self.wrong(key, expected='an amount above zero as text: a number, a space and a unit, as in "40 mg"')
            return None
        return amount

    def day(self, key: str) -> date | None:
        """A date that exists: TOML's own, or text as in "2026-12-01"."""
        if not self.says(key):
            return None
        value = self._values[key]
        day = _day(value) if isinstance(value, str) else value
        if isinstance(day, datetime) or not isinstance(day, date) or not FIRST_DATE <= day <= LAST_DATE:
            span = f"between {FIRST_DATE.year} and {LAST_DATE.year}"
            self.wrong(key, expected=f"a date that exists, {span}, as in 2026-12-01")
            return None
        return day

    def clock(self, key: str) -> time | None:
        """A wall-clock time in whole minutes: TOML's own, or text as in "08:00"."""
        if not self.says(key):
            return None
        value = self._values[key]
        at = _clock(value) if isinstance(value, str) else value
        if not isinstance(at, time) or at.tzinfo or at.second or at.microsecond:
            self.wrong(key, expected='a time between "00:00" and "23:59" as text, as in "08:00"')
            return None
        return at

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables; empty when absent."""
        found = []
        for index, value in enumerate(self._list(key)):
            path = (*self.path, key, index)
            if isinstance(value, Mapping):
                found.append(Table(value, path=path, problems=self.problems))
            else:
                self.problems.append(Problem(path, shown(value), "a table"))
        return tuple(found)

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one when absent."""
        value = self._values[key] if self.says(key) else {}
        if not isinstance(value, Mapping):
            self.wrong(key, expected="a table")
            value = {}
        return Table(value, path=(*self.path, key), problems=self.problems)

    def _list(self, key: str) -> Sequence[object]:
        value = self._values[key] if self.says(key) else ()
        if isinstance(value, list | tuple):
            return value
        self.wrong(key, expected="a list")
        return ()


def _text_fault(value: object, *, longest: int, lines: str) -> str | None:
    """What was expected instead of `value`, or None when it is a good text."""
    if not isinstance(value, str):
        return "text in quotes"
    if not value.strip() or value != value.strip():
        return "text that neither is empty nor begins or ends with a space"
    if len(value) > longest:
        return f"at most {longest} characters"
    if any(_is_unfit(char) for char in value if char not in lines):
        return "text without control characters"
    return None


def _is_unfit(char: str) -> bool:
    return unicodedata.category(char) in _NEVER_IN_TEXT or char in _TURNS_TEXT_AROUND


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def without_none(form: Mapping[str, object | None]) -> dict[str, object]:
    """What is set, of a form."""
    return {key: value for key, value in form.items() if value is not None}
