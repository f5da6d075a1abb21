"""Whatever the text, reading answers; and what is said back in the plain form means the same steps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from readers import asked_about, plan_of, reading_of
from said_plans import said_plans, setting_of
from test_questions import ASKS
from test_readings import STEPS

from bench.expected import Expected
from bench.sources import our_readings
from taper.core.plan import Plan, Split
from taper.language import MAX_TEXT_LENGTH, Questions, read, say_plan, say_step

STRONG_JOINT = re.compile(r"[.;\n] *(?=\S)")
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


def test_each_end_of_a_text_is_answered_alone() -> None:
    """What stands behind a full stop, a semicolon or a line of our texts, without the steps it speaks of."""
    ends = {one.text[joint.end() :] for one in our_readings() for joint in STRONG_JOINT.finditer(one.text)}
    assert len(ends) > 400
    for text in sorted(ends):
        check_answers(text)


@pytest.mark.parametrize(
    "filler", ["(", "1 ", "1,", ".5 ", "- ", "then ", "day 1 ", "40 mg daily for 4 days, ", "and ", "x", "½", "\u0664"]
)
def test_the_longest_text_is_answered_fast_enough_to_wait_for(filler: str) -> None:
    """A text as long as may be, of one thing over and over, still gives an answer."""
    check_answers((filler * MAX_TEXT_LENGTH)[:MAX_TEXT_LENGTH])
    assert asked_about(reading_of(filler * MAX_TEXT_LENGTH))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(said_plans())
def test_a_plan_said_in_words_is_read_again_as_the_same_plan(plan: Plan) -> None:
    """Over the whole language: steps of every kind, every length and end, bounds, a reason, notes."""
    words = say_plan(plan)
    again = read(words, setting_of(plan))
    assert isinstance(again, Plan), (words, [question.text for question in again.questions])
    assert again == plan, words


@pytest.mark.parametrize("text", sorted(STEPS))
def test_every_short_text_said_back_means_the_same(text: str) -> None:
    """The table of short texts holds the other way round too."""
    plan = plan_of(text)
    again = reading_of(", then ".join(say_step(step, tablets=plan.tablets) for step in plan.steps))
    assert isinstance(again, Plan)
    assert again.steps == plan.steps


@pytest.mark.parametrize("expected", [one for one in our_readings() if one.expect == "read"], ids=lambda one: one.id)
def test_every_text_of_the_corpus_that_is_read_says_itself_back(expected: Expected) -> None:
    """Whatever the words of the text, its plan said in the plain form is read again as the same plan."""
    strengths, split = expected.options("--strength"), next(iter(expected.options("--split")), "none")
    plan = reading_of(expected.text, *strengths, split=Split(split))
    if isinstance(plan, Questions):
        return
    again = read(say_plan(plan), replace(setting_of(plan), split=Split(split)))
    assert isinstance(again, Plan), (say_plan(plan), [question.text for question in again.questions])
    assert again == plan, say_plan(plan)
