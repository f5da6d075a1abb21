"""How long a course may last before something is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from taper.core.finding import Level


@dataclass(frozen=True, slots=True)
class DurationLimit:
    """A length in plan dates (days of rest and of stepping down included) that a longer course goes past.

    A course of exactly `days` days is within it. `sentence` says what was stated and by whom the threshold was set;
    `source` is the address of the statement, None where nobody but the person's own plan states it.
    """

    days: int
    level: Level
    sentence: str
    source: str | None = None
