"""What a cited source says of a medicine or a class of medicines, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from taper.core.amount import Amount
from taper.core.missedrule import MissedRule


class Subject(StrEnum):
    """What facts are about: one medicine, or all medicines of a class."""

    MEDICINE = "medicine"
    CLASS = "class"


class Kind(StrEnum):
    """What a statement is about."""

    LONGEST_DURATION = "longest-duration"
    LOCK_OUT = "lock-out"
    RISK = "risk"  # what grows with the length of use, where a source names no number of days
    NOT_ABRUPTLY = "not-abruptly"
    TELL_PROVIDER = "tell-provider"
    AVOID = "avoid"
    SIDE_EFFECT = "side-effect"
    WITHDRAWAL_SIGN = "withdrawal-sign"
    MISSED_DOSE = "missed-dose"
    DOSING = "dosing"


SIGN_KINDS = (Kind.SIDE_EFFECT, Kind.WITHDRAWAL_SIGN)
"""Statements that may name signs which a person can note."""


class Nature(StrEnum):
    """How a source means a bound in time."""

    LABEL_MAXIMUM = "label maximum"  # recommended; a provider may go past it
    HARD_LIMIT = "hard limit"  # not to be passed
    REVIEW_POINT = "review point"  # to be looked at again
    LOCK_OUT = "lock-out"  # a wait after a course, before another one


class Effect(StrEnum):
    """What a medicine does that another one may add to."""

    SEDATION = "sedation"  # it sedates, or makes drowsy


class NameKind(StrEnum):
    """How other names stand to the one the facts are kept under."""

    OTHER_NAME = "other name"
    BRAND = "brand"
    CLASS = "class"  # a class that the medicine belongs to
    MEMBER = "member"  # a medicine that belongs to the class


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something was read: the address, where on that page, and further addresses that say the same.

    `read_on` is the day it was taken over into the file, the latest day on which the page can have been read.
    """

    source: str
    read_on: date
    place: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """Names that a source gives."""

    kind: NameKind
    names: tuple[str, ...]
    cited: Citation


@dataclass(frozen=True, slots=True)
class OurThresholds:
    """From which day of a course taper speaks: its own choice, stated by no source, with the reason for it."""

    note_from_day: int | None
    warn_from_day: int | None
    why: str


@dataclass(frozen=True, slots=True)
class LongestCourse:
    """The longest course a source states, in days, and how it means that.

    With `reasons` it is stated only for what the medicine is then taken for; the first word names that. With
    `within_days` the source counts all days of use in so many days, over several courses.
    """

    days: int
    nature: Nature
    ours: OurThresholds | None = None
    reasons: tuple[str, ...] = ()
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.nature is Nature.LOCK_OUT:
            raise ValueError("a lock-out is the wait after a course, not its length")


@dataclass(frozen=True, slots=True)
class LockOut:
    """The shortest wait, in calendar months, that a source states between two courses."""

    nature: ClassVar[Nature] = Nature.LOCK_OUT
    months: int


@dataclass(frozen=True, slots=True)
class NotAbruptly:
    """The day of use from which on a source says not to stop abruptly; None where it states no number.

    `ours` is then from which day on taper minds it, where the source says "after longer use" and no more.
    """

    from_day: int | None = None
    ours: OurThresholds | None = None

    @property
    def minded_from_day(self) -> int:
        """The first day of use on which it is minded: of a stop, of doses not taken, of a plan without a taper."""
        return self.from_day or (self.ours and self.ours.warn_from_day) or 1


@dataclass(frozen=True, slots=True)
class HasEffect:
    """The medicine has this effect; `added_to_by` are the medicines and classes that the source says add to it."""

    effect: Effect
    added_to_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MostTaken:
    """The most that a source states at a time and in a day, and the fewest hours between two doses; None where none."""

    min_gap_hours: int | None = None
    max_at_once: Amount | None = None
    max_per_day: Amount | None = None


Bound = LongestCourse | LockOut | NotAbruptly | HasEffect | MostTaken | MissedRule


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a source says.

    `about` is the medicine or class it is said of, `region` the only country it is said for, if there is one. `tell` is
    what of it a person is asked about before the start, in a few words each. `own` marks what the person added. `signs`
    are the side effects or withdrawal signs it names, in its own words; `urgent` where the source says that they are an
    emergency or to be reported at once.
    """

    kind: Kind
    text: str
    cited: Citation
    bound: Bound | None = None
    about: str = ""
    region: str | None = None
    own: bool = False
    tell: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    urgent: bool = False

    @property
    def source(self) -> str:
        """The address it was read at."""
        return self.cited.source


@dataclass(frozen=True, slots=True)
class Facts:
    """All cited statements of one medicine or class.

    `unsourced` lists what is believed but has no exact source, and is never used.
    """

    name: str
    subject: Subject = Subject.MEDICINE
    called: tuple[Naming, ...] = ()
    statements: tuple[Statement, ...] = ()
    unsourced: tuple[str, ...] = ()
    own: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every other name and brand."""
        return (self.name, *self.names_as(NameKind.OTHER_NAME, NameKind.BRAND))

    def names_as(self, *kinds: NameKind) -> tuple[str, ...]:
        """The names of these kinds, each once, in the order of the file."""
        return unique(name for naming in self.called if naming.kind in kinds for name in naming.names)

    def of_kind(self, kind: Kind) -> tuple[Statement, ...]:
        """The statements of one kind, in the order of the file."""
        return tuple(statement for statement in self.statements if statement.kind is kind)


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order."""
    return tuple(dict.fromkeys(texts))
