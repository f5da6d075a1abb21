"""How long does each step last: what its length says, what its day numbers say, and do the two agree?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.errors import Question
from taper.core.plan import Days, Doses, Ends, Length, OpenLength, Until
from taper.language.build import Built
from taper.language.sketch import DayRange, Said, SaidStep, Sketch, takes_one_dose


def lengths_of(sketch: Sketch) -> tuple[tuple[Length, ...], list[Question]]:
    """Each step's length, and the questions where one is missing, said twice, or leaves a gap between the days."""
    questions: list[Question] = []
    if len(sketch.steps) == len(sketch.totals) == 1 and not (sketch.steps[0].lengths or sketch.steps[0].ranges):
        return (Days(sketch.totals[0].value),), questions  # "10 mg daily, a course of 6 days"
    lengths: list[Length] = []
    next_day: int | None = 1
    for number, step in enumerate(sketch.steps, 1):
        following = sketch.steps[number] if number < len(sketch.steps) else None
        length = _length_of(step, next_day, questions)
        if takes_one_dose(step) and step.lengths and length not in (Days(1), Doses(1)):
            questions.append(Question("One single dose, or one a day? Which one holds?", span=step.lengths[0].span))
        if isinstance(length, OpenLength):
            length = _length_unsaid(step, following)
        lengths.append(length)
        if isinstance(length, OpenLength) and following is not None and step.ramp is None:
            text = "For how long? Another step follows, so this one needs a length."
            questions.append(Question(text, where=f"step {number}", span=step.span))
        next_day = next_day + length.count if next_day is not None and isinstance(length, Days) else None
    return tuple(lengths), questions


def _length_unsaid(step: SaidStep, following: SaidStep | None) -> Length:
    """The length of a step that says none: one day for a dose "at once", or the interval of the rule it starts."""
    if takes_one_dose(step):
        return Days(1)
    if following is not None and following.ramp is not None and following.ramp.each is not None:
        return following.ramp.each.value if step.ramp is None else OpenLength()
    return OpenLength()


def _length_of(step: SaidStep, next_day: int | None, questions: list[Question]) -> Length:
    said: dict[Length, Said[Length]] = {one.value: one for one in step.lengths}
    for days in step.ranges:
        _check_range(days, next_day, questions)
        if days.value.last is not None:
            said.setdefault(Days(days.value.last - days.value.first + 1), Said(OpenLength(), days.span))
    if {type(length) for length in said} == {Days, Until} and len(said) == 2:
        return next(length for length in said if isinstance(length, Days))  # held against the date in `agree`
    if len(said) > 1:
        span = list(said.values())[1].span
        questions.append(Question("The length is said twice, differently. How long is it?", span=span))
    return next(iter(said), OpenLength())


def _check_range(days: Said[DayRange], next_day: int | None, questions: list[Question]) -> None:
    if days.value.first == next_day:
        return
    expected = f"Day {next_day} comes next." if next_day else "The steps before it have no length in days."
    text = f"These days do not follow on from the days before them. {expected} Which days are meant?"
    questions.append(Question(text, span=days.span))


def how_it_ends(sketch: Sketch, steps: Sequence[Built], questions: list[Question]) -> Ends:
    """How the plan ends; questions where that and the last step's length are against each other."""
    is_open = bool(steps) and isinstance(steps[-1].step.length, OpenLength)
    last = sketch.steps[-1].span if sketch.steps else None
    said = sketch.ends[0] if sketch.ends else None
    if said is None:
        if is_open and sketch.stop_by:
            questions.append(Question("For how long? A latest stop is a limit, no length.", span=last))
        return Ends.OPEN if is_open else Ends.STOP
    if said.value is Ends.OPEN and not is_open:
        text = "The last step has a length, and then the plan goes on. How much is taken from then on?"
        questions.append(Question(text, span=said.span))
    if said.value is not Ends.OPEN and is_open:
        questions.append(Question("For how long is this taken before the end?", span=last))
    return said.value
