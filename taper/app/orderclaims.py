"""What does a text that stands beside an order's structure claim about the doses, piece by piece?

Nothing is made of these claims but a comparison: each must be borne out by the structure, or it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from taper.app import orderwords as words
from taper.app.orderphrases import READERS, Reader
from taper.app.ordersaid import Claim, DoseSaid, Unclear, Unknown
from taper.core.amount import AmountError

_LEAST_REFERENCE = 1000
_WORD = re.compile(r"[^\W_][\w'\u2019/%.-]*")


def claims_of(text: str) -> tuple[Claim, ...]:
    """Every claim of a text, clause by clause; clauses that say nothing of doses make none."""
    found: list[Claim] = []
    for clause in _clauses(text):
        claims = list(_claims_of_clause(clause))
        if any(not isinstance(claim.meaning, Unknown) for claim in claims):
            found.extend(claims)
        else:
            found.extend(claim for claim in claims if _is_nearly_known(claim.words))
    return tuple(found)


def _clauses(text: str) -> Iterator[str]:
    plain = text.lower().replace("\u2013", "-").replace("\u2014", "-").replace("\u00a0", " ").replace("½", " 1/2")
    plain = re.sub(r"(?<=[a-z])\(e?s\)(?![a-z])", "s", plain)
    plain = re.sub(r"(?<![\d.])(\d) (?:and )?1/2(?![\d/])", r"\1.5", plain)
    plain = re.sub(r"(?<![\d.])1/2(?![\d/])", "0.5", plain)
    for clause in re.split(r"[.;!\n]+(?=\s|$)| - ", plain):
        if clause.strip():
            yield " ".join(clause.split())


def _claims_of_clause(clause: str) -> Iterator[Claim]:
    at = 0
    while at < len(clause):
        claim, end = _claim_at(clause, at)
        if claim is not None:
            yield claim
        at = end


def _claim_at(clause: str, at: int) -> tuple[Claim | None, int]:
    """The claim that begins here, if one does, and where to go on."""
    if not clause[at].isalnum() and clause[at] not in "µ#":
        return None, at + 1
    for pattern, reader in READERS:
        match = pattern.match(clause, at)
        if match and match.end() > at and not _cuts_a_word(clause, match.end()):
            return _claim_of(match, reader), match.end()
    return _claim_of_word(clause, at)


def _cuts_a_word(clause: str, end: int) -> bool:
    return end < len(clause) and clause[end].isalnum() and clause[end - 1].isalnum()


def _claim_of(match: re.Match[str], reader: Reader | None) -> Claim | None:
    if reader is None:
        return None
    try:
        meaning = reader(match)
    except (ValueError, AmountError, KeyError):
        meaning = Unclear()
    return None if meaning is None else Claim(meaning, match[0].strip())


def _claim_of_word(clause: str, at: int) -> tuple[Claim | None, int]:
    match = _WORD.match(clause, at)
    word = match[0].rstrip(".") if match else clause[at]
    end = at + max(len(word), 1)
    if any(char.isdigit() for char in word) or words.DOUBTS.fullmatch(word):
        return Claim(Unclear(), word), end
    return (None if word in words.HARMLESS else Claim(Unknown(), word)), end


_KNOWN = (
    *("daily", "every", "other", "alternate", "twice", "weekly", "monthly", "until", "stop", "taper", "reduce"),
    *("increase", "morning", "evening", "night", "bedtime", "tablet", "tablets", "capsule", "times", "hours", "days"),
    *("weeks", "month", "needed", "required", "maximum", "gradually", "three", "seven", "eight"),
)


def _is_nearly_known(word: str) -> bool:
    return bool(get_close_matches(word, _KNOWN, n=1, cutoff=0.8))


def _is_strong(claim: Claim) -> bool:
    return words.STRONG.fullmatch(claim.words) is not None


_ERRAND = re.compile(
    r"\b(?:pick(?:s|ed)?[- ]?up|collect(?:s|ed|ion)?|deliver(?:y|ed|s)?|phone[ds]?|telephone|appointment|voicemail"
    r"|insurance|copay|co-pay|prior auth\w*|opening hours|mail(?:ed)? to|fax(?:ed)?)\b"
)
"""What a note says of fetching or paying, whose hours and numbers are none of a dose."""


def _is_an_errand(clause: str) -> bool:
    """Whether a clause is of fetching or paying alone: no word of it may change the dose, and no unit is named."""
    dosed = any(words.STRONG.fullmatch(word) or word in words.UNITS for word in re.findall(r"[a-z]+", clause))
    return _ERRAND.search(clause) is not None and not dosed


def claims_of_remark(text: str) -> tuple[Claim, ...]:
    """What a note beside the dose claims: its doses and times, and words that may change them; others are let be.

    "Stop" is no more than an end in a text of doses; alone beside them it may end them all.
    """
    said = ". ".join(clause for clause in _clauses(text) if not _is_an_errand(clause))
    claims = (Claim(Unclear(), one.words) if one.words == "stop" else one for one in claims_of(said))
    return tuple(
        claim
        for claim in claims
        if not isinstance(claim.meaning, Unknown)
        and (not isinstance(claim.meaning, Unclear) or _is_strong(claim))
        and not _is_reference(claim)
    )


def _is_reference(claim: Claim) -> bool:
    """Whether a bare number is too long for a dose, as that of a file or an authorization is."""
    meaning = claim.meaning
    return isinstance(meaning, DoseSaid) and meaning.unit is None and meaning.low >= _LEAST_REFERENCE
