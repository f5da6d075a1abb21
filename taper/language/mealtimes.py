"""Beside which meals is it taken, and how long before or after: "with breakfast", "1 hour before bedtime"?"""

from __future__ import annotations

from fractions import Fraction

from taper.language import timewords
from taper.language.cursor import Cursor, Phrases
from taper.language.numbers import take_number
from taper.language.sketch import Said
from taper.language.whens import AtSlot, When

_AT_MEALS = Phrases(timewords.AT_MEALS)
_MEALS = Phrases(timewords.MEALS)
_MINUTES_IN = {"minutes": 1, "minute": 1, "mins": 1, "min": 1, "hour": 60, "hours": 60, "hr": 60, "hrs": 60}
_MOST_MINUTES = 180
_BEDTIME = Phrases(dict.fromkeys(("bedtime", "bed", "bed time", "going to bed"), True))


def take_meals(cursor: Cursor) -> tuple[When, ...]:
    """ "before breakfast", "with breakfast and dinner": the relation holds for the meals listed behind it.

    Nothing where no meal stands here.
    """
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


def take_beside_meal(cursor: Cursor) -> tuple[When, ...]:
    """ "30 minutes before breakfast", "1 hour before bedtime", "half an hour after lunch".

    Nothing where no meal stands here.
    """
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
