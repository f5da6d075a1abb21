"""What time is it? The only module that reads the system's time and zone.

Three clocks: the system's; a scaled one, on which a real daemon lives through weeks in a minute; and one that stands
still. `TAPER_CLOCK` chooses for tests and the demo: "2026-12-01T06:00:00Z" stands still,
"2026-12-01T06:00:00Z@1764000000x21600" showed that instant at the Unix time 1764000000 and runs 21600 times as fast.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from taper.core.errors import TaperError
from taper.core.jump import ClockReading

VARIABLE = "TAPER_CLOCK"

_SPEC = re.compile(r"(?P<at>[^@]+?)(?:@(?P<origin>\d+(?:\.\d+)?)x(?P<scale>\d+(?:\.\d+)?))?")


class ClockError(TaperError):
    """TAPER_CLOCK names no clock."""

    exit_code = 2


class Clock(Protocol):
    """The clock port."""

    @property
    def name(self) -> str:
        """The word for it in status output."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def seconds_until(self, at: datetime) -> float:
        """How many real seconds pass until this clock shows `at`; zero when it already has."""

    def reading(self) -> ClockReading:
        """This clock beside the ones that nobody can set, in its own seconds."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    name: str = "system"

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def seconds_until(self, at: datetime) -> float:
        """Real seconds until `at`."""
        return max(0.0, (at - self.now()).total_seconds())

    def reading(self) -> ClockReading:
        """The instant, and what the kernel counts since the start."""
        wall_ns, reading = _read()
        return replace(reading, at=datetime.fromtimestamp(wall_ns / 1e9, UTC))


@dataclass(frozen=True, slots=True)
class ScaledClock:
    """A clock that showed `started_at` at the Unix time `origin` and runs `scale` times as fast."""

    started_at: datetime
    origin: float
    scale: float

    @property
    def name(self) -> str:
        """The word for it in status output."""
        return f"scaled, {self.scale:g} times as fast"

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.started_at + timedelta(seconds=(time.time() - self.origin) * self.scale)

    def seconds_until(self, at: datetime) -> float:
        """Real seconds until `at`."""
        return max(0.0, (at - self.now()).total_seconds() / self.scale)

    def reading(self) -> ClockReading:
        """The instant, and what the kernel counts since the start, as many times as fast."""
        wall_ns, found = _read()
        at = self.started_at + timedelta(seconds=(wall_ns / 1e9 - self.origin) * self.scale)
        return ClockReading(at, found.since_start * self.scale, found.awake * self.scale, found.blur * self.scale)


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that always shows `at`."""

    at: datetime
    name: str = "standing still"

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.at

    def seconds_until(self, at: datetime) -> float:
        """An hour where `at` lies ahead: it never comes."""
        return 3600.0 if at > self.at else 0.0

    def reading(self) -> ClockReading:
        """Always the same: no time passes here."""
        return ClockReading(self.at, 0.0, 0.0)


_SINCE_START = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Counts through a sleep on Linux; where there is no such clock, a sleep is not told from a step forward."""


def _read() -> tuple[int, ClockReading]:
    """The wall's Unix time in nanoseconds, between two readings of the clock that tells how far apart they were."""
    before = time.clock_gettime_ns(_SINCE_START)
    awake, wall = time.clock_gettime_ns(time.CLOCK_MONOTONIC), time.time_ns()
    after = time.clock_gettime_ns(_SINCE_START)
    return wall, ClockReading(_EPOCH, before / 1e9, awake / 1e9, (after - before) / 1e9)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock_from(environment: Mapping[str, str]) -> Clock:
    """The clock that the environment asks for; the system's where it says nothing. Raises ClockError."""
    spec = environment.get(VARIABLE)
    if not spec:
        return SystemClock()
    match = _SPEC.fullmatch(spec)
    try:
        clock = _clock_of(match) if match else None
    except (ValueError, OverflowError):
        clock = None
    if clock is None:
        raise ClockError(
            f'{VARIABLE}="{spec[:80]}" is no clock; write an instant with its offset, as 2026-12-01T06:00:00Z, and for '
            "a scaled one the Unix time at which it showed that and how fast it runs, as @1764000000x21600."
        )
    return clock


def _clock_of(spec: re.Match[str]) -> Clock | None:
    """Raises ValueError and OverflowError for an instant, a speed or a present that is out of bounds."""
    at = datetime.fromisoformat(spec["at"])
    if at.tzinfo is None:
        return None
    if spec["origin"] is None:
        return StandingClock(at.astimezone(UTC))
    clock = ScaledClock(at.astimezone(UTC), float(spec["origin"]), float(spec["scale"]))
    return clock if clock.scale > 0 and clock.now() else None


def scaled_spec(started_at: datetime, *, scale: float) -> str:
    """The TAPER_CLOCK of a clock that shows `started_at` now and runs `scale` times as fast."""
    return f"{started_at.astimezone(UTC).isoformat()}@{time.time():.3f}x{scale:g}"


def machine_zone() -> str:
    """The machine's IANA zone, UTC where it names none."""
    from tzlocal import get_localzone_name  # noqa: PLC0415 - only a new plan asks for it, and loading it takes 20 ms

    return str(get_localzone_name() or "UTC")


def machine_zone_by_now() -> str | None:
    """The machine's IANA zone read anew, for a program that lives through a change of it; None where none is named."""
    from tzlocal import get_localzone_name, reload_localzone  # noqa: PLC0415 - as above

    time.tzset()
    try:
        reload_localzone()
        return get_localzone_name()
    except (LookupError, ValueError, OSError):  # a zone that no table knows, or two files that disagree
        return None
