"""Which words are never read, and what must be asked instead?

The error-prone abbreviations follow the ISMP list of error-prone abbreviations, symbols and dose designations; the rest
are words that leave how much or when open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to ask about a phrase: the question, what hangs on it, and answers to pick from."""

    text: str
    why: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


_AS_DIRECTED = Doubt("What was directed? Write how much, how often and for how long.")
_RULE = Doubt(
    "Which amounts, for how many days each?",
    "The paper or your provider says; taper does not make up a taper.",
    example="reduce by 10 mg every 5 days until 10 mg, then stop",
)
_LIMIT = Doubt(
    "This is a limit, not a dose. How much is taken, and when? Leave the limit out here.",
    "A ceiling or a floor says nothing about what is to be taken.",
)
_CONDITION = Doubt(
    "What is taken, on which days? A plan cannot wait for a condition.", "Only dates and lengths can be counted."
)
_CYCLE = Doubt(
    "On which days are the doses, and on which are none?",
    "Rest days must not be taken for missed doses.",
    example="for 7 days, then 21 days with no doses; 2 cycles in all",
)
_CHANGING = Doubt(
    "Which amount on which days?",
    "It must be clear on which day each amount begins.",
    example="20 mg one day and 10 mg the next",
)
_SINGLE = Doubt("Is this one single dose? On which day, and at what time?", choices=("for 1 day", "every day"))
_SPOON = Doubt("How many mL is that?", "Spoons differ.")
_PLACES = Doubt("How much in all, each time? Write the whole amount of one taking.", "In each, or in both together?")
_ROUGHLY = Doubt("How long exactly?", "A stop date needs a number.")

_NOT = Doubt("What is to be taken? Write only that, not what is to be left.", "Half of it read would be the opposite.")
_UNCERTAIN = Doubt("What is taken for certain? Write only that.", "A reminder cannot weigh possibilities.")

DOUBTS: Mapping[str, Doubt] = {
    **dict.fromkeys(("as directed", "as dir", "as instructed", "ud", "uad", "use as directed", "mdu"), _AS_DIRECTED),
    **dict.fromkeys(
        ("reduce", "reducing", "reduced", "reduction", "decrease", "decreasing", "decreased", "lower"), _RULE
    ),
    **dict.fromkeys(("increase", "increasing", "increased", "titrate", "titrating", "wean", "weaning", "halve"), _RULE),
    **dict.fromkeys(("taper", "tapering", "taper off", "step down", "double", "escalate", "percent", "%"), _RULE),
    **dict.fromkeys(("no more than", "not more than", "not to exceed", "up to", "at most", "max", "maximum"), _LIMIT),
    **dict.fromkeys(("mdd", "limit", "at least", "not less than", "minimum", "no less than", "less than"), _LIMIT),
    **dict.fromkeys(("more than", "hours apart"), _LIMIT),
    **dict.fromkeys(("if", "unless", "when", "while", "whenever", "provided", "depending"), _CONDITION),
    **dict.fromkeys(
        ("cycle", "cycles", "repeat", "off", "rest", "pause", "with no doses", "no doses", "break"), _CYCLE
    ),
    **dict.fromkeys(("alternating", "alternate", "alternately", "alternating with"), _CHANGING),
    **dict.fromkeys(("stat", "single dose", "one time only", "once only", "immediately"), _SINGLE),
    **dict.fromkeys(("loading", "loading dose", "maintenance", "maintenance dose"), _RULE),
    **dict.fromkeys(("teaspoon", "teaspoons", "tsp", "tablespoon", "tablespoons", "tbsp"), _SPOON),
    **dict.fromkeys(("spoonful", "spoonfuls", "spoon", "spoons"), _SPOON),
    **dict.fromkeys(("in each", "in both", "into each", "into both", "each eye", "both eyes", "to each"), _PLACES),
    **dict.fromkeys(("about", "around", "approximately", "roughly", "or so"), _ROUGHLY),
    **dict.fromkeys(("never", "not", "no", "do not", "avoid", "avoiding", "exceed", "exceeding", "without"), _NOT),
    **dict.fromkeys(("except", "instead", "skip", "miss", "missed", "hold", "withhold", "do not take"), _NOT),
    **dict.fromkeys(("perhaps", "maybe", "possibly", "consider", "usually", "sometimes", "previously"), _UNCERTAIN),
    **dict.fromkeys(("formerly", "currently", "was", "were", "had", "has", "would", "could", "should"), _UNCERTAIN),
    **dict.fromkeys(("can", "might", "patient", "pt", "alternatively", "optional", "optionally", "extra"), _UNCERTAIN),
    "od": Doubt('Does "od" mean once daily, or the right eye?', choices=("once daily", "right eye")),
    "hs": Doubt('Does "hs" mean at bedtime, or half strength?', choices=("at bedtime", "half strength")),
    "ss": Doubt('What does "ss" mean: half, or a sliding scale?', choices=("half", "sliding scale")),
    "cc": Doubt('"cc" can be misread. Write mL.', choices=("mL",)),
    "u": Doubt('"U" can be misread as a number. Write units.', choices=("units",)),
    "iu": Doubt('"IU" can be misread. Write units.', choices=("units",)),
    "sid": Doubt('Does "sid" mean once daily?', choices=("once daily",)),
    "qiw": Doubt(
        '"QIW" can be misread. On which days of the week?', choices=("every Monday, Wednesday, Friday and Sunday",)
    ),
    "eod": Doubt(
        'Does "EOD" mean every other day, or the end of the day?', choices=("every other day", "in the evening")
    ),
    "tiw": Doubt('"TIW" can be misread. On which days of the week?', choices=("every Monday, Wednesday and Friday",)),
    "biw": Doubt('"BIW" can be misread. On which days of the week?', choices=("every Monday and Thursday",)),
    "pm": Doubt('At which time of the day is "pm"?', choices=("in the evening", "at bedtime")),
    "qpm": Doubt('At which time of the day is "qpm"?', choices=("in the evening", "at bedtime")),
    "midnight": Doubt("Midnight at the start or at the end of the day? Write 00:00 or 23:59."),
    "hourly": Doubt("Every how many hours?", choices=("every 4 hours", "every 6 hours", "every 8 hours")),
    "monthly": Doubt("How often a month, and when?", "Months differ in length.", ("once a month",)),
    **dict.fromkeys(
        ("pill", "pills"),
        Doubt("Are these tablets or capsules? Capsules are never split.", choices=("tablets", "capsules")),
    ),
    **dict.fromkeys(
        ("today", "tomorrow", "yesterday", "tonight"), Doubt("Which date is that? Write it as 2026-12-16.")
    ),
}
