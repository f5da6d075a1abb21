"""Which slots or interval does one step mean, with the doses of its day set side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise

from taper.core.bounds import MAX_SLOTS
from taper.core.errors import Question, Span
from taper.core.formstep import parts_clash
from taper.core.plan import (
    Doses,
    EveryDay,
    EveryNthDay,
    Interval,
    Mixed,
    OnWeekdays,
    Rest,
    Rhythm,
    Schedule,
    Slot,
    Slots,
    Tablet,
    Weekday,
    named_amounts_of,
)
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.dosetimes import Elapsed, Place, Timing
from taper.language.hourly import on_their_dates
from taper.language.places import once_a_day
from taper.language.setting import Setting
from taper.language.sketch import SaidAmount, SaidDose, SaidStep
from taper.language.strengths import check_amount, named_tablet
from taper.language.taken import Taken
from taper.language.timing import timing_of
from taper.language.whenneeded import as_needed_of
from taper.language.whens import InTurn

_DAY_MINUTES = 24 * 60
_ONE_AMOUNT = "A reminder must say one amount."
_SMALL_HOURS_END = time(5)


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
        schedule = _by_days(step, takens, timings, setting)
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


def _by_days(
    step: SaidStep, takens: Sequence[Taken], timings: Sequence[Timing | Elapsed], setting: Setting
) -> Schedule:
    """The slots of the step's days; where the doses differ by the day, in parts with days of their own."""
    day_timings = [timing for timing in timings if isinstance(timing, Timing)]
    if len(day_timings) != len(timings) or (len(timings) > 1 and any(timing.hourly for timing in day_timings)):
        raise puzzled("Several doses, and hours between them: at which times is each taken?", step.span)
    day_timings = _on_their_days(_in_turns(step, day_timings, setting), step.span)
    shared = _shared_rhythm(day_timings, step.span)
    if shared is not None:
        return _slots(takens, day_timings, shared, step.span)
    if len({timing.placed for timing in day_timings}) > 1:
        raise puzzled("At which time of the day is each of these doses taken?", step.span)
    rhythms = dict.fromkeys(timing.rhythm for timing in day_timings if timing.rhythm is not None)
    parts = tuple(_part(takens, day_timings, rhythm, step.span) for rhythm in rhythms)
    if parts_clash(parts):
        raise puzzled(
            "Two of these doses fall on the same day at the same time. On which days is each taken?", step.span
        )
    return Mixed(parts)


def _part(takens: Sequence[Taken], timings: Sequence[Timing], rhythm: Rhythm, span: Span) -> Slots:
    chosen = [(taken, timing) for taken, timing in zip(takens, timings, strict=True) if timing.rhythm == rhythm]
    return _slots([taken for taken, _ in chosen], [timing for _, timing in chosen], rhythm, span)


def _slots(takens: Sequence[Taken], timings: Sequence[Timing], rhythm: Rhythm, span: Span) -> Slots:
    placed = [(place, taken) for taken, timing in zip(takens, timings, strict=True) for place in timing.places]
    places = [place for place, _ in placed]
    _refuse_small_hours(places, span)
    _refuse_crowding(places, rhythm, span)
    slots = (Slot(place.name, place.at_time, taken.amount, place.next_day, taken.of) for place, taken in placed)
    return Slots(tuple(sorted(slots, key=lambda slot: (slot.next_day, slot.at_time))), rhythm)


def _in_turns(step: SaidStep, timings: Sequence[Timing], setting: Setting) -> list[Timing]:
    """ "20 mg one day and 10 mg the next, in the morning": both turns must be there, and they share their places."""
    turns = [said.value.turn for dose in step.doses for said in dose.whens if isinstance(said.value, InTurn)]
    if not turns:
        return list(timings)
    if turns != [0, 1] or len(timings) != 2:
        raise puzzled("Which amount is taken on which day?", step.span)
    places = timings[0].places or timings[1].places or once_a_day(setting)
    return [replace(timing, places=timing.places or places, placed=True) for timing in timings]


def _on_their_days(timings: Sequence[Timing], span: Span) -> list[Timing]:
    """ "5 mg on Mondays and 2.5 mg on the other days": the days the dose before does not have, and mostly its time."""
    found: list[Timing] = []
    for timing in timings:
        if timing.on_other_days:
            rhythm = _other_days(found[0].rhythm) if len(found) == 1 and len(timings) == 2 else None
            if rhythm is None:
                raise puzzled("Which days are the others?", span)
            inherits = not timing.places
            found.append(
                replace(
                    timing,
                    rhythm=rhythm,
                    places=found[0].places if inherits else timing.places,
                    placed=found[0].placed if inherits else timing.placed,
                )
            )
        else:
            found.append(timing)
    return found


def _other_days(rhythm: Rhythm | None) -> Rhythm | None:
    match rhythm:
        case OnWeekdays(weekdays=weekdays, every_weeks=1) if len(weekdays) < len(Weekday):
            return OnWeekdays(frozenset(Weekday) - weekdays)
        case EveryNthDay(n=2, offset=offset):
            return EveryNthDay(2, 1 - offset)
        case _:
            return None


def _shared_rhythm(timings: Sequence[Timing], span: Span) -> Rhythm | None:
    """The days all doses of a step share, None where each has days of its own.

    One that leaves its days open may only stand beside daily ones.
    """
    said = {timing.rhythm for timing in timings}
    if said <= {None, EveryDay()}:
        return EveryDay()
    if None in said:
        raise puzzled("On which days is each of these doses taken?", span)
    return said.pop() if len(said) == 1 else None


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
