"""With which words is it said when something is taken, on which days and for how long?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping

from taper.core.plan import Weekday

_MEALS = {"breakfast": "breakfast", "lunch": "lunch", "dinner": "dinner", "supper": "dinner", "evening meal": "dinner"}
_RELATIONS = {"before": "before", "with": "with", "at": "with", "after": "after"}

MEALS: Mapping[str, str] = {**_MEALS, **{f"the {meal}": meaning for meal, meaning in _MEALS.items()}}
AT_MEALS: Mapping[str, tuple[str, str]] = {
    f"{relation} {meal}": (stands, meaning)
    for relation, stands in _RELATIONS.items()
    for meal, meaning in MEALS.items()
}
"""What stands before, with or after one meal: the relation and the meal of a slot's key."""

ALL_MEALS: Mapping[str, str] = {
    **{
        f"{word} {meals}": word
        for word in ("before", "with", "after")
        for meals in ("meals", "each meal", "every meal")
    },
    "ac": "before",
    "pc": "after",
}
"""The three meals at once."""

_TIMES_OF_DAY = {
    "morning": "morning",
    "noon": "noon",
    "midday": "noon",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
    "bedtime": "bedtime",
    "bed time": "bedtime",
}
_HOW_SAID = ("", "in the ", "at ", "at the ", "on the ", "the ")
PLACES: Mapping[str, str] = {
    **{f"{lead}{word}": key for lead in _HOW_SAID for word, key in _TIMES_OF_DAY.items()},
    **dict.fromkeys(("am", "in the am"), "morning"),
    **dict.fromkeys(("before bed", "before bedtime", "going to bed"), "bedtime"),
}
"""A named time of the day, and the key of its slot."""

EACH_PLACE: Mapping[str, str] = {
    **{f"{lead} {word}": key for lead in ("every", "each", "q") for word, key in _TIMES_OF_DAY.items()},
    **dict.fromkeys(("qam", "mane", "q am", "every am", "each am"), "morning"),
    **dict.fromkeys(("nocte", "nightly"), "night"),
    **dict.fromkeys(("qhs", "q hs"), "bedtime"),
}
"""The same with "every day" in it."""

EACH_DAY: Mapping[str, bool] = dict.fromkeys(("every day", "each day", "everyday"), True)
A_DAY: Mapping[str, bool] = dict.fromkeys(("a day", "per day", "in a day"), True)
ONCE_A_DAY: Mapping[str, bool] = dict.fromkeys(("qd", "q d", "q day", "q daily", "qday"), True)
"""Abbreviations that count: once daily, and no mere "every day" beside another count."""

EVERY_DAY: Mapping[str, bool] = {"daily": True, **EACH_DAY, **A_DAY, **ONCE_A_DAY}
"""All of them, behind a number of times: "3 times daily", "twice a day"."""

TIMES_A_DAY: Mapping[str, int] = {
    **dict.fromkeys(("bid", "bd", "bds", "twice daily"), 2),
    **dict.fromkeys(("tid", "tds"), 3),
    **dict.fromkeys(("qid", "qds"), 4),
}
AS_ONE_DOSE: Mapping[str, bool] = dict.fromkeys(
    (
        *("at once", "immediately", "straight away", "right away", "stat", "as a single dose", "as one dose"),
        *("as a loading dose", "single dose", "as one single dose", "one single dose"),
        *("in a single dose", "in one dose"),
        *("now", "right now", "at once now", "immediately now"),
        *("in one go", "all at once", "as a one off dose", "as a stat dose", "one dose only"),
    ),
    True,
)
"""One taking: the whole of a one-day step, or with "daily" beside it each day's."""
IN_TURN: Mapping[str, str] = {
    **dict.fromkeys(("one day", "on one day"), "one"),
    **dict.fromkeys(
        ("the next", "the next day", "on the next", "on the next day", "the following day", "the other day"), "next"
    ),
    **dict.fromkeys(("on the following day", "the other"), "next"),
}
OTHER_DAYS: Mapping[str, bool] = dict.fromkeys(
    (
        *("on the other days", "on all other days", "on other days", "all other days", "the other days", "other days"),
        *("on the days between", "on the days in between", "on the rest of the days", "on the remaining days"),
        *("the rest of the week", "on every other weekday", "on all the other days", "on the alternate days"),
        *("on each of the other days", "all the other days", "on the in between days", "the remaining days"),
    ),
    True,
)
EVERY_N_DAYS: Mapping[str, int] = {
    **dict.fromkeys(("every other day", "every second day", "alternate days", "on alternate days"), 2),
    **dict.fromkeys(("each other day", "every alternate day", "qod", "q other day", "on every other day"), 2),
    **dict.fromkeys(("on every second day", "each second day", "on every alternate day", "each alternate day"), 2),
    **dict.fromkeys(("every other week", "each other week", "every fortnight", "fortnightly", "every second week"), 14),
}
EVERY_WEEK: Mapping[str, bool] = dict.fromkeys(("weekly", "each week", "every week", "qweek", "qwk", "q week"), True)
A_WEEK: Mapping[str, bool] = {**EVERY_WEEK, **dict.fromkeys(("a week", "per week"), True)}
"""Behind a number of times; "70 mg per week" alone leaves open in how many doses."""

A_MONTH: Mapping[str, bool] = dict.fromkeys(("a month", "every month", "each month", "per month"), True)

DAYS_IN: Mapping[str, int] = {
    **dict.fromkeys(("day", "days", "d"), 1),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w"), 7),
    "fortnight": 14,
    "fortnights": 14,
}
MONTHS_IN: Mapping[str, int] = {"month": 1, "months": 1, "year": 12, "years": 12}
SINGLE_LETTERS = frozenset({"d", "w"})
"""Read as days and weeks only where they touch their number ("x5d")."""
HOURS = frozenset({"h", "hr", "hrs", "hour", "hours"})

MONTH_NAMES: Mapping[str, int] = {
    **dict.fromkeys(("january", "jan"), 1),
    **dict.fromkeys(("february", "feb"), 2),
    **dict.fromkeys(("march", "mar"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    **dict.fromkeys(("may",), 5),
    **dict.fromkeys(("june", "jun"), 6),
    **dict.fromkeys(("july", "jul"), 7),
    **dict.fromkeys(("august", "aug"), 8),
    **dict.fromkeys(("september", "sep", "sept"), 9),
    **dict.fromkeys(("october", "oct"), 10),
    **dict.fromkeys(("november", "nov"), 11),
    **dict.fromkeys(("december", "dec"), 12),
}
WEEKDAYS: Mapping[str, Weekday] = {
    **dict.fromkeys(("monday", "mon"), Weekday.MONDAY),
    **dict.fromkeys(("tuesday", "tue", "tues"), Weekday.TUESDAY),
    **dict.fromkeys(("wednesday", "wed", "weds"), Weekday.WEDNESDAY),
    **dict.fromkeys(("thursday", "thu", "thur", "thurs"), Weekday.THURSDAY),
    **dict.fromkeys(("friday", "fri"), Weekday.FRIDAY),
    **dict.fromkeys(("saturday", "sat"), Weekday.SATURDAY),
    **dict.fromkeys(("sunday", "sun"), Weekday.SUNDAY),
}
MANY_WEEKDAYS: Mapping[str, Weekday] = {f"{name}s": day for name, day in WEEKDAYS.items() if name.endswith("day")}
