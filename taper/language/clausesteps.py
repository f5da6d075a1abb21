"""Which step, days or rule does one clause add to the plan?"""

from __future__ import annotations

from dataclasses import replace

from taper.core.errors import Span
from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.clauseends import expect_joint
from taper.language.cursor import Cursor
from taper.language.cycles import take_second_dose
from taper.language.daylists import take_day_list
from taper.language.doseopenings import amount_stands, take_verb
from taper.language.joints import Joints, joint_stands, thereafter_follows
from taper.language.lengths import take_length
from taper.language.ramps import take_ramp
from taper.language.remarks import last_amount
from taper.language.ruleopenings import take_change_from, take_change_to
from taper.language.sketch import Said, SaidStep, Sketch
from taper.language.steps import read_step
from taper.language.timesofall import at_the_leading_time, read_leading_time


def read_one_step(cursor: Cursor, sketch: Sketch, joints: Joints) -> None:
    """Adds what one clause says to the sketch: a step, days by number, or a rule, up to the joint behind it.

    A step joined by "and" must say its days by number: "2 tablets daily on day 1 and 1 tablet daily on days 2-5".
    Raises Puzzled for whatever cannot be read.
    """
    start = cursor.here()
    if sketch.cycles:
        raise puzzled("The plan goes on after its cycles. What is meant?", start)
    listed = take_day_list(cursor, sketch, after_then=joints.then)
    if listed:
        expect_joint(cursor, numbered=True)
        sketch.steps.extend(listed)
        return
    ramp = take_ramp(cursor, before=last_amount(sketch), after_ramp=_direction_before(sketch))
    if ramp is not None:
        sketch.steps.append(SaidStep((), (), (), ramp.span, joints.then, ramp=ramp))
        expect_joint(cursor)
        return
    starts_rule = take_change_from(cursor)
    if starts_rule is not None:
        _read_rule_from_its_dose(cursor, sketch, joints, starts_rule)
        return
    if not sketch.steps and read_leading_time(cursor, sketch):
        return
    if _read_staying(cursor, sketch) or _read_length_alone(cursor, sketch):
        return
    after = joints.joined and thereafter_follows(cursor)
    change = take_change_to(cursor, sketch.medicines)
    step = replace(read_step(cursor, sketch, after_then=joints.then or after or change is not None), change_to=change)
    again = take_second_dose(cursor, step)
    if again is not None:
        sketch.steps.extend((step, *again))
        return
    if joints.joined and not step.ranges and change is None and not after:
        raise puzzled(
            "Is this taken during the same days, or after them?", start, choices=(f"then {_text_at(cursor, start)}",)
        )
    expect_joint(cursor, numbered=bool(step.ranges))
    sketch.steps.append(at_the_leading_time(step, sketch))


def _read_staying(cursor: Cursor, sketch: Sketch) -> bool:
    """ "then continue with 10 drops" behind a rule that ends there: the last amount goes on."""
    at, ramp = cursor.at, sketch.steps[-1].ramp if sketch.steps else None
    if ramp is None or ramp.end is None or not take_verb(cursor) or not amount_stands(cursor):
        cursor.at = at
        return False
    said = take_amount(cursor, inherited=ramp.end)
    if said.amount != ramp.end.amount or not (cursor.done or joint_stands(cursor)):
        cursor.at = at
        return False
    sketch.steps[-1] = replace(sketch.steps[-1], ramp=replace(ramp, stays=True))
    return True


def _read_length_alone(cursor: Cursor, sketch: Sketch) -> bool:
    """ "For 7 days." as a sentence of its own: the length of the one step before it, which has none."""
    at, last = cursor.at, sketch.steps[-1] if len(sketch.steps) == 1 else None
    if last is None or last.lengths or last.ranges or last.ramp or cursor.word() != "for":
        return False
    length = take_length(cursor)
    if length is None or not (cursor.done or joint_stands(cursor)):
        cursor.at = at
        return False
    sketch.steps[-1] = replace(last, lengths=(length,))
    return True


def _read_rule_from_its_dose(cursor: Cursor, sketch: Sketch, joints: Joints, rises: Said[bool]) -> None:
    """ "reduce from 8 tablets once a day by 1 tablet every 2 days until stopped": the first step, then its rule."""
    sketch.steps.append(read_step(cursor, sketch, after_then=joints.then))
    cursor.accept_mark(",")
    ramp = take_ramp(cursor, before=last_amount(sketch), after_ramp=rises.value)
    if ramp is None:
        raise puzzled("By how much, how often, and until which amount?", rises.span)
    sketch.steps.append(SaidStep((), (), (), ramp.span, after_then=True, ramp=ramp))
    expect_joint(cursor)


def _text_at(cursor: Cursor, span: Span) -> str:
    """The words of the text at a place."""
    return cursor.text[span.start : span.end]


def _direction_before(sketch: Sketch) -> bool | None:
    """Which way the rule just before this clause goes; None where none stands there."""
    ramp = sketch.steps[-1].ramp if sketch.steps else None
    return ramp.rises if ramp else None
