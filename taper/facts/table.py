"""One table of a facts file, read key by key; everything wrong with it is collected, not raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from taper.core.amount import Amount, AmountError, read_plain
from taper.core.formtable import Path

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_TEXT = 1000
LARGEST_COUNT = 10_000
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a facts file: the path of the key, and what was found and expected there."""

    path: Path
    found: str
    expected: str

    @property
    def place(self) -> str:
        """The path for people: "statement 2, days"."""
        words: list[str] = []
        for part in self.path:
            if isinstance(part, int):
                words[-1] += f" {part + 1}"
            else:
                words.append(part[:_MOST_SHOWN])
        return ", ".join(words)


@dataclass(slots=True)
class Table:
    """Reads the keys of one TOML table; `faults` is shared by all tables of a file."""

    values: Mapping[str, object]
    faults: list[Fault]
    path: Path = ()
    _known: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """The text under a key that must be there and must not be blank."""
        value = self._take(key)
        if not self._is_text(value):
            self.wrong(key, "a text")
            return ""
        return str(value).strip()

    def text_or_none(self, key: str) -> str | None:
        """The text under a key, or None where the key is left out."""
        return self.text(key) if self._has(key) else None

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """The list of texts under a key; where it is not needed it may be left out, and is empty then."""
        value = self._take(key) if needed else self._take(key, [])
        if not isinstance(value, list) or not all(self._is_text(text) for text in value) or (needed and not value):
            self.wrong(key, "a list of texts")
            return ()
        return tuple(text.strip() for text in value)

    def flag(self, key: str) -> bool:
        """Whether a key says true; it may be left out, and is false then."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "true or false")
        return value is True

    def count(self, key: str) -> int:
        """The whole number under a key that must be there, at least 1."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_COUNT:
            self.wrong(key, f"a whole number from 1 to {LARGEST_COUNT}")
            return 1
        return value

    def count_or_none(self, key: str) -> int | None:
        """The whole number under a key, or None where it is left out."""
        return self.count(key) if self._has(key) else None

    def amount_or_none(self, key: str) -> Amount | None:
        """The measured amount under a key, above zero, or None where the key is left out."""
        if not self._has(key):
            return None
        value = self._take(key)
        try:
            amount = read_plain(value) if isinstance(value, str) and value == value.strip() else None
        except AmountError:
            amount = None
        if amount is None or amount.number == 0 or amount.unit.is_piece:
            self.wrong(key, 'an amount, as in "40 mg"')
            return None
        return amount

    def day(self, key: str) -> date:
        """The date under a key that must be there."""
        value = self._take(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.wrong(key, "a date without quotes, as in 2026-11-23")
            return date.min
        return value

    def choice(self, key: str, members: Iterable[Choice]) -> Choice | None:
        """The member that a text stands for; None, with a fault, where it stands for none."""
        value, known = self._take(key), tuple(members)
        for member in known:
            if value == member.value:
                return member
        self.wrong(key, "one of " + ", ".join(f'"{member.value}"' for member in known))
        return None

    def choice_or_none(self, key: str, members: Iterable[Choice]) -> Choice | None:
        """The same where the key may be left out."""
        return self.choice(key, members) if self._has(key) else None

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables under a key; empty where it is left out."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self.wrong(key, f"tables, each under [[{key}]]")
            return ()
        return tuple(Table(table, self.faults, (*self.path, key, place)) for place, table in enumerate(value))

    def table_or_none(self, key: str) -> Table | None:
        """The table under a key, or None where it is left out."""
        if not self._has(key):
            return None
        value = self._take(key)
        if not isinstance(value, dict):
            self.wrong(key, "a table")
            return None
        return Table(value, self.faults, (*self.path, key))

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.values:
            if key not in self._known:
                self.say(key, "a key that is not known here", "one of " + ", ".join(sorted(self._known)))

    def wrong(self, key: str, expected: str) -> None:
        """Report that a key holds something else, or is not there."""
        found = repr(str(self.values[key])[:_MOST_SHOWN]) if key in self.values else "nothing"
        self.say(key, found, expected)

    def say(self, key: str, found: str, expected: str) -> None:
        """Add a fault at a key."""
        self.faults.append(Fault((*self.path, key), found, expected))

    def _has(self, key: str) -> bool:
        self._known.add(key)
        return key in self.values

    def _take(self, key: str, default: object = None) -> object:
        self._known.add(key)
        return self.values.get(key, default)

    @staticmethod
    def _is_text(value: object) -> bool:
        return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT and value.isprintable()
