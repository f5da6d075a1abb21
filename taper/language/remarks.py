"""What is said beside the steps, in clauses of its own: bounds, notes, reasons, rules, counts and totals?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from taper.core.plan import Rule
from taper.language import phrasebook, planwords, timewords
from taper.language.advice import take_advice, take_beside_food
from taper.language.ask import puzzled
from taper.language.concentrations import take_concentration
from taper.language.cursor import Cursor, Phrases
from taper.language.dates import take_date
from taper.language.doseopenings import take_verb
from taper.language.dosewords import UNITS
from taper.language.joints import Joints
from taper.language.lengths import take_bare_length, take_length, take_total
from taper.language.needed import take_limit, take_reason
from taper.language.numbers import take_whole
from taper.language.sketch import Said, SaidAmount, Sketch
from taper.language.starts import read_last_date, read_start

_STOP_BY = Phrases(planwords.STOP_BY)
_ALL_MEALS = Phrases(dict.fromkeys(timewords.ALL_MEALS, True))
_REFILLS = Phrases(planwords.REFILLS)
_LAST_DOSE = Phrases(
    dict.fromkeys(("last dose on", "last dose is on", "last day on", "final dose on", "last dose", "last day is"), True)
)
_THE_LAST = Phrases(
    {f"the {last} {dose}": True for last in ("last", "final", "lowest") for dose in ("dose", "amount", "strength")}
)


def read_remark(cursor: Cursor, sketch: Sketch, joints: Joints) -> bool:
    """What is said of the plan as a whole: its start, its latest stop, its days and tablets in all."""
    if sketch.steps and (_read_last_amount(cursor, sketch) or _read_last_date(cursor, sketch)):
        return True
    if _STOP_BY.take(cursor):
        sketch.stop_by.append(take_date(cursor))
        return True
    if _read_limit(cursor, sketch) or _read_note(cursor, sketch) or _read_rule(cursor, sketch):
        return True
    if _read_reason_or_total(cursor, sketch):
        return True
    at = cursor.at
    cursor.accept("a", "an", "the")
    take_bare_length(cursor)
    cursor.at = at
    return read_start(cursor, sketch, joints) or _read_dispensed(cursor, sketch)


def _read_last_date(cursor: Cursor, sketch: Sketch) -> bool:
    if not _LAST_DOSE.take(cursor):
        return False
    read_last_date(cursor, sketch)
    return True


def _read_reason_or_total(cursor: Cursor, sketch: Sketch) -> bool:
    reason = take_reason(cursor)
    total = take_total(cursor) if reason is None else None
    sketch.reasons.extend([reason] if reason else [])
    sketch.totals.extend([total] if total else [])
    return reason is not None or total is not None


def last_amount(sketch: Sketch) -> SaidAmount | None:
    """The amount said last, whose tablets a bare number counts; None before the first."""
    amounts = (dose.amount for step in reversed(sketch.steps) for dose in reversed(step.doses) if dose.amount)
    return next(amounts, None)


def _read_last_amount(cursor: Cursor, sketch: Sketch) -> bool:
    """ "Take the last dose for 1 week": how long the last amount is taken."""
    at = cursor.at
    take_verb(cursor)
    length = take_length(cursor) if _THE_LAST.take(cursor) else None
    if length is None:
        cursor.at = at
        return False
    sketch.last_lengths.append(Said(length.value, cursor.since(at)))
    return True


def _read_limit(cursor: Cursor, sketch: Sketch) -> bool:
    """A bound in a sentence of its own: of the step before it, or of the whole plan."""
    at, limit = cursor.at, take_limit(cursor, amount=last_amount(sketch))
    if limit is None:
        return False
    if not sketch.steps:
        text = "This is a limit, not a dose. How much is taken, and when?"
        raise puzzled(text, cursor.since(at), why="A ceiling or a floor says nothing about what is to be taken.")
    if len(sketch.steps) == 1 and sketch.steps[0].needed is not None:
        sketch.steps[0] = replace(sketch.steps[0], limits=(*sketch.steps[0].limits, limit))
    else:
        sketch.limits.append(limit)
    return True


def _read_note(cursor: Cursor, sketch: Sketch) -> bool:
    """ "DAW", "2 refills", "with food" in a sentence of its own."""
    advice = take_advice(cursor) or take_beside_food(cursor)
    if advice is not None:
        sketch.notes.append(advice)
        return True
    at = cursor.at
    if cursor.accept("warning", "note") and not cursor.accept_mark(":"):
        cursor.at = at
    note = phrasebook.NOTES.take(cursor)
    if note is None and take_verb(cursor):
        note = phrasebook.NOTES.take(cursor)
    if note is None and sketch.steps:
        note = _ALL_MEALS.take(cursor) or phrasebook.OTHER_ROUTES.take(cursor)
    strength = None
    if note is None and cursor.accept("strength") and cursor.accept_mark(":"):
        strength = take_concentration(cursor)
    if strength is not None:
        sketch.notes.append(strength)
        return True
    if note is None:
        cursor.at = at
        count = take_whole(cursor)
        refills = _REFILLS.take(cursor)
        if refills is not None and count is None:
            cursor.accept_mark(":", "=", "#")
            count = take_whole(cursor)
            zero = cursor.number()
            cursor.at += count is None and zero is not None and zero.value == 0
        if refills is None:
            cursor.at = at
            return False
    span = note.span if note is not None else cursor.since(at)
    sketch.notes.append(Said(" ".join(cursor.text[span.start : span.end].split()), span))
    return True


def _read_rule(cursor: Cursor, sketch: Sketch) -> bool:
    """'Steps 2 to 4 by the rule "reduce by 5 mg every week until 10 mg"': where written-out steps come from."""
    at = cursor.at
    if not cursor.accept("step", "steps"):
        return False
    first = take_whole(cursor)
    last = take_whole(cursor) if cursor.accept("to") else first
    if first is None or last is None or not cursor.accept_phrase("by the rule") or not cursor.accept_mark('"'):
        cursor.at = at
        return False
    begin = cursor.here().start
    while not cursor.done and cursor.mark() != '"':
        cursor.at += 1
    words = cursor.text[begin : cursor.here().start].strip()
    if not cursor.accept_mark('"') or not words:
        raise puzzled("What is the rule? Write it in quotes.", cursor.since(at))
    sketch.rules.append(Said(Rule(words, first.value, last.value), cursor.since(at)))
    return True


def _read_total_count(cursor: Cursor, sketch: Sketch) -> bool:
    """ "(36 tablets)" behind the steps, "36 tablets in all": the pieces that the whole plan needs."""
    at = cursor.at
    opened = cursor.accept_mark("(")
    cursor.accept("total")
    cursor.accept("of")
    count = take_whole(cursor) if sketch.steps else None
    unit = UNITS.get(cursor.word())
    cursor.at += unit is not None
    in_all = phrasebook.IN_ALL.take(cursor) is not None or cursor.word(-3) in {"total", "of"}
    closed = not opened or cursor.accept_mark(")")
    if count is None or unit is None or not unit.is_piece or not closed or not (opened or in_all):
        cursor.at = at
        return False
    sketch.dispensed.append(Said(Fraction(count.value), cursor.since(at)))
    return True


def _read_dispensed(cursor: Cursor, sketch: Sketch) -> bool:
    """ "#21", "dispense 21 tablets", "qty: 21"."""
    at = cursor.at
    if _read_total_count(cursor, sketch):
        return True
    named = phrasebook.DISPENSED.take(cursor) is not None and (cursor.accept_mark(":") or True)
    if not cursor.accept_mark("#") and not named:
        return False
    count = take_whole(cursor)
    if count is None:
        raise puzzled("How many were dispensed? Write a number.", cursor.since(at))
    cursor.at += cursor.word() in UNITS and UNITS[cursor.word()].is_piece
    sketch.dispensed.append(Said(Fraction(count.value), cursor.since(at)))
    return True
