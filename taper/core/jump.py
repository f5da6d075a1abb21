"""Did the machine's time jump between two readings of its clocks: how, and by how much?

The clock on the wall can be set; the one that counts since the machine was started cannot, and the one that counts
while it is awake stands still while it sleeps. What parts them is the jump.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LEAST_SECONDS = 2.0
"""Clocks that part by no more than this were not set: they were only read one after the other, or slewed."""


class JumpKind(StrEnum):
    """What happened to time."""

    SUSPENDED = "suspended"
    FORWARD = "stepped forward"
    BACK = "stepped back"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """All clocks at one moment: the wall's instant, seconds since the start, and those of them spent awake.

    `blur` is how many seconds may lie between the reading of the first and that of the last.
    """

    at: datetime
    since_start: float
    awake: float
    blur: float = 0.0


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump: when it was noticed (aware UTC, by the clock after it), its kind, and by how many seconds.

    The seconds are below zero where the clocks went back. Of a change of zone they are what the wall clock moved by,
    and `zones` is "Europe/Berlin to America/New_York".
    """

    noticed_at: datetime
    kind: JumpKind
    seconds: float
    zones: str | None = None


def jumps_between(before: ClockReading, after: ClockReading) -> Iterator[Jump]:
    """What happened to time from one reading to the next: nothing, a sleep, a step, or both."""
    least = LEAST_SECONDS + before.blur + after.blur
    passed = after.since_start - before.since_start
    asleep = passed - (after.awake - before.awake)
    if asleep > least:
        yield Jump(after.at, JumpKind.SUSPENDED, asleep)
    step = (after.at - before.at).total_seconds() - passed
    if abs(step) > least:
        yield stepped(after.at, step)


def stepped(noticed_at: datetime, seconds: float) -> Jump:
    """A step of the wall clock, forward or back."""
    return Jump(noticed_at, JumpKind.FORWARD if seconds > 0 else JumpKind.BACK, seconds)
