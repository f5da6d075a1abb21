"""Do the plan's dates, days in all and tablets in all agree with what else was said of them?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

from taper.core.amount import Amount, Unit, plain_number
from taper.core.bounds import MAX_PLAN_DAYS
from taper.core.course import CourseError, DatedStep, dated_steps
from taper.core.errors import Question, Span
from taper.core.expand import days_of
from taper.core.pattern import is_dose_day, longest_pause
from taper.core.plan import AsNeeded, EveryNthDay, Mixed, Plan, Slots, Tablet, Until
from taper.core.supply import held_in, pieces_of
from taper.core.words import counted
from taper.language.build import Built
from taper.language.seams import closer_than, last_dose_day
from taper.language.setting import Setting
from taper.language.sketch import MostADay, Said, Sketch

OPEN_DAYS = 28
"""How many days of an open plan are held against a maximum."""

_FAR = timedelta(days=366)
"""A first day in the text further from today than this is asked about: it may be a slip in the year."""


def start_of(sketch: Sketch, setting: Setting) -> tuple[date | None, list[Question]]:
    """Day 1, and the questions where it is missing, said twice, or far from today."""
    dates = dict.fromkeys(said.value for said in sketch.starts)
    given = setting.starts_on
    if len(dates) > 1 or (given is not None and any(on != given for on in dates)):
        in_text = [on.isoformat() for on in dates if on != given]
        shown = (given.isoformat(), *(f"--start {on}" for on in in_text)) if given else tuple(in_text)
        return None, [Question("Which date is day 1? Two are given.", span=sketch.starts[-1].span, choices=shown)]
    for said in sketch.starts:
        if abs(said.value - setting.today) > _FAR:
            return said.value, [Question(f"Is day 1 really {said.value.isoformat()}?", span=said.span)]
    dated = sketch.steps[0].starts_on if sketch.steps else None
    if dated is not None:
        if {*dates, *([given] if given else [])} - {dated.value}:
            return None, [Question("Which date is day 1? Two are given.", span=dated.span)]
        if abs(dated.value - setting.today) > _FAR:
            return dated.value, [Question(f"Is day 1 really {dated.value.isoformat()}?", span=dated.span)]
        return dated.value, []
    start = next(iter(dates), given)
    return start, [] if start else [Question("Which date is day 1?", where="start", choices=("--start DATE",))]


def check_plan(plan: Plan, sketch: Sketch, built: Sequence[Built]) -> list[Question]:
    """The questions that only a dated plan can raise; `built` has the clause of each step."""
    dated, questions = _dates_of(plan, built)
    if questions:
        return questions
    last_on = dated[-1].last_on or dated[-1].first_on
    if (last_on - plan.starts_on).days + 1 > MAX_PLAN_DAYS:
        return [Question("The plan would last longer than ten years. How long is it?", span=built[-1].span)]
    questions = [*_check_first_days(dated, built)]
    if questions:
        return questions
    questions = [question for one in dated for question in _check_dose_days(one, built[one.number - 1].span)]
    questions = (
        questions or _check_seams(dated, built) or _check_told_twice(plan, dated, built) or _check_maximum(plan, sketch)
    )
    return questions or [*_check_totals(dated, sketch), *_check_dispensed(plan, sketch)]


def _check_first_days(dated: Sequence[DatedStep], built: Sequence[Built]) -> list[Question]:
    """A step that the text dates otherwise than the steps before it do."""
    said = [(one, built[one.number - 1].said.starts_on) for one in dated]
    return [
        Question(
            f"This step begins on {starts_on.value.isoformat()} by its date, and on {one.first_on.isoformat()} by the "
            "steps before it. Which one holds?",
            span=starts_on.span,
        )
        for one, starts_on in said
        if starts_on is not None and starts_on.value != one.first_on
    ] + [
        Question("The length is said twice, differently. How long is it?", span=length.span)
        for one in dated
        for length in built[one.number - 1].said.lengths
        if isinstance(length.value, Until) and one.last_on is not None and length.value.on != one.last_on
    ]


def _check_seams(dated: Sequence[DatedStep], built: Sequence[Built]) -> list[Question]:
    """Two dose days of neighbouring steps that stand closer than their rhythm; not where the text dates the step."""
    found = []
    for one, following in pairwise(dated):
        said, apart = built[following.number - 1].said, closer_than(one, following)
        if apart is not None and not (said.ranges or said.starts_on):
            text = (
                f"The last dose before this is on {last_dose_day(one)}, the next on {following.first_on}: closer than"
            )
            found.append(Question(f"{text} every {apart} days. On which day does this step begin?", span=said.span))
    return found


def _check_told_twice(plan: Plan, dated: Sequence[DatedStep], built: Sequence[Built]) -> list[Question]:
    """A sentence that says the step before it once more: told again, or the same for longer?"""
    for one, following in pairwise(dated):
        said, before = built[following.number - 1].said, built[one.number - 1].said
        alone = not (said.after_then or said.ranges or said.starts_on or said.is_rest or said is before)
        same = one.days is not None and one.days == following.days and _same_doses(plan, one, following)
        if alone and same:
            text = "This says the same as what stands before it. Is it told again, or taken for as long once more?"
            return [Question(text, span=said.span, choices=('once more: write "then"',))]
    return []


def _same_doses(plan: Plan, one: DatedStep, following: DatedStep) -> bool:
    """Whether two steps have the same doses at the same times, counted in what they hold."""

    def table(dated: DatedStep) -> list[tuple[object, ...]]:
        slots = dated.step.schedule.slots if isinstance(dated.step.schedule, Slots) else ()
        return [(slot.at_time, held_in(Unit.MG, slot.amount, slot.of, plan.tablets) or slot.amount) for slot in slots]

    return bool(table(one)) and table(one) == table(following)


def _check_maximum(plan: Plan, sketch: Sketch) -> list[Question]:
    """A dose, or a day's doses, above the most that the text itself allows."""
    said = [limit for step in sketch.steps for limit in step.limits] + sketch.limits
    spans = [limit.span for limit in said if isinstance(limit.value, MostADay)]
    amounts = [step.schedule for step in plan.steps if isinstance(step.schedule, AsNeeded)]
    over = any(most_exceeded(one.amount_max, one.max_per_day, plan.tablets) for one in amounts)
    maximum = plan.limits.max_per_day
    days = days_of(plan, open_days=OPEN_DAYS) if maximum is not None else ()
    if over or any(most_exceeded(day.total, maximum, plan.tablets) for day in days if day.doses):
        text = "The doses come to more than this most a day. Which one holds?"
        return [Question(text, span=spans[0] if spans else None)]
    return []


def most_exceeded(amount: Amount, most: Amount | None, tablets: tuple[Tablet, ...]) -> bool:
    """Whether an amount is more than the most stated, as far as the two can be compared."""
    if most is None:
        return False
    if amount.measures_like(most):
        return amount.exceeds(most)
    holding = [tablet for tablet in tablets if tablet.amount is not None]
    pieces, measured = (amount, most) if amount.unit.is_piece else (most, amount)
    if len(holding) != 1 or holding[0].form is not pieces.unit or holding[0].amount is None:
        return False
    held = holding[0].amount.times(pieces.number)
    if not held.measures_like(measured):
        return False
    return held.exceeds(most) if amount is pieces else amount.exceeds(held)


def _dates_of(plan: Plan, built: Sequence[Built]) -> tuple[tuple[DatedStep, ...], list[Question]]:
    try:
        return dated_steps(plan), []
    except CourseError as error:
        number = _number_in(str(error))
        span = built[min(number, len(built)) - 1].length_span
        why = (
            "A month ends on the day before the same day number, which not every month has."
            if "month" in str(error)
            else ""
        )
        return (), [
            Question(f"{str(error).capitalize()}. Until which date?", where=f"step {number}", span=span, why=why)
        ]


def _number_in(sentence: str) -> int:
    """The number of the step that a CourseError names first."""
    digits = sentence.removeprefix("step ").partition(":")[0]
    return int(digits) if digits.isdecimal() else 1


def _check_dose_days(dated: DatedStep, span: Span) -> list[Question]:
    """A step shorter than its own rhythm: "every 12 days for 10 days"."""
    schedule, days = dated.step.schedule, dated.days
    if days is None or not isinstance(schedule, Slots | Mixed):
        return []
    for part in schedule.parts if isinstance(schedule, Mixed) else (schedule,):
        rhythm = part.rhythm
        if isinstance(rhythm, EveryNthDay) and days < rhythm.n:
            return [Question(f"Every {rhythm.n} days, for {counted(days, 'day')} only? Which one holds?", span=span)]
        dates = (dated.first_on + timedelta(days=nth) for nth in range(min(days, longest_pause(rhythm))))
        if not any(is_dose_day(rhythm, on, first_on=dated.first_on) for on in dates):
            return [Question("None of the days named lies within this step. Which days are meant?", span=span)]
    return []


def _check_totals(dated: tuple[DatedStep, ...], sketch: Sketch) -> list[Question]:
    last_on = dated[-1].last_on
    days = (last_on - dated[0].first_on).days + 1 if last_on else None
    return [
        _disagreement(said, f"{said.value} days in all", _in_days(days)) for said in sketch.totals if said.value != days
    ]


def _in_days(days: int | None) -> str:
    return f"the steps make {days}" if days else "the last step has no length"


def _disagreement(said: Said[int] | Said[Fraction], stated: str, counted: str) -> Question:
    return Question(f"The text says {stated}, {counted}. Which one holds?", span=said.span)


def _check_dispensed(plan: Plan, sketch: Sketch) -> list[Question]:
    """Compares "#21" with the plan. A half tablet at the end may need a whole one; an open plan has no count."""
    as_needed = any(isinstance(step.schedule, AsNeeded) for step in plan.steps)  # what is used up is not known
    if not sketch.dispensed or as_needed or dated_steps(plan)[-1].last_on is None:
        return []
    total = _pieces_in_all(plan)
    if total is None:
        text = "To compare this count with the plan, the strength must be known. Which one is it?"
        return [Question(text, span=said.span, choices=("--strength",)) for said in sketch.dispensed[:1]]
    return [
        _disagreement(said, f"{said.value} dispensed", f"the plan needs {plain_number(total)}")
        for said in sketch.dispensed
        if said.value != ceil(total)
    ]


def _pieces_in_all(plan: Plan) -> Fraction | None:
    total = Fraction(0)
    for dose in (dose for day in days_of(plan, open_days=0) for dose in day.doses):
        counts = [piece.count for piece in pieces_of(dose, plan.tablets)]
        if not counts and dose.amount.unit.is_piece:
            counts = [dose.amount.number]
        if not counts:
            return None
        total += sum(counts, Fraction(0))
    return total
