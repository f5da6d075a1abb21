"""Which slots or interval does one step mean?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taper.core.errors import Question
from taper.core.plan import Doses, Interval, Rest, Schedule, Slots, Tablet, named_amounts_of
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.dosetimes import Elapsed, Timing
from taper.language.hourly import on_their_dates
from taper.language.setting import Setting
from taper.language.sidebyside import side_by_side
from taper.language.sketch import SaidAmount, SaidDose, SaidStep
from taper.language.strengths import check_amount, named_tablet
from taper.language.taken import Taken
from taper.language.timing import timing_of
from taper.language.whenneeded import as_needed_of

_ONE_AMOUNT = "A reminder must say one amount."


def schedule_of(
    step: SaidStep, setting: Setting, *, tablets: tuple[Tablet, ...], before: Schedule | None, text: str
) -> tuple[Schedule | None, list[Question]]:
    """The step's schedule, or the questions it raises. `before` is the step before it, whose amount "then twice a day
    for 3 days" goes on with; `text` is what was read."""
    if step.is_rest:
        return Rest(), []
    questions = [asked for dose in step.doses if (asked := _puzzle_of_amount(dose, tablets, setting))]
    if step.needed is None:
        questions += [_no_range(dose.amount, text) for dose in step.doses if dose.amount and dose.amount.up_to]
    timings: list[Timing | Elapsed] = []
    if step.needed is None:
        by_day = any(days.value.first == days.value.last or days.value.is_listed for days in step.ranges)
        by_day = by_day or any(length.value == Doses(1) for length in step.lengths)  # "1 g x 1 dose"
        again = None if by_day or questions else _same_times(step, before, tablets)
        if again is not None:
            return again, []
        raised = [_puzzle_of_timing(dose, setting, timings, by_day=by_day) for dose in step.doses]
        questions = _in_order([*questions, *(one for one in raised if one)])
    if questions:
        return None, questions
    if any(isinstance(length.value, Doses) for length in step.lengths):
        timings = [on_their_dates(one) if isinstance(one, Timing) and one.hourly else one for one in timings]
    try:
        takens = [_taken(dose, step, tablets, before) for dose in step.doses]
        if step.needed is not None:
            return as_needed_of(step, takens, text), []
        return _schedule(step, timings, takens, before, setting), []
    except Puzzled as puzzle:
        return None, [puzzle.question]


def _same_times(step: SaidStep, before: Schedule | None, tablets: tuple[Tablet, ...]) -> Schedule | None:
    """ "then reduce to 30 mg for 4 days": the amount changes, and what was once a day stays so.

    Without those words, and with several doses a day, how often must be said again.
    """
    said = step.doses[0].amount if len(step.doses) == 1 and not step.doses[0].whens else None
    if said is None or said.up_to is not None or step.change_to is None:
        return None
    if not isinstance(before, Slots) or len(before.slots) > 1:
        return None
    of = named_tablet(said, tablets)
    return replace(before, slots=tuple(replace(slot, amount=said.amount, of=of) for slot in before.slots))


def _no_range(said: SaidAmount, text: str) -> Question:
    words = text[said.span.start : said.span.end][:60]
    return Question(f'"{words}" is a range. Which amount is taken?', span=said.span, why=_ONE_AMOUNT)


def _in_order(questions: Sequence[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: question.span.start if question.span else -1)


def _puzzle_of_amount(dose: SaidDose, tablets: tuple[Tablet, ...], setting: Setting) -> Question | None:
    try:
        if dose.amount is not None:
            check_amount(dose.amount, tablets, setting)
            if dose.amount.up_to is not None:
                check_amount(replace(dose.amount, amount=dose.amount.up_to), tablets, setting)
    except Puzzled as puzzle:
        return puzzle.question
    return None


def _puzzle_of_timing(
    dose: SaidDose, setting: Setting, timings: list[Timing | Elapsed], *, by_day: bool
) -> Question | None:
    try:
        timings.append(timing_of(dose, setting, by_day=by_day))
    except Puzzled as puzzle:
        return puzzle.question
    return None


def _schedule(
    step: SaidStep,
    timings: Sequence[Timing | Elapsed],
    takens: Sequence[Taken],
    before: Schedule | None,
    setting: Setting,
) -> Schedule:
    _refuse_units_that_do_not_add(takens, step)
    if isinstance(timings[0], Elapsed) and len(timings) == 1:
        taken, elapsed = takens[0], timings[0]
        schedule: Schedule = Interval(elapsed.hours, elapsed.first_time, taken.amount, taken.of)
    else:
        schedule = side_by_side(step, takens, timings, setting)
    on_days_named = any(days.value.is_listed for days in step.ranges)
    if schedule == before and any(dose.amount is None for dose in step.doses) and not on_days_named:
        raise puzzled("How much is taken from here on? Nothing changes from the step before.", step.span)
    return schedule


def _taken(dose: SaidDose, step: SaidStep, tablets: tuple[Tablet, ...], before: Schedule | None) -> Taken:
    if dose.amount is not None:
        return Taken(dose.amount.amount, named_tablet(dose.amount, tablets), dose.amount.up_to)
    carried = _only_amount(before) if step.after_then and len(step.doses) == 1 else None
    if carried is None:
        raise puzzled("How much is taken?", dose.span)
    return carried


def _only_amount(schedule: Schedule | None) -> Taken | None:
    """The one amount of a step, None where it has several."""
    named = set(named_amounts_of(schedule)) if schedule is not None else set()
    return Taken(*named.pop()) if len(named) == 1 else None


def _refuse_units_that_do_not_add(takens: Sequence[Taken], step: SaidStep) -> None:
    if any(not taken.amount.measures_like(takens[0].amount) for taken in takens):
        raise puzzled("The amounts of one day are in different units. Write them in one.", step.span)
