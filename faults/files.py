"""The disk is full, or somebody deletes or replaces the file of the store while the daemon runs."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

from faults.damage import damage_of
from faults.plans import due_between
from faults.story import DAY, HOUR, MINUTE, Row, Size, Story, one
from faults.world import World
from taper.store import Store

_PAGE = 4096


def rows() -> list[Row]:
    """The rows of these faults."""
    return [
        Row("disk full at every write", _full, True),
        Row("disk full for a day", one(_full_for_a_day)),
        Row("store deleted, put back after a day", one(_away(lambda store: store.unlink())), True),
        Row("store overwritten with rubbish, put back", one(_away(_rubbish))),
        Row("store emptied to 0 bytes, put back", one(_away(_emptied))),
        Row("store replaced by one without plans, put back", one(_away(_another))),
        Row("store replaced by its copy of 3 days before", one(_older)),
    ]


def _full(size: Size, seed: int) -> list[Story]:
    return [Story(lambda world: _full_at_every_write(world, apart=size.commits_apart))]


def _full_at_every_write(world: World, *, apart: int) -> None:
    """At one dose after the other, files may not grow or be written beyond one page more of the store than before.

    The kernel's limit (RLIMIT_FSIZE) fails the write that reaches it, so that each write of what the daemon does fails
    once: the rollback journal's, and the store's own, page by page. After some minutes there is room again.
    """
    limits = [0, 256, 512, 1024, *range(_PAGE, world.paths.store.stat().st_size + 4 * _PAGE, _PAGE)]
    for limit in limits[::apart]:
        now = world.hand.now()
        world.live_until(due_between(now + HOUR, now + 2 * DAY)[0].at - MINUTE)
        with _no_room_beyond(world, limit):
            world.live(5 * MINUTE)
        world.look()


def _full_for_a_day(world: World) -> None:
    world.live(2 * DAY)
    with _no_room_beyond(world, 0):
        world.live(DAY)
    world.look()


class _no_room_beyond:  # noqa: N801 - reads as a phrase where it is used
    """While it lasts, the daemon's process can write no file beyond so many bytes."""

    def __init__(self, world: World, limit: int) -> None:
        self._world = world
        self._limit = limit

    def __enter__(self) -> None:
        self._set(self._limit)

    def __exit__(self, *_: object) -> None:
        self._set(resource.RLIM_INFINITY)

    def _set(self, soft: int) -> None:
        process = self._world.daemon.process
        assert process is not None
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (soft, hard))


def _away(spoil: Callable[[Path], object]) -> Callable[[World], None]:
    def tell(world: World) -> None:
        """The person has a copy, and puts it back after a day where it is needed."""
        store, copy = world.paths.store, world.folder / "copy.db"
        world.live(2 * DAY)
        shutil.copy(store, copy)
        spoil(store)
        world.live(DAY)
        if list(damage_of(store, answered=world.answered)):  # else the daemon has mended it by itself
            os.replace(copy, store)
        world.live(DAY)

    return tell


def _rubbish(store: Path) -> None:
    store.write_bytes(b"rubbish! " * 5000)


def _emptied(store: Path) -> None:
    os.truncate(store, 0)


def _another(store: Path) -> None:
    other = store.parent.parent / "other.db"  # where no backups lie that hold more
    Store.open(other).close()
    os.replace(other, store)


def _older(world: World) -> None:
    """As when somebody puts back a backup. What was recorded since is gone with the file."""
    copy = world.folder / "copy.db"
    world.live(2 * DAY)
    shutil.copy(world.paths.store, copy)
    known = dict(world.answered)
    world.live(3 * DAY)
    os.replace(copy, world.paths.store)
    world.answered = known
    world.live(DAY)
