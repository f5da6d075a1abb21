"""Plans of every kind that words can say: made up, well-formed, and free of what is always asked about."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

from taper.core.amount import Amount, Unit
from taper.core.course import CourseError, DatedStep, dated_steps
from taper.core.daytimes import DEFAULT_TIMES, slot_name
from taper.core.expand import days_of
from taper.core.pattern import longest_pause
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Length,
    Limits,
    Mixed,
    Months,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Rest,
    Rhythm,
    Schedule,
    Slot,
    Slots,
    Step,
    Until,
    Weekday,
)
from taper.language import Setting
from taper.language.seams import closer_than

DAY_1 = date(2026, 12, 1)
MEDICINES = (None, "prednisolone", "Carisoprodol (Soma)", "co-amoxiclav")
REASONS = (None, "pain", "severe back pain", "nausea or vomiting", "shortness of breath")
NOTES = ("with food", "avoid alcohol", "under the tongue", "Refills: 2")
KEYS = tuple(key for key in DEFAULT_TIMES if key not in {"evening (spread)", "night"})

_MEASURED = st.builds(Amount, st.integers(1, 800).map(lambda n: Fraction(n, 4)), st.just(Unit.MG))
_COUNTED = st.builds(Amount, st.integers(1, 12).map(Fraction), st.just(Unit.TABLET))
_RHYTHMS: st.SearchStrategy[Rhythm] = st.one_of(
    st.just(EveryDay()),
    st.integers(2, 9).map(EveryNthDay),
    st.frozensets(st.sampled_from(Weekday), min_size=1).map(OnWeekdays),
    st.builds(lambda day, weeks: OnWeekdays(frozenset({day}), weeks), st.sampled_from(Weekday), st.integers(2, 4)),
    st.builds(OnOff, st.integers(1, 21), st.integers(1, 14)),
    st.just(EveryMonth()),
)
_LENGTHS: st.SearchStrategy[Length] = st.one_of(
    st.integers(31, 90).map(Days), st.integers(2, 4).map(Months), st.integers(1, 60).map(Doses)
)


def setting_of(plan: Plan) -> Setting:
    """What stands beside the words of a plan."""
    return Setting(
        starts_on=plan.starts_on,
        zone=plan.zone,
        today=date(2026, 11, 23),
        starts_at_time=plan.starts_at_time,
        tablets=plan.tablets,
    )


@st.composite
def said_plans(draw: st.DrawFn) -> Plan:
    """A whole plan in one unit, of up to four steps."""
    amounts = draw(st.sampled_from((_MEASURED, _COUNTED)))
    steps = draw(st.lists(_steps(amounts), min_size=1, max_size=4))
    ends = draw(st.sampled_from(Ends))
    last = steps[-1]
    if ends is Ends.OPEN and not isinstance(last.schedule, Rest):
        steps[-1] = Step(OpenLength(), last.schedule)
    elif ends is Ends.OPEN:
        ends = Ends.STOP
    plan = Plan(
        steps=tuple(steps),
        ends=ends,
        starts_on=DAY_1,
        zone="America/New_York",
        medicine=draw(st.sampled_from(MEDICINES)),
        limits=Limits(min_gap_hours=draw(st.none() | st.integers(1, 12))) if _is_scheduled(steps) else Limits(),
        reason=draw(st.sampled_from(REASONS)) if _is_scheduled(steps) else None,
        precautions=tuple(draw(st.lists(st.sampled_from(NOTES), max_size=2, unique=True))),
    )
    assume(_is_sayable(plan))
    return plan


def _is_scheduled(steps: list[Step]) -> bool:
    return not any(isinstance(step.schedule, AsNeeded) for step in steps)


def _is_sayable(plan: Plan) -> bool:
    """Whether it has dates, a dose in each step, and two steps are not one that goes on."""
    if isinstance(plan.steps[0].schedule, Rest) or all(isinstance(step.schedule, Rest) for step in plan.steps):
        return False
    try:
        dated = dated_steps(plan)
        days = days_of(plan, open_days=400)
    except CourseError:
        return False
    if any(_is_cut_short(one) for one in dated) or any(closer_than(*two) for two in pairwise(dated)):
        return False
    dosed = {day.step for day in days if day.doses}
    scheduled = {one.number for one in dated if isinstance(one.step.schedule, Slots | Mixed | Interval)}
    return scheduled <= dosed


def _is_cut_short(dated: DatedStep) -> bool:
    """Whether a step is shorter than its own rhythm, which is always asked about."""
    schedule = dated.step.schedule
    parts = schedule.parts if isinstance(schedule, Mixed) else (schedule,)
    rhythms = [part.rhythm for part in parts if isinstance(part, Slots)]
    return dated.days is not None and any(dated.days < longest_pause(rhythm) for rhythm in rhythms)


def _steps(amounts: st.SearchStrategy[Amount]) -> st.SearchStrategy[Step]:
    scheduled = st.builds(Step, _LENGTHS | st.just(Until(date(2027, 12, 31))), _scheduled(amounts))
    unscheduled = st.builds(Step, st.integers(1, 30).map(Days), _needed(amounts) | st.just(Rest()))
    return scheduled | unscheduled


def _scheduled(amounts: st.SearchStrategy[Amount]) -> st.SearchStrategy[Schedule]:
    intervals = st.builds(Interval, st.sampled_from((5, 36, 72)), st.just(time(8)), amounts)
    return st.one_of(_slots(amounts, _RHYTHMS), _hourly(amounts), intervals, _in_turn(amounts), _by_weekday(amounts))


@st.composite
def _slots(draw: st.DrawFn, amounts: st.SearchStrategy[Amount], rhythms: st.SearchStrategy[Rhythm]) -> Slots:
    amount = draw(amounts)
    if draw(st.booleans()):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique_by=lambda key: DEFAULT_TIMES[key]))
        places = [(slot_name(key), DEFAULT_TIMES[key]) for key in keys]
    else:
        hours = draw(st.lists(st.sampled_from((5, 11, 17, 23)), min_size=1, max_size=4, unique=True))
        places = [(f"{hour:02}:30", time(hour, 30)) for hour in hours]
        places = places if len(places) in {1, 4} else places[:1]  # others would stand close together
    slots = [Slot(name, at, draw(st.just(amount) | amounts)) for name, at in places]
    return Slots(tuple(sorted(slots, key=lambda slot: slot.at_time)), draw(rhythms))


@st.composite
def _hourly(draw: st.DrawFn, amounts: st.SearchStrategy[Amount]) -> Slots:
    hours, amount = draw(st.sampled_from((4, 6, 8, 12))), draw(amounts)
    times = [8 + nth * hours for nth in range(24 // hours)]
    return Slots(tuple(Slot(f"{at % 24:02}:00", time(at % 24), amount, next_day=at >= 24) for at in times))


@st.composite
def _in_turn(draw: st.DrawFn, amounts: st.SearchStrategy[Amount]) -> Mixed:
    n, key = draw(st.integers(2, 3)), draw(st.sampled_from(("morning", "bedtime")))
    slots = [Slot(key, DEFAULT_TIMES[key], draw(amounts)) for _ in range(n)]
    return Mixed(tuple(Slots((slot,), EveryNthDay(n, nth)) for nth, slot in enumerate(slots)))


@st.composite
def _by_weekday(draw: st.DrawFn, amounts: st.SearchStrategy[Amount]) -> Mixed:
    some = draw(st.frozensets(st.sampled_from(Weekday), min_size=1, max_size=6))
    slots = [Slot("evening", DEFAULT_TIMES["evening"], draw(amounts)) for _ in range(2)]
    return Mixed((Slots((slots[0],), OnWeekdays(some)), Slots((slots[1],), OnWeekdays(frozenset(Weekday) - some))))


@st.composite
def _needed(draw: st.DrawFn, amounts: st.SearchStrategy[Amount]) -> AsNeeded:
    least = draw(amounts)
    most = draw(st.just(least) | st.just(Amount(least.number + 1, least.unit)))
    return AsNeeded(
        least,
        most,
        min_gap_hours=draw(st.none() | st.integers(1, 24)),
        max_per_day=draw(st.none() | st.just(most.times(4))),
        max_times_per_day=draw(st.none() | st.integers(1, 6)),
        reason=draw(st.sampled_from(REASONS)),
        when=draw(st.sampled_from((None, "at bedtime", "in the morning"))),
    )
