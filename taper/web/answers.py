"""What became of the forms that were sent, so that each is done once and its answer can be shown after it?

A form carries an id of its own. Sent again (the back button, a reload, a double press) it changes nothing: what was
answered then is shown again. An answer is kept as long as the page runs, the latest few hundred of them.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

_KEPT = 300
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Warned:
    """A line beside an answer; its level is that of a finding."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question: the words on its button, and what it adds to the form that was asked about."""

    words: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says to a form that was sent; `urgent` is what cannot wait and stands before everything else.

    `undo` names the record (plan and record) that can be taken back. Where something must be answered first, `choices`
    are the ways, `action` and `fields` the form they belong to. `is_done` says that it is not to be done again.
    """

    text: str
    is_done: bool
    warnings: tuple[Warned, ...] = ()
    urgent: tuple[Warned, ...] = ()
    undo: Mapping[str, str] | None = None
    choices: tuple[Choice, ...] = ()
    action: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


class Answers:
    """The answers by the ids of their forms."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[str, Answer] = OrderedDict()

    def once(self, form_id: str, do: Callable[[], Answer]) -> Answer:
        """The answer to a form, which is done unless it was done before. What was only asked back is done again."""
        with self._lock:
            known = self._known.get(form_id)
            if known is not None and known.is_done:
                return known
            answer = self._known[form_id] = do()
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            return answer

    def get(self, form_id: str) -> Answer | None:
        """The answer to a form that was sent; None where it is not known (any more)."""
        return self._known.get(form_id)


def is_form_id(text: str) -> bool:
    """Whether the text may be the id of a form."""
    return _ID.fullmatch(text) is not None
