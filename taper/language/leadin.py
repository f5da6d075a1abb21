"""Which words open a letter, a label or a person's own sentence, and say nothing of the dose?

"I have been told to", "My doctor wants me to", "Please could you": they are stepped over where they begin the text or a
sentence. What is only possible, past or conditional ("I was taking", "you may take") is no lead-in, and is asked about.
"""

from __future__ import annotations

import re

from taper.language.cursor import Cursor
from taper.language.tokens import Mark, Odd

_WHO = r"(?:my|the|our|her|his|your|their)"
_DOCTOR = (
    r"(?:doctor|gp|consultant|specialist|nurse|pharmacist|dentist|psychiatrist|surgeon|clinic|hospital|prescriber"
    r"|cardiologist|dermatologist|neurologist|rheumatologist|oncologist|pediatrician|paediatrician|midwife)"
)
_TITLE = r"(?:mr|mrs|ms|miss|master|dr)\.? [a-z'\u2019-]+"
_KIN = r"(?:patient|mother|father|son|daughter|child|husband|wife)"
_PATIENT = rf"(?:(?:{_WHO}|this) {_KIN}|patient|pt|{_TITLE}|him|her|them|me|you)"
_TOLD = r"(?:asked|told|advised|instructed|wants|would like|has asked|has told|has advised|said|recommended)"
_BE = r"(?:am|'m|\u2019m|is|are|have been|'ve been|\u2019ve been|has been|was)"

_LEAD_INS = (
    rf"{_WHO} {_DOCTOR} (?:has )?{_TOLD} (?:that )?(?:{_PATIENT} )?(?:(?:should|is|am|are) )?to",
    rf"{_WHO} {_DOCTOR} (?:has )?{_TOLD} (?:that )?(?:i|you|he|she|they) (?:should|must)",
    rf"(?:i|we) (?:have |'ve |\u2019ve )?(?:asked|told|advised|instructed) {_PATIENT} to",
    rf"(?:i|we|you|he|she|they|{_PATIENT})(?: ?{_BE}) (?:(?:now |being )?(?:told|asked|advised|instructed) )?to",
    rf"(?:i|you|he|she|they|{_PATIENT}) (?:should|must|need to|needs to|will|has to|have to)",
    r"(?:i|we) (?:would|'d|\u2019d) be (?:very )?grateful if you could",
    r"(?:please )?(?:could|can|would) you (?:please )?(?:kindly )?",
    r"please(?: ensure| make sure)?(?: that)?(?: (?:the )?patient (?:to|should))?",
    rf"{_PATIENT} to(?! the\b)",
    r"i(?= take\b)",
    r"i (?:can|may)(?= take\b[^.;]*\b(?:if|when|as) (?:i need|needed|required|necessary))",
    rf"{_WHO} {_DOCTOR} (?:has )?said(?: to)?",
    r"(?:tab|cap|inj|syp|syr|oint|susp)\.?(?= [a-z][a-z-]{3,})(?! (?:daily|once|twice|each|every|then|with|after))",
    rf"{_WHO} {_KIN}['\u2019]s(?= )",
    r"[a-z]{2,} takes(?= )",
    r"dear (?:mr|mrs|ms|miss|dr|doctor|colleague|patient|sir|madam)\.?(?: [a-z'\u2019-]+){0,2},?(?=\s*\n)",
    r"(?:many thanks|thank you) for (?:seeing|referring|reviewing|asking me to see)"
    r" (?:[^.\n\d]|\d+(?=[- ]years?[- ]old))*\.",
    rf"{_WHO}(?= [a-z-]+(?: [a-z-]+){{0,2}} ?:)",
    r"(?:tto|tta|ttos|discharge med(?:ication|icine)?s?|to take (?:out|home)|medication|medicine|drug) ?:",
    r"(?:pulse|loading dose|(?:as agreed|as discussed)(?: in clinic| today)*) ?:",
    r"(?:the )?(?:plan|regimen|instructions?|directions?|dosage|dosing|schedule|loading schedule|discharge"
    r" medication|rx|sig)(?: is)? ?:",
    r"(?:this is )?(?:to confirm|as agreed|as discussed)(?: in clinic| today)*,?(?: please)?(?= take\b| give\b)",
)
_LEAD_IN = re.compile(rf"\s*(?:{'|'.join(_LEAD_INS)})(?=[\s:]|(?<=:))\s*", re.IGNORECASE)


def skip_lead_ins(cursor: Cursor) -> bool:
    """Steps over all that opens the text here, one after the other; whether anything did."""
    at = cursor.at
    while skip_lead_in(cursor):
        cursor.accept_mark("\n")
    return cursor.at > at


def skip_lead_in(cursor: Cursor) -> bool:
    """Steps over the words that open the text or a sentence here; False, and nothing read, where none do."""
    token = cursor.peek()
    if token is None:
        return False
    match = _LEAD_IN.match(cursor.text, token.span.start)
    if match is None or match.end() == token.span.start:
        return False
    at, certain = cursor.at, True
    while (here := cursor.peek()) is not None and here.span.start < match.end():
        certain = certain and not isinstance(here, Odd)
        cursor.at += 1
    if cursor.done or not certain or (isinstance(cursor.peek(), Mark) and cursor.mark() not in {"\n", ":"}):
        cursor.at = at
        return False
    return True
