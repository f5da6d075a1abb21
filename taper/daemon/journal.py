"""What did the daemon do, and when? One JSON object a line, without medicine names.

Of an error only its kind and place are kept: its sentence may hold what a person wrote.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

from taper.clock import Clock

MOST_BYTES = 1_000_000
"""The size at which the log is put aside; one older log is kept beside it."""


def place_of(error: BaseException) -> str:
    """The kind of an error and the last places it passed: "KeyError at due.py:88 < tick.py:40"."""
    frames = reversed(extract_tb(error.__traceback__)[-3:])
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places or 'no known place'}"


class Journal:
    """The log at one path. A log that cannot be written to never stops the daemon."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def note(self, event: str, *, plan: str | None = None, outcome: str | None = None) -> None:
        """Adds a line."""
        entry = {"at": self._clock.now().isoformat(), "event": event, "plan": plan, "outcome": outcome}
        line = json.dumps({key: value for key, value in entry.items() if value is not None}) + "\n"
        with suppress(OSError):
            self._put_aside_when_full()
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(line)

    def _put_aside_when_full(self) -> None:
        with suppress(FileNotFoundError):
            if self._path.stat().st_size >= MOST_BYTES:
                self._path.replace(self._path.with_name(f"{self._path.name}.1"))
