"""Which calendar date stands here? Only a full date counts: day, month and a year of four digits."""

from __future__ import annotations

from datetime import date

from taper.core.bounds import FIRST_DATE, LAST_DATE
from taper.core.plan import Weekday
from taper.language.ask import not_understood, puzzled, raise_doubt
from taper.language.cursor import Cursor, Puzzled
from taper.language.sketch import Said
from taper.language.timewords import MONTH_NAMES, WEEKDAYS
from taper.language.tokens import IsoDate

_HOW = "Write the whole date, as in 2026-12-16 or 16 December 2026."


def date_stands(cursor: Cursor) -> bool:
    """Whether something that names a date begins here, complete or not; nothing is read."""
    if isinstance(cursor.peek(), IsoDate) or cursor.word() in WEEKDAYS or cursor.word() in MONTH_NAMES:
        return True
    behind = 1 + (cursor.word(1) in {"st", "nd", "rd", "th"})
    behind += cursor.word(behind) == "of"
    return cursor.number() is not None and cursor.word(behind) in MONTH_NAMES


def take_date(cursor: Cursor) -> Said[date]:
    """The date here: "2026-12-16", "16 December 2026", "December 16, 2026", a weekday before it.

    Raises Puzzled when it is not whole, does not exist, or is another weekday than it says.
    """
    at = cursor.at
    weekday = _take_weekday(cursor)
    token = cursor.peek()
    if isinstance(token, IsoDate):
        cursor.at += 1
        on = token.on
    else:
        on = _in_words(cursor, at)
    if weekday is not None and on.weekday() != weekday:
        raise puzzled(
            f"{on.isoformat()} is a {Weekday(on.weekday()).name.title()}. Which day is meant?", cursor.since(at)
        )
    if not FIRST_DATE <= on <= LAST_DATE:
        raise puzzled(f"Which year is meant? {_HOW}", cursor.since(at))
    return Said(on, cursor.since(at))


def _take_weekday(cursor: Cursor) -> Weekday | None:
    weekday = WEEKDAYS.get(cursor.word())
    if weekday is not None:
        cursor.at += 1
        cursor.accept_mark(",")
    return weekday


def _in_words(cursor: Cursor, at: int) -> date:
    day, month = _day(cursor), None
    cursor.accept("of")
    if cursor.word() in MONTH_NAMES:
        month = MONTH_NAMES[cursor.word()]
        cursor.at += 1
    if day is None and month is not None:
        day = _day(cursor)
    year = _year(cursor)
    if day is None or month is None or year is None:
        raise _incomplete(cursor, at)
    try:
        return date(year, month, day)
    except ValueError:
        raise puzzled(f"There is no such day. {_HOW}", cursor.since(at)) from None


def _incomplete(cursor: Cursor, at: int) -> Puzzled:
    if cursor.at == at:
        raise_doubt(cursor)
        if cursor.peek() is None:
            return puzzled(f"Which date? {_HOW}", cursor.here())
        return not_understood(cursor)
    return puzzled(f"Which date is that? {_HOW}", cursor.since(at))


def _day(cursor: Cursor) -> int | None:
    number = cursor.number()
    if number is None or number.value.denominator != 1 or not 1 <= number.value <= 31:
        return None
    cursor.at += 1
    cursor.accept("st", "nd", "rd", "th")
    return int(number.value)


def _year(cursor: Cursor) -> int | None:
    at = cursor.at
    cursor.accept_mark(",")
    number = cursor.number()
    if number is None or len(number.text) != 4 or not number.text.isdecimal():
        cursor.at = at
        return None
    cursor.at += 1
    return int(number.value)
