"""How does a command get its operation done, and how is it told what became of that?

By the daemon, else here (taper.reaching). What is said beside the answer goes to standard error, once for each command.
"""

from __future__ import annotations

import os

from taper.cli.out import note, wrapped
from taper.reaching import Told, fresh_id, nudge
from taper.reaching import perform as perform_by
from taper.settings import Paths, paths_from

__all__ = ["fresh_id", "here", "nudge", "perform"]

_told: set[str] = set()
"""What was already said to the person by this process."""


def here() -> Paths:
    """Where this person's files lie."""
    return paths_from(os.environ)


def perform(operation: str, arguments: dict[str, object]) -> object:
    """What the operation answered. Raises RefusedError, whoever did it."""
    return perform_by(here(), operation, arguments, told=Told(how=_say_how, warning=_warn))


def _say_how(text: str) -> None:
    _say_once(wrapped(f"taper: {text}", rest="  "))


def _warn(line: str) -> None:
    _say_once(line)


def _say_once(lines: str) -> None:
    if lines not in _told:
        _told.add(lines)
        note(lines)
