"""Can the words before the first dose be a medicine's name, by what stands behind them?"""

from __future__ import annotations

from taper.core.errors import Span
from taper.language import phrasebook
from taper.language.ask import one_slip_apart, puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.doseopenings import amount_stands, verb_stands
from taper.language.dosewords import UNITS
from taper.language.frequencies import take_whens
from taper.language.medicinenames import SIGNS_OF_A_NAME
from taper.language.sketch import Said
from taper.language.tokens import Odd
from taper.language.vocabulary import CORE_WORDS

_MOST_WORDS = 4
_NOISE = Phrases(
    dict.fromkeys(
        (
            *("taper", "course", "plan", "reducing course", "reduction", "reducing dose"),
            *("reducing regimen", "regimen"),
            *("tapering course", "taper schedule", "schedule", "tapering dose", "taper plan"),
            *("reduction plan", "dosing"),
            *("reduction schedule", "withdrawal", "withdrawal plan", "titration", "dose", "weaning plan"),
            *("wean", "burst"),
            *("weaning schedule", "weaning regimen", "reducing schedule", "tapering schedule", "titration schedule"),
            *("dose pack", "step down", "taper as follows", "as follows", "reducing course as follows"),
        ),
        True,
    )
)
"""What may stand between the name and its colon or line: "Prednisone taper:"."""


def check_what_follows(cursor: Cursor, name: Said[str]) -> None:
    """Raises Puzzled where the words can hardly be a name: too many, none behind them, or nearly a known word."""
    at = cursor.at
    noise = _NOISE.take(cursor) is not None
    if cursor.mark() == ":":
        if len(name.value.split()) > _MOST_WORDS + 1:
            raise _not_a_name(name)
        return
    if noise and cursor.mark() == "\n":
        return
    cursor.at = at
    on_its_own_line = cursor.accept_mark("\n") or (cursor.mark() == "." and _sentence_opens_a_dose(cursor))
    cursor.accept_mark(".")
    cursor.accept_mark(",")
    cursor.accept_mark("•")
    fits = on_its_own_line or isinstance(cursor.peek(), Odd) or verb_stands(cursor) or amount_stands(cursor)
    fits = (
        fits
        or cursor.word() in {"alternating", "alternate"}
        or _route_leads_to_an_amount(cursor)
        or _when_leads_to_an_amount(cursor)
    )
    cursor.at = at
    parts = [part for part in _parts(name) if part not in SIGNS_OF_A_NAME and part not in UNITS]
    nearly = tuple(known for part in parts for known in sorted(CORE_WORDS) if _is_a_slip(part, known))
    if not fits or nearly or len(name.value.split()) > _MOST_WORDS:
        raise _not_a_name(name, nearly)


def _sentence_opens_a_dose(cursor: Cursor) -> bool:
    """Whether a dose or its days stand behind the full stop: "Sertraline. Weeks 1 and 2: 25 mg"."""
    at = cursor.at
    cursor.accept_mark(".")
    opens = cursor.word() in {"day", "days", "week", "weeks"} or verb_stands(cursor) or amount_stands(cursor)
    cursor.at = at
    return opens


def _when_leads_to_an_amount(cursor: Cursor) -> bool:
    """ "Methotrexate every Wednesday: 5 mg": the days stand before the amount."""
    at = cursor.at
    leads = cursor.word() in {"every", "on", "once"} and bool(take_whens(cursor))
    cursor.accept_mark(":", ",")
    leads = leads and (verb_stands(cursor) or amount_stands(cursor))
    cursor.at = at
    return leads


def _route_leads_to_an_amount(cursor: Cursor) -> bool:
    """ "buprenorphine SL 8 mg"."""
    at = cursor.at
    leads = (phrasebook.ROUTES.take(cursor) or phrasebook.OTHER_ROUTES.take(cursor)) is not None and amount_stands(
        cursor
    )
    cursor.at = at
    return leads


def _is_a_slip(part: str, known: str) -> bool:
    return len(part) > 2 and one_slip_apart(part, known)


def _parts(name: Said[str]) -> list[str]:
    return name.value.lower().replace("(", " ").replace(")", " ").split()[:_MOST_WORDS]


def _not_a_name(name: Said[str], nearly: tuple[str, ...] = ()) -> Puzzled:
    text = f'"{name.value[:80]}" is not understood. If it is the medicine\'s name, put a colon behind it.'
    return puzzled(text, Span(name.span.start, name.span.end), choices=nearly)
