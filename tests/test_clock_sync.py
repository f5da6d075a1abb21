"""Whether the clock is held to the true time, as the kernel says."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from taper.clocksync import ClockSync, clock_sync


def kernel(state: int, *, status: int = 0, maxerror: int = 0) -> Any:
    """A kernel that answers this."""

    def adjtimex(asked: Any) -> int:
        assert asked.modes == 0  # it is asked, and told nothing
        asked.status, asked.maxerror = status, maxerror
        return state

    return adjtimex


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (kernel(0, status=0x2001, maxerror=31_500), ClockSync(True, 0.0315)),
        (kernel(1, status=0x11, maxerror=500), ClockSync(True, 0.0005)),
        (kernel(5, status=0x40, maxerror=16_000_000), ClockSync(False)),
        (kernel(0, status=0x40), ClockSync(False)),
        (kernel(-1), ClockSync(None)),
    ],
    ids=["held", "held, a leap second ahead", "nobody holds it", "marked as not held", "the question is forbidden"],
)
def test_the_kernels_answer_is_read(answer: Any, found: ClockSync) -> None:
    """Held to the true time within so many seconds, not held, or nobody can tell."""
    assert clock_sync(adjtimex=answer) == found


def test_where_there_is_no_such_question_nobody_can_tell() -> None:
    """Another system, or a C library without it."""

    def missing(_: Any) -> int:
        raise AttributeError("adjtimex")

    assert clock_sync(adjtimex=missing) == ClockSync(None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked")
def test_this_machine_answers() -> None:
    """The real question: the structure is large enough, and a clock that is held is not hours off."""
    found = clock_sync()
    assert found.synchronised in (True, False, None)
    assert found.within_seconds is None or 0 <= found.within_seconds <= 16
