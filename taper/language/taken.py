"""How much of which strength is taken at one time?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.core.amount import Amount


@dataclass(frozen=True, slots=True)
class Taken:
    """An amount and the strength it names; `up_to` is the end of a range."""

    amount: Amount
    of: str | None
    up_to: Amount | None = None
