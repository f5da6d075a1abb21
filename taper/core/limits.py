"""How long a course may last before something is to be said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taper.core.facts import Nature
from taper.core.finding import Level


@dataclass(frozen=True, slots=True)
class DurationLimit:
    """A length in plan dates (days of rest and of stepping down included) that a longer course goes past.

    A course of exactly `days` days is within it. `sentence` says what was stated and by whom the threshold was set;
    `source` is the address of the statement, None where nobody but the person's own plan states it. `nature` is how the
    source means it. With `reasons` it holds only for a course taken for one of them.
    """

    days: int
    level: Level
    sentence: str
    source: str | None = None
    nature: Nature = Nature.LABEL_MAXIMUM
    reasons: tuple[str, ...] = ()

    def is_for(self, said: str) -> bool:
        """Whether the words of a plan's reason name one of the reasons, as whole words, one or several of them."""
        return any(re.search(rf"\b{re.escape(word)}(e?s)?\b", said, re.IGNORECASE) for word in self.reasons)
