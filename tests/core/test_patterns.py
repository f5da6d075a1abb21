"""Each pattern of a step, written out by hand as a pharmacist would: which doses on which dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from life import days, mg, plan_of, slots, utc

from taper.core.amount import plain_number
from taper.core.course import CourseError, dated_steps
from taper.core.expand import days_of, expand, last_dose
from taper.core.localtime import local
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    Months,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Rest,
    Step,
    Weekday,
)

ONCE = slots(("08:00", mg(10)))
THREE = slots(("08:00", mg(1)), ("14:00", mg(2)), ("20:00", mg(3)))
ALTERNATING = Mixed(
    (slots(("08:00", mg(20)), rhythm=EveryNthDay(2)), slots(("08:00", mg(10)), rhythm=EveryNthDay(2, 1)))
)


def table(plan: Plan, *, open_days: int = 28) -> list[str]:
    """A line a day that has a dose: its number, and the amounts in mg in order of time."""
    return [
        f"{day.number}: " + " ".join(plain_number(dose.amount.number) for dose in day.doses)
        for day in days_of(plan, open_days=open_days)
        if day.doses
    ]


def test_ten_doses_of_three_a_day_end_with_one_dose_on_the_fourth_day() -> None:
    """Days 1 to 3 are full, the tenth dose is the first of day 4, and the next step begins on day 5."""
    plan = plan_of(Step(Doses(10), THREE), days(1, ONCE))
    assert table(plan) == ["1: 1 2 3", "2: 1 2 3", "3: 1 2 3", "4: 1", "5: 10"]


def test_ten_doses_from_six_in_the_evening_count_from_the_first_one_taken() -> None:
    """Day 1 beginning at 18:00 has one dose, so that days 2 to 4 are full and nothing is left for day 5."""
    plan = plan_of(Step(Doses(10), THREE), days(1, ONCE), starts_at_time=time(18))
    assert table(plan) == ["1: 3", "2: 1 2 3", "3: 1 2 3", "4: 1 2 3", "5: 10"]


def test_doses_counted_on_weekdays_go_on_until_they_are_taken() -> None:
    """Three doses on Mondays and Thursdays from a Tuesday: Thursday 3, Monday 7, Thursday 10."""
    plan = plan_of(
        Step(Doses(3), slots(("08:00", mg(5)), rhythm=OnWeekdays(frozenset({Weekday.MONDAY, Weekday.THURSDAY}))))
    )
    assert table(plan) == ["3: 5", "7: 5", "10: 5"]


@pytest.mark.parametrize(("starts_on", "hour"), [("2027-03-27", "02:30"), ("2026-10-24", "02:30")])
def test_counted_doses_are_as_many_over_a_clock_change(starts_on: str, hour: str) -> None:
    """A time that the clocks leave out, or show twice, is one dose."""
    plan = plan_of(Step(Doses(5), slots((hour, mg(5)), ("14:00", mg(5)))), starts_on=starts_on)
    assert table(plan) == ["1: 5 5", "2: 5 5", "3: 5"]


def test_five_doses_every_36_hours() -> None:
    """08:00, 20:00 of the next day, and so on: the fifth is on day 7 at 08:00."""
    plan = plan_of(Step(Doses(5), Interval(36, time(8), mg(5))), days(1, ONCE))
    found = [
        f"{local(dose.due_at, zone=plan.zone):%d %H:%M}" for day in days_of(plan, open_days=0) for dose in day.doses
    ]
    assert found == ["01 08:00", "02 20:00", "04 08:00", "05 20:00", "07 08:00", "08 08:00"]


def test_an_interval_cut_short_in_the_middle_of_a_day() -> None:
    """Seven doses every 5 hours from 08:00: four on day 1 and the other three on day 2, whichever window is asked."""
    plan = plan_of(Step(Doses(7), Interval(5, time(8), mg(5))))
    assert table(plan) == ["1: 5 5 5 5", "2: 5 5 5"]
    afternoon = expand(plan, utc("2026-12-02T10:00"), utc("2026-12-03T00:00"))
    assert [dose.id for dose in afternoon] == ["step-1/7"]


def test_twenty_one_day_and_ten_the_next() -> None:
    """Alternating amounts begin with the first one on the step's first date."""
    assert table(plan_of(days(5, ALTERNATING))) == ["1: 20", "2: 10", "3: 20", "4: 10", "5: 20"]


def test_an_alternating_step_begins_anew_on_its_own_first_date() -> None:
    """After three days of 10 mg the alternating starts with 20 mg on day 4."""
    assert table(plan_of(days(3, ONCE), days(2, ALTERNATING))) == ["1: 10", "2: 10", "3: 10", "4: 20", "5: 10"]


def test_doses_of_an_alternating_step_count_over_both_parts() -> None:
    """Three doses are 20, 10 and 20 mg."""
    assert table(plan_of(Step(Doses(3), ALTERNATING))) == ["1: 20", "2: 10", "3: 20"]


def test_seven_days_on_and_twenty_one_off_over_thirty_five_days() -> None:
    """Two rounds of seven dose days; the rest days stand in the plan, and its last dose is on day 35."""
    plan = plan_of(days(35, slots(("08:00", mg(10)), rhythm=OnOff(7, 21))))
    assert table(plan) == [f"{n}: 10" for n in (*range(1, 8), *range(29, 36))]
    written = days_of(plan, open_days=0)
    assert len(written) == 35
    assert not written[7].doses


def test_a_cycle_that_ends_in_rest_stops_with_its_last_dose() -> None:
    """Over 56 days the last dose is on day 35: rest days after it are no part of the plan."""
    last = last_dose(plan_of(days(56, slots(("08:00", mg(10)), rhythm=OnOff(7, 21)))))
    assert last is not None
    assert last.on == date(2027, 1, 4)


def test_once_a_month_on_the_fifteenth() -> None:
    """The day number is that of the step's first date, in long and short months alike."""
    plan = plan_of(Step(Months(4), slots(("08:00", mg(10)), rhythm=EveryMonth())), starts_on="2026-12-15")
    dosed = [day.on.isoformat() for day in days_of(plan, open_days=0) if day.doses]
    assert dosed == ["2026-12-15", "2027-01-15", "2027-02-15", "2027-03-15"]


def test_once_a_month_from_the_thirtieth_is_asked_about() -> None:
    """February has no 30th."""
    plan = plan_of(days(90, slots(("08:00", mg(10)), rhythm=EveryMonth())), starts_on="2026-12-30")
    with pytest.raises(CourseError, match="step 1: a dose each month from day 30"):
        dated_steps(plan)


def test_every_second_week_on_monday_begins_with_the_first_monday() -> None:
    """From Tue 1 December: Mondays 7 and 21 December, and 4 January."""
    fortnightly = OnWeekdays(frozenset({Weekday.MONDAY}), 2)
    plan = plan_of(days(40, slots(("08:00", mg(10)), rhythm=fortnightly)))
    dosed = [day.on.isoformat() for day in days_of(plan, open_days=0) if day.doses]
    assert dosed == ["2026-12-07", "2026-12-21", "2027-01-04"]


def test_every_third_day_from_the_second() -> None:
    """An offset moves the first dose day and keeps the gap."""
    assert table(plan_of(days(9, slots(("08:00", mg(5)), rhythm=EveryNthDay(3, 1))))) == ["2: 5", "5: 5", "8: 5"]


def test_as_needed_gives_no_dose_and_takes_up_its_days() -> None:
    """The scheduled step after three days of as needed begins on day 4."""
    assert table(plan_of(days(3, AsNeeded(mg(50), mg(100))), days(1, ONCE))) == ["4: 10"]


def test_a_length_in_doses_of_what_has_none_is_asked_about() -> None:
    """Nobody can know when ten doses taken as needed, or of rest, are over."""
    for schedule in (AsNeeded(mg(50), mg(50)), Rest()):
        with pytest.raises(CourseError, match="none of its doses is scheduled"):
            dated_steps(plan_of(Step(Doses(10), schedule)))


def test_doses_that_would_last_longer_than_a_plan_may_are_asked_about() -> None:
    """400 doses, one a month, are 33 years."""
    monthly = slots(("08:00", mg(10)), rhythm=EveryMonth())
    with pytest.raises(CourseError, match="longer than a plan may"):
        dated_steps(plan_of(Step(Doses(400), monthly)))


def test_the_days_of_two_thousand_doses_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of one day is asked for often; what was counted for the first is kept for the others."""
    plan = plan_of(Step(Doses(2000), slots(("09:17", mg(3)))), Step(OpenLength(), ONCE), ends=Ends.OPEN)
    counted: list[date] = []

    def count(schedule: object, on: date, *, first_on: date) -> object:
        counted.append(on)
        return real(schedule, on, first_on=first_on)

    import taper.core.course as course

    real = course.slots_on
    monkeypatch.setattr(course, "slots_on", count)
    for day in range(50):
        begin = utc("2026-12-20") + timedelta(days=day)
        assert len(list(expand(replace(plan, label=f"plan {day}"), begin, begin + timedelta(days=1)))) == 1
    assert len(counted) < 2000 + 50 * 10


def test_a_step_of_days_and_one_of_as_many_doses_are_alike() -> None:
    """Seven days once daily are seven doses."""
    as_days, as_doses = plan_of(Step(Days(7), ONCE)), plan_of(Step(Doses(7), ONCE))
    assert days_of(as_days, open_days=0) == days_of(as_doses, open_days=0)
