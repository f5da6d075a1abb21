"""On which plan days, by number: "days 2-5", "week 1", "on days 1, 4 and 7", "from day 4"?"""

from __future__ import annotations

from taper.core.bounds import MAX_PLAN_DAYS
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.numbers import take_whole
from taper.language.numberwords import ORDINALS
from taper.language.sketch import DayRange, Said
from taper.language.timewords import DAYS_IN

_ONWARDS = Phrases(dict.fromkeys(("onwards", "onward", "and onwards", "and after", "and thereafter"), True))
_TOO_LONG = "That is longer than a plan may be. How long is it?"


def take_range(cursor: Cursor) -> Said[DayRange] | None:
    """ "day 1", "days 2-5", "on days 2 to 5", "in week 1": plan days by number; None with nothing read."""
    at = cursor.at
    begins = cursor.accept("from")
    cursor.accept("on", "in", "during", "for")
    found = _ordinal_range(cursor, at) or _numbered_range(cursor, at, begins=begins)
    cursor.at = at if found is None else cursor.at
    return found


def _numbered_range(cursor: Cursor, at: int, *, begins: bool) -> Said[DayRange] | None:
    """ "day 1", "days 2-5", "week 4 onwards", "[from] day 4" where that `begins` it."""
    unit = cursor.word()
    if unit not in {"day", "days", "week", "weeks"}:
        return None
    cursor.at += 1
    first = take_whole(cursor)
    if first is None:
        return None
    last = first
    listed = _days_listed(cursor, first.value, again=unit == "day") if unit in {"day", "days"} else ()
    if listed:
        return Said(DayRange(listed[0], listed[-1], days=listed), cursor.since(at))
    joined = unit.endswith("s") and cursor.word() == "and"
    if cursor.accept_mark("-") or cursor.accept("to", "through") or (joined and cursor.accept("and")):
        cursor.accept(unit.removesuffix("s"))  # "day 1 to day 3"
        last = take_whole(cursor) or Said(0, cursor.here())
        if joined and last.value != first.value + 1:
            raise puzzled(f"Which {unit} are meant: these two, or all from the one to the other?", cursor.since(at))
    elif not unit.endswith("s") and (_ONWARDS.take(cursor) or begins):
        onwards = (first.value - 1) * DAYS_IN[unit] + 1
        return Said(DayRange(onwards, None, by_week=unit == "week"), cursor.since(at))
    if cursor.word() in {"of", "out"}:  # "on days 1 to 21 of each 28-day cycle" says how often, and no plan days
        return None
    return Said(_day_range(cursor, unit.removesuffix("s"), first.value, last.value, at), cursor.since(at))


def _days_listed(cursor: Cursor, first: int, *, again: bool) -> tuple[int, ...]:
    """The days of "1, 4 and 7" behind its first number; nothing, with nothing read, where it is no such list.

    `again` where "day" stands before each of them ("day 1, day 15 and day 43").

    Raises Puzzled for days that do not rise, or of a cycle.
    """
    at, days = cursor.at, [first]
    while True:
        here = cursor.at
        joined = cursor.accept_mark(",") | cursor.accept("and")
        cursor.accept("on")
        joined = joined and (not again or cursor.accept("day"))
        following = cursor.number() if joined else None
        headed = cursor.mark(1) in {":", "-"}  # "day 1, day 2: 40 mg"
        if following is None or following.value.denominator != 1 or cursor.word(1) in UNITS or (again and headed):
            cursor.at = here
            break
        cursor.at += 1
        days.append(int(following.value))
    if len(days) == 1 or cursor.word() in {"of", "out"}:
        cursor.at = at
        return ()
    if sorted(set(days)) != days or days[-1] > MAX_PLAN_DAYS or days[0] < 1:
        raise puzzled("Which days are meant? They count from day 1, the first one.", cursor.since(at))
    return tuple(days)


def _ordinal_range(cursor: Cursor, at: int) -> Said[DayRange] | None:
    """ "on the first day", "the second week"."""
    here = cursor.at
    cursor.accept("the")
    nth, unit = ORDINALS.get(cursor.word()), cursor.word(1)
    if nth is None or unit not in {"day", "week"}:
        cursor.at = here
        return None
    cursor.at += 2
    return Said(_day_range(cursor, unit, nth, nth, at), cursor.since(at))


def _day_range(cursor: Cursor, unit: str, first: int, last: int, at: int) -> DayRange:
    days = DAYS_IN[unit]
    if not 1 <= first <= last:
        raise puzzled(f"Which {unit}s are meant? They count from {unit} 1, the first one.", cursor.since(at))
    if last * days > MAX_PLAN_DAYS:
        raise puzzled(_TOO_LONG, cursor.since(at))
    return DayRange((first - 1) * days + 1, last * days, by_week=unit == "week")
