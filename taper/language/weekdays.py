"""On which days of the week is it taken: "on Mondays", "Monday to Friday", "except Sundays"?"""

from __future__ import annotations

from taper.core.plan import Weekday
from taper.language import timewords
from taper.language.cursor import Cursor, Phrases
from taper.language.whens import NamedDays, When

_WEEKDAYS = Phrases({**timewords.WEEKDAYS, **timewords.MANY_WEEKDAYS})


def take_weekdays(cursor: Cursor) -> tuple[When, ...]:
    """ "on Mondays", "on Monday and Friday", "Friday", "except Sundays"; one single "on Monday" may mean one day."""
    all_but = (
        cursor.accept("except", "excluding") or cursor.accept_phrase("but not") or cursor.accept_phrase("apart from")
    )
    cursor.accept("on")
    cursor.accept("a")
    at = cursor.at
    weekdays = list_of_weekdays(cursor)
    certain = cursor.word(at - cursor.at) in timewords.MANY_WEEKDAYS or len(weekdays) > 1
    if not weekdays:
        return ()
    certain = certain or all_but
    cursor.accept("only")
    return (NamedDays(frozenset(Weekday) - weekdays if all_but else weekdays, certain),)


def list_of_weekdays(cursor: Cursor) -> frozenset[Weekday]:
    """The weekdays listed here, "Monday to Friday" as all of them; none, and nothing read, where none stands."""
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
