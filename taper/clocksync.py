"""Is this machine's clock held to the true time? The kernel knows whether anything has set it lately.

A clock that nobody corrects drifts by seconds a day, and one that lost its battery may stand years away: reminders
follow it all the same, so that a person must be told.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass

_TIME_ERROR = 5
"""What adjtimex answers for a clock that nothing holds to the true time (adjtimex(2))."""

_STA_UNSYNC = 0x40


class _Timex(ctypes.Structure):
    """`struct timex` of <sys/timex.h>, asked with `modes` 0, which changes nothing."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("others", ctypes.c_long * 40),  # more than the rest on any machine
    )


@dataclass(frozen=True, slots=True)
class ClockSync:
    """Whether the clock is held to the true time (None: nothing here can tell), and how far off it may be."""

    synchronised: bool | None
    within_seconds: float | None = None


def clock_sync(*, adjtimex: Callable[[_Timex], int] | None = None) -> ClockSync:
    """What the kernel says of the clock. `adjtimex` fills the structure and answers the clock's state."""
    asked = _Timex()
    try:
        state = (adjtimex or _adjtimex)(asked)
    except (OSError, AttributeError):  # no Linux, or a sandbox that forbids the question
        return ClockSync(None)
    if state < 0:
        return ClockSync(None)
    if state == _TIME_ERROR or asked.status & _STA_UNSYNC:
        return ClockSync(False)
    return ClockSync(True, asked.maxerror / 1e6)


def _adjtimex(asked: _Timex) -> int:
    if sys.platform != "linux":
        raise OSError("only Linux is asked")
    return int(ctypes.CDLL(None).adjtimex(ctypes.byref(asked)))
