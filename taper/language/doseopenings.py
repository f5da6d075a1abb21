"""Which words open a dose: a verb, or the number of something to be taken?"""

from __future__ import annotations

from taper.language.cursor import Cursor, Phrases
from taper.language.dates import date_stands
from taper.language.dosewords import UNITS, VERBS
from taper.language.numbers import take_number
from taper.language.timewords import DAYS_IN, HOURS, MONTH_NAMES, MONTHS_IN

_VERBS = Phrases(VERBS)
_NO_AMOUNT_BEFORE = frozenset({*DAYS_IN, *MONTHS_IN, *HOURS, *MONTH_NAMES, "am", "pm", "time", "times", "hourly"}) | {
    *(
        "daily",
        "weekly",
        "monthly",
        "st",
        "nd",
        "rd",
        "th",
        "night",
        "nights",
        "cycles",
        "cycle",
        "doses",
        "dose",
        "refills",
    )
}
"""What behind a number says that it is none of a dose: "2 weeks", "8 am", "3 times", "4 hourly"."""


def amount_stands(cursor: Cursor) -> bool:
    """Whether a number of something to be taken begins here (or "a tablet"); nothing is read.

    Raises Puzzled where the number itself is a question.
    """
    if cursor.word() in {"a", "an"} and cursor.word(1) in UNITS:
        return True
    at = cursor.at
    number = take_number(cursor)
    behind = cursor.word()
    times_a_day = behind == "x" and cursor.number(1) is None
    time_behind_dash = cursor.mark() == "-" and (cursor.word(1) in DAYS_IN or cursor.word(1) in MONTHS_IN)
    cursor.at = at
    return number is not None and behind not in _NO_AMOUNT_BEFORE and not times_a_day and not time_behind_dash


def take_verb(cursor: Cursor) -> bool:
    """Steps over what opens a dose and adds nothing to it: "take", "continue with", "from" before an amount."""
    at = cursor.at
    if _VERBS.take(cursor) is not None:
        if not date_stands(cursor):
            return True
        cursor.at = at  # "start on 3 December 2026"
    if cursor.accept("from") and not date_stands(cursor) and amount_stands(cursor):
        return True
    cursor.at = at
    return False


def verb_stands(cursor: Cursor) -> bool:
    """Whether a dose is opened here; nothing is read."""
    at = cursor.at
    stands, cursor.at = take_verb(cursor), at
    return stands
