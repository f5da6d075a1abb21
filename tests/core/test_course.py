"""On which dates the steps of a plan run."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from life import mg, plan_of, slots
from strategies import plans

from taper.core.course import CourseError, dated_steps, last_day_on, step_on
from taper.core.plan import Days, Ends, Length, Months, OpenLength, Plan, Rest, Step, Until

ONCE = slots(("08:00", mg(10)))


def one_step(length: Length, *, starts_on: str, starts_at: time | None = None) -> Plan:
    ends = Ends.OPEN if isinstance(length, OpenLength) else Ends.STOP
    return plan_of(Step(length, ONCE), starts_on=starts_on, ends=ends, starts_at_time=starts_at)


@pytest.mark.parametrize(
    ("length", "starts_on", "last_on"),
    [
        (Days(1), "2026-12-01", "2026-12-01"),
        (Days(7), "2026-12-01", "2026-12-07"),
        (Days(28), "2026-12-01", "2026-12-28"),
        (Days(2), "2028-02-28", "2028-02-29"),
        (Months(1), "2026-12-01", "2026-12-31"),
        (Months(1), "2026-12-15", "2027-01-14"),
        (Months(1), "2027-01-28", "2027-02-27"),
        (Months(1), "2027-02-28", "2027-03-27"),
        (Months(3), "2026-11-15", "2027-02-14"),
        (Months(12), "2026-12-01", "2027-11-30"),
        (Until(date(2026, 12, 25)), "2026-12-01", "2026-12-25"),
        (Until(date(2026, 12, 1)), "2026-12-01", "2026-12-01"),
    ],
)
def test_a_length_counts_its_first_date_and_a_month_ends_the_day_before_the_same_day_number(
    length: Length, starts_on: str, last_on: str
) -> None:
    assert last_day_on(one_step(length, starts_on=starts_on)) == date.fromisoformat(last_on)


def test_seven_days_are_seven_plan_dates_whatever_the_first_days_hour() -> None:
    late = one_step(Days(7), starts_on="2026-12-01", starts_at=time(18))
    assert last_day_on(late) == date(2026, 12, 7)


@pytest.mark.parametrize("day", [29, 30, 31])
def test_a_month_from_the_29th_30th_or_31st_is_asked_about(day: int) -> None:
    with pytest.raises(CourseError, match=rf"step 1: a month counted from day {day}"):
        dated_steps(one_step(Months(1), starts_on=f"2026-12-{day}"))


def test_an_until_before_its_first_day_is_asked_about() -> None:
    plan = plan_of(Step(Days(7), ONCE), Step(Until(date(2026, 12, 7)), ONCE))
    with pytest.raises(CourseError, match="step 2: it is to last until 2026-12-07"):
        dated_steps(plan)


def test_nothing_follows_an_open_step() -> None:
    plan = plan_of(Step(OpenLength(), ONCE), Step(Days(1), ONCE))
    with pytest.raises(CourseError, match="step 1 has no length"):
        dated_steps(plan)


@pytest.mark.parametrize("length", [Days(4_000_000), Months(120_000)])
def test_a_length_past_the_end_of_the_calendar_is_an_error_and_no_crash(length: Length) -> None:
    with pytest.raises(CourseError, match="step 1"):
        dated_steps(one_step(length, starts_on="2026-12-01"))


def test_steps_follow_each_other_end_to_end() -> None:
    plan = plan_of(Step(Days(21), ONCE), Step(Days(7), Rest()), Step(Until(date(2027, 1, 3)), ONCE))
    spans = [(dated.number, str(dated.first_on), str(dated.last_on), dated.days) for dated in dated_steps(plan)]
    assert spans == [
        (1, "2026-12-01", "2026-12-21", 21),
        (2, "2026-12-22", "2026-12-28", 7),
        (3, "2026-12-29", "2027-01-03", 6),
    ]


def test_an_open_plan_has_no_last_day() -> None:
    plan = one_step(OpenLength(), starts_on="2026-12-01")
    assert last_day_on(plan) is None
    assert dated_steps(plan)[0].days is None
    found = step_on(plan, date(2126, 12, 1))
    assert found is not None
    assert found.number == 1


@given(plans())
@settings(max_examples=50, deadline=None)
def test_every_date_from_day_1_to_the_end_lies_in_exactly_one_step(plan: Plan) -> None:
    steps = dated_steps(plan)
    assert steps[0].first_on == plan.starts_on
    assert all(one.last_on == other.first_on - timedelta(days=1) for one, other in pairwise(steps))
    for dated in steps:
        assert step_on(plan, dated.first_on) == dated
        assert dated.last_on is None or step_on(plan, dated.last_on) == dated
    assert step_on(plan, plan.starts_on - timedelta(days=1)) is None
    last_on = last_day_on(plan)
    assert last_on is None or step_on(plan, last_on + timedelta(days=1)) is None
