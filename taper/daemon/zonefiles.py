"""Was this machine's zone changed? The files that name it are watched; whoever changes them, by whatever program."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from taper.clock import machine_zone_by_now
from taper.daemon.kernel import changes_file

NAMES = ("localtime", "timezone")
_A_READ = 65_536


class ZoneFiles:
    """Calls `woken` when a file of the zone changed, and answers which zone it is by now.

    To be started inside a running event loop. Without a kernel that tells, whoever asks for the zone still gets it.
    """

    def __init__(
        self,
        woken: Callable[[], None],
        *,
        folder: Path = Path("/etc"),
        read_zone: Callable[[], str | None] = machine_zone_by_now,
    ) -> None:
        self._woken = woken
        self._folder = folder
        self._paths = tuple(os.fspath(folder / name) for name in NAMES)
        self._read_zone = read_zone
        self._stamp: object = None
        self._zone: str | None = None
        self._file: int | None = None

    @property
    def watches(self) -> bool:
        """Whether the kernel tells."""
        return self._file is not None

    def start(self) -> None:
        """Begins to watch, where the kernel knows how."""
        self._file = changes_file(self._folder)
        if self._file is not None:
            asyncio.get_running_loop().add_reader(self._file, self._read)

    def close(self) -> None:
        """Ends the watching."""
        if self._file is not None:
            asyncio.get_running_loop().remove_reader(self._file)
            os.close(self._file)
            self._file = None

    def zone(self) -> str | None:
        """The machine's IANA zone; None where it names none. Read anew only when a file of it changed."""
        stamp = self._stamps()
        if stamp != self._stamp:
            self._stamp, self._zone = stamp, self._read_zone()
        return self._zone

    def _read(self) -> None:
        assert self._file is not None
        with suppress(OSError):
            os.read(self._file, _A_READ)  # which file it was does not matter: the stamps tell
        if self._stamps() != self._stamp:
            self._woken()

    def _stamps(self) -> tuple[object, ...]:
        return tuple(map(_stamp_of, self._paths))


def _stamp_of(path: str) -> object:
    """Differs when the file, or the link in its place, was made anew."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino, found.st_size)
