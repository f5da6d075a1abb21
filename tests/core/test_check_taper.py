"""What each step gives a day, and what is then said of a stop without a taper and of a rise inside one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from life import days, mg, plan_of, slots, tablet_of
from strategies import plans

from taper.core.amount import read_plain
from taper.core.checktaper import rises, without_a_taper
from taper.core.daily import daily_amounts
from taper.core.facts import Citation, Kind, NotAbruptly, OurThresholds, Statement
from taper.core.plan import (
    AsNeeded,
    Ends,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    OnOff,
    OnWeekdays,
    Plan,
    Rest,
    Schedule,
    Slots,
    Weekday,
)

CITED = Citation("made.up/page", date(2026, 11, 23))
OURS = OurThresholds(note_from_day=None, warn_from_day=15, why="so")
TWO = slots(("08:00", mg(10)), ("20:00", mg(20)))


def once(number: int) -> Slots:
    """So many mg in the morning."""
    return slots(("08:00", mg(number)))


def abrupt(*, from_day: int | None = None, ours: OurThresholds | None = None, own: bool = False) -> Statement:
    """A source that says not to stop abruptly."""
    return Statement(Kind.NOT_ABRUPTLY, "Not at once.", CITED, NotAbruptly(from_day, ours), own=own)


def warned(plan: Plan, *statements: Statement, lasting: int) -> int:
    """How many warnings a stop without a taper draws."""
    return len(list(without_a_taper(plan, days=lasting, statements=statements)))


@pytest.mark.parametrize(
    ("schedule", "a_day"),
    [
        (TWO, "30"),
        (Slots(TWO.slots, EveryNthDay(2)), "15"),
        (Slots(TWO.slots, OnWeekdays(frozenset({Weekday.MONDAY, Weekday.THURSDAY}))), "60/7"),
        (Slots(TWO.slots, OnWeekdays(frozenset({Weekday.MONDAY}), every_weeks=2)), "30/14"),
        (Slots(TWO.slots, OnOff(7, 14)), "10"),
        (Slots(TWO.slots, EveryMonth()), "360/365"),
        (Mixed((Slots(TWO.slots, EveryNthDay(2)), Slots(TWO.slots[:1], EveryNthDay(2, offset=1)))), "20"),
        (Interval(36, time(8), mg(30)), "20"),
    ],
)
def test_a_step_gives_so_much_a_day_in_the_long_run(schedule: Schedule, a_day: str) -> None:
    """Days off are counted in."""
    (daily,) = daily_amounts(plan_of(days(28, schedule)))
    assert daily.a_day == Fraction(a_day)


def test_what_has_no_times_gives_nothing_to_compare() -> None:
    """Rest and as needed are left out; the numbers stay those of the plan."""
    plan = plan_of(days(3, once(20)), days(3, Rest()), days(3, once(10)), days(3, AsNeeded(mg(10), mg(10))))
    assert [daily.number for daily in daily_amounts(plan)] == [1, 3]


def test_tablets_are_compared_by_what_they_hold() -> None:
    """One of 10 mg is as much as two of 5 mg; without strengths nobody knows."""
    two, one = slots(("08:00", read_plain("2 tablets"))), slots(("08:00", read_plain("1 tablet")))
    five, ten = Slots((replace(two.slots[0], of="5 mg"),)), Slots((replace(one.slots[0], of="10 mg"),))
    known = plan_of(days(3, five), days(3, ten), tablets=(tablet_of(5), tablet_of(10)))
    assert [daily.a_day for daily in daily_amounts(known)] == [10, 10]
    assert daily_amounts(plan_of(days(3, five), days(3, ten))) == ()
    assert [daily.a_day for daily in daily_amounts(plan_of(days(3, two)))] == [2]


def test_amounts_that_cannot_be_compared_draw_nothing() -> None:
    """Mg beside mL."""
    plan = plan_of(days(20, once(10)), days(20, slots(("08:00", read_plain("5 mL")))))
    assert daily_amounts(plan) == ()
    assert warned(plan, abrupt(), lasting=40) == 0


@pytest.mark.parametrize(
    ("lasting", "statement", "count"),
    [
        (1, abrupt(), 0),
        (2, abrupt(), 1),
        (14, abrupt(ours=OURS), 0),
        (15, abrupt(ours=OURS), 1),
        (7, abrupt(from_day=8, ours=OURS), 0),
        (8, abrupt(from_day=8, ours=OURS), 1),
    ],
)
def test_from_which_day_on_it_is_said(lasting: int, statement: Statement, count: int) -> None:
    """From the day the source names; else from ours; else from the second day."""
    assert warned(plan_of(days(lasting, once(10))), statement, lasting=lasting) == count


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        (plan_of(days(20, once(10)), days(4, once(5))), 0),
        (plan_of(days(20, once(10)), days(4, Slots(once(10).slots, EveryNthDay(2)))), 0),
        (plan_of(days(20, once(5)), days(4, once(10))), 1),
        (plan_of(days(20, once(10)), days(4, Rest())), 1),
        (plan_of(days(20, once(10)), days(4, AsNeeded(mg(10), mg(10)))), 0),
        (plan_of(days(20, AsNeeded(mg(10), mg(10)))), 0),
        (plan_of(days(20, once(10)), ends=Ends.REVIEW), 0),
    ],
)
def test_which_ends_are_without_a_taper(plan: Plan, count: int) -> None:
    """A stop from the highest amount; what goes on as needed or to a review is none."""
    assert warned(plan, abrupt(), lasting=24) == count


def test_it_is_said_once_and_once_more_for_what_the_person_added() -> None:
    """Several statements of one medicine are one warning."""
    assert warned(plan_of(days(20, once(10))), abrupt(), abrupt(), abrupt(own=True), lasting=20) == 2


def rising(*amounts: int, ends: Ends = Ends.STOP, first: int = 4) -> list[str]:
    """The places of the rises in a plan of steps of four days."""
    steps = [days(first if number == 0 else 4, once(amount)) for number, amount in enumerate(amounts)]
    return [finding.where for finding in rises(plan_of(*steps, ends=ends))]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((40, 20, 30, 10), ["step 3"]),
        ((40, 20, 30), ["step 3"]),
        ((40, 10, 20, 30, 5), ["step 3", "step 4"]),
        ((40, 30, 20, 10), []),
        ((40, 20, 20, 10), []),
        ((10, 20, 30), []),
        ((10, 20, 10, 5), []),
        ((10, 5, 10), []),
        ((10, 5, 20), []),
        ((20, 10), []),
        ((10,), []),
    ],
)
def test_a_rise_after_a_fall_in_a_plan_that_ends_lower(amounts: tuple[int, ...], expected: list[str]) -> None:
    """An up-titration, and a way up before the way down, are no broken taper."""
    assert rising(*amounts) == expected


def test_a_loading_dose_and_a_plan_that_goes_on_are_no_taper() -> None:
    """A first day of its own does not count; nor does anything in a plan without an end."""
    assert rising(100, 25, 50, 40, first=1) == []
    assert rising(100, 50, 40, 45, 20, first=1) == ["step 4"]
    assert rising(40, 20, 30, 10, ends=Ends.REVIEW) == ["step 3"]
    assert rising(40, 20, 30, 10, ends=Ends.OPEN) == []


@given(plans())
@settings(max_examples=60, deadline=None)
def test_any_plan_can_be_compared(plan: Plan) -> None:
    """No plan brings it down, and no amount is below zero."""
    assert all(daily.a_day >= 0 for daily in daily_amounts(plan))
    list(rises(plan))
    list(without_a_taper(plan, days=30, statements=(abrupt(),)))
