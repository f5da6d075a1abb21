"""What has been read of a step so far, while its words are still being read?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from taper.core.plan import Length
from taper.language.cursor import Cursor
from taper.language.sketch import DayRange, Limit, Said, SaidAmount, Sketch
from taper.language.whens import When


class Joint(Enum):
    """What stands between two things of a step."""

    NONE = ""
    COMMA = ","
    AND = "and"


@dataclass
class DoseDraft:
    """A dose while it is read; `at` is its first token."""

    at: int
    amount: SaidAmount | None = None
    whens: list[Said[When]] = field(default_factory=list)


@dataclass
class StepDraft:
    """A step while it is read. `headed` counts the bounds that stand before its doses.

    `shared` is said of all of them beforehand ("every Wednesday: 5 mg ..."); `places_first` where the time of the day
    stands before each amount ("morning 4 mg, noon 2 mg").
    """

    cursor: Cursor
    sketch: Sketch
    doses: list[DoseDraft] = field(default_factory=list)
    lengths: list[Said[Length]] = field(default_factory=list)
    ranges: list[Said[DayRange]] = field(default_factory=list)
    headed: int = 0
    shared: list[Said[When]] = field(default_factory=list)
    places_first: bool = False
    needed: Said[str | None] | None = None
    reasons: list[Said[str]] = field(default_factory=list)
    limits: list[Said[Limit]] = field(default_factory=list)
    longest: list[Said[Length]] = field(default_factory=list)
    starts: list[Said[date]] = field(default_factory=list)

    @property
    def is_bounded(self) -> bool:
        """Whether a length or range stands behind the doses, so that a further amount begins another step."""
        return len(self.lengths) + len(self.ranges) > self.headed
