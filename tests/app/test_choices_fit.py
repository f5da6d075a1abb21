"""Every choice of a question can be picked: with it the text says more, and its question is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.expected import Expected
from bench.judge import NOW, ZONE
from bench.sources import our_readings
from taper.app.answering import Changed, answered, choices_of
from taper.app.reading import Source, read_source
from taper.core.errors import Question, Unanswered
from taper.settings import Settings


def source_of(expected: Expected) -> Source:
    return Source(
        text=expected.text,
        start=next(iter(expected.options("--start")), None),
        zone=ZONE,
        strengths=tuple(expected.options("--strength")),
        split=next(iter(expected.options("--split")), "none"),
    )


def questions_of(source: Source) -> tuple[Question, ...]:
    try:
        read_source(source, settings=Settings(), now=NOW, machine_zone=ZONE, assume_tomorrow=True)
    except Unanswered as asked:
        return asked.questions
    return ()


def picked(source: Source) -> Iterator[tuple[Question, Source]]:
    """Each question with the source that each of its choices makes; options that want a value are left out."""
    for question in questions_of(source):
        for number, choice in enumerate(choices_of(question), 1):
            outcome = answered(source, question, str(number), read=source.text or "")
            if isinstance(outcome, Changed):
                yield question, outcome.source
            else:
                assert choice.startswith("--"), (choice, outcome)


@pytest.mark.parametrize("expected", [one for one in our_readings() if one.expect != "read"], ids=lambda one: one.id)
def test_a_choice_that_is_picked_answers_its_question(expected: Expected) -> None:
    """The same question does not stand at the same place again."""
    source = source_of(expected)
    for question, changed in picked(source):
        assert changed != source
        again = [one for one in questions_of(changed) if one.text == question.text and one.span == question.span]
        assert again == [], f"{changed.text}: {question.text}"


def test_there_are_choices_to_pick() -> None:
    """The corpus has enough of them for an empty list to say something."""
    assert sum(1 for one in our_readings() if one.expect != "read" for _ in picked(source_of(one))) > 100
