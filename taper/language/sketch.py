"""What was said, place by place, before it is dated and checked against itself?

Each thing keeps the span of the text it was read from. A sketch may contradict itself; `settle` finds out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from taper.core.amount import Amount, Unit
from taper.core.errors import Span
from taper.core.plan import Ends, Length, Rule
from taper.core.ramp import ByAmount, ByPercent, Rounding
from taper.language.whens import AsOneDose, AtClock, AtMeals, AtSlot, Once, When

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """Something that was said, and where. `joined` when "and" joins it to what stands before it, `after_comma` when a
    comma does."""

    value: T_co
    span: Span
    joined: bool = False
    after_comma: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength as the text names it: "10 mg tablets", or just "10 mg" after "of"."""

    text: str
    amount: Amount | None
    form: Unit | None = None
    extended_release: bool = False


@dataclass(frozen=True, slots=True)
class SaidAmount:
    """How much, which strength it names ("2 tablets of 5 mg"), and what the brackets behind it say again.

    `up_to` is the end of a range ("1 to 2 tablets").
    """

    amount: Amount
    span: Span
    of: Said[Strength] | None = None
    restated: tuple[SaidAmount, ...] = ()
    up_to: Amount | None = None
    medicine: Said[str] | None = None  # "one furosemide 40 mg tablet"

    @classmethod
    def of_number(cls, number: Fraction, unit: Unit, span: Span, of: Said[Strength] | None = None) -> SaidAmount:
        """The amount of a bare number in a unit that stands elsewhere."""
        return cls(Amount(number, unit), span, of)


@dataclass(frozen=True, slots=True)
class SaidDose:
    """One amount and when it is taken; None where the text gives no amount."""

    amount: SaidAmount | None
    whens: tuple[Said[When], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DayRange:
    """ "days 2-5", "week 1": plan days by number, both inclusive; `by_week` when weeks were counted.

    `last` is None for "day 3 onwards". `days` where a list names them one by one ("days 1, 4 and 7"), `is_listed` for a
    run of such a list.
    """

    first: int
    last: int | None
    by_week: bool = False
    days: tuple[int, ...] = ()
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class MostADay:
    """ "no more than 8 tablets in 24 hours", "max 4 doses a day"."""

    amount: Amount | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class LeastGap:
    """ "at least 6 hours apart"."""

    hours: int


Limit = MostADay | LeastGap


@dataclass(frozen=True, slots=True)
class SaidRamp:
    """A provider's rule as it was said; what it left open is None, and asked about where it is needed.

    `change` is an amount or a percentage; `each` how long each amount lasts; `end` the amount it goes to; `a_day` when
    the change is of the day's total, False when of each dose, None when it is not said; `stays` when the last amount
    goes on; `whens` is how often the dose is taken, where the rule says it again.
    """

    rises: bool
    change: ByAmount | ByPercent | None
    each: Said[Length] | None
    span: Span
    end: SaidAmount | None = None
    to_nothing: bool = False
    count: int | None = None
    rounding: Rounding | None = None
    a_day: bool | None = None
    stays: bool = False
    whens: tuple[Said[When], ...] = ()


@dataclass(frozen=True, slots=True)
class SaidStep:
    """One step: its doses, and every length and range that was said of it. `after_then` when "then" leads to it.

    `is_rest` marks days without doses, `is_between` those between days named; `needed` where it is taken as needed,
    with the reason given; `ramp` stands in place of the doses where a rule makes the steps; `change_to` where "reduce
    to" (False) or "increase to" led to it; `starts_on` where the text dates the step's own first day.
    """

    doses: tuple[SaidDose, ...]
    lengths: tuple[Said[Length], ...]
    ranges: tuple[Said[DayRange], ...]
    span: Span
    after_then: bool = False
    is_rest: bool = False
    is_between: bool = False
    needed: Said[str | None] | None = None
    limits: tuple[Said[Limit], ...] = ()
    ramp: SaidRamp | None = None
    change_to: Said[bool] | None = None
    starts_on: Said[date] | None = None


def takes_one_dose(step: SaidStep) -> bool:
    """Whether a step is one dose "at once" or "as a single dose", of which no days are said."""
    kinds = [type(said.value) for dose in step.doses for said in dose.whens]
    return AsOneDose in kinds and all(kind in {AsOneDose, Once, AtSlot, AtClock, AtMeals} for kind in kinds)


@dataclass(frozen=True, slots=True)
class Cycle:
    """ "2 cycles in all", "repeat every 28 days": how often everything before it is taken; None without an end."""

    count: int | None
    every_days: int | None = None


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
    reasons: list[Said[str]] = field(default_factory=list)
    limits: list[Said[Limit]] = field(default_factory=list)
    rules: list[Said[Rule]] = field(default_factory=list)  # steps that are said to come from a rule
    cycles: list[Said[Cycle]] = field(default_factory=list)
    last_lengths: list[Said[Length]] = field(default_factory=list)  # "stop after one week on the last dose"
    leading: list[Said[When]] = field(default_factory=list)  # when all the days listed behind it are taken
    form: Unit | None = None  # what is counted where the text gives a bare number: the one form on hand
    whole: bool = True  # False once a part could not be read: what follows from all parts is then not checked
