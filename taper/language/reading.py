"""What plan does a prescriber's text mean, or what must be asked before it means one?"""

from __future__ import annotations

from taper.core.amount import Unit
from taper.core.errors import Question, Span
from taper.core.plan import Plan
from taper.language.ask import Questions
from taper.language.grammar import read_sketch
from taper.language.setting import Setting
from taper.language.settle import settle

Reading = Plan | Questions

MAX_TEXT_LENGTH = 10_000
"""The longest text that is read, in characters: some hundred steps."""


def read(text: str, setting: Setting) -> Reading:
    """The plan the text means, understood whole, or every question it raises; never an error.

    Spans of questions count characters of `text`.
    """
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
    settled = settle(text, sketch, questions, setting)
    return settled if isinstance(settled, Questions) else settled.plan


def _only_form(setting: Setting) -> Unit | None:
    """What a bare number counts: the form on hand, where there is only one."""
    forms = {tablet.form for tablet in setting.tablets}
    return forms.pop() if len(forms) == 1 else None
