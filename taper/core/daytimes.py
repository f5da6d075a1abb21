"""At which wall-clock times the named slots of a day stand, and which slots "twice a day" means.

The times are ours, not the prescriber's: they are shown before the yes and kept on the plan when it is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

SlotTimes = Mapping[str, time]
"""The person's wall-clock time for each key of `DEFAULT_TIMES`."""

DEFAULT_TIMES: SlotTimes = {
    "before breakfast": time(7, 30),
    "morning": time(8),
    "with breakfast": time(8),
    "after breakfast": time(8, 30),
    "before lunch": time(11, 30),
    "noon": time(12),
    "with lunch": time(12),
    "after lunch": time(12, 30),
    "afternoon": time(14),
    "before dinner": time(17, 30),
    "evening": time(18),
    "with dinner": time(18),
    "after dinner": time(18, 30),
    "evening (spread)": time(20),
    "night": time(22),
    "bedtime": time(22),
}
"""The slots by key, in the order of the day. "evening (spread)" is the evening of "twice" and "three times daily"."""

TIMES_A_DAY: Mapping[int, tuple[str, ...]] = {
    1: ("morning",),
    2: ("morning", "evening (spread)"),
    3: ("morning", "afternoon", "evening (spread)"),
    4: ("morning", "noon", "evening", "bedtime"),
}
"""Which keys "N times a day" means."""

CLOCKS_A_DAY: Mapping[int, tuple[time, ...]] = {
    5: tuple(time(hour) for hour in (7, 11, 15, 19, 23)),
    6: tuple(time(hour) for hour in (7, 10, 13, 16, 19, 22)),
}
"""When five and six times a day stand: so often a day has no named slots, but even hours of the waking day."""

WITH_BEDTIME: Mapping[int, tuple[str, ...]] = {
    1: ("morning", "bedtime"),
    2: ("morning", "evening", "bedtime"),
    3: ("morning", "noon", "evening", "bedtime"),
}
"""Which keys "N times a day and at bedtime" means: N by day, and the bedtime dose besides."""

NEXT_DAY = " the next day"
"""What stands behind the clock time in the name of a slot after midnight, where the day has that time already."""

FIRST_INTERVAL_TIME = time(8)
"""When the first dose of "every 8 hours" stands, unless day 1 begins at a stated hour."""


def slot_name(key: str) -> str:
    """The slot's name on the plan: the key without its "(spread)"."""
    return key.removesuffix(" (spread)")
