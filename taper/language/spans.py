"""How long does each step last: what its length says, what its day numbers say, and do the two agree?"""

from __future__ import annotations

from taper.core.errors import Question
from taper.core.plan import Days, Ends, Length, OpenLength
from taper.language.sketch import DayRange, Said, SaidStep, Sketch


def lengths_of(sketch: Sketch) -> tuple[tuple[Length, ...], list[Question]]:
    """Each step's length, and the questions where one is missing, said twice, or leaves a gap between the days."""
    questions: list[Question] = []
    if len(sketch.steps) == len(sketch.totals) == 1 and not (sketch.steps[0].lengths or sketch.steps[0].ranges):
        return (Days(sketch.totals[0].value),), questions  # "10 mg daily, a course of 6 days"
    lengths: list[Length] = []
    next_day: int | None = 1
    for number, step in enumerate(sketch.steps, 1):
        length = _length_of(step, next_day, questions)
        lengths.append(length)
        if isinstance(length, OpenLength) and number < len(sketch.steps):
            text = "For how long? Another step follows, so this one needs a length."
            questions.append(Question(text, where=f"step {number}", span=step.span))
        next_day = next_day + length.count if next_day is not None and isinstance(length, Days) else None
    return tuple(lengths), questions


def _length_of(step: SaidStep, next_day: int | None, questions: list[Question]) -> Length:
    said: dict[Length, Said[Length]] = {one.value: one for one in step.lengths}
    for days in step.ranges:
        _check_range(days, next_day, questions)
        said.setdefault(Days(days.value.last - days.value.first + 1), Said(OpenLength(), days.span))
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


def how_it_ends(sketch: Sketch, lengths: tuple[Length, ...], questions: list[Question]) -> Ends:
    """How the plan ends; questions where that and the last step's length are against each other."""
    is_open = bool(lengths) and isinstance(lengths[-1], OpenLength)
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
