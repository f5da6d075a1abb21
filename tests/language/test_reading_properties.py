"""Whatever the text, reading answers; and what is said back in the plain form means the same steps."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers import asked_about, plan_of, reading_of
from test_questions import ASKS
from test_readings import STEPS

from taper.core.amount import Amount, Unit, plain
from taper.core.daytimes import DEFAULT_TIMES, slot_name
from taper.core.plan import (
    Days,
    EveryDay,
    EveryNthDay,
    Interval,
    Length,
    Months,
    OnWeekdays,
    Plan,
    Schedule,
    Slot,
    Slots,
    Step,
    Until,
    Weekday,
)
from taper.language import MAX_TEXT_LENGTH, Questions, say_step

WORDS = sorted({word for text in (*STEPS, *ASKS) for word in text.split(" ")})


def check_answers(text: str) -> None:
    """A plan or questions, and every question inside the text."""
    reading = reading_of(text)
    if isinstance(reading, Questions):
        assert reading.questions
        for span in (question.span for question in reading.questions if question.span):
            assert 0 <= span.start <= span.end <= len(text) + 1


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
@example("1/0 tablet")
@example("0" * 400)
@example("every")
@example("at 99:99")
@example("for")
@example("day 1:")
def test_any_text_is_answered(text: str) -> None:
    """Arbitrary characters give a plan or questions, never an error."""
    check_answers(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_order_of_known_words_is_answered(text: str) -> None:
    """Words of good and bad plans in any order give a plan or questions, never an error."""
    check_answers(text)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good text with a few words taken out, doubled or moved."""
    words = draw(st.sampled_from(sorted(STEPS))).split(" ")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        word = words.pop(at)
        words[at:at] = draw(st.sampled_from(([], [word, word], [word])))
        if not words:
            return ""
    other = draw(st.integers(0, len(words)))
    return " ".join([*words[other:], *words[:other]])


@settings(max_examples=400, deadline=None)
@given(damaged())
def test_a_damaged_text_is_answered(text: str) -> None:
    """A good text with words missing, doubled or moved gives a plan or questions, never an error."""
    check_answers(text)


@pytest.mark.parametrize(
    "filler", ["(", "1 ", "1,", ".5 ", "- ", "then ", "day 1 ", "40 mg daily for 4 days, ", "and ", "x", "½", "\u0664"]
)
def test_the_longest_text_is_answered_fast_enough_to_wait_for(filler: str) -> None:
    """A text as long as may be, of one thing over and over, still gives an answer."""
    check_answers((filler * MAX_TEXT_LENGTH)[:MAX_TEXT_LENGTH])
    assert asked_about(reading_of(filler * MAX_TEXT_LENGTH))


AMOUNTS = st.builds(
    Amount,
    st.integers(1, 1600).map(lambda quarters: Fraction(quarters, 4)),
    st.sampled_from((Unit.MG, Unit.MCG, Unit.ML, Unit.UNITS)),
)
COUNTS = st.builds(Amount, st.integers(1, 12).map(Fraction), st.sampled_from((Unit.TABLET, Unit.CAPSULE, Unit.PUFF)))
KEYS = tuple(key for key in DEFAULT_TIMES if key not in {"evening (spread)", "night"})
RHYTHMS = (
    st.just(EveryDay())
    | st.integers(2, 10).map(EveryNthDay)
    | st.frozensets(st.sampled_from(Weekday), min_size=1).map(OnWeekdays)
)
LENGTHS: st.SearchStrategy[Length] = (
    st.integers(14, 60).map(Days)
    | st.integers(1, 6).map(Months)
    | st.dates(date(2027, 1, 1), date(2027, 12, 31)).map(Until)
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Schedules of the kinds that are read: named slots, hours around the clock, elapsed hours."""
    amounts = draw(st.sampled_from((AMOUNTS, COUNTS)))
    amount = draw(amounts)
    kind = draw(st.sampled_from(("slots", "hours", "elapsed")))
    if kind == "elapsed":
        return Interval(draw(st.sampled_from((5, 36, 72))), time(8), amount)
    if kind == "hours":
        return plan_of(f"{plain(amount)} every {draw(st.sampled_from((4, 6, 8, 12)))} hours").steps[0].schedule
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique_by=lambda key: DEFAULT_TIMES[key]))
    others = st.builds(lambda other: Amount(other.number, amount.unit), amounts)
    rhythm = draw(RHYTHMS)
    slots = (Slot(slot_name(key), DEFAULT_TIMES[key], draw(st.just(amount) | others)) for key in keys)
    return Slots(tuple(sorted(slots, key=lambda slot: slot.at_time)), rhythm)


@settings(max_examples=300, deadline=None)
@given(st.builds(Step, LENGTHS, schedules()))
def test_what_is_said_back_means_the_same_step(step: Step) -> None:
    """The plain words of a step, read again, are that step."""
    assert plan_of(say_step(step)).steps == (step,)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((5, 10, 15, 20, 25, 40, 60)), min_size=1, max_size=5))
def test_a_whole_plan_said_back_means_the_same_plan(amounts: list[int]) -> None:
    """Steps with their tablets, joined by "then", are read again as the same steps."""
    text = ", then ".join(f"{amount} mg twice daily for 4 days" for amount in amounts)
    plan = plan_of(text, "5 mg tablet", "20 mg tablet")
    again = ", then ".join(say_step(step, tablets=plan.tablets) for step in plan.steps)
    assert plan_of(again, "5 mg tablet", "20 mg tablet").steps == plan.steps


def test_every_short_text_said_back_means_the_same() -> None:
    """The table of short texts holds the other way round too."""
    for text in STEPS:
        plan = plan_of(text)
        again = reading_of(", then ".join(say_step(step, tablets=plan.tablets) for step in plan.steps))
        assert isinstance(again, Plan), text
        assert again.steps == plan.steps, text
