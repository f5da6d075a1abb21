"""Which time of taking is said once, and is that of all the days of a list?"""

from __future__ import annotations

from dataclasses import replace

from taper.language import phrasebook
from taper.language.cursor import Cursor, Phrases
from taper.language.doseopenings import take_verb
from taper.language.frequencies import take_whens
from taper.language.joints import joint_stands
from taper.language.sketch import Said, SaidStep, Sketch
from taper.language.whens import When

_EACH_DOSE = Phrases(
    dict.fromkeys(
        (
            "taken",
            "all",
            "each dose is taken",
            "each dose",
            "all taken",
            "all doses are taken",
            "all doses",
            "each taken",
        ),
        True,
    )
)


def at_the_leading_time(step: SaidStep, sketch: Sketch) -> SaidStep:
    """A step of days by number that says no time of its own, at the time said before all of them."""
    silent = bool(step.ranges) and all(not dose.whens for dose in step.doses)
    if not (sketch.leading and silent):
        return step
    return replace(step, doses=tuple(replace(dose, whens=tuple(sketch.leading)) for dose in step.doses))


def read_leading_time(cursor: Cursor, sketch: Sketch) -> bool:
    """Whether the time of all days was read before them: "One dose every morning.", "to be taken each morning."

    Only where days by number follow, which say only amounts.
    """
    at = cursor.at
    phrasebook.ROUTES.take(cursor)
    _ = cursor.accept_phrase("one dose") or cursor.accept_phrase("as a single dose") or take_verb(cursor)
    whens, notes = list[Said[When]](), list[Said[str]]()
    while found := take_whens(cursor):
        whens.extend(found)
        note = phrasebook.NOTES.take(cursor)
        if note is not None:
            notes.append(Said(cursor.text[note.span.start : note.span.end], note.span))
    here = cursor.at
    while cursor.mark() in {".", "\n", ":", "•"}:
        cursor.at += 1
    listed = cursor.at > here and cursor.word() in {"day", "days", "week", "weeks"}
    cursor.at = here
    if not whens or not listed:
        cursor.at = at
        return False
    sketch.leading.extend(whens)
    sketch.notes.extend(notes)
    cursor.accept_mark(":")
    return True


def read_when_of_all(cursor: Cursor, sketch: Sketch) -> bool:
    """Whether the time of all days was read behind them: "Day 1: 40 mg, day 2: 30 mg; once daily with breakfast".

    Only where none of the steps before says one.
    """
    at = cursor.at
    silent = len(sketch.steps) > 1 and all(
        step.ranges and step.ramp is None and all(not dose.whens for dose in step.doses) for step in sketch.steps
    )
    take_verb(cursor)
    _EACH_DOSE.take(cursor)
    whens: list[Said[When]] = []
    while silent and (found := take_whens(cursor)):
        whens.extend(found)
        cursor.accept_mark(",")
    if not whens or not (cursor.done or joint_stands(cursor)):
        cursor.at = at
        return False
    sketch.steps = [
        replace(step, doses=tuple(replace(dose, whens=tuple(whens)) for dose in step.doses)) for step in sketch.steps
    ]
    return True
