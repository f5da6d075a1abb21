"""What did the daemon do, and when? One JSON object a line, without medicine names.

Under systemd the lines go to its journal, elsewhere to a file of limited size with a few older ones beside it. Of an
error only its kind and place are kept: its sentence may hold what a person wrote.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from traceback import extract_tb
from typing import TextIO

from taper.clock import Clock

MOST_BYTES = 1_000_000
"""The size at which the log is put aside."""

KEPT_LOGS = 3
"""How many older logs are kept beside it, the newest as ".1"."""

JOURNAL_STREAM = "JOURNAL_STREAM"
"""systemd names there the device and inode of the stream that ends in its journal."""


def place_of(error: BaseException) -> str:
    """The kind of an error and the last places it passed: "KeyError at due.py:88 < tick.py:40"."""
    frames = reversed(extract_tb(error.__traceback__)[-3:])
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places or 'no known place'}"


def journal_stream(environment: Mapping[str, str]) -> TextIO | None:
    """The standard stream that ends in systemd's journal, if one does."""
    named = environment.get(JOURNAL_STREAM)
    for stream in (sys.stderr, sys.stdout):
        with suppress(OSError, ValueError):  # closed, or no file
            found = os.fstat(stream.fileno())
            if named == f"{found.st_dev}:{found.st_ino}":
                return stream
    return None


class Journal:
    """The log at one path, or on `stream` where that is given. One that cannot be written never stops the daemon."""

    def __init__(self, path: Path, clock: Clock, *, stream: TextIO | None = None) -> None:
        self._path = path
        self._clock = clock
        self._stream = stream

    def note(self, event: str, *, plan: str | None = None, outcome: str | None = None) -> None:
        """Adds a line."""
        entry = {"at": self._clock.now().isoformat(), "event": event, "plan": plan, "outcome": outcome}
        line = json.dumps({key: value for key, value in entry.items() if value is not None}) + "\n"
        with suppress(OSError, ValueError):
            if self._stream is None:
                self._add_to_file(line)
            else:
                self._stream.write(line)
                self._stream.flush()

    def _add_to_file(self, line: str) -> None:
        self._put_aside_when_full()
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(line)

    def _put_aside_when_full(self) -> None:
        with suppress(FileNotFoundError):
            if self._path.stat().st_size < MOST_BYTES:
                return
            kept = [self._path, *older_logs(self._path)]
            for newer, older in reversed(list(pairwise(kept))):
                with suppress(FileNotFoundError):
                    newer.replace(older)


def older_logs(path: Path) -> list[Path]:
    """Where the older logs stand, the newest first."""
    return [path.with_name(f"{path.name}.{number}") for number in range(1, KEPT_LOGS + 1)]
