"""What can a text claim of the doses? Each claim with the words it was made in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from taper.core.amount import Amount, Unit
from taper.core.plan import Length, Weekday
from taper.interop.fhirtiming import At


@dataclass(frozen=True, slots=True)
class DoseSaid:
    """ "one to two tablets", "4 tablets of 5 mg"; `unit` None for a bare number."""

    low: Fraction
    high: Fraction
    unit: Unit | None
    of: Amount | None = None


@dataclass(frozen=True, slots=True)
class StrengthSaid:
    """ "5 mg tablets": what one piece holds."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class TimesSaid:
    """ "twice a day"; a range keeps its two ends."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DailySaid:
    """ "daily"."""


@dataclass(frozen=True, slots=True)
class HoursSaid:
    """ "every 4 to 6 hours"."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class EveryDaysSaid:
    """ "every other day", "every 2 weeks"."""

    n: int


@dataclass(frozen=True, slots=True)
class WeeklySaid:
    """ "3 times a week"."""

    times: int


@dataclass(frozen=True, slots=True)
class OnDaysSaid:
    """ "on Mondays"."""

    weekdays: frozenset[Weekday]


@dataclass(frozen=True, slots=True)
class MonthlySaid:
    """ "once a month"."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """ "at bedtime", "at 08:00"."""

    at: At


@dataclass(frozen=True, slots=True)
class MealsSaid:
    """ "with meals", "with breakfast and dinner": which of them, before, with or after; `named` where the text does."""

    relation: str
    meals: tuple[str, ...] = ("breakfast", "lunch", "dinner")
    named: bool = False


@dataclass(frozen=True, slots=True)
class LengthSaid:
    """ "for 7 days"."""

    length: Length


@dataclass(frozen=True, slots=True)
class StartSaid:
    """ "starting January 16, 2015"."""

    on: date


@dataclass(frozen=True, slots=True)
class PeriodSaid:
    """ "from December 1 to December 7, 2026", both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DayRangeSaid:
    """ "days 1-14": plan days, both inclusive; `last` None for "from day 4"."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class SingleSaid:
    """ "as a single dose"."""


@dataclass(frozen=True, slots=True)
class NeededSaid:
    """ "as needed for pain"."""

    reason: str | None


@dataclass(frozen=True, slots=True)
class MostSaid:
    """ "at most 4 mg a day", "no more than 3 a day" (`unit` None: of doses)."""

    number: Fraction
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class GapSaid:
    """ "at least 6 hours apart"."""

    hours: int


@dataclass(frozen=True, slots=True)
class DispensedSaid:
    """ "# 60 caps": how many are dispensed."""

    number: Fraction


@dataclass(frozen=True, slots=True)
class EndSaid:
    """ "then stop", "until finished": that there is an end."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that bear on the dose and are not understood here."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is not known at all."""


Meaning = (
    DoseSaid
    | StrengthSaid
    | TimesSaid
    | DailySaid
    | HoursSaid
    | EveryDaysSaid
    | WeeklySaid
    | OnDaysSaid
    | MonthlySaid
    | PlaceSaid
    | MealsSaid
    | LengthSaid
    | StartSaid
    | PeriodSaid
    | DayRangeSaid
    | SingleSaid
    | NeededSaid
    | MostSaid
    | GapSaid
    | DispensedSaid
    | EndSaid
    | Unclear
    | Unknown
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, and the words it was made in."""

    meaning: Meaning
    words: str
