"""What a cited source says of a medicine, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a statement is about."""

    LONGEST_DURATION = "longest-duration"
    LOCK_OUT = "lock-out"
    NOT_ABRUPTLY = "not-abruptly"
    TELL_PROVIDER = "tell-provider"
    AVOID = "avoid"
    SIDE_EFFECT = "side-effect"
    WITHDRAWAL_SIGN = "withdrawal-sign"
    DOSING = "dosing"


class Nature(StrEnum):
    """How a source means its longest duration."""

    LABEL_MAXIMUM = "label maximum"  # recommended; a provider may go past it
    HARD_LIMIT = "hard limit"  # not to be passed
    REVIEW_POINT = "review point"  # to be looked at again


@dataclass(frozen=True, slots=True)
class OurThresholds:
    """From which day of a course taper speaks: its own choice, stated by no source, with the reason for it."""

    note_from_day: int | None
    warn_from_day: int | None
    why: str


@dataclass(frozen=True, slots=True)
class LongestCourse:
    """The longest course a source states, in days, and how it means that."""

    days: int
    nature: Nature
    ours: OurThresholds | None = None


@dataclass(frozen=True, slots=True)
class LockOut:
    """The shortest wait, in calendar months, that a source states between two courses."""

    months: int


Bound = LongestCourse | LockOut


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a source says.

    `source` is the address it was read at, `place` where on that page, `also` further addresses that say the same.
    `read_on` is the day it was taken over into the file, the latest day on which the page can have been read.
    """

    kind: Kind
    text: str
    source: str
    read_on: date
    place: str = ""
    also: tuple[str, ...] = ()
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All cited statements of one medicine.

    `family` is its class where known; `unsourced` lists what is believed but has no exact source, and is never used.
    """

    name: str
    brands: tuple[str, ...] = ()
    family: str | None = None
    statements: tuple[Statement, ...] = ()
    unsourced: tuple[str, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[Statement, ...]:
        """The statements of one kind, in the order of the file."""
        return tuple(statement for statement in self.statements if statement.kind is kind)
