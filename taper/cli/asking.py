"""How are the questions about a plan asked one by one, until it is read or the person leaves?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import click

from taper.app.answering import (
    WHOLE,
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
    with_option,
    with_text,
)
from taper.app.answers import question_json
from taper.app.reading import ReadPlan, Source
from taper.cli.given import Given
from taper.cli.out import note, wrapped
from taper.cli.questions import number_word, told
from taper.core.errors import Question, Unanswered

_HOW = f'Enter leaves, "{WHOLE}" types the whole text anew.'
_WANTED = {"--start": "Day 1, as 2026-12-01", "--strength": 'What one tablet holds, as "10 mg tablet"'}


def read_asking(given: Given, *, assume_tomorrow: bool) -> tuple[Given, ReadPlan]:
    """The plan, with every question about its text asked in turn; and the text and options it was read from at last.

    Raises click's Exit where the person leaves, and Unanswered for what no answer here can settle.
    """
    while True:
        try:
            return given, given.read(assume_tomorrow=assume_tomorrow)
        except Unanswered as asked:
            if given.source.text is None:
                raise
            outcome = ask_first(given.source, asked.questions, read=asked.text)
        if isinstance(outcome, Flagged):
            note(f"  {outcome.option} is no answer to this.")
        else:
            given = Given(outcome.source)
            show_source(outcome.source)
            note()


def read_once(given: Given, *, assume_tomorrow: bool) -> tuple[Given, ReadPlan]:
    """The same without asking. Raises Unanswered with every question."""
    return given, given.read(assume_tomorrow=assume_tomorrow)


def show_source(source: Source) -> None:
    """What is read now, word for word."""
    note(wrapped(command_line(source), first="Now: ", rest="     "))


def ask_first(source: Source, questions: Sequence[Question], *, read: str) -> Changed | Flagged:
    """What the answer to the first question makes of the source. Raises click's Exit where the person leaves."""
    note(wrapped(_heading(len(questions)), first="taper: ", rest="  "))
    question = questions[0]
    choices = choices_of(question)
    note(told(question_json(question, text=read), numbered=choices))
    prompt = f"  {'A number, or other words' if choices else 'The words that it says'}. {_HOW}\n>"
    while True:
        outcome = answered(source, question, _typed(prompt), read=read)
        outcome = _followed_up(source, outcome)
        match outcome:
            case Changed() | Flagged():
                return outcome
            case NoAnswer(why=why):
                note(wrapped(why, first="  "))
            case Left():
                note("Nothing was stored.")
                raise click.exceptions.Exit(Unanswered.exit_code)
            case TypedAnew() | ValueWanted():
                raise AssertionError("followed up above")
            case _:
                assert_never(outcome)


def _heading(count: int) -> str:
    return "one thing is not clear yet:" if count == 1 else f"{number_word(count)} things are not clear yet. The first:"


def _followed_up(source: Source, outcome: Outcome) -> Outcome:
    """The outcome once the value or the text that it wants was typed."""
    if isinstance(outcome, ValueWanted):
        return with_option(source, outcome.option, _typed(f"  {_WANTED.get(outcome.option, outcome.option)}\n>"))
    if isinstance(outcome, TypedAnew):
        text = _typed("  The whole text\n>").strip()
        return with_text(source, text) if text else Left()
    return outcome


def _typed(prompt: str) -> str:
    return str(click.prompt(prompt, prompt_suffix=" ", default="", show_default=False, err=True))
