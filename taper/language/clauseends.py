"""Has all of a clause been read, so that another one may begin?"""

from __future__ import annotations

from taper.language import phrasebook
from taper.language.ask import not_understood, puzzled
from taper.language.cursor import Cursor
from taper.language.cycles import cycle_stands
from taper.language.doseopenings import amount_stands, take_verb
from taper.language.joints import dash_stands, joint_stands, thereafter_follows
from taper.language.lengths import take_bare_length
from taper.language.needed import limit_stands
from taper.language.ruleopenings import fewer_stands


def expect_joint(cursor: Cursor, *, numbered: bool = False) -> None:
    """Raises Puzzled for whatever is left of a clause that was read; `numbered` when its days were."""
    begins_remark = (
        phrasebook.STARTING.stands(cursor) or phrasebook.DISPENSED.stands(cursor) or cursor.mark() in {"#", ",", "("}
    )
    if (
        cursor.done
        or begins_remark
        or joint_stands(cursor)
        or phrasebook.ENDINGS.stands(cursor)
        or phrasebook.CHANGES.stands(cursor)
    ):
        return
    if limit_stands(cursor) or cursor.word() == "repeat" or dash_stands(cursor) or cycle_stands(cursor):
        return
    at = cursor.at
    cursor.accept("and")
    joined = cursor.at > at
    if fewer_stands(cursor) or (joined and thereafter_follows(cursor)):
        cursor.at = at
        return
    ends = phrasebook.ENDINGS.stands(cursor) or phrasebook.STARTING.stands(cursor)
    take_verb(cursor)
    if ends or (joined and numbered and amount_stands(cursor)):
        cursor.at = at
        return
    if amount_stands(cursor):
        raise puzzled(
            "Another amount stands here. Is it taken besides, or afterwards?",
            cursor.here(),
            choices=('besides: write "and"', 'afterwards: write "then"'),
        )
    take_bare_length(cursor)
    raise not_understood(cursor)
