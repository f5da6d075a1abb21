"""Which words does a prescriber use, and what does each stand for?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from taper.core.amount import Unit
from taper.core.plan import Ends, Weekday

UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams"), Unit.MG),
    **dict.fromkeys(("mcg", "mcgs", "microgram", "micrograms", "µg", "μg", "ug"), Unit.MCG),
    **dict.fromkeys(("g", "gm", "gram", "grams"), Unit.G),
    **dict.fromkeys(("ml", "mls", "milliliter", "milliliters", "millilitre", "millilitres"), Unit.ML),
    **dict.fromkeys(("unit", "units"), Unit.UNITS),
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs"), Unit.TABLET),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps"), Unit.CAPSULE),
    **dict.fromkeys(("patch", "patches"), Unit.PATCH),
    **dict.fromkeys(("drop", "drops"), Unit.DROP),
    **dict.fromkeys(("puff", "puffs"), Unit.PUFF),
}

EXTENDED: frozenset[str] = frozenset(
    {"extended release", "modified release", "prolonged release", "sustained release", "slow release"}
)
"""What makes a tablet one that is never split."""

EXTENDED_LETTERS = frozenset({"xr", "xl", "er", "sr", "mr", "cr", "la", "retard"})
"""The same, as it stands beside a medicine's name."""

_UP_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBERS: Mapping[str, int] = {word: number for number, word in enumerate((*_UP_TO_TEN, *_TEENS), 1)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS: Mapping[str, int] = {word: number * 10 for number, word in enumerate(_TENS, 2)}
ORDINALS: Mapping[str, int] = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "tenth": 10}
COUNTS: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}

VERBS: Mapping[str, bool] = dict.fromkeys(
    (
        *("take", "give", "apply", "use", "inhale", "instil", "instill", "place", "put", "swallow", "inject"),
        *(
            "continue with",
            "continue on",
            "continue at",
            "continue taking",
            "stay on",
            "keep taking",
            "please take",
            "continue",
        ),
    ),
    True,
)
"""What opens a dose and adds nothing to it."""

ROUTES: Mapping[str, bool] = dict.fromkeys(
    (
        *("by mouth", "po", "per os", "oral", "orally", "by oral route", "by the oral route", "via oral route"),
        *("sublingual", "sublingually", "under the tongue", "subcutaneously", "under the skin", "to the skin"),
        *("on the skin", "to skin", "topically", "by inhalation", "to be taken", "to be given", "to be applied"),
    ),
    True,
)
"""Ways in that change neither amount nor time. "In each eye" is none of them: it changes the amount."""

NOTES: Mapping[str, bool] = dict.fromkeys(
    (
        *("with food", "with or after food", "after food", "before food", "with water", "with a glass of water"),
        *("with milk", "with food or milk", "on an empty stomach", "swallow whole", "swallowed whole"),
        *("do not crush", "do not chew", "do not crush or chew", "do not break"),
    ),
    True,
)
"""Words beside the dose that are kept on the plan as precautions."""

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

EVERY_DAY: Mapping[str, bool] = dict.fromkeys(
    ("daily", "every day", "each day", "a day", "per day", "everyday", "qd", "q d", "q day"), True
)
TIMES_A_DAY: Mapping[str, int] = {
    **dict.fromkeys(("bid", "bd", "bds"), 2),
    **dict.fromkeys(("tid", "tds"), 3),
    **dict.fromkeys(("qid", "qds"), 4),
}
EVERY_N_DAYS: Mapping[str, int] = {
    **dict.fromkeys(("every other day", "every second day", "alternate days", "on alternate days"), 2),
    **dict.fromkeys(("each other day", "every alternate day", "qod", "q other day"), 2),
    **dict.fromkeys(("every other week", "each other week", "every fortnight", "fortnightly", "every second week"), 14),
}
A_WEEK: Mapping[str, bool] = dict.fromkeys(("weekly", "a week", "per week", "each week", "every week"), True)

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

ENDINGS: Mapping[str, Ends] = {
    **dict.fromkeys(("stop", "stop taking it", "stop the medicine", "discontinue"), Ends.STOP),
    **dict.fromkeys(("review", "for review"), Ends.REVIEW),
    **dict.fromkeys(("continue", "ongoing", "indefinitely"), Ends.OPEN),
}
THEN: Mapping[str, bool] = dict.fromkeys(
    ("then", "and then", "followed by", "and followed by", "after that", "and after that", "thereafter", "afterwards"),
    True,
)
UNTIL: Mapping[str, bool] = dict.fromkeys(
    ("until", "till", "through", "up to and including", "until and including"), True
)
STARTING: Mapping[str, bool] = dict.fromkeys(
    (
        *("starting", "starting on", "starting from", "start", "start on", "start from", "starts on", "beginning"),
        *("beginning on", "begin on", "begin", "from", "day 1 is", "first dose on"),
    ),
    True,
)
STOP_BY: Mapping[str, bool] = dict.fromkeys(("stop by", "must stop by", "to stop by", "to be stopped by"), True)
DISPENSED: Mapping[str, bool] = dict.fromkeys(
    ("dispense", "disp", "qty", "quantity", "dispense qty", "dispense quantity"), True
)
IN_ALL: Mapping[str, bool] = dict.fromkeys(("in all", "in total", "altogether", "total"), True)

ABBREVIATIONS = frozenset(
    {"mg", "mcg", "ml", "tab", "tabs", "cap", "caps", "po", "hr", "hrs", "wk", "wks", "qty", "disp"}
)
"""After which a point need not end the sentence."""

MAY_TOUCH_DIGITS = frozenset({"x", "q", "at", "for", "day", "days", "week", "weeks", "qty", "disp"})
"""After which digits may follow without a space ("x5d", "q8h")."""

SMALL_WORDS = frozenset(
    (
        *("a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "for", "each", "every"),
        *("per", "times", "time", "x", "q", "with", "by", "until", "half", "quarter", "quarters", "three", "next"),
        *("another", "noon", "midnight", "pm", "am", "s", "st", "nd", "rd", "th", "hourly", "monthly", "course"),
        *("lasting", "first"),
    )
)
"""Words that only mean something beside others."""


def words_of(*tables: Iterable[str]) -> frozenset[str]:
    """Every single word that stands in the phrases of some tables."""
    return frozenset(word for table in tables for phrase in table for word in phrase.split())
