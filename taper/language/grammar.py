"""Which steps, ends and side remarks does the text consist of?

A text is clauses: steps joined by "then", full stops, semicolons, new lines, or a comma behind a length. Where a clause
cannot be read, its question is kept and reading goes on behind the next strong joint, so that all are asked together.
"""

from __future__ import annotations

from taper.core.amount import Unit
from taper.core.errors import Question
from taper.language.ask import MOST_QUESTIONS, puzzled, raise_doubt
from taper.language.clauseends import expect_joint
from taper.language.clausesteps import read_one_step
from taper.language.cursor import Cursor, Puzzled
from taper.language.cycles import take_cycle, take_rest
from taper.language.doseopenings import amount_stands, verb_stands
from taper.language.endings import read_end
from taper.language.frequencies import take_whens
from taper.language.heading import read_heading
from taper.language.joints import Joints, joint_stands, take_joints
from taper.language.lengths import take_length
from taper.language.remarks import read_remark
from taper.language.sketch import Sketch
from taper.language.timesofall import read_when_of_all
from taper.language.tokenizing import tokenize


def read_sketch(text: str, *, form: Unit | None) -> tuple[Sketch, list[Question]]:
    """What the text says, and the questions about the parts of it that could not be read.

    `form` is what a bare number counts where only one form is on hand ("ONE to be taken twice a day").
    """
    cursor, sketch, questions = Cursor(text, tokenize(text)), Sketch(form=form), list[Question]()
    try:
        read_heading(cursor, sketch)
        if sketch.form is None and sketch.strengths:
            sketch.form = sketch.strengths[0].value.form
    except Puzzled as asked:
        _recover(cursor, sketch, questions, asked)
    while not cursor.done and len(questions) < MOST_QUESTIONS:
        try:
            _read_clause(cursor, sketch)
        except Puzzled as asked:
            _recover(cursor, sketch, questions, asked)
    return sketch, questions


def _recover(cursor: Cursor, sketch: Sketch, questions: list[Question], asked: Puzzled) -> None:
    """Keeps the question and goes on behind the next strong joint."""
    sketch.whole = False
    questions.append(asked.question)
    end = asked.question.span.end if asked.question.span else 0
    while not cursor.done and (cursor.here().start < end or not joint_stands(cursor)):
        further = _puzzle_here(cursor) if asked.local and cursor.here().start >= end else None
        if further is not None and len(questions) < MOST_QUESTIONS:
            _recover(cursor, sketch, questions, further)
            return
        cursor.at += further is None


def _puzzle_here(cursor: Cursor) -> Puzzled | None:
    """What else there is to ask in a clause that is already asked about; readable parts are stepped over."""
    at = cursor.at
    try:
        if not (take_whens(cursor) or take_length(cursor)):
            raise_doubt(cursor)
    except Puzzled as puzzle:
        return puzzle
    cursor.at = max(at, cursor.at - 1)
    return None


def _read_clause(cursor: Cursor, sketch: Sketch) -> None:
    at = cursor.at
    joints = take_joints(cursor)
    behind = cursor.word(-1) or cursor.word(-2)  # "thereafter" or "thereafter."
    goes_on = joints.then and sketch.steps and behind in {"thereafter", "afterwards", "subsequently"}
    if cursor.done and (joints.then or cursor.mark(-1) == ",") and not goes_on:
        raise puzzled("The text ends here too soon. What comes next?", cursor.since(at))
    if cursor.done:
        return
    if joints.labelled and sketch.steps:
        raise puzzled("Is this the plan told again, or what comes after it?", cursor.since(at))
    if _read_rest_or_cycle(cursor, sketch, joints):
        pass
    elif read_remark(cursor, sketch, joints):
        if not sketch.steps and (cursor.accept_mark(":") or verb_stands(cursor) or amount_stands(cursor)):
            return
    elif not read_end(cursor, sketch, parted=joints.count > 0):
        if read_when_of_all(cursor, sketch):
            return
        if sketch.ends:
            raise puzzled("The plan goes on after its end was said. What is meant?", cursor.here())
        read_one_step(cursor, sketch, joints)
        return
    expect_joint(cursor)


def _read_rest_or_cycle(cursor: Cursor, sketch: Sketch, joints: Joints) -> bool:
    """Days without doses, and how often everything before is taken."""
    cycle = take_cycle(cursor) if sketch.steps else None
    if cycle is not None:
        if sketch.cycles:
            raise puzzled("How often it is repeated is said twice.", cycle.span)
        sketch.cycles.append(cycle)
        return True
    rest = take_rest(cursor, after_then=joints.then) if sketch.steps else None
    if rest is not None:
        sketch.steps.append(rest)
    return rest is not None
