"""Which steps, ends and side remarks does the text consist of?

A text is clauses: steps joined by "then", full stops, semicolons, new lines, or a comma behind a length. Where a clause
cannot be read, its question is kept and reading goes on behind the next strong joint, so that all are asked together.
"""

from __future__ import annotations

from dataclasses import replace

from taper.core.amount import Unit
from taper.core.errors import Question, Span
from taper.core.plan import Ends
from taper.language import words
from taper.language.amounts import take_amount
from taper.language.ask import MOST_QUESTIONS, not_understood, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.cycles import cycle_stands, take_cycle, take_rest, take_second_dose
from taper.language.daylists import take_day_list
from taper.language.dayranges import take_range
from taper.language.doseopenings import amount_stands, take_verb, verb_stands
from taper.language.frequencies import take_whens
from taper.language.heading import read_heading
from taper.language.joints import Joints, dash_stands, joint_stands, take_joints, thereafter_follows
from taper.language.lengths import take_bare_length, take_counted_length, take_length
from taper.language.needed import limit_stands
from taper.language.ramps import take_ramp
from taper.language.remarks import last_amount, read_remark
from taper.language.ruleopenings import fewer_stands, take_change_from, take_change_to
from taper.language.sketch import Said, SaidStep, Sketch, When
from taper.language.steps import read_step
from taper.language.tokens import tokenize

_THEN = Phrases(words.THEN)
_ENDINGS = Phrases(words.ENDINGS)
_STARTING = Phrases(words.STARTING)
_DISPENSED = Phrases(words.DISPENSED)
_CHANGES = Phrases(words.CHANGES)
_ROUTES = Phrases(words.ROUTES)
_NOTES = Phrases(words.NOTES)
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
_ON_THE_LAST = Phrases(
    {
        f"{lead}{last} {dose}": True
        for lead in ("on the ", "at the ", "of the ")
        for last in ("last", "final", "lowest")
        for dose in ("dose", "amount", "step", "strength")
    }
)


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
    elif not _read_end(cursor, sketch):
        if _read_when_of_all(cursor, sketch):
            return
        if sketch.ends:
            raise puzzled("The plan goes on after its end was said. What is meant?", cursor.here())
        _read_one_step(cursor, sketch, joints)
        return
    _expect_joint(cursor)


def _read_one_step(cursor: Cursor, sketch: Sketch, joints: Joints) -> None:
    """A step joined by "and" must say its days by number: "2 tablets daily on day 1 and 1 tablet daily on days 2-5"."""
    start = cursor.here()
    if sketch.cycles:
        raise puzzled("The plan goes on after its cycles. What is meant?", start)
    listed = take_day_list(cursor, sketch, after_then=joints.then)
    if listed:
        _expect_joint(cursor, numbered=True)
        sketch.steps.extend(listed)
        return
    ramp = take_ramp(cursor, before=last_amount(sketch), after_ramp=_direction_before(sketch))
    if ramp is not None:
        sketch.steps.append(SaidStep((), (), (), ramp.span, joints.then, ramp=ramp))
        _expect_joint(cursor)
        return
    starts_rule = take_change_from(cursor)
    if starts_rule is not None:
        _read_rule_from_its_dose(cursor, sketch, joints, starts_rule)
        return
    if not sketch.steps and _read_leading_time(cursor, sketch):
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
    _expect_joint(cursor, numbered=bool(step.ranges))
    sketch.steps.append(_at_the_leading_time(step, sketch))


def _at_the_leading_time(step: SaidStep, sketch: Sketch) -> SaidStep:
    """A step of days by number that says no time of its own, at the time said before all of them."""
    silent = bool(step.ranges) and all(not dose.whens for dose in step.doses)
    if not (sketch.leading and silent):
        return step
    return replace(step, doses=tuple(replace(dose, whens=tuple(sketch.leading)) for dose in step.doses))


def _read_leading_time(cursor: Cursor, sketch: Sketch) -> bool:
    """ "One dose every morning." or "to be taken each morning with food." before days that say only amounts."""
    at = cursor.at
    _ROUTES.take(cursor)
    _ = cursor.accept_phrase("one dose") or cursor.accept_phrase("as a single dose") or take_verb(cursor)
    whens, notes = list[Said[When]](), list[Said[str]]()
    while found := take_whens(cursor):
        whens.extend(found)
        note = _NOTES.take(cursor)
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


def _read_when_of_all(cursor: Cursor, sketch: Sketch) -> bool:
    """ "Day 1: 40 mg, day 2: 30 mg; once daily with breakfast": the time of all days before that say none."""
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


def _read_rule_from_its_dose(cursor: Cursor, sketch: Sketch, joints: Joints, rises: Said[bool]) -> None:
    """ "reduce from 8 tablets once a day by 1 tablet every 2 days until stopped": the first step, then its rule."""
    sketch.steps.append(read_step(cursor, sketch, after_then=joints.then))
    cursor.accept_mark(",")
    ramp = take_ramp(cursor, before=last_amount(sketch), after_ramp=rises.value)
    if ramp is None:
        raise puzzled("By how much, how often, and until which amount?", rises.span)
    sketch.steps.append(SaidStep((), (), (), ramp.span, after_then=True, ramp=ramp))
    _expect_joint(cursor)


def _text_at(cursor: Cursor, span: Span) -> str:
    """The words of the text at a place."""
    return cursor.text[span.start : span.end]


def _direction_before(sketch: Sketch) -> bool | None:
    """Which way the rule just before this clause goes; None where none stands there."""
    ramp = sketch.steps[-1].ramp if sketch.steps else None
    return ramp.rises if ramp else None


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


def _expect_joint(cursor: Cursor, *, numbered: bool = False) -> None:
    """Raises Puzzled for whatever is left of a clause that was read; `numbered` when its days were."""
    begins_remark = _STARTING.stands(cursor) or _DISPENSED.stands(cursor) or cursor.mark() in {"#", ",", "("}
    if cursor.done or begins_remark or joint_stands(cursor) or _ENDINGS.stands(cursor) or _CHANGES.stands(cursor):
        return
    if limit_stands(cursor) or cursor.word() == "repeat" or dash_stands(cursor) or cycle_stands(cursor):
        return
    at = cursor.at
    cursor.accept("and")
    joined = cursor.at > at
    if fewer_stands(cursor) or (joined and thereafter_follows(cursor)):
        cursor.at = at
        return
    ends = _ENDINGS.stands(cursor) or _STARTING.stands(cursor)
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


def _read_end(cursor: Cursor, sketch: Sketch) -> bool:
    at, found = cursor.at, _ENDINGS.take(cursor)
    if found is not None and found.value is Ends.STOP:
        _read_last_length(cursor, sketch)
    goes_on = not (cursor.done or joint_stands(cursor) or cursor.mark() == ",")
    if found is None or (found.value is Ends.OPEN and goes_on):
        cursor.at = at
        return False
    if sketch.ends:
        raise puzzled("The end is said a second time. How does the plan end?", found.span)
    sketch.ends.append(found)
    return True


def _read_last_length(cursor: Cursor, sketch: Sketch) -> None:
    """ "stop after one week on the last dose": how long the last amount is taken."""
    at = cursor.at
    if not cursor.accept("after"):
        return
    days = take_range(cursor)
    if days is not None and days.value.last is not None:
        sketch.totals.append(Said(days.value.last, days.span))
        return
    length = take_counted_length(cursor)
    if length is None:
        cursor.at = at
        return
    if not _ON_THE_LAST.take(cursor):
        raise puzzled("After how long on the last dose does it stop?", cursor.since(at))
    sketch.last_lengths.append(Said(length, cursor.since(at)))
