"""How many days is it taken, and how many not: "3 weeks on, 1 week off", "days 1 to 21 of each 28-day cycle"?"""

from __future__ import annotations

from taper.core.bounds import MAX_PLAN_DAYS
from taper.language import timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.numbers import take_whole
from taper.language.whens import DaysOnOff, When

_CYCLE_OF = Phrases(
    dict.fromkeys(("of each", "of every", "of a", "out of every", "out of each", "out of", "in each", "in every"), True)
)


def take_days_on_off(cursor: Cursor) -> tuple[When, ...]:
    """ "3 weeks on, 1 week off", "in cycles of 7 days on and 21 days off", "on days 1 to 21 of each 28-day cycle".

    Nothing where none stands here. Raises Puzzled for a cycle of which one of the two is not said.
    """
    at = cursor.at
    if cursor.accept_phrase("in cycles of") or cursor.accept_phrase("cycles of"):
        found = _on_then_off(cursor)
        if found is None:
            raise puzzled("How many days on, and how many off?", cursor.since(at))
        return (found,)
    found = _on_then_off(cursor) or _days_of_a_cycle(cursor, at)
    return (found,) if found else ()


def _on_then_off(cursor: Cursor) -> DaysOnOff | None:
    on_days = _so_many_days(cursor)
    if on_days is None or not cursor.accept("on"):
        return None
    cursor.accept_mark(",", "/")
    cursor.accept("and", "then")
    off_days = _so_many_days(cursor)
    return DaysOnOff(on_days, off_days) if off_days is not None and cursor.accept("off") else None


def _so_many_days(cursor: Cursor) -> int | None:
    """ "3 weeks" in days."""
    count = take_whole(cursor)
    cursor.accept_mark("-")
    unit = cursor.word()
    if (
        count is None
        or unit not in timewords.DAYS_IN
        or not 1 <= count.value * timewords.DAYS_IN[unit] <= MAX_PLAN_DAYS
    ):
        return None
    cursor.at += 1
    return count.value * timewords.DAYS_IN[unit]


def _days_of_a_cycle(cursor: Cursor, at: int) -> DaysOnOff | None:
    """ "on days 1 to 21 of each 28-day cycle", "for 21 days of every 28 days"."""
    cursor.at = at
    cursor.accept("on", "for")
    if cursor.accept("days"):
        first = take_whole(cursor)
        joined = cursor.accept_mark("-") or cursor.accept("to", "through")
        last = take_whole(cursor) if joined else None
        on_days = last.value if first is not None and last is not None and first.value == 1 else None
    else:
        on_days = _so_many_days(cursor)
    if on_days is None or _CYCLE_OF.take(cursor) is None:
        return None
    period = _so_many_days(cursor)
    if period is None:
        return None
    hyphened = cursor.mark(-2) == "-"
    if not cursor.accept("cycle", "cycles") and hyphened:
        return None
    if not on_days < period:
        raise puzzled("How many days on, and how many off?", cursor.since(at))
    return DaysOnOff(on_days, period - on_days)
