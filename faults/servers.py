"""The notification server is not there, is killed, is slow, or refuses."""

from __future__ import annotations

from datetime import timedelta

from faults.plans import BEGIN
from faults.server import Kind
from faults.story import DAY, HOUR, Row, Size, Story, one
from faults.world import World


def rows() -> list[Row]:
    """The rows of these faults."""
    return [
        Row("no notification server for 3 hours", one(lambda world: _absent(world, 3 * HOUR), server=None), True),
        Row("no notification server for 30 days", one(lambda world: _absent(world, 30 * DAY), server=None)),
        Row("notification server killed at random times", _killed, True),
        Row("notification server slow", _slow),
        Row("notification server refuses for 2 days", one(_refusing), True),
    ]


def _absent(world: World, span: timedelta) -> None:
    """From the evening on for a day or longer; it comes in the course of a day."""
    world.live_until(BEGIN + 9 * HOUR)
    world.live(span)
    world.start_server()
    world.live(DAY)


def _killed(size: Size, seed: int) -> list[Story]:
    def tell(world: World) -> None:
        for _ in range(max(3, size.kills // 20)):
            world.live(world.chance.uniform(0.1, 1.2) * DAY)
            world.kill_server()
            world.live(world.chance.choice([0.0, 0.1, 0.6, 1.5]) * DAY)
            world.start_server()

    return [Story(tell)]


def _slow(size: Size, seed: int) -> list[Story]:
    return [Story(lambda world: world.live(DAY), server=Kind(slow_seconds=size.slow_seconds))]


def _refusing(world: World) -> None:
    """It refuses, and then without another word it does not."""
    refuses = world.folder / "refuses"
    world.kill_server()
    world.start_server(Kind(refuses_while=refuses))
    world.live(DAY)
    refuses.touch()
    world.live(2 * DAY)
    refuses.unlink()
    world.live(DAY)
