"""What is known beside the text when a plan is read?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.plan import Split, Tablet


@dataclass(frozen=True, slots=True)
class Setting:
    """Day 1 and its first hour where they were given, the zone, the person's slot times and the tablets on hand.

    `split` holds for tablets that only the text names. `today` is used to judge dates in the text, never as a start.
    """

    starts_on: date | None
    zone: str
    today: date
    starts_at_time: time | None = None
    times: SlotTimes = field(default_factory=lambda: DEFAULT_TIMES)
    tablets: tuple[Tablet, ...] = ()
    split: Split = Split.NONE
    is_extended_release: bool = False
