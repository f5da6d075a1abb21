"""The days on which something of one plan was used, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Used:
    """The plan dates on which something of a plan was used; there is at least one.

    `recorded` have an intake; `untracked` lay before the plan was entered, so that nobody knows. `label` is the plan's,
    `prescribed_days` its length by a provider's word, and `last_planned_on` its last day; None where it has no end.
    """

    label: str
    recorded: frozenset[date]
    untracked: frozenset[date]
    prescribed_days: int | None = None
    last_planned_on: date | None = None

    @property
    def dates(self) -> frozenset[date]:
        """All of them."""
        return self.recorded | self.untracked

    @property
    def course(self) -> frozenset[date]:
        """The dates of the course so far: up to its last planned day those of rest as well, after it those of use."""
        end_on = self.last_on if self.last_planned_on is None else min(self.last_on, self.last_planned_on)
        return self.dates | dates_between(self.first_on, end_on)

    @property
    def days(self) -> int:
        """How many they are."""
        return len(self.dates)

    @property
    def first_on(self) -> date:
        """The first of them."""
        return min(self.dates)

    @property
    def last_on(self) -> date:
        """The last of them."""
        return max(self.dates)


def dates_between(first_on: date, last_on: date) -> frozenset[date]:
    """Every date from one to another, both included; none where the last lies before the first."""
    return frozenset(first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))
