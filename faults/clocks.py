"""The clock is set forward or back, and later set right; the machine sleeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from faults.plans import due_between
from faults.story import DAY, HOUR, MINUTE, Row, Tell, one
from faults.world import World

_SECOND = timedelta(seconds=1)

_STEPS = {"1 s": _SECOND, "1 min": MINUTE, "1 h": HOUR, "1 day": DAY, "30 days": 30 * DAY, "1 year": 365 * DAY}
_SLEEPS = {"1 min": MINUTE, "1 h": HOUR, "8 h": 8 * HOUR, "1 day": DAY, "7 days": 7 * DAY, "60 days": 60 * DAY}


def rows() -> list[Row]:
    """The rows of these faults."""
    ahead = [
        Row(f"clock {name} ahead, later set right", one(_set(span)), name == "1 day") for name, span in _STEPS.items()
    ]
    back = [
        Row(f"clock {name} back, later set right", one(_set(-span)), name == "1 h") for name, span in _STEPS.items()
    ]
    stays = [Row("clock 1 year ahead, and stays", one(lambda world: _stay(world, 365 * DAY)))]
    asleep = [Row(f"asleep for {name}", one(_sleep(span)), name == "7 days") for name, span in _SLEEPS.items()]
    return [*ahead, *back, *stays, *asleep]


def _set(by: timedelta) -> Tell:
    def tell(world: World) -> None:
        """The step goes over a dose: just before it forward, just after it back."""
        world.live(2 * DAY)
        world.live_until(_next_dose(world) - min(max(by, -HOUR), HOUR) / 2)
        world.set_clock(by)
        world.live(DAY)
        world.set_clock(-by)
        world.live(2 * DAY)

    return tell


def _stay(world: World, by: timedelta) -> None:
    world.live(2 * DAY)
    world.set_clock(by)
    world.live(DAY)


def _sleep(span: timedelta) -> Tell:
    def tell(world: World) -> None:
        """It falls asleep just before a dose, and again in the middle of the day after."""
        world.live(DAY)
        world.live_until(_next_dose(world) - min(span, HOUR) / 2)
        world.suspend(span)
        world.live(DAY)
        world.suspend(span)

    return tell


def _next_dose(world: World) -> datetime:
    now = world.hand.now()
    return due_between(now + 2 * HOUR, now + 2 * DAY)[0].at
