"""Which words of the text did each phrase of the reading come from?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from taper.core.amount import plain_number
from taper.core.daytimes import SlotTimes
from taper.core.errors import Span
from taper.core.plan import Ends, Plan
from taper.language.build import Built
from taper.language.echo import SayNumber, say_parts, say_step
from taper.language.sayplan import say_limits
from taper.language.sketch import Said, Sketch

_ENDINGS = {Ends.STOP: "then stop", Ends.REVIEW: "then review", Ends.OPEN: "no stop date"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the reading, the step it belongs to (None for the whole plan), and where its words stand.

    `said` has its amounts in the form that `explain` was given. `spans` is empty where the text does not say it: a time
    of the settings, an end that follows from a length.
    """

    said: str
    step: int | None
    spans: tuple[Span, ...]


def explain(
    plan: Plan, built: Sequence[Built], sketch: Sketch, *, number: SayNumber, times: SlotTimes
) -> tuple[Phrase, ...]:
    """Every phrase of the reading in the order of the plan.

    `number` writes the amounts (plain or spoken); `times` are the slot times in force.
    """
    found = [*_heading(plan, sketch)]
    for nth, one in enumerate(built, 1):
        found += _step(nth, one, plan, number, times)
    found += _ending(plan, sketch, number)
    return tuple(found)


def _spans(said: Iterable[Said[object]]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(one.span for one in said))


def _heading(plan: Plan, sketch: Sketch) -> Iterator[Phrase]:
    if plan.medicine is not None:
        yield Phrase(plan.medicine, None, _spans(sketch.medicines[:1]))
    for said in sketch.strengths:
        yield Phrase(
            f"{said.value.text} {said.value.form.value if said.value.form else ''}".strip(), None, (said.span,)
        )


def _step(nth: int, built: Built, plan: Plan, number: SayNumber, times: SlotTimes) -> Iterator[Phrase]:
    """A phrase each for amount, time and length; one for the whole step where its words cannot be parted."""
    step, said = built.step, built.said
    amount, when, length = say_parts(step, tablets=plan.tablets, number=number, times=times)
    if said.ramp is not None or said.is_rest or said.needed is not None or len(said.doses) != 1 or not amount:
        yield Phrase(say_step(step, tablets=plan.tablets, number=number, times=times), nth, (said.span,))
        return
    dose = said.doses[0]
    yield Phrase(amount, nth, (dose.amount.span,) if dose.amount else ())
    yield Phrase(when, nth, _spans(dose.whens))
    if length:
        yield Phrase(length, nth, _spans([*said.lengths, *said.ranges]))


def _ending(plan: Plan, sketch: Sketch, number: SayNumber) -> Iterator[Phrase]:
    yield Phrase(_ENDINGS[plan.ends], None, _spans([*sketch.ends, *sketch.cycles, *sketch.last_lengths]))
    for sentence in say_limits(plan.limits, number=number):
        yield Phrase(sentence, None, _spans([*(one for step in sketch.steps for one in step.limits), *sketch.limits]))
    if plan.reason is not None:
        yield Phrase(f"for {plan.reason}", None, _spans(sketch.reasons))
    for note in sketch.notes:
        yield Phrase(note.value, None, (note.span,))
    for days in sketch.totals:
        yield Phrase(f"{days.value} days in all", None, (days.span,))
    for count in sketch.dispensed:
        yield Phrase(f"{plain_number(count.value)} dispensed", None, (count.span,))
    for start in sketch.starts:
        yield Phrase(f"day 1 is {start.value.isoformat()}", None, (start.span,))
