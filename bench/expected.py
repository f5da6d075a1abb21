"""What must a text be read as?

An expectation is written in runs of days that a person can tick:

    "1-4: 40 mg"                        once a day on days 1 to 4
    "1-13/2: 25 mg"                     days 1, 3, 5 ... 13
    "2,4,7: 2 x 1 tablet"               twice on each of these days
    "1: 10 mg @morning + 5 mg @14:00"   a named slot, or a clock time, where the text gives one

A day that no run names has no dose; the last day named is the last dose day. Nothing here uses the program's own core.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

Verdict = Literal["read", "ask", "either"]
"""`either`: two careful pharmacists could differ on whether to ask, but not on the reading."""

_RUN = re.compile(r"(\d+)(?:-(\d+)(?:/(\d+))?)?")
_TIMES = re.compile(r"(\d+) x (.+)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and a unit in the singular."""

    number: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Dose:
    """One expected dose; `at` is a clock time ("08:00") or a slot ("bedtime") where the text says one."""

    amount: Amount
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """One text, the options beside it, and what a careful pharmacist does with it.

    `or_days` are the same doses with one after midnight counted to the plan date before, where that is open.
    """

    id: str
    text: str
    expect: Verdict
    args: Sequence[str] = ()
    days: Mapping[int, Sequence[Dose]] = field(default_factory=dict)
    or_days: Mapping[int, Sequence[Dose]] | None = None
    ends: str | None = None
    supply: Sequence[Mapping[str, str]] | None = None
    checks_supply: bool = False
    as_needed: Sequence[Mapping[str, Any]] = ()
    per_unit: Mapping[str, Amount] = field(default_factory=dict)
    starts_on: str | None = None
    why: str = ""

    @property
    def last_day(self) -> int:
        return max(self.days, default=0)

    def options(self, name: str) -> list[str]:
        """The values given for one option."""
        return [value for option, value in pairwise(self.args) if option == name]


def expand(runs: Iterable[str]) -> dict[int, list[Dose]]:
    """The doses of each day that a run names. Raises ValueError where two runs name one day."""
    days: dict[int, list[Dose]] = {}
    for run in runs:
        spec, doses = run.split(":", 1)
        for day in days_named(spec):
            if day in days:
                raise ValueError(f'day {day} is named twice: "{run}"')
            days[day] = doses_written(doses)
    return days


def days_named(spec: str) -> list[int]:
    """ "1-5/2,9" as 1, 3, 5, 9."""
    days: list[int] = []
    for part in spec.split(","):
        found = _RUN.fullmatch(part.strip())
        if found is None:
            raise ValueError(f'"{part}" names no days')
        first, last, step = int(found[1]), int(found[2] or found[1]), int(found[3] or 1)
        days.extend(range(first, last + 1, step))
    return days


def doses_written(text: str) -> list[Dose]:
    """ "2 x 1 tablet + 5 mg @bedtime" as three doses."""
    doses: list[Dose] = []
    for part in text.split(" + "):
        many = _TIMES.fullmatch(part.strip())
        doses.extend([_dose(many[2])] * int(many[1]) if many else [_dose(part)])
    return doses


def _dose(text: str) -> Dose:
    amount, _, at = text.partition("@")
    return Dose(amount_written(amount), at.strip() or None)


def amount_written(text: str) -> Amount:
    """ "1.5 tablets" as 1.5 and "tablet"; micrograms are mcg."""
    number, _, unit = text.strip().partition(" ")
    return Amount(Fraction(number.replace(",", "")), singular(unit.strip()))


def singular(unit: str) -> str:
    """The unit without its plural ending."""
    if unit in ("micrograms", "microgram"):
        return "mcg"
    return unit.removesuffix("es") if unit == "patches" else unit.removesuffix("s")


def expected_of(line: Mapping[str, Any]) -> Expected:
    """A line of readings.jsonl (runs) or of plans.jsonl (every day written out)."""
    written_out = line.get("days")
    days = (
        {day["day"]: [Dose(amount_written(dose)) for dose in day["doses"]] for day in written_out}
        if written_out
        else expand(line.get("runs", ()))
    )
    return Expected(
        id=line["id"],
        text=line["text"],
        expect=line["expect"],
        args=line["args"],
        days=days,
        or_days=expand(line["or_runs"]) if "or_runs" in line else None,
        ends=line.get("ends"),
        supply=line.get("supply"),
        checks_supply="supply" in line and line["expect"] != "ask",
        as_needed=line.get("as_needed", ()),
        per_unit={unit: amount_written(one) for unit, one in line.get("per_unit", {}).items()},
        starts_on=line.get("starts_on"),
        why=line.get("why", ""),
    )
