"""Which steps do the clauses of a text make: as written, from a rule, from a loading dose, or taken in cycles?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from taper.core.errors import Question, Span
from taper.core.plan import (
    Days,
    Doses,
    Ends,
    EveryDay,
    EveryNthDay,
    Length,
    OpenLength,
    Rule,
    Schedule,
    Slot,
    Slots,
    Step,
    Tablet,
    amounts_of,
)
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.cycles import repeated
from taper.language.rampsteps import steps_of_ramp
from taper.language.schedule import schedule_of
from taper.language.setting import Setting
from taper.language.sketch import SaidRamp, SaidStep, Sketch, takes_one_dose
from taper.language.whens import EveryDays, EveryHours, When

_FIRST_DAY = Days(1)


@dataclass(frozen=True, slots=True)
class Built:
    """A step of the plan and the clause it came from."""

    step: Step
    said: SaidStep

    @property
    def span(self) -> Span:
        """Where the clause stands."""
        return self.said.span

    @property
    def length_span(self) -> Span:
        """Where its length stands, the whole clause where none was said."""
        return self.said.lengths[0].span if self.said.lengths else self.said.span


@dataclass
class Building:
    """The steps so far, the rules they came from, and the questions raised on the way."""

    text: str
    sketch: Sketch
    setting: Setting
    tablets: tuple[Tablet, ...]
    steps: list[Built] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def build(
    text: str, sketch: Sketch, lengths: tuple[Length, ...], setting: Setting, tablets: tuple[Tablet, ...]
) -> Building:
    """The steps of a sketch, whose clauses last as `lengths` says. The first question of each clause is kept."""
    building = Building(text, sketch, setting, tablets)
    for number, said in enumerate(sketch.steps, 1):
        try:
            if said.ramp is not None and building.questions:
                continue  # what it starts from is asked about already
            if said.ramp is not None:
                _add_ramp(building, said, said.ramp, number)
            else:
                _add_step(building, said, lengths[number - 1], number)
        except Puzzled as puzzle:
            building.questions.append(replace(puzzle.question, where=f"step {number}"))
            break  # what follows is counted from here
    if not building.questions:
        _finish(building)
    return building


def _add_step(building: Building, said: SaidStep, length: Length, number: int) -> None:
    earlier = [built for built in building.steps if not built.said.is_between]
    before = earlier[-1].step.schedule if earlier else None
    schedule, raised = schedule_of(said, building.setting, tablets=building.tablets, before=before, text=building.text)
    building.questions += [replace(question, where=f"step {number}") for question in raised]
    if schedule is None:
        return
    _check_direction(said, before, schedule)
    step = Step(length, schedule)
    previous = building.steps[-1] if building.steps else None
    if previous is not None and previous.said.ramp is not None and previous.step.schedule == schedule:
        building.steps.pop()  # "until 10 mg, then 10 mg for 2 weeks": the clause has the length of the last amount
    if previous is not None and _is_load(previous.said) and not said.is_rest:
        building.steps[-1:] = _loaded(previous, Built(step, said))
        return
    building.steps.append(Built(step, said))


def _check_direction(said: SaidStep, before: Schedule | None, schedule: Schedule) -> None:
    """ "reduce to 20 mg" must lead to less than before, "increase to" to more."""
    if said.change_to is None or before is None:
        return  # a letter's "reduce her prednisolone to 7.5 mg" opens the plan: what was taken before is not its matter
    if any(_could_be_a_rule(when.value, before) for dose in said.doses for when in dose.whens):
        raise puzzled(
            "Is this how often it is taken, or how often it is reduced or increased again?",
            said.span,
            example="then reduce to 20 mg once a day for 14 days",
        )
    earlier, later = set(amounts_of(before)) if before else set(), set(amounts_of(schedule))
    if len(earlier) != 1 or len(later) != 1:
        raise puzzled("What is reduced or increased here? Write out the doses of this step.", said.change_to.span)
    first, then = earlier.pop(), later.pop()
    if not first.measures_like(then):
        return
    rises = said.change_to.value
    takings, takings_then = _takings_a_day(before), _takings_a_day(schedule)
    changes = [(first, then)]
    if takings and takings_then:
        changes.append((first.times(takings), then.times(takings_then)))  # "increase to 5 mg twice a day"
    against = any(old.exceeds(new) if rises else new.exceeds(old) for old, new in changes)
    if against or all(old.to(new.unit) == new for old, new in changes):
        raise puzzled("The words say another direction than the amounts. Which one holds?", said.change_to.span)


def _takings_a_day(schedule: Schedule | None) -> int | None:
    """How many takings each day has; None where days differ or clock times do not say it."""
    if isinstance(schedule, Slots) and isinstance(schedule.rhythm, EveryDay):
        return len(schedule.slots)
    return None


def _could_be_a_rule(when: When, before: Schedule | None) -> bool:
    """ "decrease to 0.5 tablets every 14 days": every 14 days taken, or every 14 days decreased?"""
    return isinstance(when, EveryDays) and when.n > 2 and getattr(before, "rhythm", None) != EveryNthDay(when.n)


def _add_ramp(building: Building, said: SaidStep, ramp: SaidRamp, number: int) -> None:
    is_last = number == len(building.sketch.steps)
    ends = building.sketch.ends[0].value if building.sketch.ends else None
    is_open = ramp.end is None and ramp.count is None and not ramp.to_nothing
    to_nothing = is_open and is_last and ends is Ends.STOP
    before = building.steps[-1].step if building.steps else None
    steps = list(steps_of_ramp(ramp, before, to_nothing=to_nothing, setting=building.setting, tablets=building.tablets))
    goes_on = ramp.stays or ends is Ends.OPEN
    if (
        is_last
        and not (to_nothing or ramp.to_nothing)
        and ends is None
        and not goes_on
        and not building.sketch.last_lengths
    ):
        choices = (", then stop", f", then stay on {_last_words(ramp, building.text)}")
        raise puzzled("What comes after the last amount of this rule?", said.span, choices=choices, follows=True)
    if is_last and goes_on and steps:
        steps[-1] = replace(steps[-1], length=OpenLength())
    if not is_last and ramp.to_nothing:
        raise puzzled("The plan goes on after its rule has come to nothing. What is meant?", said.span)
    first = len(building.steps) + 1
    words = " ".join(building.text[said.span.start : said.span.end].split())
    building.rules.append(Rule(words, first, first + len(steps) - 1))
    building.steps += [Built(step, said) for step in steps]


def _last_words(ramp: SaidRamp, text: str) -> str:
    return text[ramp.end.span.start : ramp.end.span.end] if ramp.end else "the last amount"


def _is_load(said: SaidStep) -> bool:
    """Whether a step is one dose "at once", of which no length was said."""
    return len(said.doses) == 1 and takes_one_dose(said) and not said.lengths and not said.ranges


def _loaded(load: Built, following: Built) -> list[Built]:
    """ "2 tablets at once, then 1 every 8 hours": the first day has the load and what still falls on it.

    What is taken once a day begins on the day after. Raises Puzzled where nobody can know when it begins or ends.
    """
    schedule, length = following.step.schedule, following.step.length
    assert isinstance(load.step.schedule, Slots)  # one dose at once
    if not isinstance(schedule, Slots) or len(schedule.slots) == 1:
        return [load, following]
    hourly = any(isinstance(when.value, EveryHours) for dose in following.said.doses for when in dose.whens)
    if not hourly:
        raise puzzled(
            "Does this begin on the day of the first dose, or on the day after?",
            following.span,
            example="2 tablets for 1 day, then 1 tablet twice a day for 4 days",
        )
    if not isinstance(length, Doses | OpenLength):
        raise puzzled(
            "Are these days counted from the first dose? Write how many doses follow it.",
            following.span,
            example="then 1 tablet every 8 hours for 14 doses",
        )
    return _load_day(load, following, schedule)


def _load_day(load: Built, following: Built, schedule: Slots) -> list[Built]:
    assert isinstance(load.step.schedule, Slots)
    first, *rest = schedule.slots
    dose = load.step.schedule.slots[0]
    slots: tuple[Slot, ...] = (replace(first, amount=dose.amount, of=dose.of), *rest)
    day = Built(Step(_FIRST_DAY, Slots(slots, schedule.rhythm)), load.said)
    length = following.step.length
    if isinstance(length, Doses):
        left = length.count - len(rest)
        if left < 1:
            raise puzzled("So few doses fall on the first day. When is each taken?", following.span)
        length = Doses(left)
    return [day, Built(replace(following.step, length=length), following.said)]


def _finish(building: Building) -> None:
    """Takes the steps as often as a cycle says, and gives the last one the length said at the end."""
    if not building.steps:
        return  # "Stop after 5 days on the last dose." alone: `settle` asks what is taken
    try:
        if building.sketch.cycles:
            _repeat(building)
        for length in building.sketch.last_lengths:
            last = building.steps[-1]
            if isinstance(last.step.length, OpenLength):
                building.steps[-1] = Built(replace(last.step, length=length.value), last.said)
            elif last.step.length != length.value:
                raise puzzled("The length of the last step is said twice, differently. How long is it?", length.span)
    except Puzzled as puzzle:
        building.questions.append(puzzle.question)


def _repeat(building: Building) -> None:
    cycle = building.sketch.cycles[0]
    if building.rules:
        raise puzzled("Is the rule repeated too? Write the steps of one cycle out.", cycle.span)
    block = building.steps
    steps = repeated([built.step for built in block], cycle)
    building.steps = [
        Built(step, block[min(nth % (len(block) + 1), len(block) - 1)].said) for nth, step in enumerate(steps)
    ]
