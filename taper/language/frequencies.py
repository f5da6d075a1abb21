"""When is it taken: how often a day, at which times, on which days?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from fractions import Fraction
from typing import cast

from taper.core.bounds import MAX_PLAN_DAYS, MAX_PLAN_HOURS, MAX_SLOTS
from taper.core.plan import Weekday
from taper.language import words
from taper.language.ask import puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.numbers import take_number, take_whole
from taper.language.sketch import (
    AsOneDose,
    AtClock,
    AtMeals,
    AtSlot,
    Daily,
    DaysOnOff,
    EachMonth,
    EveryDays,
    EveryHours,
    FirstAt,
    InTurn,
    MostTimes,
    NamedDays,
    Once,
    OtherDays,
    Said,
    TimesADay,
    TimesAWeek,
    When,
)
from taper.language.tokens import Clock

_AT_MEALS = Phrases(words.AT_MEALS)
_MEALS = Phrases(words.MEALS)
_FIXED: Phrases[When] = Phrases(
    {
        **{phrase: AtMeals(relation) for phrase, relation in words.ALL_MEALS.items()},
        **{phrase: AtSlot(key) for phrase, key in words.PLACES.items()},
        **{phrase: AtSlot(key, every_day=True) for phrase, key in words.EACH_PLACE.items()},
        **{phrase: TimesADay(count) for phrase, count in words.TIMES_A_DAY.items()},
        **{phrase: EveryDays(n) for phrase, n in words.EVERY_N_DAYS.items()},
        **dict.fromkeys(words.EVERY_DAY, Daily()),
        **dict.fromkeys(words.EVERY_WEEK, EveryDays(7)),
        **dict.fromkeys(words.AS_ONE_DOSE, AsOneDose()),
        **dict.fromkeys(words.OTHER_DAYS, OtherDays()),
        **{phrase: InTurn(int(turn == "next")) for phrase, turn in words.IN_TURN.items()},
        **dict.fromkeys(words.A_MONTH, EachMonth()),
    }
)
_MINUTES_IN = {"minutes": 1, "minute": 1, "mins": 1, "min": 1, "hour": 60, "hours": 60, "hr": 60, "hrs": 60}
_MOST_MINUTES = 180
_NOON = 12
_LEADS_TO_THE_FIRST = (
    *("the first at", "first dose at", "the first dose at", "with the first at", "with the first dose at", "first at"),
    *("starting at", "beginning at"),
)
_FIRST_DOSE_AT = Phrases(dict.fromkeys(_LEADS_TO_THE_FIRST, True))
_FIRST_AT = Phrases(dict.fromkeys((*_LEADS_TO_THE_FIRST, "from"), True))
_BEDTIME = Phrases(dict.fromkeys(("bedtime", "bed", "bed time", "going to bed"), True))
_A_MONTH = Phrases(words.A_MONTH)
_CYCLE_OF = Phrases(
    dict.fromkeys(("of each", "of every", "of a", "out of every", "out of each", "out of", "in each", "in every"), True)
)
_A_DAY = Phrases(words.EVERY_DAY)
_A_WEEK = Phrases(words.A_WEEK)
_WEEKDAYS = Phrases({**words.WEEKDAYS, **words.MANY_WEEKDAYS})


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
    readers: tuple[Callable[[Cursor], tuple[When, ...]], ...] = (
        *(_cycle, _at_most, _times, _counted_before_period, _every, _clocks, _beside_meal, _meals, _weekdays, _fixed),
    )
    for reader in readers:
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


def _cycle(cursor: Cursor) -> tuple[When, ...]:
    """ "3 weeks on, 1 week off", "in cycles of 7 days on and 21 days off", "on days 1 to 21 of each 28-day cycle"."""
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
    if count is None or unit not in words.DAYS_IN or not 1 <= count.value * words.DAYS_IN[unit] <= MAX_PLAN_DAYS:
        return None
    cursor.at += 1
    return count.value * words.DAYS_IN[unit]


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


def _at_most(cursor: Cursor) -> tuple[When, ...]:
    """ "up to 3 times a day": a bound, not how often."""
    at = cursor.at
    if not cursor.accept_phrase("up to"):
        return ()
    fixed = _FIXED.take(cursor)
    if fixed is not None and isinstance(fixed.value, TimesADay):
        return (MostTimes(fixed.value.count),)
    cursor.at = at + 2
    count = _count_of_times(cursor)
    if count is not None and (_A_DAY.take(cursor) or (cursor.accept_mark("/") and cursor.accept("day"))):
        return (MostTimes(count),)
    cursor.at = at
    return ()


def _fixed(cursor: Cursor) -> tuple[When, ...]:
    at, found = cursor.at, _FIXED.take(cursor)
    if found is None and cursor.accept("a", "per") and cursor.accept("week"):
        raise puzzled("In how many doses, on which days of the week?", cursor.since(at), choices=("once a week",))
    cursor.at = at if found is None else cursor.at
    if found is None and cursor.accept_mark("/") and cursor.accept("day", "d"):
        return (Daily(),)
    return (found.value,) if found else ()


def _times(cursor: Cursor) -> tuple[When, ...]:
    """ "twice a day", "3 times daily", "4x/day", "once a week", "once"."""
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
    if cursor.word() in words.COUNTS:
        cursor.at += 1
        return words.COUNTS[cursor.word(-1)]
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


def _counted_before_period(cursor: Cursor) -> tuple[When, ...]:
    """Asks about "4 hourly", "2 weekly", "6 monthly", "2 daily": every so many, or so many in each?"""
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


def _every(cursor: Cursor) -> tuple[When, ...]:
    """ "every 8 hours", "q8h", "every 3 days", "every third day", "every Monday", "every morning"."""
    at = cursor.at
    fixed = _FIXED.take(cursor)
    if fixed is not None and cursor.word(at - cursor.at) in {"every", "each", "q"}:
        if isinstance(fixed.value, EveryDays):
            return (EveryDays(fixed.value.n, _from_day(cursor, fixed.value.n)),)
        return (fixed.value,)
    cursor.at = at
    if not cursor.accept("every", "each", "q"):
        return ()
    weekdays = _list_of_weekdays(cursor)
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
    if cursor.word() in words.HOURS:
        cursor.at += 1
        return _every_hours(cursor, count.value, at)
    if cursor.word() not in words.DAYS_IN:
        raise_doubt(cursor)
        raise puzzled("Every how many hours, days or weeks?", cursor.since(at))
    n = count.value * words.DAYS_IN[cursor.word()]
    cursor.at += 1
    if not 1 <= n <= MAX_PLAN_DAYS:
        raise puzzled("Every how many days?", cursor.since(at))
    return (Daily(),) if n == 1 else (EveryDays(n, _from_day(cursor, n)),)


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
    if most is not None and cursor.accept(*words.HOURS) and 1 <= least < most.value <= MAX_PLAN_HOURS:
        return (EveryHours(least, up_to=most.value),)
    cursor.at += cursor.word() in words.HOURS or cursor.word() in words.DAYS_IN
    raise puzzled("How often exactly? This is a range.", cursor.since(at), local=True)


def _ordinal(cursor: Cursor) -> Said[int] | None:
    """ "third" of "every third day", "3rd" of "every 3rd day"."""
    at = cursor.at
    if words.ORDINALS.get(cursor.word(), 1) > 1:
        cursor.at += 1
        return Said(words.ORDINALS[cursor.word(-1)], cursor.since(at))
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
    times = tuple(when.at_time for when in _clocks(cursor) if isinstance(when, AtClock | FirstAt))
    if times and opened == cursor.accept_mark(")"):
        return times
    cursor.at = at
    return ()


def _clocks(cursor: Cursor) -> tuple[When, ...]:
    """ "at 08:00 and 20:00", "8 am, 2 pm and 8 pm"; the list ends where something else than a time begins."""
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
    if at_said and cursor.word(1) not in words.UNITS:
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


def _meals(cursor: Cursor) -> tuple[When, ...]:
    """ "before breakfast", "with breakfast and dinner": the relation holds for the meals listed behind it."""
    found = _AT_MEALS.take(cursor)
    if found is None:
        return ()
    relation, meal = found.value
    keys = [f"{relation} {meal}"]
    while True:
        at = cursor.at
        following = _MEALS.take(cursor) if cursor.accept_mark(",") | cursor.accept("and") else None
        if following is None:
            cursor.at = at
            return tuple(AtSlot(key) for key in keys)
        keys.append(f"{relation} {following.value}")


def _beside_meal(cursor: Cursor) -> tuple[When, ...]:
    """ "30 minutes before breakfast", "1 hour before bedtime", "half an hour after lunch"."""
    at = cursor.at
    cursor.accept_phrase("at least")
    cursor.accept("taken")
    number = Said(Fraction(1), cursor.here()) if cursor.word() == "an" else take_number(cursor)
    cursor.accept("an")
    unit, relation = cursor.word(), cursor.word(1)
    minutes = None if number is None or unit not in _MINUTES_IN else number.value * _MINUTES_IN[unit]
    if minutes is None or minutes.denominator != 1 or not 0 < minutes <= _MOST_MINUTES:
        return ()
    if relation not in {"before", "after"}:
        return ()
    cursor.at += 2
    meal = _MEALS.take(cursor)
    bedtime = meal is None and relation == "before" and _BEDTIME.take(cursor) is not None
    if meal is None and not bedtime:
        cursor.at = at
        return ()
    key = "bedtime" if meal is None else f"{relation} {meal.value}"
    return (AtSlot(key, minutes=int(-minutes if relation == "before" else minutes)),)


def _weekdays(cursor: Cursor) -> tuple[When, ...]:
    """ "on Mondays", "on Monday and Friday", "Friday", "except Sundays"; one single "on Monday" may mean one day."""
    all_but = (
        cursor.accept("except", "excluding") or cursor.accept_phrase("but not") or cursor.accept_phrase("apart from")
    )
    cursor.accept("on")
    cursor.accept("a")
    at = cursor.at
    weekdays = _list_of_weekdays(cursor)
    certain = cursor.word(at - cursor.at) in words.MANY_WEEKDAYS or len(weekdays) > 1
    if not weekdays:
        return ()
    certain = certain or all_but
    cursor.accept("only")
    return (NamedDays(frozenset(Weekday) - weekdays if all_but else weekdays, certain),)


def _list_of_weekdays(cursor: Cursor) -> frozenset[Weekday]:
    days: list[Weekday] = []
    while True:
        at = cursor.at
        if days and (cursor.accept_mark("-") or cursor.accept("to", "through")):
            last = _WEEKDAYS.take(cursor)
            if last is None or len(days) > 1 or last.value <= days[0]:
                cursor.at = at
                return frozenset(days)
            return frozenset(Weekday(day) for day in range(days[0], last.value + 1))
        if days:
            cursor.accept_mark(",", "/")
            cursor.accept("and")
        day = _WEEKDAYS.take(cursor) if not days or cursor.at > at else None
        if day is None or day.value in days:
            cursor.at = at
            return frozenset(days)
        days.append(day.value)
