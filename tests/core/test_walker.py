"""The slow walker itself, checked by hand against known clock changes, months, rhythms and intervals."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from walker import walk

from taper.core.amount import Amount, Unit
from taper.core.plan import (
    Days,
    Ends,
    EveryNthDay,
    Interval,
    Months,
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

FIVE = Amount(Fraction(5), Unit.MG)
START = date(2026, 12, 1)  # a Tuesday


def plan_of(*steps: Step, zone: str = "UTC", starts_on: date = START, starts_at_time: time | None = None) -> Plan:
    """A plan of these steps, with nothing else said."""
    return Plan(steps, Ends.STOP, starts_on, zone, starts_at_time=starts_at_time)


def slot(text: str, *, next_day: bool = False) -> Slot:
    """5 mg at a wall time."""
    return Slot(text, time.fromisoformat(text), FIVE, next_day=next_day)


def walked(plan: Plan, *, days: int = 10) -> list[str]:
    """What the walker comes upon from the day before the plan starts, each as "instant plan-date"."""
    begin = datetime.combine(plan.starts_on, time(), UTC) - timedelta(days=1)
    return [f"{dose.due_at:%m-%dT%H:%M} {dose.on:%m-%d}" for dose in walk(plan, begin, begin + timedelta(days=days))]


@pytest.mark.parametrize(
    ("zone", "starts_on", "wall", "due"),
    [
        ("Europe/Berlin", "2027-03-28", "02:30", "03-28T01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "10-25T00:30"),
        ("America/New_York", "2027-03-14", "02:00", "03-14T07:00"),
        ("America/New_York", "2026-11-01", "01:59", "11-01T05:59"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "10-03T15:30"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "04-03T14:45"),
        ("Africa/Cairo", "2027-04-30", "00:00", "04-29T22:00"),
        ("Africa/Cairo", "2026-10-29", "23:30", "10-29T20:30"),
    ],
)
def test_a_time_left_out_comes_after_the_gap_and_one_shown_twice_comes_once(
    zone: str, starts_on: str, wall: str, due: str
) -> None:
    """The instants were worked out by hand from the clock changes of each zone."""
    plan = plan_of(Step(Days(1), Slots((slot(wall),))), zone=zone, starts_on=date.fromisoformat(starts_on))
    assert walked(plan, days=4) == [f"{due} {starts_on[5:]}"]


def test_two_times_in_one_gap_are_both_due_at_its_end() -> None:
    """Nothing is lost when the clocks leave out an hour; that two doses fall together is for a check to say."""
    plan = plan_of(
        Step(Days(1), Slots((slot("02:10"), slot("02:50"), slot("03:00")))),
        zone="Europe/Berlin",
        starts_on=date(2027, 3, 28),
    )
    assert walked(plan) == ["03-28T01:00 03-28"] * 3


def test_a_slot_of_the_next_day_keeps_its_plan_date() -> None:
    """Half past midnight belongs to the day before, also when a rest day follows and on the last day."""
    plan = plan_of(Step(Days(2), Slots((slot("00:30", next_day=True),))), Step(Days(2), Rest()))
    assert walked(plan) == ["12-02T00:30 12-01", "12-03T00:30 12-02"]


def test_a_start_at_an_hour_leaves_out_what_lay_before_it_on_day_1() -> None:
    """The slot at that very minute counts, and so does one after midnight."""
    schedule = Slots((slot("08:00"), slot("12:00"), slot("18:00"), slot("01:00", next_day=True)))
    plan = plan_of(Step(Days(1), schedule), starts_at_time=time(12))
    assert walked(plan) == ["12-01T12:00 12-01", "12-01T18:00 12-01", "12-02T01:00 12-01"]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (EveryNthDay(3), ["12-01", "12-04", "12-07"]),
        (OnWeekdays(frozenset({Weekday.FRIDAY, Weekday.MONDAY})), ["12-04", "12-07"]),
    ],
)
def test_a_rhythm_picks_the_days(rhythm: Rhythm, days: list[str]) -> None:
    """Every third day counts from the step's first date; weekdays do not."""
    plan = plan_of(Step(Days(8), Slots((slot("08:00"),), rhythm)))
    assert walked(plan, days=20) == [f"{day}T08:00 {day}" for day in days]


def test_an_interval_counts_elapsed_hours_within_the_dates_of_its_step() -> None:
    """36 hours go on through a clock change, and a dose beyond the last date is not one."""
    plan = plan_of(Step(Days(4), Interval(36, time(8), FIVE)), zone="Europe/Berlin", starts_on=date(2027, 3, 27))
    assert walked(plan) == ["03-27T07:00 03-27", "03-28T19:00 03-28", "03-30T07:00 03-30"]


@pytest.mark.parametrize(
    ("steps", "second_step_on"),
    [
        ((Step(Months(1), Rest()),), "2027-02-15"),
        ((Step(Until(date(2027, 1, 20)), Rest()),), "2027-01-21"),
        ((Step(Days(3), Rest()), Step(Days(4), Rest())), "2027-01-22"),
    ],
)
def test_a_step_begins_the_day_after_the_one_before_it(steps: tuple[Step, ...], second_step_on: str) -> None:
    """A month ends the day before the same day number; "until" is inclusive."""
    last: Schedule = Slots((slot("08:00"),))
    plan = plan_of(*steps, Step(OpenLength(), last), starts_on=date(2027, 1, 15))
    assert walked(plan, days=40)[0] == f"{second_step_on[5:]}T08:00 {second_step_on[5:]}"
