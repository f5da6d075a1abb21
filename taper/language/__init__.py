"""A prescriber's words and what they mean: text to a plan or to questions, and a plan's steps back to words."""

from taper.language.ask import Questions
from taper.language.echo import say_length, say_step
from taper.language.reading import MAX_TEXT_LENGTH, Reading, read
from taper.language.sayplan import say_plan, say_rule
from taper.language.setting import Setting
from taper.language.tablet import read_tablet

__all__ = [
    "MAX_TEXT_LENGTH",
    "Questions",
    "Reading",
    "Setting",
    "read",
    "read_tablet",
    "say_length",
    "say_plan",
    "say_rule",
    "say_step",
]
