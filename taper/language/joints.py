"""What parts two clauses: "then", a full stop, a semicolon, a new line, a comma?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.language import phrasebook
from taper.language.ask import puzzled
from taper.language.cursor import Cursor
from taper.language.leadin import skip_lead_in
from taper.language.needed import limit_stands

STRONG = frozenset({".", ";", "\n", "•"})
"""What ends a clause whatever follows it."""


@dataclass(frozen=True, slots=True)
class Joints:
    """What parts a clause from the one before it."""

    then: bool
    joined: bool  # by "and" alone
    count: int
    labelled: bool = False  # by "Instructions:", which may tell everything again


def take_joints(cursor: Cursor) -> Joints:
    """Steps over everything that parts two clauses."""
    at, then = cursor.at, False
    while not cursor.done:
        if phrasebook.THEN.take(cursor):
            then = True
            if cursor.mark() in {".", ";"} and not _goes_on_alone(cursor.word(-1)):
                raise puzzled("The text ends here too soon. What comes next?", cursor.since(cursor.at - 1))
        elif not cursor.accept_mark(",", *STRONG) and not _take_dash(cursor):
            break
    parted = cursor.at > at
    if cursor.accept("sig") and not cursor.accept_mark(":"):
        cursor.at -= 1
    cursor.accept("and")
    joined, count = cursor.at > at and not parted, cursor.at - at
    labelled = skip_lead_in(cursor) and ":" in {cursor.mark(-1), cursor.mark()}
    return Joints(then, joined, count, labelled)


def _goes_on_alone(word: str) -> bool:
    """Whether the word may end a sentence by itself: "10 mg at night thereafter."."""
    return word in {"thereafter", "afterwards", "subsequently", "that"}


def thereafter_follows(cursor: Cursor) -> bool:
    """Whether the sentence ends in "thereafter": "... for 7 days and 10 mg once daily thereafter"; nothing is read."""
    at = cursor.at
    while not cursor.done and cursor.mark() not in {".", ";", "\n", ","}:
        cursor.at += 1
    follows = cursor.word(-1) in {"thereafter", "afterwards"}
    cursor.at = at
    return follows


def joint_stands(cursor: Cursor) -> bool:
    """Whether a clause ends here; nothing is read."""
    return cursor.mark() in STRONG or phrasebook.THEN.stands(cursor)


def dash_stands(cursor: Cursor) -> bool:
    """Whether a dash that is a pause stands here; nothing is read."""
    at = cursor.at
    stands, cursor.at = _take_dash(cursor), at
    return stands


def _take_dash(cursor: Cursor) -> bool:
    """A dash before "then" is a pause; any other is asked about."""
    at = cursor.at
    while cursor.accept_mark("-"):
        pass
    if cursor.at > at and (phrasebook.THEN.stands(cursor) or phrasebook.ENDINGS.stands(cursor) or limit_stands(cursor)):
        return True
    cursor.at = at
    return False
