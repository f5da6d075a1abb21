"""Which words here can be a medicine's name, with its brand and form behind it?"""

from __future__ import annotations

from taper.language import phrasebook
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import EXTENDED_LETTERS
from taper.language.sketch import Said
from taper.language.tokens import Word
from taper.language.vocabulary import VOCABULARY

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
FORMS = Phrases(dict.fromkeys((*_DROPS, *_PIECES, *_LIQUIDS, *_OTHERS, *_MORE, *_GELS), True))
"""What may stand behind a name as its form: "Prednisolone eye drops"."""
SIGNS_OF_A_NAME = frozenset({"odt", "ec", "ir", "dr", "ds", "hcl", "hct", "forte", "sodium", "mr"})
"""What may stand behind a name in capitals: the kind of tablet, or the salt."""
_IMMEDIATE = Phrases(dict.fromkeys(("immediate release", "enteric coated", "gastro resistant", "ir"), True))
_LONGEST_SIGN = 4


def take_name(cursor: Cursor) -> Said[str] | None:
    """The words here that can be a medicine's name, as written; None when the first one means something else."""
    at = cursor.at
    while not _IMMEDIATE.stands(cursor) and _is_name_word(
        cursor, nth=0 if cursor.mark(-1) in {"-", "/"} and cursor.at > at else cursor.at - at
    ):
        cursor.at += 1
        if cursor.mark() in {"-", "/"} and _is_name_word(cursor, nth=0, ahead=1) and mark_touches(cursor):
            cursor.at += 1
    if cursor.at == at:
        return None
    _take_brand(cursor)
    if phrasebook.EXTENDED.take(cursor) is None and cursor.word() in EXTENDED_LETTERS:
        cursor.at += 1
    _IMMEDIATE.take(cursor)
    FORMS.take(cursor)
    span = cursor.since(at)
    return Said(cursor.text[span.start : span.end], span)


def mark_touches(cursor: Cursor) -> bool:
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
        and token.text not in SIGNS_OF_A_NAME
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
    while _is_name_word(cursor, nth=1) or (cursor.mark() == "-" and mark_touches(cursor)):
        cursor.at += 1
    if cursor.at - at == 1 or not cursor.accept_mark(")"):
        cursor.at = at
