"""From which date, and to which one, is the plan or a step of it taken?"""

from __future__ import annotations

from dataclasses import replace

from taper.core.plan import Until
from taper.language import phrasebook
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.doseopenings import amount_stands, verb_stands
from taper.language.joints import STRONG, Joints
from taper.language.sketch import Said, Sketch


def read_start(cursor: Cursor, sketch: Sketch, joints: Joints) -> bool:
    """ "starting 2026-12-01": before the steps, behind them, or joined straight to the first one."""
    at = cursor.at
    if joints.then or not phrasebook.STARTING.take(cursor) or not date_stands(cursor):
        cursor.at = at
        return False
    if _dates_stand(cursor, at):
        cursor.at = at
        return False
    if joints.count and sketch.steps and not _is_the_last_clause(cursor):
        raise puzzled("Does the whole plan start on this date, or a step of it?", cursor.here())
    if not joints.count and len(sketch.steps) > 1:
        _read_step_start(cursor, sketch)
        return True
    sketch.starts.append(take_date(cursor))
    if not joints.count and sketch.steps and (phrasebook.UNTIL.stands(cursor) or cursor.word() == "to"):
        _read_last_day(cursor, sketch)
    return True


def _dates_stand(cursor: Cursor, at: int) -> bool:
    """Whether "from D to D:" stands here before a dose: the dates of that step; nothing is read."""
    here = cursor.at
    if cursor.word(at - here) != "from":
        return False
    try:
        take_date(cursor)
        stands = cursor.accept("to", "until", "through", "till") and date_stands(cursor)
        if stands:
            take_date(cursor)
        cursor.at += stands and cursor.mark() in {":", ","}
        stands = stands and (verb_stands(cursor) or amount_stands(cursor))
    except Puzzled:
        stands = False
    cursor.at = here
    return stands


def _read_step_start(cursor: Cursor, sketch: Sketch) -> None:
    """ "then 20 mg daily from 6 December 2026 to 10 December 2026": the first day of a later step.

    Raises Puzzled where no last day stands with it: then the date could be that of the whole plan.
    """
    first = take_date(cursor)
    if not (phrasebook.UNTIL.stands(cursor) or cursor.word() == "to"):
        raise puzzled("Does the whole plan start on this date, or this step?", first.span)
    sketch.steps[-1] = replace(sketch.steps[-1], starts_on=first)
    _read_last_day(cursor, sketch)


def _read_last_day(cursor: Cursor, sketch: Sketch) -> None:
    """The end of "from 2026-12-01 to 2026-12-10": the length of the step it stands behind."""
    at = cursor.at
    if not phrasebook.UNTIL.take(cursor):
        cursor.at += 1
    until = Said(Until(take_date(cursor).value), cursor.since(at))
    sketch.steps[-1] = replace(sketch.steps[-1], lengths=(*sketch.steps[-1].lengths, until))


def _is_the_last_clause(cursor: Cursor) -> bool:
    """Whether nothing but the date and an end is left."""
    at = cursor.at
    take_date(cursor)
    while cursor.accept_mark(",", *STRONG) or phrasebook.THEN.take(cursor) or phrasebook.ENDINGS.take(cursor):
        pass
    done, cursor.at = cursor.done, at
    return done


def read_last_date(cursor: Cursor, sketch: Sketch) -> None:
    """ "Last dose on 5 December 2026": the end of the last step, where it has none of its own."""
    at = cursor.at
    until = take_date(cursor)
    last = sketch.steps[-1]
    if last.lengths or last.ranges or last.ramp is not None:
        raise puzzled("The end is said a second time. Until when is it taken?", cursor.since(at))
    sketch.steps[-1] = replace(last, lengths=(Said(Until(until.value), until.span),))
