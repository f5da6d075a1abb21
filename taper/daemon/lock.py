"""Is there one daemon, and which process is it? A file lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from taper.core.errors import DaemonFailed

SHORT_PATIENCE = 2.0
"""Seconds that whoever does not want to wait waits all the same: a command may hold the lock for a migration."""

HELD_VARIABLE = "TAPER_HELD_LOCK"
"""Names the open file of the lock to the program that this process becomes."""

_FIRST_WAIT, _LONGEST_WAIT = 0.02, 2.0


def _patiently(_: int | None) -> None:
    """Says nothing while waiting."""


@contextmanager
def only_one(
    path: Path, *, patience: float | None, waiting: Callable[[int | None], None] = _patiently
) -> Iterator[int]:
    """Holds the lock at `path`, with this process's number in the file; the number of the lock's open file.

    Waits for whoever holds it, `patience` seconds at most (None: for ever); `waiting` hears again and again who that
    is. Raises DaemonFailed naming the holder.
    """
    handle = _handed_on(path)
    if handle is None:
        handle = _acquire(path, patience, waiting)
    try:
        with suppress(OSError):  # on a full disk the lock holds as well, and only its holder's number is not known
            os.truncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield handle
    finally:
        os.close(handle)


def hand_on(handle: int) -> None:
    """Keeps the lock for the program that this process becomes next: nobody can take it in between."""
    os.set_inheritable(handle, True)
    os.environ[HELD_VARIABLE] = str(handle)


def _handed_on(path: Path) -> int | None:
    """The open file of a lock that this process held before it became this program."""
    named = os.environ.pop(HELD_VARIABLE, "")
    if not named.isdecimal():
        return None
    handle = int(named)
    try:
        if not _is_at(handle, path) or not _try(handle, fcntl.LOCK_EX):
            return None
        os.set_inheritable(handle, False)
    except OSError:
        return None  # nothing of that number is open here
    return handle


def holder_of(path: Path) -> int | None:
    """The number of the process that holds the lock, 0 when it has not written it yet; None when nobody does."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        if _try(handle, fcntl.LOCK_SH):
            return None
        text = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        return int(text) if text.isdecimal() else 0
    finally:
        os.close(handle)


def _acquire(path: Path, patience: float | None, waiting: Callable[[int | None], None]) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _wait_for(path, patience, waiting)
    except OSError as error:
        raise DaemonFailed(
            f"{path}: {error.strerror or error}. The daemon writes down there that it runs; "
            "see that the folder exists and may be written to."
        ) from None


def _wait_for(path: Path, patience: float | None, waiting: Callable[[int | None], None]) -> int:
    deadline = None if patience is None else time.monotonic() + patience
    wait = _FIRST_WAIT
    while (handle := _attempt(path)) is None:
        if deadline is not None and time.monotonic() >= deadline:
            raise DaemonFailed(
                f"another daemon runs already, as process {holder_of(path) or 'unknown'}. "
                '"taper daemon status" says how it is, "taper daemon stop" ends it.'
            )
        waiting(holder_of(path))
        time.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)
    return handle


def _attempt(path: Path) -> int | None:
    """A handle that holds the lock; None when somebody else does, or when the file was replaced meanwhile."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _try(handle, fcntl.LOCK_EX) and _is_at(handle, path):
        return handle
    os.close(handle)
    return None


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
