"""The days on which something of one plan was used, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Used:
    """The plan dates on which something of a plan was used; there is at least one.

    `recorded` have an intake; `untracked` lay before the plan was entered, so that nobody knows. `label` is the plan's,
    `prescribed_days` its length as written, None where it has no end.
    """

    label: str
    recorded: frozenset[date]
    untracked: frozenset[date]
    prescribed_days: int | None = None

    @property
    def dates(self) -> frozenset[date]:
        """All of them."""
        return self.recorded | self.untracked

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
