"""Two daemons on one home; a socket flooded with bad messages."""

from __future__ import annotations

import json
import random
import socket
import threading
from contextlib import suppress
from pathlib import Path

from faults.story import DAY, Row, Size, Story, one
from faults.world import World

_IN_A_ROW = 50


def rows() -> list[Row]:
    """The rows of these faults."""
    return [
        Row("two daemons, each killed in turn", one(_two_daemons), True),
        Row("socket flooded with bad messages", _flood, True),
    ]


def _two_daemons(world: World) -> None:
    for _ in range(6):
        world.daemon.wait_answer()
        with world.daemon_with().waiting() as second:
            world.live(0.7 * DAY)
            assert second.process is not None
            assert second.process.poll() is None, "the second daemon did not wait"
            world.daemon.kill()
            first, world.daemon = world.daemon, second
            world.live(0.7 * DAY)
            second.process, first.process = None, second.process  # so that it lives on
            world.daemon = first


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
                connection.sendall(_bad(chance))


def _bad(chance: random.Random) -> bytes:
    """A message that no operation comes of."""
    kind = chance.randrange(8)
    request: dict[str, object] = {"v": 1, "id": "1", "op": "take", "args": {"plan": "A", "dose": "2026-12-01/never"}}
    match kind:
        case 0:
            return chance.randbytes(chance.randrange(200)).replace(b"\n", b" ") + b"\n"
        case 1:
            return json.dumps(request).encode()[: chance.randrange(60)] + b"\n"
        case 2:
            return b"[" * 20_000 + b"\n"
        case 3:
            return json.dumps(request | {"v": chance.choice([0, 2, "1", None, 10**30])}).encode() + b"\n"
        case 4:
            return json.dumps(request | {"op": chance.choice(["rm", "", None, 7, "x" * 9999])}).encode() + b"\n"
        case 5:
            return json.dumps(request | {"args": chance.choice([[], 7, None, "plan"])}).encode() + b"\n"
        case 6:
            hostile = chance.choice(["\u202e", "<b>&", "\x00\x1b[2J", "'; drop table plan; --", "A" * 100_000])
            return json.dumps(request | {"args": {"plan": hostile, "dose": hostile}}).encode() + b"\n"
        case _:
            return b"\n"
