"""How long a course may last before something is to be said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taper.core.facts import MostTaken, Nature
from taper.core.finding import Level


@dataclass(frozen=True, slots=True)
class DurationLimit:
    """A length in plan dates (days of rest and of stepping down included) that a longer course goes past.

    A course of exactly `days` days is within it. `sentence` says what was stated and by whom the threshold was set;
    `source` is the address of the statement, None where nobody but the person's own plan states it. `nature` is how the
    source means it. With `reasons` it holds only for a course taken for one of them. With `within_days` all days of use
    in so many days count, over several courses.
    """

    days: int
    level: Level
    sentence: str
    source: str | None = None
    nature: Nature = Nature.LABEL_MAXIMUM
    reasons: tuple[str, ...] = ()
    within_days: int | None = None

    def is_for(self, said: str) -> bool:
        """Whether the words of a plan's reason name one of the reasons, as whole words, one or several of them."""
        return any(re.search(rf"\b{re.escape(word)}(e?s)?\b", said, re.IGNORECASE) for word in self.reasons)


@dataclass(frozen=True, slots=True)
class DoseLimit:
    """What a cited source says may be taken at a time, in a day, and how many hours apart.

    `sentence` is what was stated; `source` the address it was read at.
    """

    sentence: str
    source: str
    bound: MostTaken
