"""At which times of the clock is it taken: "at 08:00 and 20:00", "8 am", "first dose at 10 pm"?"""

from __future__ import annotations

from datetime import time

from taper.language import dosewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.tokens import Clock
from taper.language.whens import AtClock, FirstAt, When

_NOON = 12
LEADS_TO_THE_FIRST = (
    *("the first at", "first dose at", "the first dose at", "with the first at", "with the first dose at", "first at"),
    *("starting at", "beginning at"),
)
_FIRST_DOSE_AT = Phrases(dict.fromkeys(LEADS_TO_THE_FIRST, True))


def take_clock_times(cursor: Cursor) -> tuple[When, ...]:
    """ "at 08:00 and 20:00", "8 am, 2 pm and 8 pm"; the list ends where something else than a time begins.

    Raises Puzzled for an hour without am or pm.
    """
    leads = _FIRST_DOSE_AT.take(cursor) is not None
    at_said = leads or cursor.accept("at")
    first = _clock(cursor, at_said=at_said)
    if first is None:
        return ()
    if leads:
        here = cursor.at
        if not (cursor.accept_phrase("on day") and cursor.accept_number(1)):
            cursor.at = here
        return (FirstAt(first),)
    times = [AtClock(first, _next_day(cursor))]
    while True:
        at = cursor.at
        joined = cursor.accept_mark(",") | cursor.accept("and")
        following = _clock(cursor, at_said=cursor.accept("at")) if joined else None
        if following is None:
            cursor.at = at
            return tuple(times)
        times.append(AtClock(following, _next_day(cursor)))


def _next_day(cursor: Cursor) -> bool:
    """Whether "the next day" stands behind a clock time: a dose after midnight of the plan date before it."""
    return cursor.accept_phrase("the next day")


def _clock(cursor: Cursor, *, at_said: bool) -> time | None:
    """One time: "08:00", "8 am", "8:30 pm". Raises Puzzled for "at 8" and "1:45", which leave am or pm open."""
    at, token, digits = cursor.at, cursor.peek(), cursor.number()
    if isinstance(token, Clock):
        cursor.at += 1
        if cursor.word() in {"am", "pm"}:
            cursor.at += 1
            return _with_half(cursor, token.at_time.hour, token.at_time.minute, at)
        if not token.in_full:
            raise _am_or_pm(cursor, at)
        return token.at_time
    if digits is None:
        return None
    if digits.value == _NOON and cursor.word(1) in {"noon", "midday"}:
        cursor.at += 2
        return time(_NOON)
    if cursor.word(1) in {"am", "pm"} and digits.value.denominator == 1:
        cursor.at += 2
        return _with_half(cursor, int(digits.value), 0, at)
    if at_said and cursor.word(1) not in dosewords.UNITS:
        cursor.at += 1
        raise _am_or_pm(cursor, at)
    return None


def _am_or_pm(cursor: Cursor, at: int) -> Puzzled:
    span = cursor.since(at)
    said = cursor.text[span.start : span.end]
    choices = (f"{said} am", f"{said} pm")
    return puzzled(
        f'"{said}": in the morning or in the evening? Write am or pm, or 08:00 and 20:00.', span, choices=choices
    )


def _with_half(cursor: Cursor, hour: int, minute: int, at: int) -> time:
    half = cursor.word(-1)
    if not 1 <= hour <= 11:
        choices = ("at noon", "at 00:00", "at 23:59") if hour == 12 else ()
        raise puzzled("Which time is that? Write it with 24 hours, as in 13:30.", cursor.since(at), choices=choices)
    return time(hour + 12 * (half == "pm"), minute)
