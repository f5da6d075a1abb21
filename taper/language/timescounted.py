"""How many times a day, a week or a month is it taken, or at most: "twice a day", "up to 3 times daily"?"""

from __future__ import annotations

from taper.core.bounds import MAX_SLOTS
from taper.language import numberwords, timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.numbers import take_whole
from taper.language.setphrases import SET_PHRASES
from taper.language.whens import EachMonth, MostTimes, Once, TimesADay, TimesAWeek, When

_A_MONTH = Phrases(timewords.A_MONTH)
_A_DAY = Phrases(timewords.EVERY_DAY)
_A_WEEK = Phrases(timewords.A_WEEK)


def take_most_times(cursor: Cursor) -> tuple[When, ...]:
    """ "up to 3 times a day": a bound, not how often; nothing, and nothing read, where none stands here."""
    at = cursor.at
    if not cursor.accept_phrase("up to"):
        return ()
    fixed = SET_PHRASES.take(cursor)
    if fixed is not None and isinstance(fixed.value, TimesADay):
        return (MostTimes(fixed.value.count),)
    cursor.at = at + 2
    count = _count_of_times(cursor)
    if count is not None and (_A_DAY.take(cursor) or (cursor.accept_mark("/") and cursor.accept("day"))):
        return (MostTimes(count),)
    cursor.at = at
    return ()


def take_times(cursor: Cursor) -> tuple[When, ...]:
    """ "twice a day", "3 times daily", "4x/day", "once a week", "once"; nothing where no times are counted here.

    Raises Puzzled for a range, for times without their period, and for several times a month.
    """
    at = cursor.at
    count = _count_of_times(cursor)
    if count is None:
        return ()
    if cursor.accept_mark("/") and cursor.word() == "day":
        cursor.at += 1
        return _times_a_day(cursor, count, at)
    if _A_DAY.take(cursor):
        return _times_a_day(cursor, count, at)
    if _A_WEEK.take(cursor):
        return (TimesAWeek(count),)
    if _A_MONTH.take(cursor):
        if count != 1:
            raise puzzled("On which dates of the month?", cursor.since(at))
        return (EachMonth(),)
    if count != 1:
        raise puzzled("How often is that a day?", cursor.since(at), choices=("a day", "a week"), follows=True)
    return (Once(),)


def _count_of_times(cursor: Cursor) -> int | None:
    """N of "N times" or "Nx"; None when no times are counted here."""
    if cursor.word() in numberwords.COUNTS:
        cursor.at += 1
        return numberwords.COUNTS[cursor.word(-1)]
    at, count = cursor.at, take_whole(cursor)
    if count is None:
        return None
    is_range = cursor.accept_mark("-") or cursor.accept("to", "or")
    if is_range:
        take_whole(cursor)
    if not cursor.accept("times", "time") and not (cursor.number(1) is None and cursor.accept("x")):
        return None
    if is_range:
        raise puzzled("How many times exactly? This is a range.", cursor.since(at), local=True)
    return count.value


def _times_a_day(cursor: Cursor, count: int, at: int) -> tuple[When, ...]:
    if not 1 <= count <= MAX_SLOTS:
        raise puzzled("How many times a day?", cursor.since(at))
    return (TimesADay(count),)


def ask_of_counted_period(cursor: Cursor) -> tuple[When, ...]:
    """Asks about "4 hourly", "2 weekly", "6 monthly", "2 daily": every so many, or so many in each?

    Always answers nothing. Raises Puzzled where such a count stands here.
    """
    at, count = cursor.at, take_whole(cursor)
    cursor.accept_mark("-")
    if count is not None and cursor.accept("hourly", "daily", "weekly", "monthly"):
        unit = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}[cursor.word(-1)]
        if unit == "day":
            raise _so_many_daily(cursor, count.value, at)
        choices = (f"every {count.value} {unit}s", f"{count.value} times {'an' if unit == 'hour' else 'a'} {unit}")
        raise puzzled(
            f"Every {count.value} {unit}s, or {count.value} in each {unit}?", cursor.since(at), choices=choices
        )
    return ()


def _so_many_daily(cursor: Cursor, count: int, at: int) -> Puzzled:
    choices = (f"{count} tablets once daily", f"{count} times a day")
    return puzzled(f"{count} of what once a day, or {count} times a day?", cursor.since(at), choices=choices)
