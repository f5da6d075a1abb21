"""How much is in what is counted, where a text names that as a rate, a share or a combination: "250mg/5ml"?"""

from __future__ import annotations

import re

from taper.language.cursor import Cursor
from taper.language.medicinenames import FORMS
from taper.language.sketch import Said

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
    FORMS.take(cursor)
    span = cursor.since(said_at)
    return Said(f"Strength: {' '.join(cursor.text[span.start : span.end].split())}", span)
