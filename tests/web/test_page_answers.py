"""What the page keeps of the forms that were sent: each is done once, and what was only asked back is done again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from taper.web.answers import Answer, Answers, is_form_id
from taper.web.visit import refusal


def test_what_is_done_is_done_once() -> None:
    """A form sent again, even at the same moment, gets the first answer."""
    answers, done = Answers(), iter(range(100))

    def do() -> Answer:
        return Answer(str(next(done)), is_done=True)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: answers.once("a" * 16, do), range(8)))
    assert {answer.text for answer in found} == {"0"}
    assert answers.get("a" * 16) == found[0]


def test_what_was_asked_back_is_done_again() -> None:
    """The same form with what was asked for is no repetition."""
    answers = Answers()
    answers.once("a" * 16, lambda: Answer("How much?", is_done=False))
    assert answers.once("a" * 16, lambda: Answer("Recorded.", is_done=True)).text == "Recorded."


def test_an_answer_that_failed_is_not_kept() -> None:
    """Nothing stands in the way of sending it again."""
    answers = Answers()
    with pytest.raises(ZeroDivisionError):
        answers.once("a" * 16, lambda: Answer(str(1 // 0), is_done=True))
    assert answers.get("a" * 16) is None
    assert answers.once("a" * 16, lambda: Answer("Recorded.", is_done=True)).text == "Recorded."


def test_the_latest_answers_are_kept() -> None:
    """A page that runs for months does not grow with every press."""
    answers = Answers()
    for number in range(1_000):
        answers.once(f"{number:016x}", lambda: Answer("", is_done=True))
    assert answers.get(f"{999:016x}") is not None
    assert answers.get(f"{1:016x}") is None


@pytest.mark.parametrize("text", ["", "a" * 15, "a" * 17, "A" * 16, "../etc/passwd", "a" * 15 + "\n"])
def test_an_id_of_a_form_is_known_by_its_shape(text: str) -> None:
    """Nothing else is looked up, or stands in an address."""
    assert not is_form_id(text)


def choices(question: dict[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    """The buttons that a question is shown with."""
    answer = refusal({"text": "", "questions": [question]}, action="/take", fields={})
    return ((choice.words, dict(choice.fields)) for choice in answer.choices)


def test_a_question_about_which_intake_it_was_is_buttons() -> None:
    """What the operation offers is a press; what a press cannot say is not offered."""
    asked = {"text": "Which one?", "where": "", "choices": ["same: the one of 08:00", "extra: one more, besides it"]}
    assert [*choices(asked)] == [
        ("The one of 08:00", {"as": "same"}),
        ("One more, besides it", {"as": "extra"}),
    ]
    assert [*choices({"text": "How much?", "where": "--amount", "choices": ["1 tablet"]})] == [
        ("1 tablet", {"amount": "1 tablet"})
    ]
    assert [*choices({"text": "Which plan?", "where": "", "choices": ["A", "B"]})] == []


def test_a_time_of_yesterday_is_one_press_away() -> None:
    """The form's own fields take only a time: the day is on the button, and replaces the time that was typed."""
    question = {"text": "23:30 lies ahead today.", "where": "--at", "choices": ["2026-12-01T23:30+01:00"]}
    answer = refusal({"questions": [question]}, action="/take", fields={"plan": "a", "at": "23:30"})
    (choice,) = answer.choices
    assert (choice.words, choice.fields) == ("It was Tue 1 Dec, 23:30", {"at": "2026-12-01T23:30+01:00"})
    assert answer.fields == {"plan": "a"}
