"""Every how many hours, days or weeks is it taken: "every 8 hours", "every third day", "every Monday"?"""

from __future__ import annotations

from datetime import time

from taper.core.bounds import MAX_PLAN_DAYS, MAX_PLAN_HOURS
from taper.language import numberwords, timewords
from taper.language.ask import puzzled, raise_doubt
from taper.language.clocktimes import LEADS_TO_THE_FIRST, take_clock_times
from taper.language.cursor import Cursor, Phrases
from taper.language.numbers import take_whole
from taper.language.setphrases import SET_PHRASES
from taper.language.sketch import Said
from taper.language.weekdays import list_of_weekdays
from taper.language.whens import AtClock, EachDay, EveryDays, EveryHours, FirstAt, NamedDays, When

_FIRST_AT = Phrases(dict.fromkeys((*LEADS_TO_THE_FIRST, "from"), True))


def take_interval(cursor: Cursor) -> tuple[When, ...]:
    """ "every 8 hours", "q8h", "every 3 days", "every third day", "every Monday", "every morning".

    Nothing where no "every" stands here. Raises Puzzled where what stands behind it is not understood, or a range.
    """
    at = cursor.at
    fixed = SET_PHRASES.take(cursor)
    if fixed is not None and cursor.word(at - cursor.at) in {"every", "each", "q"}:
        if isinstance(fixed.value, EveryDays):
            return (EveryDays(fixed.value.n, _from_day(cursor, fixed.value.n)),)
        return (fixed.value,)
    cursor.at = at
    if not cursor.accept("every", "each", "q"):
        return ()
    weekdays = list_of_weekdays(cursor)
    if weekdays:
        return (NamedDays(weekdays, certain=True),)
    if cursor.accept("hour"):
        return _every_hours(cursor, 1, at)
    return _every_counted(cursor, at)


def _every_counted(cursor: Cursor, at: int) -> tuple[When, ...]:
    count = _ordinal(cursor) or take_whole(cursor)
    if count is None:
        raise_doubt(cursor)
        raise puzzled("Every what? Write hours, days, weeks or weekdays.", cursor.since(at))
    if cursor.accept_mark("-") or cursor.accept("to", "or"):
        return _every_range(cursor, count.value, at)
    cursor.accept_mark(".", "-")
    if cursor.word() in timewords.HOURS:
        cursor.at += 1
        return _every_hours(cursor, count.value, at)
    if cursor.word() not in timewords.DAYS_IN:
        raise_doubt(cursor)
        raise puzzled("Every how many hours, days or weeks?", cursor.since(at))
    n = count.value * timewords.DAYS_IN[cursor.word()]
    cursor.at += 1
    if not 1 <= n <= MAX_PLAN_DAYS:
        raise puzzled("Every how many days?", cursor.since(at))
    return (EachDay(),) if n == 1 else (EveryDays(n, _from_day(cursor, n)),)


def _from_day(cursor: Cursor, n: int) -> int:
    """How many days lie before the first dose day of "every other day from day 2"; none where nothing is said."""
    at = cursor.at
    if cursor.accept("from") and cursor.accept("day"):
        first = take_whole(cursor)
        if first is None or first.value < 1:
            raise puzzled("From which day of the step?", cursor.since(at))
        if first.value <= n:
            return first.value - 1
    cursor.at = at
    return 0


def _every_range(cursor: Cursor, least: int, at: int) -> tuple[When, ...]:
    """ "every 4 to 6 hours", which only something taken as needed may say."""
    most = take_whole(cursor)
    if most is not None and cursor.accept(*timewords.HOURS) and 1 <= least < most.value <= MAX_PLAN_HOURS:
        return (EveryHours(least, up_to=most.value),)
    cursor.at += cursor.word() in timewords.HOURS or cursor.word() in timewords.DAYS_IN
    raise puzzled("How often exactly? This is a range.", cursor.since(at), local=True)


def _ordinal(cursor: Cursor) -> Said[int] | None:
    """ "third" of "every third day", "3rd" of "every 3rd day"."""
    at = cursor.at
    if numberwords.ORDINALS.get(cursor.word(), 1) > 1:
        cursor.at += 1
        return Said(numberwords.ORDINALS[cursor.word(-1)], cursor.since(at))
    whole = take_whole(cursor)
    if whole is not None and cursor.accept("st", "nd", "rd", "th"):
        return whole
    cursor.at = at
    return None


def _every_hours(cursor: Cursor, hours: int, at: int) -> tuple[When, ...]:
    if not 1 <= hours <= MAX_PLAN_HOURS:
        raise puzzled("Every how many hours?", cursor.since(at))
    begins = cursor.mark() != "("
    times = _times_of_interval(cursor)
    return (EveryHours(hours, times, begins=begins and len(times) == 1),)


def _times_of_interval(cursor: Cursor) -> tuple[time, ...]:
    """The times in brackets behind "every 8 hours", or the first one behind "from"."""
    at = cursor.at
    opened = cursor.accept_mark("(")
    if not opened and not (_FIRST_AT.take(cursor) or cursor.accept_mark(":")):
        return ()
    times = tuple(when.at_time for when in take_clock_times(cursor) if isinstance(when, AtClock | FirstAt))
    if times and opened == cursor.accept_mark(")"):
        return times
    cursor.at = at
    return ()
