"""Which words are known at all, which of them carry a dose, and which may stand before a point or digits?"""

from __future__ import annotations

from collections.abc import Iterable

from taper.language import dosewords, doubts, needwords, numberwords, planwords, timewords

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
        *("lasting", "first", "up", "one", "between", "in", "out", "sig", "rx", "cycles", "cycle", "repeat", "doses"),
        *("dose", "off"),
        *("original", "current", "nearest", "rounded", "until", "down", "zero", "mg", "fewer", "less"),
        *("more", "interval"),
        *("intervals", "turn", "odd", "even", "from", "cover", "all", "this", "course", "plus", "together"),
        *("stop", "last"),
    )
)
"""Words that only mean something beside others."""


def words_of(*tables: Iterable[str]) -> frozenset[str]:
    """Every single word that stands in the phrases of some tables."""
    return frozenset(word for table in tables for phrase in table for word in phrase.split())


VOCABULARY = words_of(
    *(dosewords.UNITS, dosewords.EXTENDED, dosewords.VERBS, dosewords.ROUTES, dosewords.OTHER_ROUTES),
    *(dosewords.EXTENDED_LETTERS, dosewords.NOTES),
    *(numberwords.NUMBERS, numberwords.TENS, numberwords.ORDINALS, numberwords.COUNTS),
    *(timewords.EVERY_WEEK, timewords.AT_MEALS, timewords.MEALS, timewords.ALL_MEALS, timewords.PLACES),
    *(timewords.EACH_PLACE, timewords.EVERY_DAY, timewords.TIMES_A_DAY, timewords.EVERY_N_DAYS, timewords.A_WEEK),
    *(timewords.DAYS_IN, timewords.MONTHS_IN, timewords.HOURS, timewords.MONTH_NAMES, timewords.WEEKDAYS),
    *(timewords.MANY_WEEKDAYS, timewords.AS_ONE_DOSE, timewords.IN_TURN, timewords.OTHER_DAYS),
    *(needwords.AS_NEEDED, needwords.SYMPTOMS, needwords.ABOUT_SYMPTOMS, needwords.MOST, needwords.IN_A_DAY),
    *(needwords.APART, needwords.LEAST_GAP, needwords.NOT_SOONER),
    *(planwords.ENDINGS, planwords.THEN, planwords.UNTIL, planwords.STARTING, planwords.STOP_BY, planwords.DISPENSED),
    *(planwords.IN_ALL, planwords.NO_DOSES, planwords.REFILLS, planwords.CHANGES, planwords.ENDS_OF_RULE),
    *(SMALL_WORDS, doubts.DOUBTS),
)
"""Every word that is known, be it only to ask about it."""

CORE_WORDS = frozenset(
    word
    for word in words_of(
        dosewords.UNITS,
        *(numberwords.NUMBERS, numberwords.TENS, numberwords.COUNTS),
        *(timewords.AT_MEALS, timewords.PLACES, timewords.EACH_PLACE, timewords.EVERY_DAY, timewords.TIMES_A_DAY),
        *(timewords.EVERY_N_DAYS, timewords.A_WEEK, timewords.DAYS_IN, timewords.MONTHS_IN, timewords.HOURS),
        *(timewords.MONTH_NAMES, timewords.WEEKDAYS, timewords.MANY_WEEKDAYS),
        planwords.CHANGES,
        *(("take", "give", "apply", "use", "inhale", "continue", "stop", "then", "until", "every", "each", "times"),),
    )
    if len(word) > 2
)
"""The words that carry a dose: a first word one slip away from one of them is asked about, and no medicine's name."""
