"""What makes the daemon look before its timer rings? A clock that was set, the end of a sleep, another zone.

Each only wakes; what happened to time is read from the clocks. Where one is missing the cap on every wait stands in.
"""

from __future__ import annotations

from collections.abc import Callable

from taper.daemon.clockset import ClockSet
from taper.daemon.resume import Resume
from taper.daemon.zonefiles import ZoneFiles


class WakeUps:
    """All of them, from `start` to `close`. To be started inside a running event loop."""

    def __init__(self, woken: Callable[[], None]) -> None:
        self.zone_files = ZoneFiles(woken)
        self._clock_set = ClockSet(woken)
        self._resume = Resume(woken)

    def start(self) -> None:
        """Begins to watch whatever this machine tells of."""
        self._clock_set.start()
        self._resume.start()
        self.zone_files.start()

    async def close(self) -> None:
        """Ends the watching."""
        self.zone_files.close()
        self._clock_set.close()
        await self._resume.close()

    def watched(self) -> tuple[str, ...]:
        """What is watched now, in words: "a clock that is set"."""
        found = {
            "a clock that is set": self._clock_set.watches,
            "the end of a sleep": self._resume.watches,
            "another zone": self.zone_files.watches,
        }
        return tuple(name for name, watches in found.items() if watches)
