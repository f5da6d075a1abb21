"""How dates, times and schedules are said to people."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from life import MISREADABLE, mg, plan_of, slots, tablet_of
from strategies import plans

from taper.core.amount import Unit, spoken
from taper.core.notice import say_amount
from taper.core.pieces import Piece
from taper.core.plan import (
    AsNeeded,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    OnOff,
    OnWeekdays,
    Plan,
    Rest,
    Rhythm,
    Schedule,
    Weekday,
)
from taper.core.words import (
    clock_time,
    counted,
    date_within,
    in_pieces,
    joined,
    long_date,
    rhythm_phrase,
    say_strength,
    schedule_phrase,
    short_date,
    slot_phrase,
)

ALTERNATING = Mixed(
    (slots(("08:00", mg(20)), rhythm=EveryNthDay(2)), slots(("08:00", mg(10)), rhythm=EveryNthDay(2, 1)))
)


def test_a_date_is_said_with_its_weekday_and_its_month_in_words() -> None:
    assert long_date(date(2026, 12, 16)) == "Wed 16 December 2026"
    assert short_date(date(2027, 9, 1)) == "Wed 1 Sep"
    assert clock_time(time(8)) == "08:00"


def test_a_date_that_is_far_is_said_with_its_year() -> None:
    """ "769 days to the last dose (Sun 31 Dec)" would read as the nearest one."""
    assert date_within(date(2026, 12, 16), days=23) == "Wed 16 Dec"
    assert date_within(date(2028, 12, 31), days=769) == "Sun 31 December 2028"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_joined_as_in_a_sentence(words: list[str], said: str) -> None:
    assert joined(words) == said


def test_a_count_agrees_with_its_noun() -> None:
    assert [counted(n, "day") for n in (0, 1, 2, 1400)] == ["0 days", "1 day", "2 days", "1,400 days"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("morning", "in the morning"),
        ("noon", "at noon"),
        ("evening", "in the evening"),
        ("bedtime", "at bedtime"),
        ("before breakfast", "before breakfast"),
        ("14:30", "at 14:30"),
    ],
)
def test_a_slot_is_said_as_part_of_a_sentence(name: str, said: str) -> None:
    assert slot_phrase(name) == said


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        (EveryDay(), ""),
        (EveryNthDay(2), "every other day"),
        (EveryNthDay(3), "every 3 days"),
        (EveryNthDay(3, 1), "every 3 days from day 2"),
        (OnWeekdays(frozenset({Weekday.MONDAY}), 2), "every 2 weeks on Mon"),
        (OnOff(21, 7), "for 21 days, then 7 days without a dose"),
        (EveryMonth(), "once a month"),
        (OnWeekdays(frozenset({Weekday.THURSDAY, Weekday.MONDAY})), "on Mon and Thu"),
    ],
)
def test_a_rhythm_is_said_in_words(rhythm: Rhythm, said: str) -> None:
    assert rhythm_phrase(rhythm) == said


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        (slots(("08:00", mg(10)), ("22:00", mg(10))), "10 mg in the morning and at bedtime"),
        (slots(("08:00", mg(10)), ("22:00", mg(5))), "10 mg in the morning, 5 mg at bedtime"),
        (slots(("08:00", mg(10)), rhythm=EveryNthDay(2)), "10 mg in the morning, every other day"),
        (Interval(36, time(8), mg(10)), "10 mg every 36 hours"),
        (Rest(), "no doses"),
        (ALTERNATING, "20 mg in the morning on day 1 of every 2; 10 mg in the morning on day 2 of every 2"),
        (AsNeeded(mg(50), mg(50)), "as needed: 50 mg"),
        (
            AsNeeded(mg(50), mg(100), 1, mg(1400), 4, "pain"),
            "as needed for pain: 50 mg to 100 mg, at least 1 hour apart, at most 4 times a day, at most 1,400 mg a day",
        ),
    ],
)
def test_a_schedule_is_said_in_one_line(schedule: Schedule, said: str) -> None:
    assert schedule_phrase(schedule, lambda amount, _: spoken(amount)).replace("\u00a0", " ") == said


def test_pieces_are_said_with_their_strength() -> None:
    half = Piece(Fraction(1, 2), "5 mg tablet", Unit.TABLET, "5 mg")
    whole = Piece(Fraction(2), "20 mg extended-release tablet", Unit.TABLET, "20 mg")
    said = in_pieces((whole, half)).replace("\u00a0", " ")
    assert said == "2 tablets of 20 mg extended-release and half tablet of 5 mg"


@pytest.mark.parametrize(
    ("written", "said"), [("10mg", "10 mg"), ("0.50 mg", "0.5 mg"), ("1000 mg", "1,000 mg"), ("49/51 mg", "49/51 mg")]
)
def test_a_strength_written_carelessly_is_said_carefully(written: str, said: str) -> None:
    assert say_strength(written).replace("\u00a0", " ") == said


def test_a_named_strength_is_said_where_no_tablet_is_named() -> None:
    plan = plan_of()
    assert say_amount(plan, mg(10), "5mg").replace("\u00a0", " ") == "10 mg of 5 mg"
    with_tablets = plan_of(tablets=(tablet_of(5),))
    assert say_amount(with_tablets, mg(10), None).replace("\u00a0", " ") == "2 tablets of 5 mg"


@given(plans())
@settings(max_examples=40, deadline=None)
def test_no_amount_of_any_plan_is_said_so_that_it_can_be_misread(plan: Plan) -> None:
    for step in plan.steps:
        said = schedule_phrase(step.schedule, lambda amount, of: say_amount(plan, amount, of))
        assert not MISREADABLE.search(said)


def test_minutes_before_a_meal_are_a_phrase_of_their_own() -> None:
    """ "at" stands before a clock time only."""
    assert slot_phrase("20 minutes before breakfast") == "20 minutes before breakfast"
    assert slot_phrase("14:30") == "at 14:30"
