"""What is a row of the table? A fault, and the stories of runs in which it happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from faults.damage import damage_of
from faults.judge import NOTHING, Verdict, judge
from faults.server import GOOD, Kind
from faults.world import World

Tell = Callable[[World], None]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each fault."""

    kills: int
    days: int
    commits_apart: int
    """Which part of the commits are tried: 1 all, 5 every fifth."""
    messages: int
    slow_seconds: float


WHOLE = Size(kills=500, days=365, commits_apart=1, messages=10_000, slow_seconds=30)
SMALL = Size(kills=8, days=6, commits_apart=24, messages=300, slow_seconds=6)


@dataclass(frozen=True, slots=True)
class Story:
    """What happens in one run. `server` is what its first server is like (None: there is none), `die` the commit at
    which its first daemon is killed.
    """

    tell: Tell
    server: Kind | None = GOOD
    die: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A fault and its stories at a size. `in_small` says whether the small part has it."""

    fault: str
    stories: Callable[[Size, int], Iterable[Story]]
    in_small: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How a row fared: the verdict on all its runs, what went wrong in words, and how long it took."""

    fault: str
    verdict: Verdict
    findings: tuple[str, ...]
    seconds: float


def one(tell: Tell, *, server: Kind | None = GOOD) -> Callable[[Size, int], list[Story]]:
    """The stories of a row that has one, whatever the size."""
    return lambda _size, _seed: [Story(tell, server=server)]


def play(row: Row, size: Size, *, seed: int) -> Result:
    """Plays every story of a row, each in a world of its own; after each the machine goes on undisturbed for a day."""
    began = time.monotonic()
    verdict = NOTHING
    findings: list[str] = []
    for number, story in enumerate(row.stories(size, seed)):
        with World(seed=seed + number, server=story.server, die=story.die) as world:
            story.tell(world)
            world.live(DAY)
            found, said = _judged(world)
        verdict += found
        findings += [f"run {number + 1}: {one}" for one in said]
    return Result(row.fault, verdict, tuple(findings), time.monotonic() - began)


def _judged(world: World) -> tuple[Verdict, list[str]]:
    """The verdict once nothing runs any more."""
    stretches = list(world.hand.stretches())
    world.daemon.kill()
    damage = list(damage_of(world.paths.store, answered=world.answered))
    return judge(events=world.heard.events(), stretches=stretches, answered=world.answered, damage=damage)
