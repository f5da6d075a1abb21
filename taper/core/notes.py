"""What did the person note of how it goes, and what do cited sources say of such a sign?

A note is kept as it was said. What kind it is follows from the facts each time it is looked at, and is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from taper.core import sentences as say
from taper.core.facts import SIGN_KINDS, Facts, Kind
from taper.core.finding import Finding, Level, cited

MOST_SEVERE = 10
"""Severity goes from 0 (not at all) to this, as the person feels it."""

WORDS = "words"
"""The kind of a note that no cited statement names."""

_NAMED = {Kind.SIDE_EFFECT: say.A_SIDE_EFFECT, Kind.WITHDRAWAL_SIGN: say.A_WITHDRAWAL_SIGN}


@dataclass(frozen=True, slots=True)
class Note:
    """What the person noted beside one plan, in their own words.

    `happened_at` is when it was so, `recorded_at` when it was written down (both aware UTC). `severity` is 0 to 10.
    `undoes` names the note that this one takes back; it has no words of its own then.
    """

    id: str
    plan_id: str
    words: str
    happened_at: datetime
    recorded_at: datetime
    severity: int | None = None
    for_provider: bool = False
    undoes: str | None = None

    def __post_init__(self) -> None:
        if self.severity is not None and not 0 <= self.severity <= MOST_SEVERE:
            raise ValueError(f"a severity is 0 to {MOST_SEVERE}, not {self.severity}")


@dataclass(frozen=True, slots=True)
class Sign:
    """One side effect or withdrawal sign that a cited source names, with the whole statement.

    `about` is the medicine or class it is said of. `urgent`: the source says it is an emergency or to be reported at
    once.
    """

    words: str
    kind: Kind
    text: str
    source: str
    about: str
    urgent: bool = False


def signs_of(known: Facts | None) -> tuple[Sign, ...]:
    """Every sign that the facts of a medicine and its classes name, in the order of the files; side effects first."""
    statements = [one for kind in SIGN_KINDS for one in known.of_kind(kind)] if known else []
    return tuple(
        Sign(words, one.kind, one.text, one.source, one.about, one.urgent) for one in statements for words in one.signs
    )


def named_by(words: str, signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """The signs that are these very words, whatever the case and spaces; one that is merely alike is none of them."""
    wanted = plain_words(words)
    return tuple(sign for sign in signs if plain_words(sign.words) == wanted)


def plain_words(words: str) -> str:
    """The words as they are compared."""
    return " ".join(words.casefold().split())


def kinds_of(named: Iterable[Sign]) -> tuple[str, ...]:
    """What a note is: "side-effect", "withdrawal-sign" or both, where sources name it as both; else "words"."""
    return tuple(dict.fromkeys(sign.kind.value for sign in named)) or (WORDS,)


def note_findings(named: Iterable[Sign]) -> Iterator[Finding]:
    """What sources say of a noted sign, urgent ones first. Whether the medicine is the cause is not said."""
    for sign in sorted(named, key=lambda one: not one.urgent):
        if sign.urgent:
            text = say.URGENT_SIGN.format(sign=sign.words, about=sign.about, text=sign.text)
            yield cited(Level.WARN, "urgent-sign", text, sign.source)
        else:
            text = say.KNOWN_SIGN.format(sign=sign.words, kind=_NAMED[sign.kind], about=sign.about, text=sign.text)
            yield cited(Level.NOTE, "known-sign", text, sign.source)


def standing_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes that were not taken back, in their order."""
    known = tuple(notes)
    undone = {one.undoes for one in known}
    return tuple(one for one in known if one.undoes is None and one.id not in undone)
