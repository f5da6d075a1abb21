"""When does the person want no notice but the first asking about a dose, and when does that end?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from taper.core.localtime import local, moment

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Every night from one wall-clock time to another (which is no longer quiet); it may cross midnight."""

    from_time: time
    until_time: time

    def __str__(self) -> str:
        return f"{self.from_time.isoformat('minutes')}-{self.until_time.isoformat('minutes')}"

    def ends_at(self, at: datetime, *, zone: str) -> datetime | None:
        """When the quiet hours end that `at` lies in, by the clocks of `zone`; None where it lies in none."""
        there = local(at, zone=zone)
        if not self._holds(there.time()):
            return None
        ends_on = there.date() + _DAY if there.time() >= self.until_time else there.date()
        return max(moment(ends_on, self.until_time, zone=zone).at, at)

    def _holds(self, wall: time) -> bool:
        if self.from_time <= self.until_time:
            return self.from_time <= wall < self.until_time
        return wall >= self.from_time or wall < self.until_time
