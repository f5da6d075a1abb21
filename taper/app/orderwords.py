"""Which words does an order's text say its doses in, and which of its other words are harmless?

Only patterns. A text that the language reads whole is compared as a plan; these are for the rest: short forms such as
"4 times a day for 7 days", which say only a part, and each part of which must be borne out by the structure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from taper.core.amount import Unit

_COUNT_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBER_WORDS: Mapping[str, str] = {
    **{word: str(number) for number, word in enumerate(_COUNT_WORDS, 1)},
    **{"thirty": "30", "half": "0.5", "a half": "0.5", "half a": "0.5", "one half": "0.5"},
    **{"one and a half": "1.5", "two and a half": "2.5", "three and a half": "3.5"},
}
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_BARE = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|\b(?:{_WORDS})\b)"
NUMBER = rf"{_BARE}(?: ?\({_BARE}\))?"
RANGE = rf"({NUMBER})(?: ?(?:-|to|or) ?({NUMBER}))?"

UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams"), Unit.MG),
    **dict.fromkeys(("mcg", "microgram", "micrograms", "ug", "µg", "μg"), Unit.MCG),
    **dict.fromkeys(("g", "gram", "grams"), Unit.G),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliter", "milliliters"), Unit.ML),
    **dict.fromkeys(("unit", "units", "iu"), Unit.UNITS),
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs", "tablet(s)", "tab(s)"), Unit.TABLET),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps", "capsule(s)", "cap(s)"), Unit.CAPSULE),
    **dict.fromkeys(("patch", "patches"), Unit.PATCH),
    **dict.fromkeys(("drop", "drops"), Unit.DROP),
    **dict.fromkeys(("puff", "puffs", "inhalation", "inhalations"), Unit.PUFF),
    **dict.fromkeys(("spray", "sprays"), Unit.SPRAY),
    **dict.fromkeys(("suppository", "suppositories"), Unit.SUPPOSITORY),
    **dict.fromkeys(("pessary", "pessaries"), Unit.SUPPOSITORY),
    **dict.fromkeys(("sachet", "sachets"), Unit.SACHET),
    **dict.fromkeys(("lozenge", "lozenges"), Unit.LOZENGE),
    **dict.fromkeys(("application", "applications"), Unit.APPLICATION),
}
UNIT = "(?:" + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)) + r")(?![a-z])"
MASS = r"(?:mg|mcg|micrograms?|milligrams?|g|grams?|ug|µg|μg)(?![a-z])"
FORM = r"(?:tablets?|tabs?|capsules?|caps?)(?![a-z])"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY_OF_YEAR = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
DATE = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"

PLACES: Mapping[str, str] = {
    r"(?:in the|every|each|at) mornings?|mane|qam|in the am|mornings": "morning",
    r"at noon|at midday|at lunchtime|noon|midday": "noon",
    r"(?:in the|every|each) afternoons?": "afternoon",
    r"(?:in the|every|each|at) evenings?": "evening",
    r"at night|every night|each night|nightly|nocte": "night",
    r"(?:at|before|every) bed ?time|before bed|before going to bed|qhs|when going to bed": "bedtime",
    r"before (?:going to )?sleep": "bedtime",
    r"before breakfast": "before breakfast",
    r"(?:with|at) breakfast": "with breakfast",
    r"after breakfast": "after breakfast",
    r"before lunch": "before lunch",
    r"(?:with|at) lunch": "with lunch",
    r"after lunch": "after lunch",
    r"before (?:dinner|supper|the evening meal)": "before dinner",
    r"(?:with|at) (?:dinner|supper|the evening meal)": "with dinner",
    r"after (?:dinner|supper|the evening meal)": "after dinner",
    r"(?:on|upon|after) (?:waking|rising)": "waking",
}
MEALS = r"(before|with|after) (?:each |every )?meals?"
WEEKDAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?(?![a-z])"

HARMLESS = frozenset(
    (
        *("take", "taken", "taking", "give", "given", "apply", "applied", "use", "used", "inhale", "inhaled", "instil"),
        *("instill", "insert", "inserted", "inject", "injected", "swallow", "swallowed", "administer", "administered"),
        *("place", "put", "dissolve", "chew", "to", "be", "by", "mouth", "oral", "orally", "po", "route", "via", "im"),
        *("iv", "sc", "sq", "subcut", "subcutaneous", "subcutaneously", "intramuscular", "intramuscularly", "rectally"),
        *("rectal", "vaginally", "vaginal", "vagina", "topical", "topically", "sublingual", "sublingually", "under"),
        *("the", "a", "an", "this", "these", "your", "into", "in", "on", "of", "it", "is", "are", "please", "skin"),
        *("tongue", "area", "areas", "affected", "swab", "cotton", "finger", "using", "left", "right", "arm", "leg"),
        *("eye", "ear", "nostril", "nose", "injection", "whole", "water", "glass", "with", "food", "milk", "meal"),
        *("tablet", "tablets", "tab", "tabs", "capsule", "capsules", "medicine", "medication", "dose", "patch"),
        *("and", "at", "day", "course", "total", "as", "so", "same", "time", "always", "which"),
        *("institution", "specified", "times", "new", "fresh", "one", "per", "or", "after", "shake", "well", "plenty"),
        *("mg", "ml", "drops", "units", "sparingly", "thinly", "gently", "regularly", "scheduled", "treatment", "site"),
    )
)
"""Words that say neither how much nor when. Some (a unit, "or") stand here only because a whole phrase was read."""

_FAST = r"(?:at least |about )?(?:30 minutes|half an hour|an hour|(?:1|one) hour|(?:2|two) hours)"
_UNLESS_TOLD = r"unless (?:otherwise )?(?:directed|told|advised)"

HARMLESS_PHRASES = (
    rf"(?:{_FAST} )(?:before|after)(?: or {_FAST} (?:before|after))? (?:food|eating|a meal|any food)",
    rf"(?:complete|finish) the (?:full |whole |prescribed )?course {_UNLESS_TOLD}[^.;]*",
    rf"{_UNLESS_TOLD}(?: otherwise)? by (?:your|a|the) (?:doctor|prescriber|gp|provider)",
    r"with or after (?:a )?(?:food|meals?)|with or without food|with a (?:full )?glass of water|on an empty stomach",
    r"do not (?:crush|chew|drive|break|stop[^.;]*|take with[^.;]*|take any other[^.;]*|drink alcohol)",
    r"may cause drowsiness|avoid alcohol\w*(?: drinks?)?|rinse (?:the |your )?mouth[^.;]*",
    r"swallow(?:ed)? whole|dosing instruction (?:imperative|fragment)|\((?:qualifier value|product|disorder|finding)\)",
    r"(?:avoid )?exposure (?:of (?:the )?skin )?to (?:direct )?sunlight(?: or sun ?lamps)?|sun ?lamps",
    r"if affected do not drive or operate machinery|for external use only|shake well(?: before use)?",
)
AS_NEEDED = r"(?:only )?(?:as|when|if|where) (?:needed|required|necessary)|p\.?r\.?n\b\.?"
SINGLE = (
    r"(?:as )?(?:a |one )?single dose|once only|one[- ]time(?: only)?(?: dose)?|as one dose|one[- ]off(?: dose)?"
    r"|stat(?![a-z])|at once|immediately|just once|once(?= for 1 dose| on |$)"
)
ALL_TAKEN = (
    r"until (?:all |it is |they are )?(?:finished|gone|taken)(?: up)?"
    r"|(?:complete|finish) the (?:full |whole |prescribed )?course"
)

DOUBTS = re.compile(
    r"(?:until|unless|if|except|but|then|than|stop\w*|discontinu\w*|ceas\w*|taper\w*|titrat\w*|reduc\w*|increas\w*"
    r"|decreas\w*|lower\w*|rais\w*|adjust\w*|escalat\w*|wean\w*|gradual\w*|hold|withh\w*|skip\w*|miss\w*|alternat\w*"
    r"|direct\w*|instruct\w*|advis\w*|follow\w*|chang\w*|switch\w*|repeat\w*|doubl\w*|half|halv\w*|quarter|instead|only"
    r"|not|no|never|cannot|don't|without|about|approximately|roughly|today|tomorrow|now|from"
    r"|max\w*|exceed\w*|limit\w*|minimum|least|most|more|less|extra|additional\w*|plus|both|may|can|up|depend\w*"
    r"|toler\w*|respon\w*|symptom\w*|level\w*|count|weight|kg|week\w*|month\w*|year\w*|hour\w*|hrs?|minutes?|days?"
    r"|dail\w*|weekl\w*|monthl\w*|hourl\w*|twice|thrice|once|every|other|second|third|next|first|last|start\w*|begin\w*"
    r"|finish\w*|end\w*|continu\w*|cycle\w*|load\w*|initial\w*|maintenance|review\w*|morning\w*|evening\w*|night\w*"
    r"|bedtime|noon|breakfast|lunch|dinner|od|bd|tds|qds|bid|tid|qid|qod|hs|ac|pc|ud|tiw|sos|each eye|prn"
    r"|daags|dag|dagen|weken|maand|maanden|maal|keer|uur|ochtend|avond|nacht|elke|eenmaal|tweemaal|driemaal|stuks?"
    r"|fois|jours?|matin|soir|midi|semaines?|heures?|pendant|compris|comprim\w*|arr[eê]t\w*|gouttes?"
    r"|mal|t[aä]glich|tage?n?|morgens|abends|mittags|nachts|wochen?|stunden?|tablette\w*|tropfen|absetzen"
    r"|void\w*|ignor\w*|disregard\w*|replac\w*|cancel\w*|see|attached|before|after"
    r"|veces|d[ií]as?|cada|horas?|ma[ñn]ana|noche|semanas?|afbouw\w*|verho\w*|stoppen)",
    re.IGNORECASE,
)
"""Words that bear on the dose; where no phrase with a meaning took them up, the text is asked about."""

STRONG = re.compile(
    r"(?:until|unless|stop\w*|discontinu\w*|taper\w*|titrat\w*|reduc\w*|increas\w*|decreas\w*|adjust\w*|escalat\w*"
    r"|wean\w*|withh\w*|skip\w*|alternat\w*|switch\w*|depend\w*|doubl\w*|halv\w*|instead|cease\w*|repeat\w*"
    r"|hold|held|not|never|don't|only|start\w*|begin\w*|chang\w*|void\w*|ignor\w*|disregard\w*|replac\w*|cancel\w*"
    r"|see|attached|first|extra)",
    re.IGNORECASE,
)
"""Words that even in a note beside the dose may change it."""
