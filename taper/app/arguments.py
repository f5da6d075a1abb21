"""Reads the arguments of an operation, which came over a socket: every one is checked before it is used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from taper.core.amount import Amount, AmountError, read_plain
from taper.core.bounds import FIRST_DATE, LAST_DATE, MAX_TEXT
from taper.core.errors import Question, TaperError, Unanswered
from taper.core.formtable import shown
from taper.core.localtime import local, moment

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


class UsageError(TaperError):
    """A request that no taper command would send."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one operation by name; a missing one is None (or False, or empty)."""

    given: Mapping[str, object]

    def text(self, name: str) -> str | None:
        """A text, without the spaces around it. Raises Unanswered for one that cannot be kept."""
        value = self.given.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise UsageError(f"{name}: found {shown(value)}, expected a text")
        if len(value) > MAX_TEXT or any(_is_control(char) for char in value):
            raise ask(f"{name}: write at most {MAX_TEXT:,} characters, none of them a control character.", where=name)
        return value.strip()

    def needed(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise UsageError(f"{name} is missing")
        return value

    def flag(self, name: str) -> bool:
        """Whether something is asked for."""
        value = self.given.get(name, False)
        if value is not None and not isinstance(value, bool):
            raise UsageError(f"{name}: found {shown(value)}, expected true or false")
        return bool(value)

    def number(self, name: str) -> int | None:
        """A whole number."""
        value = self.given.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise UsageError(f"{name}: found {shown(value)}, expected a whole number")
        return value

    def count(self, name: str, *, most: int) -> int | None:
        """A whole number from 1 to `most`."""
        value = self.number(name)
        if value is not None and not 1 <= value <= most:
            raise UsageError(f"{name}: found {shown(value)}, expected a whole number from 1 to {most}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.given.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f"{name}: found {shown(value)}, expected a list of texts")
        return tuple(value)

    def table(self, name: str) -> Mapping[str, object] | None:
        """An object."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, dict):
            raise UsageError(f"{name}: found {shown(value)}, expected an object")
        return value


def _is_control(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs")


def ask(text: str, *, where: str = "", choices: tuple[str, ...] = (), why: str = "") -> Unanswered:
    """The error that asks one question."""
    return Unanswered((Question(text, where=where, choices=choices, why=why),))


def lies_ahead(text: str, wall: time, *, today: date, zone: str) -> Unanswered:
    """The error that asks whether a time that has not come today was of yesterday; its choice is that instant."""
    yesterday = local(moment(today - timedelta(days=1), wall, zone=zone).at, zone=zone).isoformat(timespec="minutes")
    return ask(
        f"{text} lies ahead today. If it was yesterday, give the date too, as in {yesterday}.",
        where="--at",
        choices=(yesterday,),
    )


def read_date(text: str, *, where: str) -> date:
    """A full date, as 2026-12-01. Raises Unanswered."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ask(f'"{text[:40]}" is no date; write the year, month and day, as in 2026-12-01.', where=where)


def read_start(text: str) -> tuple[date, time | None]:
    """Day 1, and its first hour when one is given: "2026-12-01", "2026-12-01T18:00". Raises Unanswered."""
    on_text, marker, at = text.partition("T")
    on = read_date(on_text, where="--start")
    if not FIRST_DATE <= on <= LAST_DATE:
        raise ask(f"Day 1 on {on}? A plan begins from {FIRST_DATE} to {LAST_DATE}.", where="--start")
    return on, read_time(at, where="--start") if marker else None


def read_time(text: str, *, where: str) -> time:
    """A wall-clock time, as 18:00. Raises Unanswered."""
    try:
        if _TIME.fullmatch(text):
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise ask(f'"{text[:40]}" is no time; write hours and minutes, as in 18:00.', where=where)


def read_amount(text: str, *, where: str) -> Amount:
    """An amount in the plain form, above zero. Raises Unanswered."""
    try:
        amount = read_plain(text)
    except AmountError as error:
        raise ask(f"{error}.", where=where) from None
    if amount.number == 0:
        raise ask(f'"{text}" is nothing; to record that a dose was left out, use taper skip.', where=where)
    return amount


def read_instant(text: str, *, now: datetime) -> datetime:
    """An instant with its offset, no later than now. Raises Unanswered."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ask(f'"{text[:40]}" is no instant; write it as 2026-12-01T18:00+01:00.', where="--at") from None
    if at.tzinfo is None:
        raise ask(f'"{text[:40]}" does not say its offset; write it as 2026-12-01T18:00+01:00.', where="--at")
    if at.year < FIRST_DATE.year:
        raise ask(f'"{text[:40]}" lies before {FIRST_DATE.year}; write it as 2026-12-01T18:00+01:00.', where="--at")
    if at > now:
        raise ask(f"{text[:40]} lies ahead; record it when it has happened.", where="--at")
    return at
