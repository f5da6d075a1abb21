"""The daemon, with a clock that a test sets while it runs: how far it stands off is in the file named first.

The seconds in the file: how far the wall clock was set, and how long the machine slept.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from taper.clock import SystemClock
from taper.core.jump import ClockReading


@dataclass(frozen=True, slots=True)
class SteppedClock(SystemClock):
    """The machine's clock, set by as much as the file says."""

    offsets: Path = Path()

    def _offsets(self) -> tuple[float, float]:
        step, slept = self.offsets.read_text().split()
        return float(step), float(slept)

    def now(self) -> datetime:
        """The instant it shows."""
        step, slept = self._offsets()
        return SystemClock().now() + timedelta(seconds=step + slept)

    def reading(self) -> ClockReading:
        """What the kernel would count."""
        step, slept = self._offsets()
        found = SystemClock().reading()
        return replace(found, at=found.at + timedelta(seconds=step + slept), since_start=found.since_start + slept)


def main() -> int:
    """Runs it as `python -m taper.daemon` does."""
    import taper.daemon.__main__ as program

    offsets = Path(sys.argv.pop(1))
    program.clock_from = lambda _: SteppedClock(offsets=offsets)  # type: ignore[assignment]
    return program.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
