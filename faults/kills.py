"""The daemon is killed: at every commit, and at any time."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from faults.plans import BEGIN, due_between
from faults.server import GOOD, Kind
from faults.story import DAY, HOUR, MINUTE, Row, Size, Story
from faults.world import World

_A_MOMENT = timedelta(seconds=1)
_LOOK = 0.15
"""Within how many real seconds a kill falls after the daemon was made to look, or was started."""


NO_TAGS = Kind(knows_tags=False)


def rows() -> list[Row]:
    """The rows of this fault."""
    return [
        Row("killed at random times of a year", _at_random, in_small=True),
        Row("killed before every commit", _at_every_commit("before")),
        Row("killed after every commit", _at_every_commit("after"), in_small=True),
        Row("killed before every commit, server knows no tags", _at_every_commit("before", server=NO_TAGS)),
        Row("killed after every commit, server knows no tags", _at_every_commit("after", server=NO_TAGS)),
    ]


def _two_days(world: World) -> None:
    """Two days with doses and answers: what writes to the store."""
    world.live(2.5 * DAY)


def _at_every_commit(side: str, *, server: Kind = GOOD) -> Callable[[Size, int], Iterator[Story]]:
    def stories(size: Size, _: int) -> Iterator[Story]:
        """One run to count the commits, then one for each of them."""
        counted: list[int] = []
        yield Story(lambda world: counted.append(_commits_of_two_days(world)), server=server)
        for number in range(1, counted[0] + 1, size.commits_apart):
            yield Story(_two_days, server=server, die=f"{side}:{number}")

    return stories


def _commits_of_two_days(world: World) -> int:
    _two_days(world)
    return world.commits()


def _at_random(size: Size, seed: int) -> list[Story]:
    return [Story(lambda world: _killed(world, kills=size.kills, days=size.days))]


def _killed(world: World, *, kills: int, days: int) -> None:
    """So many kills within so many days, half of them while a dose is being shown."""
    for at in _times(world.chance, kills, days):
        world.live_until(at)
        if world.chance.random() < 0.5:
            _ask_to_look(world)
        time.sleep(world.chance.uniform(0, _LOOK))  # the kill is to fall anywhere in what it does then
        world.daemon.kill()
        if world.chance.random() < 0.2:
            world.hand.pass_time(world.chance.choice([10 * MINUTE, 3 * HOUR, DAY]))
        world.restart()
    world.live_until(BEGIN + days * DAY)


def _times(chance: random.Random, kills: int, days: int) -> list[datetime]:
    """When: half of them anywhere, half just before the hour of a dose."""
    doses = due_between(BEGIN, BEGIN + days * DAY)
    anywhere = [BEGIN + chance.random() * days * DAY for _ in range(kills // 2)]
    at_doses = [chance.choice(doses).at - chance.random() * _A_MOMENT / 10 for _ in range(kills - kills // 2)]
    return sorted(anywhere + at_doses)


def _ask_to_look(world: World) -> None:
    """Makes the daemon look, and does not wait for it."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(world.paths.socket))
        connection.sendall(b'{"v": 1, "id": "look", "op": "look", "args": {}}\n')
