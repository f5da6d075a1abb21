"""The clocks: which one the environment asks for, and what each shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from taper.clock import (
    VARIABLE,
    ClockError,
    ScaledClock,
    StandingClock,
    SystemClock,
    clock_from,
    machine_zone,
    scaled_spec,
)

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@freeze_time(EIGHT)
def test_the_system_clock_shows_the_machines_instant_in_utc() -> None:
    """Aware, in UTC, and the wait is in real seconds, never below none."""
    clock = clock_from({})
    assert isinstance(clock, SystemClock)
    assert (clock.now(), clock.now().tzinfo) == (EIGHT, UTC)
    assert clock.seconds_until(EIGHT + HOUR) == 3600
    assert clock.seconds_until(EIGHT - HOUR) == 0


def test_an_instant_makes_a_clock_that_stands_still() -> None:
    """It shows the instant in UTC, whatever the offset it was written with; what lies ahead never comes."""
    clock = clock_from({VARIABLE: "2026-12-01T09:00:00+01:00"})
    assert clock == StandingClock(EIGHT)
    assert clock.now() == EIGHT
    assert clock.seconds_until(EIGHT + timedelta(days=400)) == 3600
    assert clock.seconds_until(EIGHT) == 0


def test_a_scaled_clock_runs_as_fast_as_it_says() -> None:
    """Two real seconds at 3600 times the speed are two hours, and the wait for them is two seconds."""
    with freeze_time(EIGHT) as frozen:
        clock = clock_from({VARIABLE: scaled_spec(datetime(2027, 1, 1, tzinfo=UTC), scale=3600)})
        assert isinstance(clock, ScaledClock)
        started_at = clock.now()
        assert clock.seconds_until(started_at + 2 * HOUR) == pytest.approx(2)
        frozen.tick(2)
        assert clock.now() - started_at == 2 * HOUR
        assert clock.seconds_until(started_at) == 0
    assert "3600 times" in clock.name


def test_a_scaled_clock_is_the_same_in_every_process() -> None:
    """What is written into the environment is an origin, not a start: whoever reads it later sees the same time."""
    with freeze_time(EIGHT) as frozen:
        spec = scaled_spec(EIGHT, scale=60)
        early = clock_from({VARIABLE: spec})
        frozen.tick(30)
        assert clock_from({VARIABLE: spec}).now() == early.now() == EIGHT + timedelta(minutes=30)


@pytest.mark.parametrize(
    "spec",
    [
        "soon",
        "2026-12-01T08:00:00",  # without an offset
        "2026-12-01T08:00:00Z@",
        "2026-12-01T08:00:00Z@1764000000",
        "2026-12-01T08:00:00Z@1764000000x0",
        "2026-12-01T08:00:00Z@1764000000x-5",
        "2026-12-01T08:00:00Z@0x99999999999999",  # it would show a year that no calendar has
        "0001-01-01T00:00:00+14:00",
        "x" * 5000,
    ],
)
def test_what_is_no_clock_is_refused_with_a_sentence(spec: str) -> None:
    """It names the variable and shows how one is written."""
    with pytest.raises(ClockError, match=r"TAPER_CLOCK=.* is no clock; write an instant with its offset") as refused:
        clock_from({VARIABLE: spec})
    assert refused.value.exit_code == 2
    assert len(str(refused.value)) < 400


def test_the_machines_zone_is_one_that_exists() -> None:
    """Whatever machine this is, its zone can be looked up."""
    assert ZoneInfo(machine_zone())
