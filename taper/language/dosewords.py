"""With which words is a dose named: its units, its verbs, its routes, what is noted beside it?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping

from taper.core.amount import Unit

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
