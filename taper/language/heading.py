"""Which medicine and which strength does the text name before its first dose?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from taper.core.errors import Span
from taper.language.ask import CORE_WORDS, VOCABULARY, one_slip_apart, puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.doseopenings import amount_stands, take_verb, verb_stands
from taper.language.frequencies import take_whens
from taper.language.leadin import skip_lead_in, skip_lead_ins
from taper.language.numbers import take_number, take_whole
from taper.language.saidstrengths import take_strength
from taper.language.sketch import Said, Sketch, Strength
from taper.language.tokens import Odd, Word
from taper.language.words import EXTENDED, EXTENDED_LETTERS, OTHER_ROUTES, ROUTES, STARTING, UNITS, WEEKDAYS

_EXTENDED = Phrases(dict.fromkeys(EXTENDED, True))
_STARTING = Phrases(STARTING)
_ROUTES = Phrases(ROUTES)
_OTHER_ROUTES = Phrases(OTHER_ROUTES)
_DROPS = ("eye drops", "eye drop", "ear drops", "ear drop", "drops")
_PIECES = ("patches", "patch", "tablets", "tablet", "capsules", "capsule")
_LIQUIDS = ("oral suspension", "oral solution", "suspension", "solution", "susp", "soln", "syrup", "elixir", "liquid")
_OTHERS = (
    "nasal spray",
    "inhaler",
    "injection",
    "chewable tablets",
    "dispersible tablets",
    "soluble tablets",
    "mouthwash",
)
_MORE = (
    "effervescent tablets",
    "pessaries",
    "suppositories",
    "pens",
    "pen",
    "transdermal patch",
    "transdermal patches",
)
_GELS = ("gel", "cream", "ointment", "oral drops", "lozenges", "sachets", "granules", "oral gel")
_FORMS = Phrases(dict.fromkeys((*_DROPS, *_PIECES, *_LIQUIDS, *_OTHERS, *_MORE, *_GELS), True))
"""What may stand behind a name as its form: "Prednisolone eye drops"."""
_SIGNS_OF_A_NAME = frozenset({"odt", "ec", "ir", "dr", "ds", "hcl", "hct", "forte", "sodium", "mr"})
"""What may stand behind a name in capitals: the kind of tablet, or the salt."""
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_MASS = r"(?:mg|mcg|micrograms?|g|units?|international units|milligrams?|grams?|mmol|%)"
_DEVICE = (
    r"(?:inhaler|evohaler|accuhaler|nasal spray|spray|pens?|vials?|nebules?|eye drops|ear drops|cream|gel|ointment)"
)
_PART = r"\d{1,4}(?:\.\d+)?"
_PER = r"(?:ml|millilit(?:er|re)s?|h|hr|hrs|hours?|24 ?h|24 hours|actuation|dose|puff|spray|drop|patch)"
_CONCENTRATION = re.compile(
    rf"(?:{_AMOUNT} ?{_MASS} ?(?:/|per) ?(?:{_AMOUNT} ?)?{_PER}\b|{_AMOUNT} ?%|{_AMOUNT} ?{_MASS}(?= {_DEVICE}\b)"
    rf"|{_PART}[/-]{_PART}(?:[/-]{_PART})?(?: ?mg(?:/\d+ ?mg)?)?(?=\s*(?:[:;,.\n]|$|tab|cap|ointment|cream)))",
    re.IGNORECASE,
)
"""A strength that is a rate, a share or a combination."""
_IMMEDIATE = Phrases(dict.fromkeys(("immediate release", "enteric coated", "gastro resistant", "ir"), True))
_MOST_WORDS = 4
_LONGEST_SIGN = 4
_NOISE = Phrases(
    dict.fromkeys(
        (
            *(
                "taper",
                "course",
                "plan",
                "reducing course",
                "reduction",
                "reducing dose",
                "reducing regimen",
                "regimen",
            ),
            *(
                "tapering course",
                "taper schedule",
                "schedule",
                "tapering dose",
                "taper plan",
                "reduction plan",
                "dosing",
            ),
            *(
                "reduction schedule",
                "withdrawal",
                "withdrawal plan",
                "titration",
                "dose",
                "weaning plan",
                "wean",
                "burst",
            ),
            *("weaning schedule", "weaning regimen", "reducing schedule", "tapering schedule", "titration schedule"),
            *("dose pack", "step down", "taper as follows", "as follows", "reducing course as follows"),
        ),
        True,
    )
)
"""What may stand between the name and its colon or line: "Prednisone taper:"."""


def read_heading(cursor: Cursor, sketch: Sketch) -> None:
    """Takes the medicine's name and strength off the front of the text, where they stand there.

    A name is up to four words that mean nothing else, with a brand in brackets, before a colon, a verb, an amount or a
    strength. Raises Puzzled for a first word that looks like a slip of the pen.
    """
    cursor.at += 0 if cursor.mark() != "•" else 1
    if cursor.accept("rx", "sig") and not cursor.accept_mark(":"):
        cursor.at -= 1
    skip_lead_ins(cursor)
    opening = _take_opening_date(cursor)
    sketch.starts.extend([opening] if opening else [])
    take_verb(cursor)
    name = take_name(cursor)
    if name is not None:
        dated = _take_start(cursor)
        sketch.starts.extend([dated] if dated else [])
        _check_what_follows(cursor, name)
        sketch.medicines.append(name)
    strength_at = cursor.at
    cursor.accept_mark(":", "\n")
    strength = _with_counted_form(cursor, take_strength(cursor))
    if strength is None or strength.value.form is None or not (_heading_ends(cursor) or _pieces_follow(cursor)):
        cursor.at = strength_at
        concentration = take_concentration(cursor) if name is not None else None
        sketch.notes.extend([concentration] if concentration else [])
    else:
        sketch.strengths.append(strength)
    cursor.accept_mark(":")


def take_concentration(cursor: Cursor) -> Said[str] | None:
    """ "250mg/5ml oral suspension", "25 mcg/hr patch", "70/30": how much is in what is counted, not how much is taken.

    Behind a medicine's name, or as the note "Strength: ..." in which it is kept; None with nothing read.
    """
    at = cursor.at
    cursor.accept_mark(",")
    begin = cursor.peek()
    match = None if begin is None else _CONCENTRATION.match(cursor.text, begin.span.start)
    if begin is None or match is None:
        cursor.at = at
        return None
    said_at = cursor.at
    while (token := cursor.peek()) is not None and token.span.start < match.end():
        cursor.at += 1
    _FORMS.take(cursor)
    span = cursor.since(said_at)
    return Said(f"Strength: {' '.join(cursor.text[span.start : span.end].split())}", span)


def _pieces_follow(cursor: Cursor) -> bool:
    """Whether a count of tablets follows straight: "omeprazole 20 mg 1 cap daily" names the strength first."""
    at = cursor.at
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    cursor.at = at
    return number is not None and unit is not None and unit.is_piece


def _take_opening_date(cursor: Cursor) -> Said[date] | None:
    """ "Starting 7 December 2026: prednisolone ...": day 1 before everything else; None with nothing read."""
    at = cursor.at
    if _STARTING.take(cursor) is not None and date_stands(cursor) and cursor.word() not in WEEKDAYS:
        try:
            on = take_date(cursor)
        except Puzzled:
            on = None
        if on is not None and cursor.accept_mark(":"):
            return on
    cursor.at = at
    return None


def _take_start(cursor: Cursor) -> Said[date] | None:
    """ "Start prednisolone on 5 December 2026:": the first day, behind the name and before the colon."""
    at = cursor.at
    if cursor.accept("on", "from", "starting") and date_stands(cursor) and cursor.word() not in WEEKDAYS:
        try:
            on = take_date(cursor)
        except Puzzled:
            on = None
        if on is not None and cursor.mark() == ":":
            return on
    cursor.at = at
    return None


def _with_counted_form(cursor: Cursor, strength: Said[Strength] | None) -> Said[Strength] | None:
    """ "Prednisone 10 mg: take 4 tablets": what is counted behind the colon is what holds 10 mg."""
    at = cursor.at
    if strength is not None and strength.value.form is None:
        cursor.accept_mark(":", "\n", ".", ";", ",")
        if cursor.accept("sig"):
            cursor.accept_mark(":")
        skip_lead_in(cursor)
        _step_over_day(cursor)
        take_verb(cursor)
        counted = UNITS.get(cursor.word()) if take_number(cursor) else None
        if counted is not None and counted.is_piece:
            strength = replace(strength, value=replace(strength.value, form=counted))
    cursor.at = at
    return strength


def _step_over_day(cursor: Cursor) -> None:
    """Steps over "day 1:" before the dose."""
    if cursor.accept("day", "days", "week", "weeks"):
        take_whole(cursor)
        if cursor.accept_mark("-") or cursor.accept("to"):
            cursor.accept("day", "week")
            take_whole(cursor)
        cursor.accept_mark(":")


def take_name(cursor: Cursor) -> Said[str] | None:
    """The words here that can be a medicine's name, as written; None when the first one means something else."""
    at = cursor.at
    while not _IMMEDIATE.stands(cursor) and _is_name_word(
        cursor, nth=0 if cursor.mark(-1) in {"-", "/"} and cursor.at > at else cursor.at - at
    ):
        cursor.at += 1
        if cursor.mark() in {"-", "/"} and _is_name_word(cursor, nth=0, ahead=1) and _touches(cursor):
            cursor.at += 1
    if cursor.at == at:
        return None
    _take_brand(cursor)
    if _EXTENDED.take(cursor) is None and cursor.word() in EXTENDED_LETTERS:
        cursor.at += 1
    _IMMEDIATE.take(cursor)
    _FORMS.take(cursor)
    span = cursor.since(at)
    return Said(cursor.text[span.start : span.end], span)


def _touches(cursor: Cursor) -> bool:
    """Whether the mark here stands between two words without a space."""
    before, mark, after = cursor.peek(-1), cursor.peek(), cursor.peek(1)
    return bool(before and mark and after and before.span.end == mark.span.start and mark.span.end == after.span.start)


def _is_name_word(cursor: Cursor, *, nth: int, ahead: int = 0) -> bool:
    token = cursor.peek(ahead)
    if not isinstance(token, Word) or "." in token.raw:
        return False
    if any(letter.isdigit() for letter in token.raw):
        return nth > 0  # "vitamin D3"
    shouted = (
        nth > 0
        and token.text not in _SIGNS_OF_A_NAME
        and token.raw.isupper()
        and 1 < len(token.raw) <= _LONGEST_SIGN
        and not cursor.text.isupper()
    )
    if shouted:
        return False  # "salbutamol QIW": a sign of the prescriber's, and no part of the name
    single_letter = nth > 0 and len(token.raw) == 1 and token.raw.isupper() and cursor.mark(ahead + 1) != "-"
    return token.text not in VOCABULARY or single_letter


def _take_brand(cursor: Cursor) -> None:
    """Steps over "(Soma)"."""
    at = cursor.at
    if not cursor.accept_mark("("):
        return
    while _is_name_word(cursor, nth=1) or (cursor.mark() == "-" and _touches(cursor)):
        cursor.at += 1
    if cursor.at - at == 1 or not cursor.accept_mark(")"):
        cursor.at = at


def _check_what_follows(cursor: Cursor, name: Said[str]) -> None:
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
    parts = [part for part in _parts(name) if part not in _SIGNS_OF_A_NAME and part not in UNITS]
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
    leads = (_ROUTES.take(cursor) or _OTHER_ROUTES.take(cursor)) is not None and amount_stands(cursor)
    cursor.at = at
    return leads


def _is_a_slip(part: str, known: str) -> bool:
    return len(part) > 2 and one_slip_apart(part, known)


def _parts(name: Said[str]) -> list[str]:
    return name.value.lower().replace("(", " ").replace(")", " ").split()[:_MOST_WORDS]


def _not_a_name(name: Said[str], nearly: tuple[str, ...] = ()) -> Puzzled:
    text = f'"{name.value[:80]}" is not understood. If it is the medicine\'s name, put a colon behind it.'
    return puzzled(text, Span(name.span.start, name.span.end), choices=nearly)


def _heading_ends(cursor: Cursor) -> bool:
    """Whether what follows is no part of a dose: "10 mg tablets:" and not "10 mg tablets daily"."""
    if cursor.mark() == "-" and not _touches(cursor):
        cursor.at += 1
    return cursor.done or cursor.mark() in {":", ",", ".", "\n", "#", "•", ";"} or verb_stands(cursor)
