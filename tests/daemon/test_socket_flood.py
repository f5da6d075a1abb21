"""The socket under a flood of bad messages: each is refused or cut off at a bounded cost, good ones are answered."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from daemonplans import keep, kept
from desktop import until
from livedaemon import LiveDaemon, paths_of

from taper.client import MAX_LINE, PATIENCE, VERSION
from taper.daemon import server
from taper.daemon.server import MOST_CONNECTIONS, MOST_PARTS

pytestmark = pytest.mark.daemon

FLOOD = 10_000
MIB = 1 << 20


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDaemon]:
    """One daemon for all these tests: nothing they send may harm it."""
    home = tmp_path_factory.mktemp("home")
    keep(paths_of(home).store, kept())
    with LiveDaemon(home, clock="2026-12-01T08:00:00Z") as alive:
        assert alive.process is not None
        number = alive.process.pid
        yield alive
        assert alive.wait_looked()["pid"] == number, "it is the same process after all of that"
        assert alive.errors() == ""
        events = [json.loads(line)["event"] for line in alive.paths.log.read_text().splitlines()]
        assert not {"defect", "failed"} & set(events)


def connected(daemon: LiveDaemon) -> socket.socket:
    """A raw connection."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(30)
    connection.connect(str(daemon.paths.socket))
    return connection


def memory_of(daemon: LiveDaemon) -> int:
    """The bytes that the daemon holds in memory."""
    assert daemon.process is not None
    text = Path(f"/proc/{daemon.process.pid}/statm").read_text()
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def bad_messages(count: int) -> Iterator[bytes]:
    """Lines that are no request, each of its own kind, the same every time."""
    chance = random.Random(11)
    good: dict[str, object] = {"v": VERSION, "id": "1", "op": "take", "args": {"plan": "A", "intake_id": "x"}}
    odd: list[object] = [None, True, -1, 10**30, 1.5, "", "\ud800", "\x00", [], [[]], {}, {"a": {}}, "x" * 3000]
    for number in range(count):
        match number % 7:
            case 0:
                yield chance.randbytes(chance.randrange(1, 300)).replace(b"\n", b"") + b"\n"
            case 1:
                yield json.dumps(good | {chance.choice(["v", "op", "args"]): chance.choice(odd[1:])}).encode() + b"\n"
            case 2:
                arguments = {"plan": "A", "intake_id": 5, chance.choice(["dose", "amount", "at"]): chance.choice(odd)}
                yield json.dumps(good | {"args": arguments}).encode() + b"\n"
            case 3:
                yield b"[" * chance.randrange(1, 3000) + b"\n"
            case 4:
                yield b'{"v": 1, "id": {"v": 1}, "op": "no ' + b"such " * chance.randrange(300) + b'"}\n'
            case 5:
                line = json.dumps(good).encode()
                yield line[: chance.randrange(1, len(line))] + b"\n"
            case _:
                yield (
                    json.dumps(good | {"op": "add", "args": {"form": chance.choice(odd), "plan_id": "p"}}).encode()
                    + b"\n"
                )


def test_ten_thousand_bad_messages_are_each_refused_and_commands_are_answered_meanwhile(daemon: LiveDaemon) -> None:
    """Fifty connections at once, two hundred messages each; in between a command has its answer in time."""
    messages, refused, slowest = bad_messages(FLOOD), 0, 0.0
    before = memory_of(daemon)
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(daemon)) for _ in range(50)]
        for _ in range(FLOOD // 50 // 20):
            for connection in connections:
                connection.sendall(b"".join(next(messages) for _ in range(20)))
            begun = time.monotonic()
            assert [plan["label"] for plan in daemon.call("list")] == ["A"]
            slowest = max(slowest, time.monotonic() - begun)
            for connection in connections:
                refused += refusals_in(connection, 20)
    assert refused == FLOOD
    assert slowest < 10 * PATIENCE, "a bound for a machine under load; alone it is a tenth of a second"
    assert memory_of(daemon) - before < 32 * MIB
    assert daemon.call("log") == []


def refusals_in(connection: socket.socket, count: int) -> int:
    """How many of the next answers are refusals that say why."""
    received = b""
    while received.count(b"\n") < count:
        part = connection.recv(MIB)
        assert part, "it hung up"
        received += part
    return sum(bool(json.loads(line)["error"]["text"]) for line in received.splitlines())


def test_unfinished_requests_together_hold_a_bounded_memory(daemon: LiveDaemon) -> None:
    """Forty connections that each send up to four megabytes and no end: those beyond the bound are cut off."""
    before = memory_of(daemon)
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(daemon)) for _ in range(40)]
        for connection in connections:
            connection.setblocking(False)
        for _ in range(MAX_LINE // 65536):
            for connection in connections:
                with suppress(OSError):
                    connection.send(b"x" * 65536)
        assert daemon.call("list")
        assert memory_of(daemon) - before < 96 * MIB
    until(lambda: memory_of(daemon) - before < 64 * MIB, what="the memory to be given back")


def test_a_flood_of_connections_keeps_no_command_out(daemon: LiveDaemon) -> None:
    """Three hundred that say nothing, or half a line: the quietest make room."""
    with ExitStack() as stack:
        for number in range(300):
            connection = stack.enter_context(connected(daemon))
            with suppress(OSError):
                connection.send(b'{"v": 1' if number % 2 else b"")
            if number % 50 == 49:
                assert daemon.call("list")
        assert daemon.process is not None
        handles = len(os.listdir(f"/proc/{daemon.process.pid}/fd"))
        assert handles < MOST_CONNECTIONS + 30


def test_a_request_of_too_many_values_is_refused_before_it_is_read(daemon: LiveDaemon) -> None:
    with connected(daemon) as connection, connection.makefile("rb") as lines:
        connection.sendall(b"[" + b"[]," * (MOST_PARTS + 1) + b"[]]\n")
        assert "values at most" in json.loads(lines.readline())["error"]["text"]


def test_requests_in_small_pieces_and_many_in_one_are_read_alike(daemon: LiveDaemon) -> None:
    request = json.dumps({"v": VERSION, "id": "1", "op": "list", "args": {}}).encode() + b"\n"
    with connected(daemon) as connection, connection.makefile("rb") as lines:
        for byte in request:
            connection.sendall(bytes([byte]))
        connection.sendall(request * 3 + request[:10])
        connection.sendall(request[10:])
        assert ["ok" in json.loads(lines.readline()) for _ in range(5)] == [True] * 5


def test_one_that_reads_no_answers_hinders_nobody(daemon: LiveDaemon) -> None:
    request = json.dumps({"v": VERSION, "id": "1", "op": "upcoming", "args": {"days": 3}}).encode() + b"\n"
    with connected(daemon) as deaf:
        deaf.setblocking(False)
        for _ in range(200):
            with suppress(OSError):
                deaf.send(request * 20)
        assert daemon.call("list")


def test_a_client_that_stops_in_mid_line_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line has its seconds (a few milliseconds here); who is slower is hung up on, and the next one is served."""
    monkeypatch.setattr(server, "LINE_SECONDS", 0.02)

    async def perform(operation: str, _: Mapping[str, object]) -> object:
        return operation

    async def talk() -> tuple[bytes, bytes]:
        serving = server.Server(tmp_path / "s", perform=perform, answered=lambda _: None)
        await serving.start()
        slow_reader, slow_writer = await asyncio.open_unix_connection(tmp_path / "s")
        slow_writer.write(b'{"v": 1, ')
        cut_off = await slow_reader.read()
        reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
        writer.write(b'{"v": 1, "id": "1", "op": "list"}\n')
        answer = await reader.readline()
        for each in (slow_writer, writer):
            each.close()
        await serving.stop()
        return cut_off, answer

    cut_off, answer = asyncio.run(talk())
    assert cut_off == b""
    assert json.loads(answer)["ok"] == "list"
