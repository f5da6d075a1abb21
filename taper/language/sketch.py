"""What was said, place by place, before it is dated and checked against itself?

Each thing keeps the span of the text it was read from. A sketch may contradict itself; `settle` finds out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from typing import Generic, TypeVar

from taper.core.amount import Amount, Unit
from taper.core.errors import Span
from taper.core.plan import Ends, Length, Weekday

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """Something that was said, and where. `joined` when it was joined to what stands before it by "and"."""

    value: T_co
    span: Span
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength as the text names it: "10 mg tablets", or just "10 mg" after "of"."""

    text: str
    amount: Amount | None
    form: Unit | None = None
    extended_release: bool = False


@dataclass(frozen=True, slots=True)
class Daily:
    """ "daily": every day, without saying how often."""


@dataclass(frozen=True, slots=True)
class TimesADay:
    """ "twice a day"."""

    count: int


@dataclass(frozen=True, slots=True)
class Once:
    """ "once", with the day or days still to be said."""


@dataclass(frozen=True, slots=True)
class AtSlot:
    """ "in the morning", "after lunch": the key of a slot. `every_day` when that is said with it ("each morning")."""

    key: str
    every_day: bool = False


@dataclass(frozen=True, slots=True)
class AtClock:
    """ "at 08:00"."""

    at_time: time


@dataclass(frozen=True, slots=True)
class AtMeals:
    """ "with meals", "ac": before, with or after the three meals."""

    relation: str


@dataclass(frozen=True, slots=True)
class EveryHours:
    """ "every 8 hours", and the times of day where they are said with it."""

    hours: int
    times: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class EveryDays:
    """ "every other day", "weekly"."""

    n: int


@dataclass(frozen=True, slots=True)
class TimesAWeek:
    """ "once a week", "3 times a week"."""

    count: int


@dataclass(frozen=True, slots=True)
class NamedDays:
    """ "on Mondays"; not `certain` for "on Monday", which may mean one single day."""

    weekdays: frozenset[Weekday]
    certain: bool


When = Daily | TimesADay | Once | AtSlot | AtClock | AtMeals | EveryHours | EveryDays | TimesAWeek | NamedDays


@dataclass(frozen=True, slots=True)
class SaidAmount:
    """How much, which strength it names ("2 tablets of 5 mg"), and what the brackets behind it say again."""

    amount: Amount
    span: Span
    of: Said[Strength] | None = None
    restated: tuple[SaidAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidDose:
    """One amount and when it is taken; None where the text gives no amount."""

    amount: SaidAmount | None
    whens: tuple[Said[When], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DayRange:
    """ "days 2-5", "week 1": plan days by number, both inclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SaidStep:
    """One step: its doses, and every length and range that was said of it. `after_then` when "then" leads to it."""

    doses: tuple[SaidDose, ...]
    lengths: tuple[Said[Length], ...]
    ranges: tuple[Said[DayRange], ...]
    span: Span
    after_then: bool = False


@dataclass
class Sketch:
    """The whole text as it was said; filled from left to right while it is read."""

    medicines: list[Said[str]] = field(default_factory=list)
    strengths: list[Said[Strength]] = field(default_factory=list)
    steps: list[SaidStep] = field(default_factory=list)
    ends: list[Said[Ends]] = field(default_factory=list)
    starts: list[Said[date]] = field(default_factory=list)
    stop_by: list[Said[date]] = field(default_factory=list)
    dispensed: list[Said[Fraction]] = field(default_factory=list)
    totals: list[Said[int]] = field(default_factory=list)
    notes: list[Said[str]] = field(default_factory=list)
    whole: bool = True  # False once a part could not be read: what follows from all parts is then not checked
