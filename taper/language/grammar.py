"""Which steps, ends and side remarks does the text consist of?

A text is clauses: steps joined by "then", full stops, semicolons, new lines, or a comma behind a length. Where a clause
cannot be read, its question is kept and reading goes on behind the next strong joint, so that all are asked together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from taper.core.amount import Unit
from taper.core.errors import Question, Span
from taper.core.plan import Ends, Rule, Until
from taper.language import words
from taper.language.advice import take_advice
from taper.language.amounts import amount_stands, take_verb, verb_stands
from taper.language.ask import MOST_QUESTIONS, not_understood, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.cycles import take_cycle, take_rest
from taper.language.dates import date_stands, take_date
from taper.language.daylists import take_day_list
from taper.language.frequencies import take_whens
from taper.language.heading import read_heading, take_concentration
from taper.language.leadin import skip_lead_in
from taper.language.lengths import take_bare_length, take_counted_length, take_length, take_range, take_total
from taper.language.needed import limit_stands, take_limit, take_reason
from taper.language.numbers import take_whole
from taper.language.ramps import take_change_from, take_change_to, take_ramp
from taper.language.sketch import Said, SaidAmount, SaidStep, Sketch
from taper.language.steps import read_step
from taper.language.tokens import tokenize

_THEN = Phrases(words.THEN)
_ENDINGS = Phrases(words.ENDINGS)
_STARTING = Phrases(words.STARTING)
_STOP_BY = Phrases(words.STOP_BY)
_UNTIL = Phrases(words.UNTIL)
_DISPENSED = Phrases(words.DISPENSED)
_CHANGES = Phrases(words.CHANGES)
_NOTES = Phrases(words.NOTES)
_OTHER_ROUTES = Phrases(words.OTHER_ROUTES)
_ALL_MEALS = Phrases(dict.fromkeys(words.ALL_MEALS, True))
_REFILLS = Phrases(words.REFILLS)
_LAST_DOSE = Phrases(
    dict.fromkeys(("last dose on", "last dose is on", "last day on", "final dose on", "last dose", "last day is"), True)
)
_ON_THE_LAST = Phrases(
    {
        f"{lead}{last} {dose}": True
        for lead in ("on the ", "at the ", "of the ")
        for last in ("last", "final", "lowest")
        for dose in ("dose", "amount", "step", "strength")
    }
)
_STRONG = frozenset({".", ";", "\n", "•"})


@dataclass(frozen=True, slots=True)
class _Joints:
    """What parts a clause from the one before it."""

    then: bool
    joined: bool  # by "and" alone
    count: int


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
    while not cursor.done and (cursor.here().start < end or not _joint_stands(cursor)):
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


def _joint_stands(cursor: Cursor) -> bool:
    return cursor.mark() in _STRONG or _THEN.stands(cursor)


def _read_clause(cursor: Cursor, sketch: Sketch) -> None:
    at = cursor.at
    joints = _take_joints(cursor)
    goes_on = joints.then and sketch.steps and cursor.word(-1) in {"thereafter", "afterwards", "subsequently"}
    if cursor.done and (joints.then or cursor.mark(-1) == ",") and not goes_on:
        raise puzzled("The text ends here too soon. What comes next?", cursor.since(at))
    if cursor.done:
        return
    if _read_rest_or_cycle(cursor, sketch, joints):
        pass
    elif _read_remark(cursor, sketch, joints):
        if not sketch.steps and (cursor.accept_mark(":") or verb_stands(cursor) or amount_stands(cursor)):
            return
    elif not _read_end(cursor, sketch):
        if sketch.ends:
            raise puzzled("The plan goes on after its end was said. What is meant?", cursor.here())
        _read_one_step(cursor, sketch, joints)
        return
    _expect_joint(cursor)


def _read_one_step(cursor: Cursor, sketch: Sketch, joints: _Joints) -> None:
    """A step joined by "and" must say its days by number: "2 tablets daily on day 1 and 1 tablet daily on days 2-5"."""
    start = cursor.here()
    if sketch.cycles:
        raise puzzled("The plan goes on after its cycles. What is meant?", start)
    listed = take_day_list(cursor, sketch, after_then=joints.then)
    if listed:
        _expect_joint(cursor, numbered=True)
        sketch.steps.extend(listed)
        return
    ramp = take_ramp(cursor, before=_last_amount(sketch), after_ramp=_direction_before(sketch))
    if ramp is not None:
        sketch.steps.append(SaidStep((), (), (), ramp.span, joints.then, ramp=ramp))
        _expect_joint(cursor)
        return
    starts_rule = take_change_from(cursor)
    if starts_rule is not None:
        _read_rule_from_its_dose(cursor, sketch, joints, starts_rule)
        return
    change = take_change_to(cursor)
    step = replace(read_step(cursor, sketch, after_then=joints.then or change is not None), change_to=change)
    if joints.joined and not step.ranges and change is None:
        raise puzzled(
            "Is this taken during the same days, or after them?", start, choices=(f"then {_text_at(cursor, start)}",)
        )
    _expect_joint(cursor, numbered=bool(step.ranges))
    sketch.steps.append(step)


def _read_rule_from_its_dose(cursor: Cursor, sketch: Sketch, joints: _Joints, rises: Said[bool]) -> None:
    """ "reduce from 8 tablets once a day by 1 tablet every 2 days until stopped": the first step, then its rule."""
    sketch.steps.append(read_step(cursor, sketch, after_then=joints.then))
    cursor.accept_mark(",")
    ramp = take_ramp(cursor, before=_last_amount(sketch), after_ramp=rises.value)
    if ramp is None:
        raise puzzled("By how much, how often, and until which amount?", rises.span)
    sketch.steps.append(SaidStep((), (), (), ramp.span, after_then=True, ramp=ramp))
    _expect_joint(cursor)


def _text_at(cursor: Cursor, span: Span) -> str:
    """The words of the text at a place."""
    return cursor.text[span.start : span.end]


def _last_amount(sketch: Sketch) -> SaidAmount | None:
    amounts = (dose.amount for step in reversed(sketch.steps) for dose in reversed(step.doses) if dose.amount)
    return next(amounts, None)


def _direction_before(sketch: Sketch) -> bool | None:
    """Which way the rule just before this clause goes; None where none stands there."""
    ramp = sketch.steps[-1].ramp if sketch.steps else None
    return ramp.rises if ramp else None


def _read_rest_or_cycle(cursor: Cursor, sketch: Sketch, joints: _Joints) -> bool:
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


def _take_joints(cursor: Cursor) -> _Joints:
    """Steps over everything that parts two clauses."""
    at, then = cursor.at, False
    while not cursor.done:
        if _THEN.take(cursor):
            then = True
        elif not cursor.accept_mark(",", *_STRONG) and not _take_dash(cursor):
            break
    parted = cursor.at > at
    if cursor.accept("sig") and not cursor.accept_mark(":"):
        cursor.at -= 1
    cursor.accept("and")
    skip_lead_in(cursor)
    return _Joints(then, joined=cursor.at > at and not parted, count=cursor.at - at)


def _dash_stands(cursor: Cursor) -> bool:
    at = cursor.at
    stands, cursor.at = _take_dash(cursor), at
    return stands


def _take_dash(cursor: Cursor) -> bool:
    """A dash before "then" is a pause; any other is asked about."""
    at = cursor.at
    while cursor.accept_mark("-"):
        pass
    if cursor.at > at and (_THEN.stands(cursor) or _ENDINGS.stands(cursor) or limit_stands(cursor)):
        return True
    cursor.at = at
    return False


def _expect_joint(cursor: Cursor, *, numbered: bool = False) -> None:
    """Raises Puzzled for whatever is left of a clause that was read; `numbered` when its days were."""
    begins_remark = _STARTING.stands(cursor) or _DISPENSED.stands(cursor) or cursor.mark() in {"#", ","}
    if cursor.done or begins_remark or _joint_stands(cursor) or _ENDINGS.stands(cursor) or _CHANGES.stands(cursor):
        return
    if limit_stands(cursor) or cursor.word() == "repeat" or _dash_stands(cursor):
        return
    at = cursor.at
    cursor.accept("and")
    joined = cursor.at > at
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
    goes_on = not (cursor.done or _joint_stands(cursor) or cursor.mark() == ",")
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


def _read_limit(cursor: Cursor, sketch: Sketch) -> bool:
    """A bound in a sentence of its own: of the step before it, or of the whole plan."""
    at, limit = cursor.at, take_limit(cursor, amount=_last_amount(sketch))
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
    advice = take_advice(cursor)
    if advice is not None:
        sketch.notes.append(advice)
        return True
    at = cursor.at
    if cursor.accept("warning", "note") and not cursor.accept_mark(":"):
        cursor.at = at
    note = _NOTES.take(cursor)
    if note is None and take_verb(cursor):
        note = _NOTES.take(cursor)
    if note is None and sketch.steps:
        note = _ALL_MEALS.take(cursor) or _OTHER_ROUTES.take(cursor)
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


def _read_last_date(cursor: Cursor, sketch: Sketch) -> None:
    """ "Last dose on 5 December 2026": the end of the last step, where it has none of its own."""
    at = cursor.at
    until = take_date(cursor)
    last = sketch.steps[-1]
    if last.lengths or last.ranges or last.ramp is not None:
        raise puzzled("The end is said a second time. Until when is it taken?", cursor.since(at))
    sketch.steps[-1] = replace(last, lengths=(Said(Until(until.value), until.span),))


def _read_remark(cursor: Cursor, sketch: Sketch, joints: _Joints) -> bool:
    """What is said of the plan as a whole: its start, its latest stop, its days and tablets in all."""
    if sketch.steps and _LAST_DOSE.take(cursor):
        _read_last_date(cursor, sketch)
        return True
    if _STOP_BY.take(cursor):
        sketch.stop_by.append(take_date(cursor))
        return True
    if _read_limit(cursor, sketch) or _read_note(cursor, sketch) or _read_rule(cursor, sketch):
        return True
    reason = take_reason(cursor)
    if reason is not None:
        sketch.reasons.append(reason)
        return True
    total = take_total(cursor)
    if total is not None:
        sketch.totals.append(total)
        return True
    at = cursor.at
    cursor.accept("a", "an", "the")
    take_bare_length(cursor)
    cursor.at = at
    return _read_start(cursor, sketch, joints) or _read_dispensed(cursor, sketch)


def _read_start(cursor: Cursor, sketch: Sketch, joints: _Joints) -> bool:
    """ "starting 2026-12-01": before the steps, behind them, or joined straight to the first one."""
    at = cursor.at
    if joints.then or not _STARTING.take(cursor) or not date_stands(cursor):
        cursor.at = at
        return False
    if joints.count and sketch.steps and not _is_the_last_clause(cursor):
        raise puzzled("Does the whole plan start on this date, or a step of it?", cursor.here())
    if not joints.count and len(sketch.steps) > 1:
        raise puzzled("Does the whole plan start on this date, or this step?", cursor.here())
    sketch.starts.append(take_date(cursor))
    if not joints.count and sketch.steps and (_UNTIL.stands(cursor) or cursor.word() == "to"):
        _read_last_day(cursor, sketch)
    return True


def _read_last_day(cursor: Cursor, sketch: Sketch) -> None:
    """The end of "from 2026-12-01 to 2026-12-10": the length of the step it stands behind."""
    at = cursor.at
    if not _UNTIL.take(cursor):
        cursor.at += 1
    until = Said(Until(take_date(cursor).value), cursor.since(at))
    sketch.steps[-1] = replace(sketch.steps[-1], lengths=(*sketch.steps[-1].lengths, until))


def _is_the_last_clause(cursor: Cursor) -> bool:
    """Whether nothing but the date and an end is left."""
    at = cursor.at
    take_date(cursor)
    while cursor.accept_mark(",", *_STRONG) or _THEN.take(cursor) or _ENDINGS.take(cursor):
        pass
    done, cursor.at = cursor.done, at
    return done


def _read_dispensed(cursor: Cursor, sketch: Sketch) -> bool:
    """ "#21", "dispense 21 tablets", "qty: 21"."""
    at = cursor.at
    named = _DISPENSED.take(cursor) is not None and (cursor.accept_mark(":") or True)
    if not cursor.accept_mark("#") and not named:
        return False
    count = take_whole(cursor)
    if count is None:
        raise puzzled("How many were dispensed? Write a number.", cursor.since(at))
    cursor.at += cursor.word() in words.UNITS and words.UNITS[cursor.word()].is_piece
    sketch.dispensed.append(Said(Fraction(count.value), cursor.since(at)))
    return True
