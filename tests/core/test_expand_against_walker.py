"""The expansion gives exactly the doses that the minute-by-minute walker comes upon, clock changes included."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import as_needed, has_dates, plans
from walker import Walked, is_before_start, slots_on, stretches_of, walk

from taper.core.amount import read_plain
from taper.core.expand import doses_on, expand
from taper.core.plan import (
    Days,
    Doses,
    Ends,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
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
    Weekday,
)

CHANGES = (
    ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 15, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2027, 4, 29, 22, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 29, 21, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # left out a whole day
    ("Asia/Kathmandu", datetime(2026, 10, 25, 1, tzinfo=UTC)),  # never changes
)
"""Zones, and the instant at which the clocks there change."""

REACH = timedelta(hours=40)

amounts = st.sampled_from(("5 mg", "12.5 mg", "0.5 mg")).map(read_plain)
times = st.builds(
    time,
    st.sampled_from((0, 1, 2, 3, 23)) | st.integers(0, 23),
    st.sampled_from((0, 15, 29, 30, 59)) | st.integers(0, 59),
)
slots = st.builds(Slot, st.sampled_from(("morning", "noon", "night", "x")), times, amounts, st.booleans())
rhythms: st.SearchStrategy[Rhythm] = st.one_of(
    st.just(EveryDay()),
    st.builds(EveryNthDay, st.integers(2, 3), st.integers(0, 1)),
    st.builds(OnWeekdays, st.frozensets(st.sampled_from(Weekday), min_size=1)),
    st.builds(OnWeekdays, st.sampled_from(Weekday).map(lambda day: frozenset({day})), st.just(2)),
    st.builds(OnOff, st.integers(1, 3), st.integers(1, 2)),
    st.just(EveryMonth()),
)
days_slots = st.lists(slots, min_size=1, max_size=4, unique_by=lambda slot: slot.name).map(tuple)
alternating = st.tuples(days_slots, days_slots).map(
    lambda two: Mixed((Slots(two[0], EveryNthDay(2)), Slots(two[1], EveryNthDay(2, 1))))
)
scheduled: st.SearchStrategy[Schedule] = st.one_of(
    st.builds(Slots, days_slots, rhythms),
    st.builds(Interval, st.sampled_from((5, 7, 36)), times, amounts),
    alternating,
)
schedules: st.SearchStrategy[Schedule] = scheduled | as_needed() | st.just(Rest())
steps = st.lists(
    st.builds(Step, st.builds(Days, st.integers(1, 3)), schedules)
    | st.builds(Step, st.builds(Doses, st.integers(1, 6)), scheduled),
    max_size=3,
)


@st.composite
def plans_at_a_change(draw: st.DrawFn) -> tuple[Plan, datetime]:
    """A plan that begins up to four days before a clock change, and the instant of the change."""
    zone, change_at = draw(st.sampled_from(CHANGES))
    last = Step(OpenLength(), draw(schedules))
    starts_on = change_at.date() - timedelta(days=draw(st.integers(-1, 4)))
    plan = Plan((*draw(steps), last), Ends.OPEN, starts_on, zone, starts_at_time=draw(st.none() | times))
    assume(has_dates(plan))  # a dose each month is never counted from a late day
    return plan, change_at


def expanded(plan: Plan, from_at: datetime, until_at: datetime) -> list[Walked]:
    """What the expansion gives, in the walker's words: a dose of an interval has no slot."""
    is_interval = [isinstance(step.schedule, Interval) for step in plan.steps]
    return [
        Walked(dose.due_at, dose.on, "" if is_interval[dose.step - 1] else dose.slot, dose.amount)
        for dose in expand(plan, from_at, until_at)
    ]


def in_order(doses: list[Walked]) -> list[Walked]:
    """In order of time, and of plan date and slot where doses fall together."""
    return sorted(doses, key=lambda dose: (dose.due_at, dose.on, dose.slot))


@settings(max_examples=150, deadline=None)
@given(plans_at_a_change())
def test_the_expansion_is_what_the_walker_comes_upon(at_a_change: tuple[Plan, datetime]) -> None:
    """No dose is lost, doubled, moved or given another plan date by any clock change."""
    plan, change_at = at_a_change
    from_at, until_at = change_at - REACH, change_at + REACH
    assert in_order(expanded(plan, from_at, until_at)) == in_order(walk(plan, from_at, until_at))


@settings(max_examples=25, deadline=None)
@given(plans(max_steps=2), st.integers(-1, 120))
def test_anywhere_in_any_plan_the_two_agree(plan: Plan, days: int) -> None:
    """Months, weekdays, long intervals and rests far from any clock change give the same doses, too."""
    from_at = datetime.combine(plan.starts_on, time(), UTC) + timedelta(days=days)
    until_at = from_at + timedelta(days=2)
    assert in_order(expanded(plan, from_at, until_at)) == in_order(walk(plan, from_at, until_at))


@settings(max_examples=150, deadline=None)
@given(plans_at_a_change(), st.integers(0, 80 * 60))
def test_windows_add_up(at_a_change: tuple[Plan, datetime], cut_minutes: int) -> None:
    """A window cut in two at any minute, the gap and the fold included, has the same doses in its halves."""
    plan, change_at = at_a_change
    from_at, until_at = change_at - REACH, change_at + REACH
    cut_at = from_at + timedelta(minutes=cut_minutes)
    halves = [*expand(plan, from_at, cut_at), *expand(plan, cut_at, until_at)]
    assert halves == list(expand(plan, from_at, until_at))


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 400))
def test_a_plan_date_has_as_many_doses_as_the_walker_counts_slots(plan: Plan, days: int) -> None:
    """In parts, cycles and steps counted in doses, on dates with a clock change too."""
    on = plan.starts_on + timedelta(days=days)
    stretches = stretches_of(plan)
    slots = [slot for slot in slots_on(stretches, on) if not is_before_start(plan, on, slot)]
    in_force = [stretch.step.schedule for stretch in stretches if stretch.first_on <= on <= stretch.last_on]
    if not any(isinstance(schedule, Interval) for schedule in in_force):
        assert sorted(dose.slot for dose in doses_on(plan, on)) == sorted(slot.name for slot in slots)
