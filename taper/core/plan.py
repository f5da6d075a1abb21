"""The plan: one medicine for one person as the provider gave it, and the values it is made of.

A plan keeps the prescription (wall-clock times, a zone, lengths as they were said); instants and dates are derived by
`core.course` and `core.expand`. A kind is a type, matched with `match` and `assert_never`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum, StrEnum
from typing import assert_never

from taper.core.amount import Amount, Unit
from taper.core.checkin import ActivityTime, CheckIns
from taper.core.missedrule import ProvidersRule


class Split(StrEnum):
    """Into what a tablet may be broken; only ever what the plan says."""

    NONE = "none"
    HALF = "half"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Tablet:
    """A strength on hand: "10 mg tablet". Capsules, patches and the like are `Tablet`s of another form.

    `strength` is the name as written ("10 mg", "49/51 mg"); `amount` is what one holds, or None where the name is a
    combination or was not given as an amount. `quantity` is the count dispensed, when known.
    """

    strength: str
    form: Unit = Unit.TABLET
    amount: Amount | None = None
    split: Split = Split.NONE
    extended_release: bool = False
    quantity: int | None = None

    @property
    def name(self) -> str:
        """The strength and form as named: "10 mg tablet", "150 mg extended-release tablet"."""
        return f"{self.strength} {'extended-release ' if self.extended_release else ''}{self.form.value}"


@dataclass(frozen=True, slots=True)
class Days:
    """A length of `count` plan dates."""

    count: int


@dataclass(frozen=True, slots=True)
class Months:
    """A length of calendar months: it ends the day before the same day number."""

    count: int


@dataclass(frozen=True, slots=True)
class Until:
    """A length that runs up to and including a date."""

    on: date


@dataclass(frozen=True, slots=True)
class Doses:
    """A length of `count` doses: it ends with the dose that makes up the count, in the middle of a day if need be."""

    count: int


@dataclass(frozen=True, slots=True)
class OpenLength:
    """No length said: only ever the last step."""


Length = Days | Months | Until | Doses | OpenLength


class Weekday(IntEnum):
    """Monday is 0, as in `date.weekday()`."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True)
class EveryDay:
    """A dose day each day."""


@dataclass(frozen=True, slots=True)
class EveryNthDay:
    """A dose day, then `n - 1` days off, counted from the step's first date; the first one after `offset` days."""

    n: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class OnWeekdays:
    """Dose days are the named weekdays; with `every_weeks` above 1 the first such day, then each so many weeks."""

    weekdays: frozenset[Weekday]
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class OnOff:
    """A cycle: `on_days` dose days, then `off_days` days of rest, from the step's first date. Rest is never missed."""

    on_days: int
    off_days: int


@dataclass(frozen=True, slots=True)
class EveryMonth:
    """A dose day a month, on the day number of the step's first date (never after the 28th)."""


Rhythm = EveryDay | EveryNthDay | OnWeekdays | OnOff | EveryMonth


@dataclass(frozen=True, slots=True)
class Slot:
    """A wall-clock time and an amount inside a step.

    `name` is unique within a day ("morning", "before breakfast", "14:30") and part of the dose's id. `next_day` marks a
    time after midnight that still belongs to the plan date before it. `of` names the strength where the text did ("2
    tablets of 5 mg").
    """

    name: str
    at_time: time
    amount: Amount
    next_day: bool = False
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Doses at wall-clock slots on the days of a rhythm."""

    slots: tuple[Slot, ...]
    rhythm: Rhythm = EveryDay()


@dataclass(frozen=True, slots=True)
class Interval:
    """Doses every so many elapsed hours from a first one; only for hours that do not divide a day (36, 72).

    Intervals that divide 24 hours are wall-clock `Slots`.
    """

    hours: int
    first_time: time
    amount: Amount
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Mixed:
    """Different doses on different days ("20 mg one day and 10 mg the next"): parts whose doses never fall together."""

    parts: tuple[Slots, ...]


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """No scheduled doses: what may be taken when there is need, and the bounds the provider gave.

    A stated range stays a range (`amount_min`, `amount_max`). `min_gap_hours` is the shortest gap stated;
    `max_per_day` the most in a day or in 24 hours; `max_times_per_day` how many takings that may be. What was not
    stated is None. `reason` is what it is taken for, `when` the time of the day it is for ("at bedtime"), both in the
    provider's words.
    """

    amount_min: Amount
    amount_max: Amount
    min_gap_hours: int | None = None
    max_per_day: Amount | None = None
    max_times_per_day: int | None = None
    reason: str | None = None
    when: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """No doses: the off days of a cycle."""


Schedule = Slots | Mixed | Interval | AsNeeded | Rest


@dataclass(frozen=True, slots=True)
class Step:
    """A run of days with the same schedule."""

    length: Length
    schedule: Schedule


class Ends(StrEnum):
    """How a plan ends: stopped, with a review by the provider, or with no end said."""

    STOP = "stop"
    REVIEW = "review"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the provider said may not be passed; None where nothing was said."""

    max_per_day: Amount | None = None
    min_gap_hours: int | None = None
    stop_by: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A provider's rule in the provider's words, and the steps (numbers from 1, both inclusive) it was written out as.

    "reduce by 10 mg every 5 days until 10 mg" stands for steps 2 to 4; both are kept, and only the steps are reminded
    of.
    """

    words: str
    first_step: int
    last_step: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One medicine for one person, exactly as the provider gave it.

    `starts_on` is day 1; doses of day 1 before `starts_at_time` are left out. `label` stands for the medicine where its
    name is hidden. `example` marks a made-up plan that may be shown and never kept. `missed` is the provider's rule for
    a missed dose. `activities` are the words of every activity; those of them with a time are in `activity_times` too.
    """

    steps: tuple[Step, ...]
    ends: Ends
    starts_on: date
    zone: str
    medicine: str | None = None
    starts_at_time: time | None = None
    tablets: tuple[Tablet, ...] = ()
    limits: Limits = Limits()
    label: str | None = None
    person: str = "me"
    prescriber: str | None = None
    written_on: date | None = None
    reason: str | None = None
    precautions: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    example: bool = False
    missed: ProvidersRule | None = None
    activity_times: tuple[ActivityTime, ...] = ()
    check_ins: CheckIns | None = None


def amounts_of(schedule: Schedule) -> tuple[Amount, ...]:
    """Every amount a schedule gives, in the order of the day."""
    match schedule:
        case Slots(slots=slots):
            return tuple(slot.amount for slot in slots)
        case Mixed(parts=parts):
            return tuple(slot.amount for part in parts for slot in part.slots)
        case Interval(amount=amount):
            return (amount,)
        case AsNeeded(amount_min=least, amount_max=most):
            return (least,) if least == most else (least, most)
        case Rest():
            return ()
    assert_never(schedule)


def named_amounts_of(schedule: Schedule) -> tuple[tuple[Amount, str | None], ...]:
    """Every amount a schedule gives with the strength it names, in the order of the day."""
    match schedule:
        case Slots(slots=slots):
            return tuple((slot.amount, slot.of) for slot in slots)
        case Mixed(parts=parts):
            return tuple((slot.amount, slot.of) for part in parts for slot in part.slots)
        case Interval(of=of) | AsNeeded(of=of):
            return tuple((amount, of) for amount in amounts_of(schedule))
        case Rest():
            return ()
    assert_never(schedule)


def only_as_needed(plan: Plan) -> bool:
    """Whether nothing of a plan is scheduled."""
    return all(isinstance(step.schedule, AsNeeded | Rest) for step in plan.steps)
