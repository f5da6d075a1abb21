"""What may become of a dose that was not taken at its time: the provider's or a cited source's rule, in its shapes.

No leaflet puts a number on "almost time for the next dose", so a rule comes from the provider or an exact source, or
there is none. A rule is repeated with its source and never turned into an advice; only its window, where it has one,
says from when on a dose counts as missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import assert_never

from taper.core.localtime import local, local_date, moment

MAX_WINDOW_HOURS = 744
"""The longest window said in hours: 31 days."""

MAX_WINDOW_DAYS = 31

MAX_ROW = 100
"""The most missed doses in a row that a rule may count."""

_DAY = timedelta(days=1)
_BETWEEN_DOSES = timedelta(days=45)
"""How far back a dose may lie that waits for the next one: a month and a half, for what is taken once a month."""


@dataclass(frozen=True, slots=True)
class SameDay:
    """On the calendar day it was due, and not after it."""


@dataclass(frozen=True, slots=True)
class NotBeforeNext:
    """Not within so many hours before the next dose."""

    hours: int


@dataclass(frozen=True, slots=True)
class WithinHours:
    """Within so many hours after its time, and not later."""

    hours: int


@dataclass(frozen=True, slots=True)
class WithinDays:
    """Within so many days after its time, to the same time of the clock, and not later."""

    days: int


@dataclass(frozen=True, slots=True)
class AlwaysSkip:
    """A missed dose is always left out. No window is stated."""


@dataclass(frozen=True, slots=True)
class RestartTitration:
    """The titration begins again, after so many missed doses in a row where that is stated. No window is stated."""

    doses: int | None = None


@dataclass(frozen=True, slots=True)
class AllowedDouble:
    """A double dose is allowed, in the words of whoever allows it; they are quoted and never computed from."""


MissedRule = SameDay | NotBeforeNext | WithinHours | WithinDays | AlwaysSkip | RestartTitration | AllowedDouble


@dataclass(frozen=True, slots=True)
class ProvidersRule:
    """The rule on a plan, and the provider's own words for it where they are kept.

    Raises ValueError for an allowed double without the words that allow it.
    """

    rule: MissedRule
    words: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.rule, AllowedDouble) and not self.words:
            raise ValueError("an allowed double needs the provider's words")


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A rule with whose it is: the provider's, or that of the `source` (an address) whose words are quoted.

    `rule` is None where a source says something of missed doses that has none of the shapes. `reveals` marks words that
    name the medicine.
    """

    rule: MissedRule | None
    words: str | None = None
    source: str | None = None
    reveals: bool = False

    @property
    def is_the_providers(self) -> bool:
        """Whether it stands on the plan itself."""
        return self.source is None


def window_ends_at(
    rule: MissedRule | None, *, due_at: datetime, next_at: datetime | None, zone: str
) -> datetime | None:
    """When a dose due at `due_at` begins to count as missed by the rule; None where the rule states no window.

    `next_at` is when the next dose is due. The answer is never before the dose is due.
    """
    match rule:
        case SameDay():
            return moment(local_date(due_at, zone=zone) + _DAY, time(0), zone=zone).at
        case NotBeforeNext(hours=hours):
            return None if next_at is None else max(due_at, next_at - timedelta(hours=hours))
        case WithinHours(hours=hours):
            return due_at + timedelta(hours=hours)
        case WithinDays(days=days):
            at = local(due_at, zone=zone)
            return moment(at.date() + days * _DAY, at.time().replace(tzinfo=None), zone=zone).at
        case AlwaysSkip() | RestartTitration() | AllowedDouble() | None:
            return None
    assert_never(rule)


def longest_window(rule: MissedRule | None) -> timedelta:
    """How long after its time a dose can still wait by the rule; nothing where the rule states no window."""
    match rule:
        case SameDay():
            return 2 * _DAY
        case NotBeforeNext():
            return _BETWEEN_DOSES
        case WithinHours(hours=hours):
            return timedelta(hours=hours)
        case WithinDays(days=days):
            return (days + 1) * _DAY
        case AlwaysSkip() | RestartTitration() | AllowedDouble() | None:
            return timedelta()
    assert_never(rule)
