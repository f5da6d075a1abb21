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
    **dict.fromkeys(("spray", "sprays"), Unit.SPRAY),
    **dict.fromkeys(("suppository", "suppositories"), Unit.SUPPOSITORY),
    **dict.fromkeys(("pessary", "pessaries"), Unit.PESSARY),
    **dict.fromkeys(("sachet", "sachets"), Unit.SACHET),
    **dict.fromkeys(("lozenge", "lozenges"), Unit.LOZENGE),
    **dict.fromkeys(("application", "applications"), Unit.APPLICATION),
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
ORDINALS: Mapping[str, int] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "tenth": 10,
}
COUNTS: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}

VERBS: Mapping[str, bool] = dict.fromkeys(
    (
        *("take", "give", "apply", "use", "inhale", "instil", "instill", "place", "put", "swallow", "inject"),
        *("continue with", "continue on", "continue at", "continue taking", "stay on", "keep taking"),
        *("please take", "continue"),
        *("start with", "start at", "start on", "starting with", "starting at", "begin with", "begin at", "begin on"),
        *("start", "begin", "insert", "instill", "chew", "suck", "dissolve", "have", "administer"),
        *("spray", "rinse with"),
        *("swish and swallow", "swish and spit", "gargle with", "rub in", "massage in", "start taking", "begin taking"),
        *("infuse", "drink", "wear", "taking"),
        *(f"give {whom}" for whom in ("her", "him", "them", "my son", "my daughter", "the child", "your child")),
        *("stay at", "remain on", "stay with", "maintain at", "maintain on", "go on with", "initially"),
        *(
            *("loading dose of", "a loading dose of", "load with", "loading dose"),
            "initial dose",
            "starting dose",
            "beginning with",
            "commence",
            "commence with",
            "commence on",
            "dose",
            "to take",
        ),
    ),
    True,
)
"""What opens a dose and adds nothing to it."""

ROUTES: Mapping[str, bool] = dict.fromkeys(
    (
        *("by mouth", "po", "per os", "oral", "orally", "by oral route", "by the oral route", "via oral route"),
        *("to be taken", "to be given", "to be applied", "taken orally", "taken by mouth"),
        *("together", "all together", "at the same time"),
        *(
            f"of {whose} {what}"
            for whose in ("the", "my", "your", "his", "her")
            for what in (
                "inhaler",
                "brown inhaler",
                "blue inhaler",
                "syrup",
                "liquid",
                "solution",
                "suspension",
                "medicine",
            )
        ),
    ),
    True,
)
"""What adds nothing to a dose that is swallowed."""

OTHER_ROUTES: Mapping[str, bool] = dict.fromkeys(
    (
        *(
            "sublingual",
            "sublingually",
            "under the tongue",
            "subcutaneously",
            "under the skin",
            "to the skin",
            "subq",
            "sl",
            *("sc", "sq", "s c", "im", "iv", "subcut", "by injection", "by subcutaneous injection", "by im injection"),
            *("by intramuscular injection", "intramuscularly", "intravenously", "intramuscular", "intravenous", "pr"),
            *("by deep intramuscular injection", "by mouth or by tube", "via inhaler", "via a spacer", "via spacer"),
            *("vaginally", "into the vagina", "nasally", "by nasogastric tube", "via peg", "by rectum", "per rectum"),
            *("to clean dry skin", "to clean dry hairless skin", "to a clean dry area of skin", "to clean skin"),
            *("to a clean area of skin", "to dry skin", "to the upper arm", "to the chest", "to the affected area"),
            *("to affected area", "to the affected areas", "on the tongue", "between the cheek and gum", "buccally"),
            *("into the thigh", "into the abdomen", "in the abdomen", "into the muscle"),
            *("into the mouth", "in the mouth"),
            *("under your tongue", "topical", "transdermally", "through the skin"),
        ),
        *("on the skin", "to skin", "topically", "by inhalation", "inhalation", "inhaled", "using inhaler"),
        *("using an inhaler", "subcutaneous", "intranasally", "rectally"),
        *(
            f"{into} {whose} {side} {organ}"
            for whose in ("the", "my", "your", "his", "her")
            for into in ("in", "into", "to")
            for side in ("left", "right", "affected")
            for organ in ("eye", "ear", "nostril")
        ),
    ),
    True,
)
"""Ways in that change neither amount nor time, kept on the plan. "In each eye" is none: it changes the amount."""

NOTES: Mapping[str, bool] = dict.fromkeys(
    (
        *("with food", "with or after food", "after food", "before food", "with water", "with a glass of water"),
        *("with or just after food", "just after food", "with or just after a meal", "with food or just after food"),
        *("an hour before food or on an empty stomach", "1 hour before food or on an empty stomach", "with a snack"),
        *("an hour before food", "1 hour before food or 2 hours after food", "an hour before or two hours after food"),
        *("half an hour before food", "30 minutes before food", "30 to 60 minutes before food", "with plenty of fluid"),
        *("at least 30 minutes before food", "with food or a snack", "while sitting or standing", "whole with water"),
        *("while upright", "swallowed whole with water"),
        *("whole with a glass of water", "dissolved in a glass of water"),
        *("in a glass of water", "in divided doses with food", "with meals or food"),
        *("with a small snack", "with juice"),
        *("do not swallow", "thinly", "sparingly", "to be taken with food", "after meals or food", "spread evenly"),
        *("with milk", "with food or milk", "on an empty stomach", "swallow whole", "swallowed whole"),
        *("do not crush", "do not chew", "do not crush or chew", "do not break", "swallow it whole"),
        *("with plenty of water", "with a full glass of water", "with or without food"),
        *("with some food", "with a meal"),
        *("avoid alcohol", "do not drink alcohol", "no alcohol", "may cause drowsiness", "do not drive"),
        *("complete the course", "finish the course", "daw", "dispense as written", "no substitution", "no refills"),
        *("with food and a full glass of water", "with food and water"),
        *("finish all of this medicine", "do not stop early"),
        *("do not drive if affected", "do not stop suddenly"),
        *("do not stop abruptly", "do not stop taking this suddenly"),
        *("do not stop taking it suddenly", "until the course is finished", "may be taken with food"),
        *("no refill", "without food", "shake well", "dissolved in water", "in water"),
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
    (
        "daily",
        "every day",
        "each day",
        "a day",
        "per day",
        "everyday",
        "qd",
        "q d",
        "q day",
        "in a day",
        "q daily",
        "qday",
    ),
    True,
)
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

AS_NEEDED: Mapping[str, bool] = dict.fromkeys(
    (
        *("as needed", "as required", "when required", "when needed", "if needed", "if required", "as necessary"),
        *("when necessary", "if necessary", "prn", "only when needed", "only if needed"),
        *("only as needed", "if and when needed"),
        *("when it is needed", "only when required", "only if required", "if i need it"),
        *("if you need it", "if it is needed"),
        *("when i need it", "when you need it", "if and when required", "on an as needed basis", "as and when needed"),
        *("as and when required", "when needed only", "whenever needed", "if i need to"),
    ),
    True,
)
SYMPTOMS = frozenset(
    (
        *("pain", "pains", "ache", "aches", "headache", "headaches", "migraine", "migraines", "backache"),
        *("anxiety", "panic"),
        *("nausea", "vomiting", "sickness", "spasm", "spasms", "cramp", "cramps", "stiffness", "cough", "coughing"),
        *("sleep", "insomnia", "sleeplessness", "wheezing", "wheeze", "breathlessness", "dyspnea"),
        *("dyspnoea", "asthma"),
        *("allergy", "allergies", "hayfever", "rash", "hives", "itch", "itching", "itchiness", "fever", "temperature"),
        *("inflammation", "swelling", "infection", "infections", "heartburn", "reflux", "indigestion"),
        *("gerd", "cholesterol"),
        *("diabetes", "thyroid", "osteoporosis", "bones", "heart", "anaemia", "anemia", "acne", "cystitis"),
        *("uti", "sob"),
        *("constipation", "diarrhoea", "diarrhea", "agitation", "restlessness", "seizures", "seizure", "epilepsy"),
        *("hypertension", "depression", "mood", "vertigo", "dizziness", "angina", "gout", "arthritis"),
        *("eczema", "psoriasis"),
        *("flare", "croup", "withdrawal", "discomfort", "tension", "sciatica", "neuralgia", "neuropathy", "thrush"),
    )
)
"""What a medicine may be taken for; after "for" these words are a reason, and all others a question."""

ENDS_OF_ILLNESSES = ("itis", "algia", "pathy", "emia", "aemia", "osis", "oedema", "phobia", "rhoea", "pnoea", "somnia")
"""How the names of illnesses end: "sinusitis", "neuralgia"."""

ABOUT_SYMPTOMS = frozenset(
    (
        *("severe", "moderate", "mild", "back", "muscle", "joint", "nerve", "tooth", "chest", "leg"),
        *("neck", "shoulder"),
        *("stomach", "abdominal", "acute", "chronic", "breakthrough", "bad", "dental", "knee", "hip", "ear"),
        *("throat", "sore"),
        *("urinary", "tract", "respiratory", "upper", "lower", "skin", "wound", "bacterial", "high"),
        *("blood", "pressure"),
        *("shortness", "breath", "diabetic", "attacks", "muscular", "night", "postoperative", "surgical"),
        *("period", "the"),
        *("motion", "travel", "seasonal", "symptoms", "flares", "opioid", "alcohol", "low", "mood", "sinus", "lung"),
    )
)
"""Words beside a symptom: "severe back pain", "shortness of breath"."""

WHOLE_REASONS = frozenset({"shortness of breath", "blood pressure", "high blood pressure", "sore throat"})
"""Reasons that hold no word of `SYMPTOMS`."""

MOST: Mapping[str, bool] = dict.fromkeys(
    (
        *("no more than", "not more than", "not to exceed", "do not exceed", "max", "maximum", "maximum of", "max of"),
        *("at most", "up to a maximum of", "to a maximum of", "maximum dose", "max dose"),
        *("never more than", "limit to"),
        *("do not take more than", "with a maximum of", "must not exceed", "not exceeding", "no more than a total of"),
        *("but not more than", "but no more than", "and no more than", "and not more than", "but never more than"),
        *("up to a maximum dose of", "do not use more than", "and at most", "but at most"),
        *("maximum total dose", "up to a max of", "to a max of", "with a max of", "not to be more than"),
    ),
    False,
) | dict.fromkeys(
    (
        *("maximum daily dose", "max daily dose", "mdd", "daily maximum", "daily max", "maximum daily dose of"),
        *("maximum per day", "max per day", "max daily dose of", "maximum dose per day", "max daily amount"),
    ),
    True,
)
"""What says the most that may be taken; True where "a day" is said with it."""

IN_A_DAY: Mapping[str, bool] = dict.fromkeys(
    ("a day", "per day", "daily", "each day", "in a day", "in one day", "in any one day", "every day"), True
)
APART: Mapping[str, bool] = dict.fromkeys(
    (
        *("apart", "between doses", "between each dose", "between the doses", "between takings", "between tablets"),
        *("between two doses", "from one dose to the next"),
    ),
    True,
)
LEAST_GAP: Mapping[str, bool] = dict.fromkeys(
    (
        *("at least", "leave at least", "allow at least", "wait at least", "with at least", "minimum", "minimum of"),
        *("a minimum of", "not less than", "no less than", "leave", "allow", "wait", "leaving at least", "min"),
        *("taken at least", "keep at least"),
    ),
    True,
)
NOT_SOONER: Mapping[str, bool] = dict.fromkeys(
    (
        *("no more often than every", "not more often than every", "no more frequently than every"),
        *("not more frequently than every", "no more than every", "no more than once every", "no sooner than every"),
        *("not more than every", "not more than once every", "no more often than once every"),
        *("not more often than once every", "at most every", "at most once every"),
    ),
    True,
)

NO_DOSES: Mapping[str, bool] = dict.fromkeys(
    (
        *("no doses", "with no doses", "without doses", "without a dose", "without any doses", "of no doses"),
        *("off", "rest"),
        *("of rest", "with no tablets", "without tablets", "no tablets", "no treatment"),
        *("with no treatment", "nothing"),
        *("without treatment", "off treatment", "break", "pause", "treatment free", "drug free"),
        *("none", "take nothing"),
        *("no dose", "with no dose", "with none", "with nothing", "stop", "take none", "no capsules", "no medicine"),
        *("without medicine", "with no medicine", "free of treatment", "without", "without any", "without any tablets"),
        *("without medication", "tablet free", "pill free", "have a break", "rest period", "off the medicine"),
    ),
    True,
)
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

CHANGES: Mapping[str, bool] = {
    **dict.fromkeys(
        ("reduce", "reducing", "reduced", "decrease", "decreasing", "decreased", "lower", "lowering"), False
    ),
    **dict.fromkeys(("taper", "tapering", "tapered", "wean", "weaning", "cut", "drop", "dropping", "go down"), False),
    **dict.fromkeys(("step down", "stepping down", "come down", "coming down", "going down", "cutting", "down"), False),
    **dict.fromkeys(
        ("increase", "increasing", "increased", "titrate", "titrating", "raise", "go up", "going up"), True
    ),
    **dict.fromkeys(
        ("titrate up", "titrating up", "step up", "stepping up", "build up", "raising", "up titrate"), True
    ),
}
"""What opens a rule: whether the dose then rises."""

ENDS_OF_RULE: Mapping[str, bool] = dict.fromkeys(
    (
        *("until", "until reaching", "until you reach", "until at", "to", "down to", "up to", "until down to", "till"),
        *(
            "until on",
            "until a dose of",
            "until the dose is",
            *("until she is on", "until he is on", "until they are on", "until on a dose of", "until i am on"),
            "to a dose of",
            "until reaching a dose of",
            "until reached",
        ),
        *("to reach", "until it is", "until you are on", "until you are at", "until the daily dose is", "down until"),
    ),
    True,
)

ENDINGS: Mapping[str, Ends] = {
    **dict.fromkeys(("stop", "stop taking it", "stop the medicine", "discontinue", "stop it", "and stop"), Ends.STOP),
    **dict.fromkeys(("stop taking them", "stop completely", "stop altogether", "stopped", "finish", "end"), Ends.STOP),
    **dict.fromkeys(("stop treatment", "stop the treatment", "off", "nothing more", "then off", "nothing"), Ends.STOP),
    **dict.fromkeys(("to stop", "then to stop", "no more", "stop after that", "cease"), Ends.STOP),
    **dict.fromkeys(("cease treatment", "ceased", "cease it", "to cease", "then cease", "be ceased"), Ends.STOP),
    **dict.fromkeys(
        ("review", "for review", "see your doctor for review", "to be reviewed", "be reviewed"), Ends.REVIEW
    ),
    **{
        f"{said} {where}": Ends.REVIEW
        for said in ("review", "for review", "to be reviewed", "be reviewed", "reviewed", "see")
        for where in (
            *("by gp", "by the gp", "by your gp", "by doctor", "by the doctor", "by your doctor"),
            *("with gp", "at clinic"),
            *("in my clinic", "in our clinic", "in your clinic", "at my clinic", "by me", "by us", "by psychiatry"),
            *("with your doctor", "with the doctor", "in clinic", "in the clinic", "at the clinic", "by the clinic"),
            *("with your gp", "with the gp", "your gp", "your doctor", "with prescriber"),
            *("by prescriber", "the doctor"),
            *("in outpatients", "by the team", "by consultant", "by the consultant", "by your consultant", "again"),
        )
    },
    **dict.fromkeys(
        (
            *("re evaluate", "reevaluate", "re assess", "reassess", "re review"),
            *("for re evaluation", "to be reassessed"),
            *("to be re evaluated", "be reassessed", "follow up", "for follow up", "see me", "see me again", "recheck"),
            *("review needed", "review required", "reassessment", "for reassessment", "to be seen again"),
        ),
        Ends.REVIEW,
    ),
    **dict.fromkeys(("continue", "ongoing", "indefinitely", "go on", "continue indefinitely"), Ends.OPEN),
    **{
        f"{stay} {how}": Ends.OPEN
        for stay in ("continue", "stay", "continue on", "stay on", "continue at", "remain on")
        for how in (
            "that",
            "that dose",
            "this dose",
            "at that dose",
            "at this dose",
            "this",
            "this amount",
            "that amount",
        )
    },
    **dict.fromkeys(("to continue", "to continue long term", "to be continued", "then continue long term"), Ends.OPEN),
    **dict.fromkeys(("continue long term", "and continue", "maintenance", "as maintenance"), Ends.OPEN),
    **dict.fromkeys(("for maintenance", "as a maintenance dose", "as the maintenance dose", "long term"), Ends.OPEN),
    **dict.fromkeys(("as maintenance dose", "for the long term", "lifelong", "until further notice"), Ends.OPEN),
}
THEN: Mapping[str, bool] = dict.fromkeys(
    (
        *("then", "and then", "followed by", "and followed by", "after that", "and after that", "thereafter"),
        *("afterwards", "next", "after which", "then after that", "subsequently", "and thereafter", "then followed by"),
        *("and afterwards", "and subsequently", "finally", "and finally", "then finally"),
    ),
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
    (
        *("dispense", "disp", "qty", "quantity", "dispense qty", "dispense quantity", "dispensed", "supply"),
        *("quantity dispensed", "total quantity", "supplied", "number dispensed", "no of tablets", "mitte"),
    ),
    True,
)
REFILLS: Mapping[str, bool] = dict.fromkeys(("refill", "refills", "rf", "repeats"), True)
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
