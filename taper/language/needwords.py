"""With which words is it said that something is taken as needed, for what, and at most how much?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping

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
