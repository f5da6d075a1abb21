"""What does the time of a dose come to: places in the day and the days they are of, or hours that elapse?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from taper.core.daytimes import NEXT_DAY
from taper.core.plan import Rhythm

NIGHT_IS_OVER = time(6)
"""A time before it may belong to the plan date before."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the day: the slot's name, its time, and whether the text gave that time itself."""

    name: str
    at_time: time
    next_day: bool = False
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """The places of a dose in its day; `rhythm` None where the text does not say which days.

    `places` is empty where only "one day", "the next" or "on the other days" was said; `placed` where the text names
    them. `on_other_days` where it is taken on the days that the dose before it is not. `single` marks one dose of one
    day ("at once"), `hourly` doses around the clock.
    """

    places: tuple[Place, ...]
    rhythm: Rhythm | None
    placed: bool = False
    on_other_days: bool = False
    single: bool = False
    hourly: bool = False


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Every so many hours, where the hours do not divide a day."""

    hours: int
    first_time: time


def told_apart(places: Sequence[Place]) -> list[Place]:
    """The places, with the day in the name of one whose clock time has stood before."""
    names = {place.name for place in places if not place.next_day}
    return [
        replace(place, name=f"{place.name}{NEXT_DAY}") if place.next_day and place.name in names else place
        for place in places
    ]
