"""Two daemons on one home; a socket flooded with bad messages."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from faults.story import DAY, Row, Size, Story
from faults.world import World

_IN_A_ROW = 50


def rows() -> list[Row]:
    """The rows of these faults."""
    return [
        Row("two daemons, each killed in turn", _two_daemons, True),
        Row("socket flooded with bad messages", _flood, True),
    ]


def _two_daemons(size: Size, seed: int) -> list[Story]:
    return [Story(lambda world: _take_turns(world, times=3 if size.kills < 100 else 30))]


def _take_turns(world: World, *, times: int) -> None:
    """A second one waits while the first lives, and takes over when it is killed."""
    for _ in range(times):
        second = world.another_daemon()
        second.spawn()
        world.live(0.7 * DAY)
        assert second.process is not None
        assert second.process.poll() is None, "the second daemon did not wait"
        world.daemon.kill()
        world.daemon = second
        world.live(0.7 * DAY)


def _flood(size: Size, seed: int) -> list[Story]:
    def tell(world: World) -> None:
        flood = threading.Thread(target=_send_all, args=(world.paths.socket, size.messages, seed))
        flood.start()
        while flood.is_alive():
            world.live(DAY / 2)
        flood.join()

    return [Story(tell)]


def _send_all(path: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for begin in range(0, count, _IN_A_ROW):
        with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):  # hung up on is as good
            connection.settimeout(5)
            connection.connect(str(path))
            for _ in range(min(_IN_A_ROW, count - begin)):
                connection.sendall(chance.choice(_BAD)(chance) + b"\n")


_HOSTILE = ("\u202e", "<b>&", "\x00\x1b[2J", "'; drop table plan; --", "A" * 100_000)
_REQUEST: dict[str, object] = {"v": 1, "id": "1", "op": "take", "args": {"plan": "A", "dose": "2026-12-01/never"}}

_BAD: Sequence[Callable[[random.Random], bytes]] = (
    lambda chance: chance.randbytes(chance.randrange(200)).replace(b"\n", b" "),
    lambda chance: _line()[: chance.randrange(60)],
    lambda _: b"[" * 20_000,
    lambda _: b"",
    lambda chance: _line(v=chance.choice([0, 2, "1", None, 10**30])),
    lambda chance: _line(op=chance.choice(["rm", "", None, 7, "x" * 9999])),
    lambda chance: _line(args=chance.choice([[], 7, None, "plan"])),
    lambda chance: _line(args=dict.fromkeys(("plan", "dose"), chance.choice(_HOSTILE))),
)
"""What no operation comes of: no JSON, half a line of it, another version, no operation, no arguments, no plan."""


def _line(**changed: object) -> bytes:
    return json.dumps(_REQUEST | changed).encode()
