"""Which slots or interval does one step mean, with the doses of its day set side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from taper.core.amount import Amount
from taper.core.bounds import MAX_SLOTS
from taper.core.errors import Question, Span
from taper.core.plan import EveryDay, Interval, Rhythm, Schedule, Slot, Slots, Tablet
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.setting import Setting
from taper.language.sketch import SaidDose, SaidStep
from taper.language.strengths import check_amount, named_tablet
from taper.language.timing import Elapsed, Place, Timing, timing_of

_DAY_MINUTES = 24 * 60
_SMALL_HOURS_END = time(5)


@dataclass(frozen=True, slots=True)
class _Taken:
    """How much of which strength."""

    amount: Amount
    of: str | None


def schedule_of(
    step: SaidStep, setting: Setting, *, tablets: tuple[Tablet, ...], before: Schedule | None
) -> tuple[Schedule | None, list[Question]]:
    """The step's schedule, or the questions it raises. `before` is the step before it, whose amount "then twice a day
    for 3 days" goes on with."""
    questions: list[Question] = []
    timings: list[Timing | Elapsed] = []
    for dose in step.doses:
        for asked in (_puzzle_of_amount(dose, tablets, setting), _puzzle_of_timing(dose, setting, timings)):
            questions.extend([asked] if asked else [])
    if questions:
        return None, questions
    try:
        return _schedule(step, timings, tablets, before), []
    except Puzzled as puzzle:
        return None, [puzzle.question]


def _puzzle_of_amount(dose: SaidDose, tablets: tuple[Tablet, ...], setting: Setting) -> Question | None:
    try:
        if dose.amount is not None:
            check_amount(dose.amount, tablets, setting)
    except Puzzled as puzzle:
        return puzzle.question
    return None


def _puzzle_of_timing(dose: SaidDose, setting: Setting, timings: list[Timing | Elapsed]) -> Question | None:
    try:
        timings.append(timing_of(dose, setting))
    except Puzzled as puzzle:
        return puzzle.question
    return None


def _schedule(
    step: SaidStep, timings: Sequence[Timing | Elapsed], tablets: tuple[Tablet, ...], before: Schedule | None
) -> Schedule:
    takens = [_taken(dose, step, tablets, before) for dose in step.doses]
    _refuse_units_that_do_not_add(takens, step)
    if isinstance(timings[0], Elapsed) and len(timings) == 1:
        taken, elapsed = takens[0], timings[0]
        schedule: Schedule = Interval(elapsed.hours, elapsed.first_time, taken.amount, taken.of)
    else:
        schedule = _slots(step, takens, timings)
    if schedule == before and any(dose.amount is None for dose in step.doses):
        raise puzzled("How much is taken from here on? Nothing changes from the step before.", step.span)
    return schedule


def _taken(dose: SaidDose, step: SaidStep, tablets: tuple[Tablet, ...], before: Schedule | None) -> _Taken:
    if dose.amount is not None:
        return _Taken(dose.amount.amount, named_tablet(dose.amount, tablets))
    carried = _only_amount(before) if step.after_then and len(step.doses) == 1 else None
    if carried is None:
        raise puzzled("How much is taken?", dose.span)
    return carried


def _only_amount(schedule: Schedule | None) -> _Taken | None:
    """The one amount of a step, None where it has several."""
    match schedule:
        case Slots(slots=slots):
            amounts = {_Taken(slot.amount, slot.of) for slot in slots}
            return amounts.pop() if len(amounts) == 1 else None
        case Interval(amount=amount, of=of):
            return _Taken(amount, of)
        case _:
            return None


def _refuse_units_that_do_not_add(takens: Sequence[_Taken], step: SaidStep) -> None:
    if any(not taken.amount.measures_like(takens[0].amount) for taken in takens):
        raise puzzled("The amounts of one day are in different units. Write them in one.", step.span)


def _slots(step: SaidStep, takens: Sequence[_Taken], timings: Sequence[Timing | Elapsed]) -> Slots:
    day_timings = [timing for timing in timings if isinstance(timing, Timing)]
    if len(day_timings) != len(timings) or (len(timings) > 1 and any(_is_hourly(timing) for timing in day_timings)):
        raise puzzled("Several doses, and hours between them: at which times is each taken?", step.span)
    rhythm = _shared_rhythm(day_timings, step.span)
    placed = [(place, taken) for taken, timing in zip(takens, day_timings, strict=True) for place in timing.places]
    places = [place for place, _ in placed]
    _refuse_small_hours(places, step.span)
    _refuse_crowding(places, rhythm, step.span)
    slots = (Slot(place.name, place.at_time, taken.amount, place.next_day, taken.of) for place, taken in placed)
    return Slots(tuple(sorted(slots, key=lambda slot: (slot.next_day, slot.at_time))), rhythm)


def _is_hourly(timing: Timing) -> bool:
    return any(place.next_day and ":" in place.name for place in timing.places)


def _shared_rhythm(timings: Sequence[Timing], span: Span) -> Rhythm:
    """The days all doses of a step share. One that leaves its days open may only stand beside daily ones."""
    said = {timing.rhythm for timing in timings}
    if said <= {None, EveryDay()}:
        return EveryDay()
    if len(said) > 1:
        raise puzzled("On which days is each of these doses taken? They must share their days.", span)
    return next(rhythm for rhythm in said if rhythm is not None)


def _refuse_small_hours(places: Sequence[Place], span: Span) -> None:
    """Asks about "at 20:00 and 02:00": the night after, or the early morning of the same date?"""
    latest = time.min
    for place in places:
        if place.in_text and not place.next_day and place.at_time < _SMALL_HOURS_END and place.at_time < latest:
            raise puzzled(f"{place.name}: in the night after, or early on the same date?", span)
        latest = max(latest, place.at_time)


def _minute(place: Place) -> int:
    return place.at_time.hour * 60 + place.at_time.minute + _DAY_MINUTES * place.next_day


def _refuse_crowding(places: Sequence[Place], rhythm: Rhythm, span: Span) -> None:
    """Asks about two doses at once, and where the text gave times, about two closer than half their even spacing."""
    minutes = sorted(_minute(place) for place in places)
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if 0 in gaps or len({place.name for place in places}) < len(places):
        raise puzzled("Two doses stand at the same time of the day. When is each taken?", span)
    if len(places) > MAX_SLOTS:
        raise puzzled("These are too many doses a day. When is each taken?", span)
    if rhythm == EveryDay():
        gaps.append(minutes[0] + _DAY_MINUTES - minutes[-1])
    in_text = any(place.in_text for place in places)
    if in_text and len(places) > 1 and min(gaps) < _DAY_MINUTES / len(places) / 2:
        raise puzzled(
            "Two doses stand close together. Are these times right?", span, why="It could be a slip of the pen."
        )
