"""Which doses a plan means, and that each keeps its id for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from life import at, days, mg, plan_of, slots, utc
from strategies import ZONES, has_dates, plans

from taper.core.amount import plain
from taper.core.expand import days_of, doses_on, expand, first_dose, last_dose
from taper.core.localtime import local
from taper.core.pattern import is_dose_day
from taper.core.plan import (
    Days,
    Ends,
    EveryDay,
    EveryNthDay,
    Interval,
    OnWeekdays,
    OpenLength,
    Plan,
    Rest,
    Rhythm,
    Slot,
    Slots,
    Step,
    Weekday,
)
from taper.core.record import Dose

FOUR = slots(("08:00", mg(10)), ("12:00", mg(10)), ("18:00", mg(10)), ("22:00", mg(10)))


def midnight(on: date) -> datetime:
    """Midnight in UTC of a date."""
    return datetime.combine(on, time(0), UTC)


def ids(plan: Plan, *, days: int) -> list[str]:
    """The ids of the doses of a plan's first days."""
    start = midnight(plan.starts_on) - timedelta(days=2)
    return [dose.id for dose in expand(plan, start, start + timedelta(days=days + 2))]


def test_a_dose_is_named_by_its_plan_date_and_slot() -> None:
    plan = plan_of(days(2, slots(("08:00", mg(10)), ("20:00", mg(5)))))
    assert [
        (dose.id, str(dose.due_at), plain(dose.amount)) for dose in expand(plan, utc("2026-12-01"), utc("2027-01-01"))
    ] == [
        ("2026-12-01/morning", "2026-12-01 07:00:00+00:00", "10 mg"),
        ("2026-12-01/20:00", "2026-12-01 19:00:00+00:00", "5 mg"),
        ("2026-12-02/morning", "2026-12-02 07:00:00+00:00", "10 mg"),
        ("2026-12-02/20:00", "2026-12-02 19:00:00+00:00", "5 mg"),
    ]


def test_a_window_holds_its_first_instant_and_not_its_last() -> None:
    plan = plan_of(days(2, slots(("08:00", mg(10)))))
    first, second = at("2026-12-01 08:00"), at("2026-12-02 08:00")
    assert [dose.due_at for dose in expand(plan, first, second)] == [first]
    assert list(expand(plan, second, first)) == []


def test_a_bedtime_after_midnight_keeps_its_plan_date() -> None:
    plan = plan_of(days(1, Slots((Slot("bedtime", time(0, 30), mg(10), next_day=True),))))
    (dose,) = doses_on(plan, date(2026, 12, 1))
    assert (dose.id, dose.on, dose.due_at) == ("2026-12-01/bedtime", date(2026, 12, 1), at("2026-12-02 00:30"))


def test_a_start_at_an_hour_leaves_out_the_slots_before_it_on_day_1_only() -> None:
    plan = plan_of(days(2, FOUR), starts_at_time=time(18))
    assert ids(plan, days=3)[:4] == [
        "2026-12-01/evening",
        "2026-12-01/bedtime",
        "2026-12-02/morning",
        "2026-12-02/noon",
    ]


def test_a_start_at_an_hour_keeps_the_bedtime_after_midnight() -> None:
    night = Slots((Slot("bedtime", time(0, 30), mg(10), next_day=True),))
    assert ids(plan_of(days(1, night), starts_at_time=time(18)), days=3) == ["2026-12-01/bedtime"]


def test_an_interval_that_does_not_divide_a_day_counts_elapsed_hours_over_a_clock_change() -> None:
    plan = plan_of(days(5, Interval(36, time(8), mg(10))), starts_on="2027-03-26")
    found = expand(plan, utc("2027-03-01"), utc("2027-05-01"))
    assert [(dose.id, f"{local(dose.due_at, zone=plan.zone):%d %H:%M}") for dose in found] == [
        ("step-1/1", "26 08:00"),
        ("step-1/2", "27 20:00"),
        ("step-1/3", "29 09:00"),
        ("step-1/4", "30 21:00"),
    ]


@pytest.mark.parametrize(
    ("rhythm", "dose_days"),
    [
        (EveryDay(), [1, 2, 3, 4, 5, 6, 7, 8]),
        (EveryNthDay(2), [1, 3, 5, 7]),
        (EveryNthDay(3), [1, 4, 7]),
        (OnWeekdays(frozenset({Weekday.MONDAY, Weekday.THURSDAY})), [3, 7]),
    ],
)
def test_a_rhythm_is_counted_from_the_first_date_of_its_step(rhythm: Rhythm, dose_days: list[int]) -> None:
    first_on = date(2026, 12, 1)  # a Tuesday
    found = [n for n in range(1, 9) if is_dose_day(rhythm, first_on + timedelta(days=n - 1), first_on=first_on)]
    assert found == dose_days


def test_days_off_stand_in_the_plan_with_nothing_to_take() -> None:
    plan = plan_of(days(3, slots(("08:00", mg(10)), rhythm=EveryNthDay(2))), days(2, Rest()), days(1, FOUR))
    written = [(day.number, day.step, len(day.doses), plain(day.total)) for day in days_of(plan, open_days=0)]
    assert written == [
        (1, 1, 1, "10 mg"),
        (2, 1, 0, "0 mg"),
        (3, 1, 1, "10 mg"),
        (4, 2, 0, "0 mg"),
        (5, 2, 0, "0 mg"),
        (6, 3, 4, "40 mg"),
    ]


def test_the_days_after_the_last_dose_are_no_part_of_the_plan() -> None:
    plan = plan_of(days(1, FOUR), days(7, Rest()))
    assert len(days_of(plan, open_days=0)) == 1
    last = last_dose(plan)
    assert last is not None
    assert last.id == "2026-12-01/bedtime"


def test_a_plan_of_rest_alone_has_no_days_and_no_dose() -> None:
    plan = plan_of(days(7, Rest()))
    assert (days_of(plan, open_days=0), last_dose(plan), first_dose(plan)) == ((), None, None)


def test_an_open_plan_is_written_out_to_the_last_dose_day_within_its_first_days() -> None:
    every_third = slots(("08:00", mg(10)), rhythm=EveryNthDay(3))
    plan = plan_of(days(14, FOUR), Step(OpenLength(), every_third), ends=Ends.OPEN)
    assert last_dose(plan) is None
    assert days_of(plan, open_days=28)[-1].number == 27
    assert days_of(plan, open_days=7)[-1].number == 14  # the steps with a length are always whole


def test_the_clocks_change_a_doses_instant_and_say_so() -> None:
    plan = plan_of(days(3, slots(("02:30", mg(10)))), starts_on="2027-03-27")
    found = [
        (dose.moved_from, dose.repeated, f"{local(dose.due_at, zone=plan.zone):%H:%M}")
        for day in days_of(plan, open_days=0)
        for dose in day.doses
    ]
    assert found == [(None, False, "02:30"), ("02:30", False, "03:00"), (None, False, "02:30")]
    autumn = doses_on(replace(plan, starts_on=date(2026, 10, 25)), date(2026, 10, 25))
    assert [(dose.repeated, dose.due_at) for dose in autumn] == [(True, utc("2026-10-25T00:30"))]


@given(plans(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 24 * 60))
@settings(max_examples=60, deadline=None)
def test_windows_add_up(plan: Plan, one: int, other: int, minutes: int) -> None:
    first = midnight(plan.starts_on) - timedelta(days=2)
    middle = first + timedelta(days=one, minutes=minutes)
    last = middle + timedelta(days=other, minutes=minutes)
    assert [*expand(plan, first, middle), *expand(plan, middle, last)] == list(expand(plan, first, last))


@given(plans(), st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_every_id_is_unique_and_the_window_is_in_order(plan: Plan, skip: int, length: int) -> None:
    begin = midnight(plan.starts_on) + timedelta(days=skip)
    found = list(expand(plan, begin, begin + timedelta(days=length)))
    assert len({dose.id for dose in found}) == len(found)
    assert [dose.due_at for dose in found] == sorted(dose.due_at for dose in found)


@given(plans(), plans())
@settings(max_examples=60, deadline=None)
def test_ids_stay_when_a_later_step_changes(plan: Plan, other: Plan) -> None:
    assume(not isinstance(plan.steps[0].length, OpenLength))
    later = tuple(Step(Days(7), step.schedule) for step in other.steps)
    revised = replace(plan, steps=(plan.steps[0], *later))
    assume(has_dates(revised))  # a dose each month is never counted from a late day
    assert doses_of_step_1(revised) == doses_of_step_1(plan)


def doses_of_step_1(plan: Plan) -> list[Dose]:
    """Every dose of a plan's first step, which has a length."""
    begin = midnight(plan.starts_on) - timedelta(days=2)
    return [dose for dose in expand(plan, begin, begin + timedelta(days=800)) if dose.step == 1]


slot_lists = st.lists(
    st.builds(
        Slot, st.sampled_from("abcdefg"), st.builds(time, st.integers(0, 23), st.integers(0, 59)), st.just(mg(1))
    ),
    min_size=1,
    unique_by=lambda slot: slot.name,
).map(tuple)


@given(slot_lists, st.sampled_from((*ZONES, "Pacific/Apia")), st.dates(date(2005, 1, 1), date(2040, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_a_plan_date_has_as_many_doses_as_slots_in_any_zone_on_any_date(
    given_slots: tuple[Slot, ...], zone: str, on: date
) -> None:
    plan = plan_of(days(3, Slots(given_slots)), starts_on=on.isoformat(), zone=zone)
    assert [len(day.doses) for day in days_of(plan, open_days=0)] == [len(given_slots)] * 3


@given(plans())
@settings(max_examples=60, deadline=None)
def test_the_days_are_numbered_without_a_hole_and_their_totals_add_up(plan: Plan) -> None:
    written = days_of(plan, open_days=28)
    assert [day.number for day in written] == list(range(1, len(written) + 1))
    for day in written:
        assert day.on == plan.starts_on + timedelta(days=day.number - 1)
        assert day.doses == doses_on(plan, day.on)
        assert day.total.number == sum(dose.amount.number for dose in day.doses)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_the_last_dose_is_the_last_of_the_last_day(plan: Plan) -> None:
    written = days_of(plan, open_days=0)
    last = last_dose(plan)
    if plan.ends is Ends.OPEN:
        assert last is None
    else:
        assert last == (written[-1].doses[-1] if written else None)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_the_first_dose_is_the_first_in_time(plan: Plan) -> None:
    start = midnight(plan.starts_on) - timedelta(days=2)
    year = list(expand(plan, start, start + timedelta(days=366)))
    assert first_dose(plan) == (year[0] if year else None)
