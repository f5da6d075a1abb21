"""Of what does a plan's sheet for the fridge consist? Words and dates, ready to be shown; nothing to be computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taper.core import paperwords as words


@dataclass(frozen=True, slots=True)
class Time:
    """When a dose is due: what the plan calls it ("" where that is the hour itself), the hour, and whether that lies
    behind the midnight of its day.
    """

    called: str
    clock: str
    after_midnight: bool = False

    @property
    def said(self) -> str:
        """ "before breakfast 07:30", "00:30, after midnight"."""
        night = f", {words.AFTER_MIDNIGHT}" if self.after_midnight else ""
        return f"{self.called} {self.clock}".strip() + night


@dataclass(frozen=True, slots=True)
class Entry:
    """One dose with its box: in which slot of the plan, when, and how much."""

    slot: str
    time: Time
    amount: str


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day and its doses; or several in a row up to `last_on` without any, and what stands there `instead`.

    `number` counts from day 1 of the plan; `begins` is the step that begins here ("step 2") where it has no heading.
    """

    number: int
    on: date
    last_on: date
    dated: str
    entries: tuple[Entry, ...]
    instead: str
    remarks: tuple[str, ...] = ()
    begins: str = ""


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A run of days below one heading. `changes`: the plan is another one from here on; `within`: how often it changes
    among these days, in words, where several steps stand together.

    `times` are the slots of its days in their order, each with the hour at which its doses stand; empty where they
    stand at several. A dose whose hour the clocks move that day has a remark, and no place of its own.
    """

    heading: str
    dates: str
    schedule: str
    changes: bool
    days: tuple[SheetDay, ...]
    times: tuple[tuple[str, Time], ...]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What is taken as needed: from when to when, and within which bounds, in words; to be written down by hand."""

    heading: str
    dates: str
    bounds: str


@dataclass(frozen=True, slots=True)
class End:
    """How the plan ends: a word for it, the date to be read from afar, what is said beside it, and behind the days."""

    word: str
    large: str
    beside: tuple[str, ...]
    behind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. `provider` is None where the plan names none: there is a line to fill in, as for all numbers."""

    whose: str
    plan: str
    below: tuple[str, ...]
    end: End
    provider: str | None
    missed: str
    steps: tuple[SheetStep, ...]
    records: tuple[Record, ...]
    as_of: str
    ends_here_on: date | None

    @property
    def doses(self) -> int:
        """How many boxes there are to tick."""
        return sum(len(day.entries) for step in self.steps for day in step.days)
