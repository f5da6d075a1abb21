"""Which events does the kernel tell of, that Python 3.11 has no words for? Each is a file to watch, or None.

A clock that was set, by a timer that is cancelled then (timerfd_create(2)); a file that was changed (inotify(7)).
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_CLOCK_REALTIME = 0
_TFD_TIMER_ABSTIME = 1
_TFD_TIMER_CANCEL_ON_SET = 2
_FAR = 2 ** (8 * ctypes.sizeof(ctypes.c_long) - 1) - 1

_IN_CHANGES = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200  # written, its mode, moved, made, deleted


class _Spec(ctypes.Structure):
    """`struct itimerspec`: how often again, and when first."""

    _fields_ = tuple((name, ctypes.c_long) for name in ("again_s", "again_ns", "first_s", "first_ns"))


def clock_set_file() -> int | None:
    """A file that can be read once the wall clock was set, or the machine woke; None where the kernel has none."""
    libc = _libc()
    if libc is None:
        return None
    file: int = libc.timerfd_create(_CLOCK_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC)
    if file < 0:
        return None
    if not arm(file):
        os.close(file)
        return None
    return file


def arm(file: int, *, at: int = _FAR) -> bool:
    """Sets the timer anew, to ring at a Unix time or as soon as the clock is set; whether the kernel took it."""
    libc = _libc()
    spec = _Spec(0, 0, at, 0)
    how = _TFD_TIMER_ABSTIME | _TFD_TIMER_CANCEL_ON_SET
    return libc is not None and libc.timerfd_settime(file, how, ctypes.byref(spec), None) == 0


def changes_file(folder: Path) -> int | None:
    """A file that can be read once something in the folder was changed; None where the kernel has none."""
    libc = _libc()
    if libc is None:
        return None
    file: int = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if file < 0:
        return None
    if libc.inotify_add_watch(file, os.fsencode(folder), ctypes.c_uint32(_IN_CHANGES)) < 0:
        os.close(file)
        return None
    return file


def _libc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        wanted = (libc.timerfd_create, libc.timerfd_settime, libc.inotify_init1, libc.inotify_add_watch)
    except (OSError, AttributeError):
        return None
    return libc if all(wanted) else None
