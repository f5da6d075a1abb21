"""What has been read of a provider's rule so far, while its words are still being read?"""

from __future__ import annotations

from dataclasses import dataclass, field

from taper.core.plan import Length
from taper.core.ramp import ByAmount, ByPercent, Rounding
from taper.language.cursor import Cursor
from taper.language.sketch import Said, SaidAmount
from taper.language.whens import When


@dataclass
class RuleDraft:
    """A rule while it is read; each field as in `sketch.SaidRamp`."""

    cursor: Cursor
    rises: bool
    change: ByAmount | ByPercent | None = None
    each: Said[Length] | None = None
    end: SaidAmount | None = None
    to_nothing: bool = False
    count: int | None = None
    rounding: Rounding | None = None
    a_day: bool | None = None
    stays: bool = False
    whens: list[Said[When]] = field(default_factory=list)
