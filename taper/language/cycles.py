"""Which days are without doses, and how often is everything before taken again: "7 days off; 2 cycles in all"?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taper.core.bounds import MAX_PLAN_DAYS
from taper.core.errors import Span
from taper.core.plan import Days, EveryDay, EveryNthDay, Length, Mixed, OnOff, OpenLength, Rest, Slots, Step
from taper.language import numberwords, phrasebook, planwords, timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.lengths import take_length
from taper.language.numbers import take_whole
from taper.language.sketch import Cycle, Said, SaidStep, takes_one_dose

_NO_DOSES = Phrases(planwords.NO_DOSES)
_MOST_STEPS = 200
_REPEAT = Phrases(
    dict.fromkeys(
        (
            *("repeat", "repeat this", "repeat the cycle", "repeat this cycle", "and repeat"),
            *("repeat cycle", "repeated"),
            *("do this", "do this for", "and do this for", "this is done for"),
            *("this is repeated for", "repeat this for"),
            *("and repeat the cycle", "and repeat this cycle", "repeat for", "repeat the course", "then repeat"),
        ),
        True,
    )
)
_FOREVER = Phrases(dict.fromkeys(("indefinitely", "ongoing", "continuously", "without end", "with no end"), True))


def take_rest(cursor: Cursor, *, after_then: bool) -> SaidStep | None:
    """Days without doses: "7 days off", "no doses for 3 weeks", "a 7-day break"; None with nothing read."""
    at = cursor.at
    length = _length_then_rest(cursor, at) or _rest_then_length(cursor, at)
    if length is None:
        cursor.at = at
        return None
    return SaidStep((), (length,), (), cursor.since(at), after_then, is_rest=True)


def _length_then_rest(cursor: Cursor, at: int) -> Said[Length] | None:
    cursor.at = at
    cursor.accept("a", "for", "have", "take", "by")
    cursor.accept("a", "no")
    if cursor.accept("break", "rest", "pause", "gap"):
        length = _bare_days(cursor) if cursor.accept("of", "for") else None
        _NO_DOSES.take(cursor)
        return Said(length, cursor.since(at)) if length is not None else None
    length = _bare_days(cursor)
    if length is None or _NO_DOSES.take(cursor) is None:
        return None
    return Said(length, cursor.since(at))


def _bare_days(cursor: Cursor) -> Length | None:
    """ "21 days", "7-day", "one week"."""
    count = take_whole(cursor)
    number = count.value if count else 1 if cursor.word(-1) == "a" else 0
    cursor.accept_mark("-")
    unit = cursor.word()
    if unit not in timewords.DAYS_IN or not 1 <= number * timewords.DAYS_IN[unit] <= MAX_PLAN_DAYS:
        return None
    cursor.at += 1
    return Days(number * timewords.DAYS_IN[unit])


def _rest_then_length(cursor: Cursor, at: int) -> Said[Length] | None:
    cursor.at = at
    if _NO_DOSES.take(cursor) is None:
        return None
    cursor.accept_mark(",")
    return take_length(cursor)


def take_second_dose(cursor: Cursor, before: SaidStep) -> tuple[SaidStep, SaidStep] | None:
    """ "as a single dose, to be repeated once after 14 days": the days between, and the one dose again."""
    at = cursor.at
    cursor.accept_mark(",")
    cursor.accept("and")
    cursor.accept_phrase("to be")
    if not takes_one_dose(before) or not cursor.accept("repeat", "repeated"):
        cursor.at = at
        return None
    cursor.accept_phrase("the dose")
    cursor.accept("it", "once")
    days = _bare_days(cursor) if cursor.accept("after", "in") else None
    if not isinstance(days, Days) or days.count < 2:
        cursor.at = at
        return None
    span = cursor.since(at)
    rest = SaidStep((), (Said(Days(days.count - 1), span),), (), span, after_then=False, is_rest=True)
    return rest, replace(before, span=span)


def take_cycle(cursor: Cursor) -> Said[Cycle] | None:
    """ "2 cycles in all", "repeat every 28 days for 6 cycles", "repeat"; None with nothing read.

    Raises Puzzled for "repeat 3 times", which leaves open whether the first time counts.
    """
    at = cursor.at
    repeats = _REPEAT.take(cursor) is not None
    every = _every_days(cursor) if repeats else None
    here = cursor.at
    cursor.accept("for", "x")
    cursor.accept_phrase("a total of")
    count = take_whole(cursor)
    cursor.accept("such")
    if count is not None and cursor.accept("cycles", "cycle", "courses", "rounds", "packs", "blocks", "pulses"):
        if not 1 <= count.value <= _MOST_STEPS:
            raise puzzled("How many cycles are there in all?", cursor.since(at))
        phrasebook.IN_ALL.take(cursor)
        return Said(Cycle(count.value, every), cursor.since(at))
    cursor.at = here
    if not repeats:
        cursor.at = at
        return None
    if cursor.number() or cursor.word() in numberwords.NUMBERS or cursor.word() in numberwords.COUNTS:
        times = take_whole(cursor)
        cursor.at += times is None
        cursor.accept("times")
        if times is not None and phrasebook.IN_ALL.take(cursor) is not None and 1 <= times.value <= _MOST_STEPS:
            return Said(Cycle(times.value, every), cursor.since(at))
        raise puzzled("How many cycles are there in all, the first one counted?", cursor.since(at))
    _FOREVER.take(cursor)
    return Said(Cycle(None, every), cursor.since(at))


def _every_days(cursor: Cursor) -> int | None:
    at = cursor.at
    if cursor.accept("every", "each"):
        length = _bare_days(cursor)
        if isinstance(length, Days):
            return length.count
    cursor.at = at
    return None


def cycle_stands(cursor: Cursor) -> bool:
    """Whether "for 6 cycles" stands here; nothing is read."""
    at = cursor.at
    stands, cursor.at = cursor.accept("for", "x") and take_cycle(cursor) is not None, at
    return stands


def repeated(block: Sequence[Step], cycle: Said[Cycle]) -> tuple[Step, ...]:
    """The steps of a block taken as often as the cycle says; days of rest behind the last dose are left out.

    Raises Puzzled where the block has no length in days, or goes on without end in a way that is not one step.
    """
    steps = _with_rest(block, cycle)
    count = cycle.value.count
    if count is None:
        return (_without_end(steps, cycle.span),)
    if len(steps) * count > _MOST_STEPS:
        raise puzzled("These are too many cycles for one plan. How many are there?", cycle.span)
    every = list(steps) * count
    while every and isinstance(every[-1].schedule, Rest):
        every.pop()
    return tuple(every)


def _with_rest(block: Sequence[Step], cycle: Said[Cycle]) -> tuple[Step, ...]:
    match list(block):
        case [Step(OpenLength(), Slots(rhythm=OnOff(on_days=on, off_days=off)) as slots)]:
            # "days 1 to 5 of a 28-day cycle, for 3 cycles"
            return (Step(Days(on), Slots(slots.slots)), Step(Days(off), Rest()))
    days = [step.length.count for step in block if isinstance(step.length, Days)]
    if len(days) < len(block) or not block:
        raise puzzled("Of how many days is one cycle?", cycle.span)
    every = cycle.value.every_days
    if every is None or every == sum(days):
        return tuple(block)
    if every < sum(days) or any(isinstance(step.schedule, Rest) for step in block):
        raise puzzled(
            f"One cycle is {sum(days)} days long, and is repeated every {every}. Which one holds?", cycle.span
        )
    return (*block, Step(Days(every - sum(days)), Rest()))


def _without_end(steps: Sequence[Step], span: Span) -> Step:
    match steps:
        case [Step(Days(on_days), Slots(rhythm=EveryDay()) as slots), Step(Days(off_days), Rest())]:
            return Step(OpenLength(), Slots(slots.slots, OnOff(on_days, off_days)))
        case _ if len(steps) > 1 and all(step.length == Days(1) for step in steps):
            daily = [(nth, step.schedule) for nth, step in enumerate(steps) if isinstance(step.schedule, Slots)]
            parts = [Slots(slots.slots, EveryNthDay(len(steps), nth)) for nth, slots in daily]
            if len(parts) > 1 and all(slots.rhythm == EveryDay() for _, slots in daily):
                return Step(OpenLength(), Mixed(tuple(parts)))
    raise puzzled("How many cycles are there in all?", span, why="Only a plain on-and-off cycle can go on without end.")
