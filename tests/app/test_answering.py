"""Answers to questions: what each makes of the text and the options, and which words are no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taper.app.answering import (
    Changed,
    Flagged,
    Left,
    NoAnswer,
    Outcome,
    TypedAnew,
    ValueWanted,
    answered,
    choices_of,
    command_line,
    joined_up,
    with_option,
)
from taper.app.reading import Source
from taper.core.errors import Question, Span

TEXT = "40 mg dialy at 8 for 4 days"
AT_EIGHT = Question("am or pm?", span=Span(12, 16), choices=("at 8 am", "at 8 pm"))
UNKNOWN = Question("What does it say?", span=Span(6, 11), choices=("daily",), example="daily")
NO_PLACE = Question("How long?")
SPLIT = Question("May it be split?", span=Span(0, 5), choices=("--split half", "--split quarter"))
SECOND = Question("Are both taken?", choices=("--also: yes, keep both", "taper stop A: the new plan takes its place"))
START = Question("Which date is day 1?", where="start", choices=("--start DATE",))


def outcome_of(question: Question, words: str, *, source: Source | None = None, read: str = TEXT) -> Outcome:
    """What the words make of the text above, or of another source."""
    return answered(source or Source(TEXT), question, words, read=read)


def text_of(outcome: Outcome) -> str | None:
    """The text to be read again."""
    assert isinstance(outcome, Changed), outcome
    return outcome.source.text


@pytest.mark.parametrize(
    ("question", "words", "text"),
    [
        (AT_EIGHT, "1", "40 mg dialy at 8 am for 4 days"),
        (AT_EIGHT, " 2 ", "40 mg dialy at 8 pm for 4 days"),
        (AT_EIGHT, "at 20:00", "40 mg dialy at 20:00 for 4 days"),
        (UNKNOWN, "1", "40 mg daily at 8 for 4 days"),
        (UNKNOWN, "twice  a day", "40 mg twice a day at 8 for 4 days"),
        (NO_PLACE, ", then stop", "40 mg dialy at 8 for 4 days, then stop"),
        (NO_PLACE, "then stop", "40 mg dialy at 8 for 4 days then stop"),
        (NO_PLACE, "7", "40 mg dialy at 8 for 4 days 7"),
    ],
)
def test_an_answer_stands_where_was_asked(question: Question, words: str, text: str) -> None:
    """A number picks a choice, other words take the marked place, and without a place they come last."""
    assert text_of(outcome_of(question, words)) == text


@pytest.mark.parametrize("words", ["", "  ", "\t"])
def test_enter_alone_leaves(words: str) -> None:
    """Nothing said is no answer of any kind."""
    assert outcome_of(AT_EIGHT, words) == Left()


@pytest.mark.parametrize("words", ["3", "0", "99"])
def test_a_number_without_a_choice_is_no_answer(words: str) -> None:
    """It is never taken for words while there are choices."""
    assert isinstance(outcome_of(AT_EIGHT, words), NoAnswer)


def test_all_types_the_whole_text_anew() -> None:
    """However it is written; a plan file has no text to type."""
    assert outcome_of(UNKNOWN, "ALL") == TypedAnew()
    assert isinstance(outcome_of(UNKNOWN, "all", source=Source(file="plan.toml")), NoAnswer)


def test_the_words_that_stand_there_already_are_no_answer() -> None:
    """Reading the same again would ask the same again."""
    assert isinstance(outcome_of(UNKNOWN, "dialy"), NoAnswer)


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("1", Source(TEXT, split="half")),
        ("2", Source(TEXT, split="quarter")),
        ("--strength 10 mg", Source(TEXT, strengths=("10 mg",))),
        ('--strength "10 mg tablet"', Source(TEXT, strengths=("10 mg tablet",))),
        ("--zone=Europe/Berlin", Source(TEXT, zone="Europe/Berlin")),
        ("--label B", Source(TEXT, label="B")),
        ("--for Anna", Source(TEXT, person="Anna")),
    ],
)
def test_an_option_is_set_and_the_text_stays(words: str, changed: Source) -> None:
    """Picked as a choice or typed, with or without quotes."""
    assert outcome_of(SPLIT, words) == Changed(changed)


@pytest.mark.parametrize("words", ["1", "--start"])
def test_an_option_without_its_value_asks_for_it(words: str) -> None:
    """A placeholder in capitals is no value."""
    assert outcome_of(START, words) == ValueWanted("--start")
    assert with_option(Source(TEXT), "--start", " 2026-12-01 ") == Changed(Source(TEXT, start="2026-12-01"))
    assert with_option(Source(TEXT), "--start", " ") == Left()


def test_a_place_that_is_an_option_takes_the_words_as_its_value() -> None:
    """Asked for day 1, a date is enough; a strength that cannot be read is put right where it stands."""
    assert outcome_of(START, "2026-12-01") == Changed(Source(TEXT, start="2026-12-01"))
    source = Source(TEXT, strengths=("5 mg", "ten"))
    strength = Question("No strength.", where="strength", span=Span(0, 3), choices=("5 mg tablet",))
    assert choices_of(strength) == ()
    changed = answered(source, strength, "10 mg", read="ten")
    assert changed == Changed(Source(TEXT, strengths=("5 mg", "10 mg")))


def test_also_is_a_flag_and_a_command_is_no_choice() -> None:
    """ "--also: yes" can be picked; what tells to run another command cannot."""
    assert choices_of(SECOND) == ("--also: yes, keep both",)
    assert outcome_of(SECOND, "1", read="") == Flagged("--also")
    assert isinstance(outcome_of(SECOND, "2", read=""), NoAnswer)
    assert isinstance(outcome_of(SECOND, "yes", read=""), NoAnswer)
    assert isinstance(outcome_of(SECOND, "--yes", read=""), NoAnswer)


@pytest.mark.parametrize(
    "choice", ['after them: write "then"', "Write the steps out", "during the same days: write it before the length"]
)
def test_a_hint_cannot_be_picked(choice: str) -> None:
    """It would put its own words into the plan."""
    question = Question("What is meant?", span=Span(0, 5), choices=("10 mg", choice))
    assert choices_of(question) == ("10 mg",)
    assert isinstance(outcome_of(question, "2"), NoAnswer)


@given(st.text(max_size=20), st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_words_put_in_a_place_never_grow_into_their_neighbours(before: str, words: str, after: str) -> None:
    """What stood before and behind stays whole, and only spaces are added."""
    text = joined_up(before, words, after)
    assert text.startswith(before)
    assert text.endswith(after)
    middle = text[len(before) : len(text) - len(after)]
    assert middle in {words, f" {words}", f"{words} ", f" {words} "}
    if before[-1:].isalnum() and words[0].isalnum():
        assert middle.startswith(" ")
    if after[:1].isalnum() and words[-1].isalnum():
        assert middle.endswith(" ")


@given(
    st.builds(
        Question,
        st.just("?"),
        choices=st.lists(st.text(min_size=1, max_size=12), max_size=3).map(tuple),
        span=st.builds(Span, st.integers(0, 20), st.integers(20, 40)) | st.none(),
    ),
    st.text(max_size=30),
)
def test_only_what_was_asked_about_ever_changes(question: Question, words: str) -> None:
    """Whatever is typed, the text before and behind the place is as it was, or nothing changed."""
    outcome = outcome_of(question, words)
    if isinstance(outcome, Changed) and outcome.source.text != TEXT:
        start, end = (question.span.start, question.span.end) if question.span else (len(TEXT), len(TEXT))
        assert (outcome.source.text or "").startswith(TEXT[:start])
        assert (outcome.source.text or "").endswith(TEXT[end:])


def test_the_command_line_says_text_and_options() -> None:
    """As it would be typed in a shell."""
    source = Source('say "x" $1', start="2026-12-01", strengths=("10 mg", "5 mg"), split="half", person="Anna")
    assert command_line(source) == (
        '"say \\"x\\" \\$1" --strength "10 mg" --strength "5 mg" --split half --start 2026-12-01 --for Anna'
    )
    assert command_line(Source(file="my plan.toml")) == '--file "my plan.toml"'
