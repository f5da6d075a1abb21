"""When is it taken: how often a day, at which times, on which days?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from taper.language.clocktimes import take_clock_times
from taper.language.cursor import Cursor
from taper.language.daysonoff import take_days_on_off
from taper.language.intervals import take_interval
from taper.language.mealtimes import take_beside_meal, take_meals
from taper.language.setphrases import take_set_phrase
from taper.language.sketch import Said
from taper.language.timescounted import ask_of_counted_period, take_most_times, take_times
from taper.language.tokens import Clock
from taper.language.weekdays import take_weekdays
from taper.language.whens import AtSlot, When

_READERS: tuple[Callable[[Cursor], tuple[When, ...]], ...] = (
    take_days_on_off,
    take_most_times,
    take_times,
    ask_of_counted_period,
    take_interval,
    take_clock_times,
    take_beside_meal,
    take_meals,
    take_weekdays,
    take_set_phrase,
)
"""Each is asked in turn; what one of them reads, those behind it never see."""


def take_whens(cursor: Cursor) -> tuple[Said[When], ...]:
    """What is said here of the time, or nothing: one thing, or one a meal or clock time of a list.

    Raises Puzzled for a range, an hour without am or pm, and a rhythm that is known but never read.
    """
    at = cursor.at
    if at not in cursor.times:
        whens = _read_whens(cursor)
        cursor.times[at] = (whens, cursor.at)
        return whens
    found, cursor.at = cursor.times[at]
    return cast(tuple[Said[When], ...], found)


def _read_whens(cursor: Cursor) -> tuple[Said[When], ...]:
    at, joined = cursor.at, cursor.word(-1) == "and" or cursor.mark(-1) in {"+", "&"}
    for reader in _READERS:
        found = reader(cursor)
        if found:
            found = _at_its_time(cursor, found)
            span = cursor.since(at)
            return tuple(Said(when, span, joined) for when in found)
        cursor.at = at
    return ()


def _at_its_time(cursor: Cursor, whens: tuple[When, ...]) -> tuple[When, ...]:
    """ "in the morning (09:15)": the named slot stands at the time in the brackets."""
    token, only = cursor.peek(1), whens[0]
    if len(whens) > 1 or not isinstance(only, AtSlot) or cursor.mark() != "(" or cursor.mark(2) != ")":
        return whens
    if not isinstance(token, Clock) or not token.in_full:
        return whens
    cursor.at += 3
    return (replace(only, at_time=token.at_time),)
