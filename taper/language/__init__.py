"""A prescriber's words and what they mean: text to a plan or to questions, and a plan's steps back to words.

Each name is loaded when it is first asked for: the daemon says steps in words, and need not carry the whole grammar.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taper.language.ask import Questions
    from taper.language.echo import say_length, say_step
    from taper.language.explain import Phrase
    from taper.language.reading import MAX_TEXT_LENGTH, Explained, Reading, read, read_explained
    from taper.language.sayplan import say_limits, say_plan, say_rule
    from taper.language.setting import Setting
    from taper.language.tablet import read_tablet

_HOME = {
    "MAX_TEXT_LENGTH": "reading",
    "Explained": "reading",
    "Phrase": "explain",
    "Questions": "ask",
    "Reading": "reading",
    "Setting": "setting",
    "read": "reading",
    "read_explained": "reading",
    "read_tablet": "tablet",
    "say_length": "echo",
    "say_limits": "sayplan",
    "say_plan": "sayplan",
    "say_rule": "sayplan",
    "say_step": "echo",
}

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


def __getattr__(name: str) -> object:
    """The name from its module, once; raises AttributeError for one that is not here."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
