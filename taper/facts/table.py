"""One table of a facts file, read key by key; everything wrong with it is collected, not raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_TEXT = 1000
LARGEST_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class FactsProblem:
    """One thing wrong in a facts file: the file, the place in it, and what was found and expected there."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.sentence}" if self.place else f"{self.file}: {self.sentence}"


@dataclass(slots=True)
class Table:
    """Reads the keys of one TOML table; `problems` is shared by all tables of a run."""

    values: Mapping[str, object]
    file: str
    problems: list[FactsProblem]
    place: str = ""
    _known: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """The text under a key that must be there and must not be blank."""
        value = self._take(key)
        if not self._is_text(value):
            self._wrong(key, value, "a text")
            return ""
        return str(value).strip()

    def text_or_none(self, key: str) -> str | None:
        """The text under a key, or None where the key is left out."""
        return self.text(key) if self._has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under a key; empty where it is left out."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(self._is_text(text) for text in value):
            self._wrong(key, value, "a list of texts")
            return ()
        return tuple(text.strip() for text in value)

    def count(self, key: str) -> int:
        """The whole number under a key that must be there, at least 1."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_COUNT:
            self._wrong(key, value, f"a whole number from 1 to {LARGEST_COUNT}")
            return 1
        return value

    def count_or_none(self, key: str) -> int | None:
        """The whole number under a key, or None where it is left out."""
        return self.count(key) if self._has(key) else None

    def day(self, key: str) -> date:
        """The date under a key that must be there."""
        value = self._take(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            self._wrong(key, value, "a date without quotes, as in 2026-11-23")
            return date.min
        return value

    def choice(self, key: str, kinds: type[Choice]) -> Choice | None:
        """The member a text stands for; None, with a problem, where it stands for none."""
        value = self._take(key)
        for member in kinds:
            if value == member.value:
                return member
        self._wrong(key, value, "one of " + ", ".join(f'"{member.value}"' for member in kinds))
        return None

    def tables(self, key: str, *, called: str) -> tuple[Table, ...]:
        """The list of tables under a key, each with its place ("statement 2"); empty where it is left out."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self._wrong(key, value, f"tables, each under [[{key}]]")
            return ()
        return tuple(self._below(table, f"{called} {number}") for number, table in enumerate(value, start=1))

    def table_or_none(self, key: str) -> Table | None:
        """The table under a key, or None where it is left out."""
        if not self._has(key):
            return None
        value = self._take(key)
        if not isinstance(value, dict):
            self._wrong(key, value, "a table")
            return None
        return self._below(value, key)

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.values:
            if key not in self._known:
                self.say(f'the key "{key[:60]}" is not known here; known are {", ".join(sorted(self._known))}')

    def say(self, sentence: str) -> None:
        """Add a problem at this table."""
        self.problems.append(FactsProblem(self.file, self.place, sentence))

    def _below(self, values: dict[str, object], name: str) -> Table:
        return Table(values, self.file, self.problems, f"{self.place}, {name}" if self.place else name)

    def _take(self, key: str, default: object = None) -> object:
        self._known.add(key)
        return self.values.get(key, default)

    def _has(self, key: str) -> bool:
        self._known.add(key)
        return key in self.values

    def _wrong(self, key: str, found: object, expected: str) -> None:
        if key in self.values:
            self.say(f'"{key}" is {str(found)[:60]!r}; expected {expected}')
        else:
            self.say(f'"{key}" is missing; expected {expected}')

    @staticmethod
    def _is_text(value: object) -> bool:
        return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT and value.isprintable()
