"""Which slots do the doses of a step make on its days, set side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taper.core.errors import Span
from taper.core.formstep import parts_clash
from taper.core.plan import EveryDay, EveryNthDay, Mixed, OnWeekdays, Rhythm, Schedule, Slot, Slots, Weekday
from taper.language.ask import puzzled
from taper.language.crowding import refuse_crowding, refuse_small_hours
from taper.language.dosetimes import Elapsed, Timing
from taper.language.places import once_a_day
from taper.language.setting import Setting
from taper.language.sketch import SaidStep
from taper.language.taken import Taken
from taper.language.whens import InTurn


def side_by_side(
    step: SaidStep, takens: Sequence[Taken], timings: Sequence[Timing | Elapsed], setting: Setting
) -> Schedule:
    """The slots of the step's days; where the doses differ by the day, in parts with days of their own.

    Raises Puzzled where it is open which dose is taken on which day, or two stand at the same time.
    """
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
    refuse_small_hours(places, span)
    refuse_crowding(places, rhythm, span)
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
