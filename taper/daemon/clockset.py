"""Was the wall clock set? The kernel says so at once: it cancels a timer that is set for the end of time.

It does the same when the machine wakes from a sleep, so that this also stands in for a login manager that is not there.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

from taper.daemon.kernel import arm, clock_set_file


class ClockSet:
    """Calls `woken` whenever the clock was set. To be started inside a running event loop."""

    def __init__(self, woken: Callable[[], None], *, open_file: Callable[[], int | None] = clock_set_file) -> None:
        self._woken = woken
        self._open_file = open_file
        self._file: int | None = None

    @property
    def watches(self) -> bool:
        """Whether the kernel tells."""
        return self._file is not None

    def start(self) -> None:
        """Begins to watch, where the kernel knows how."""
        self._file = self._open_file()
        if self._file is not None:
            asyncio.get_running_loop().add_reader(self._file, self._read)

    def close(self) -> None:
        """Ends the watching."""
        if self._file is not None:
            asyncio.get_running_loop().remove_reader(self._file)
            os.close(self._file)
            self._file = None

    def _read(self) -> None:
        assert self._file is not None
        with suppress(OSError):  # ECANCELED is what a clock that was set reads as
            os.read(self._file, 8)
        if not arm(self._file):
            self.close()  # rather the cap alone than a file that can always be read
        self._woken()
