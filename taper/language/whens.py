"""In which ways can a text say when something is taken?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from taper.core.plan import Weekday


@dataclass(frozen=True, slots=True)
class Daily:
    """ "daily": every day, without saying how often. Behind an amount it may tell that of the whole day."""


@dataclass(frozen=True, slots=True)
class EachDay(Daily):
    """ "every day": which days, and nothing of an amount."""


@dataclass(frozen=True, slots=True)
class ADay(Daily):
    """ "a day", "per day", "/day": so much each day, wherever it stands."""


@dataclass(frozen=True, slots=True)
class TimesADay:
    """ "twice a day"."""

    count: int


@dataclass(frozen=True, slots=True)
class Once:
    """ "once", with the day or days still to be said."""


@dataclass(frozen=True, slots=True)
class AtSlot:
    """ "in the morning", "after lunch": the key of a slot.

    `every_day` when that is said with it ("each morning"), `at_time` when its time is: "in the morning (09:15)".
    `minutes` before (below zero) or after a meal or bedtime: "30 minutes before breakfast".
    """

    key: str
    every_day: bool = False
    at_time: time | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class AtClock:
    """ "at 08:00"; `next_day` for a time after midnight that belongs to the plan date before it."""

    at_time: time
    next_day: bool = False


@dataclass(frozen=True, slots=True)
class FirstAt:
    """ "first dose at 08:00": where doses by hours begin."""

    at_time: time


@dataclass(frozen=True, slots=True)
class AtMeals:
    """ "with meals", "ac": before, with or after the three meals."""

    relation: str


@dataclass(frozen=True, slots=True)
class MostTimes:
    """ "up to 3 times a day": a bound, and no schedule."""

    count: int


@dataclass(frozen=True, slots=True)
class EveryHours:
    """ "every 8 hours", and the times of day where they are said with it.

    `up_to` is the end of a range ("every 4 to 6 hours"); `run` how many such doses a dose day has ("every 12 hours for
    3 doses once a week"); `begins` where the time is that of the very first dose ("every 8 hours from 22:00").
    """

    hours: int
    times: tuple[time, ...] = ()
    up_to: int | None = None
    run: int | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class EveryDays:
    """ "every other day", "weekly"; `offset` is how many days lie before the first dose day ("from day 2")."""

    n: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class EachMonth:
    """ "once a month"."""


@dataclass(frozen=True, slots=True)
class DaysOnOff:
    """ "3 weeks on, 1 week off"."""

    on_days: int
    off_days: int


@dataclass(frozen=True, slots=True)
class InTurn:
    """ "one day" (turn 0) and "the next" (turn 1)."""

    turn: int


@dataclass(frozen=True, slots=True)
class OtherDays:
    """ "on the other days": those that the dose before does not name."""


@dataclass(frozen=True, slots=True)
class AsOneDose:
    """ "at once", "as a single dose"."""


@dataclass(frozen=True, slots=True)
class InParts:
    """ "in two divided doses": the amount is that of the day."""

    count: int


@dataclass(frozen=True, slots=True)
class TimesAWeek:
    """ "once a week", "3 times a week"."""

    count: int


@dataclass(frozen=True, slots=True)
class NamedDays:
    """ "on Mondays"; not `certain` for "on Monday", which may mean one single day."""

    weekdays: frozenset[Weekday]
    certain: bool


When = (
    Daily
    | EachDay
    | ADay
    | TimesADay
    | Once
    | AtSlot
    | AtClock
    | FirstAt
    | AtMeals
    | MostTimes
    | EveryHours
    | EveryDays
    | EachMonth
    | DaysOnOff
    | InTurn
    | OtherDays
    | AsOneDose
    | InParts
    | TimesAWeek
    | NamedDays
)
