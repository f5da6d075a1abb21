"""A prescriber's words and what they mean: text to a plan or to questions, and a plan's steps back to words."""

from taper.language.ask import Questions
from taper.language.echo import say_length, say_step
from taper.language.explain import Phrase
from taper.language.reading import MAX_TEXT_LENGTH, Explained, Reading, read, read_explained
from taper.language.sayplan import say_limits, say_plan, say_rule
from taper.language.setting import Setting
from taper.language.tablet import read_tablet

__all__ = [
    "MAX_TEXT_LENGTH",
    "Explained",
    "Phrase",
    "Questions",
    "Reading",
    "Setting",
    "read",
    "read_explained",
    "read_tablet",
    "say_length",
    "say_limits",
    "say_plan",
    "say_rule",
    "say_step",
]
