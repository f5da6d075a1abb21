"""What plan does a prescriber's text mean, or what must be asked before it means one?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.core.amount import Unit, spoken
from taper.core.errors import Question, Span
from taper.core.plan import Plan
from taper.language.ask import Questions
from taper.language.explain import Phrase, explain
from taper.language.grammar import read_sketch
from taper.language.setting import Setting
from taper.language.settle import Settled, settle

Reading = Plan | Questions

MAX_TEXT_LENGTH = 10_000
"""The longest text that is read, in characters: some hundred steps."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A plan that was read, and which words each phrase of it came from."""

    plan: Plan
    phrases: tuple[Phrase, ...]


def read(text: str, setting: Setting) -> Reading:
    """The plan the text means, understood whole, or every question it raises; never an error.

    Spans of questions count characters of `text`.
    """
    reading = _settled(text, setting)
    return reading if isinstance(reading, Questions) else reading.plan


def read_explained(text: str, setting: Setting) -> Explained | Questions:
    """The same as `read`, with each phrase of the reading, for people, beside its words."""
    reading = _settled(text, setting)
    if isinstance(reading, Questions):
        return reading
    return Explained(
        reading.plan, explain(reading.plan, reading.built, reading.sketch, number=spoken, times=setting.times)
    )


def _settled(text: str, setting: Setting) -> Settled | Questions:
    """The plan with the clauses its steps came from, or the questions."""
    if len(text) > MAX_TEXT_LENGTH:
        question = (
            f"The text is {len(text):,} characters long; a plan has at most {MAX_TEXT_LENGTH:,}. Which part is it?"
        )
        return Questions(text, (Question(question, span=Span(MAX_TEXT_LENGTH, MAX_TEXT_LENGTH + 1)),))
    if not text.strip():
        question = (
            'The text is empty. Write a plan like "40 mg daily for 4 days, then 20 mg daily for 4 days, then stop".'
        )
        return Questions(text, (Question(question),))
    sketch, questions = read_sketch(text, form=_only_form(setting))
    return settle(text, sketch, questions, setting)


def _only_form(setting: Setting) -> Unit | None:
    """What a bare number counts: the form on hand, where there is only one."""
    forms = {tablet.form for tablet in setting.tablets}
    return forms.pop() if len(forms) == 1 else None
