"""What parts the clocks of a machine, from one reading to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from taper.core.jump import ClockReading, JumpKind, jumps_between

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOUR, YEAR = 3600.0, 365 * 86400.0


def reading(*, wall: float, since_start: float, awake: float, blur: float = 0.0) -> ClockReading:
    """A reading so many seconds after the first one, by each clock."""
    return ClockReading(AT + timedelta(seconds=wall), 1000.0 + since_start, 900.0 + awake, blur)


FIRST = reading(wall=0, since_start=0, awake=0)


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (reading(wall=20, since_start=20, awake=20), []),
        (reading(wall=21.9, since_start=20, awake=20), []),
        (reading(wall=18.1, since_start=20, awake=20), []),
        (reading(wall=22.1, since_start=20, awake=20), [(JumpKind.FORWARD, 2.1)]),
        (reading(wall=17.9, since_start=20, awake=20), [(JumpKind.BACK, -2.1)]),
        (reading(wall=20 + YEAR, since_start=20, awake=20), [(JumpKind.FORWARD, YEAR)]),
        (reading(wall=20 - YEAR, since_start=20, awake=20), [(JumpKind.BACK, -YEAR)]),
        (reading(wall=HOUR, since_start=HOUR, awake=10), [(JumpKind.SUSPENDED, HOUR - 10)]),
        (
            reading(wall=2 * HOUR, since_start=HOUR, awake=10),
            [(JumpKind.SUSPENDED, HOUR - 10), (JumpKind.FORWARD, HOUR)],
        ),
        (reading(wall=5 * HOUR, since_start=20, awake=20), [(JumpKind.FORWARD, 5 * HOUR - 20)]),
        (reading(wall=60, since_start=20, awake=20, blur=50), []),
    ],
    ids=[
        "time passes",
        "slewed forward",
        "slewed back",
        "just a step forward",
        "just a step back",
        "a year forward",
        "a year back",
        "asleep for an hour",
        "asleep, and set when it woke",
        "a virtual machine paused, and its clock set right afterwards",
        "read far apart on a clock that runs fast",
    ],
)
def test_what_happened_to_time(after: ClockReading, found: list[tuple[JumpKind, float]]) -> None:
    """Sleeps and steps are told apart, with how long they were; what no more than two seconds explain is none."""
    jumps = list(jumps_between(FIRST, after))
    assert [jump.kind for jump in jumps] == [kind for kind, _ in found]
    assert [jump.seconds for jump in jumps] == pytest.approx([seconds for _, seconds in found])
    assert all(jump.noticed_at == after.at for jump in jumps)
