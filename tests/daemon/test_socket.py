"""The daemon's socket: whatever comes in, the answer is an answer, and others are served meanwhile."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from daemonplans import keep, kept
from livedaemon import LiveDaemon, paths_of

from taper.client import MAX_LINE, VERSION, RefusedError

pytestmark = pytest.mark.daemon

EIGHT = "2026-12-01T08:00:00Z"


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDaemon]:
    """One daemon for all these tests: nothing they send may harm it."""
    home = tmp_path_factory.mktemp("home")
    keep(paths_of(home).store, kept())
    with LiveDaemon(home, clock=EIGHT) as alive:
        assert alive.process is not None
        number = alive.process.pid
        yield alive
        assert alive.wait_looked()["pid"] == number, "it is the same process after all of that"
        assert alive.errors() == ""


@contextmanager
def connection_to(daemon: LiveDaemon) -> Iterator[socket.socket]:
    """A raw connection."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(30)
        connection.connect(str(daemon.paths.socket))
        yield connection


def answers_to(daemon: LiveDaemon, sent: bytes, *, count: int = 1) -> list[dict[str, object]]:
    """The first answers to what was sent as it stands."""
    with connection_to(daemon) as connection:
        connection.sendall(sent)
        with connection.makefile("rb") as lines:
            return [json.loads(lines.readline()) for _ in range(count)]


def request(operation: object = "list", *, version: object = VERSION, **changes: object) -> bytes:
    """A request as a client would send it, with changes."""
    return json.dumps({"v": version, "id": "r1", "op": operation, "args": {}} | changes).encode() + b"\n"


def test_a_request_is_answered_with_its_own_id(daemon: LiveDaemon) -> None:
    (answer,) = answers_to(daemon, request())
    assert (answer["v"], answer["id"]) == (VERSION, "r1")
    assert isinstance(answer["ok"], list)


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"no json\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'"list"\n',
        b"[" * 200_000 + b"\n",
        b"{" * 50 + b"\n",
        b"1e999\n",
        b'{"v": 1}\n',
        request(None),
        request(["list"]),
        request(args=[]),
        request(args={"plan": 7}),
        request(args={"plan": {"a": [1]}}, op="show"),
        request("take", args={"plan": "A"}),
        request("take", args={"plan": "A", "intake_id": "x", "dose": "\ud800"}),
        request("no such operation"),
        request("__class__"),
        request(version="1"),
    ],
)
def test_a_bad_line_is_answered_with_an_error_that_says_what_was_expected(daemon: LiveDaemon, line: bytes) -> None:
    bad, good = answers_to(daemon, line + request(), count=2)
    error = bad.get("error")
    assert isinstance(error, dict) or line == request(args={"plan": 7})
    if isinstance(error, dict):
        assert error["text"]
        assert error["exit"] != 0
    assert "ok" in good, "the same connection goes on"


def test_another_version_is_told_which_one_is_spoken_here(daemon: LiveDaemon) -> None:
    (answer,) = answers_to(daemon, request(version=VERSION + 1))
    error = answer["error"]
    assert isinstance(error, dict)
    assert (answer["v"], answer["id"], error["exit"]) == (VERSION, "r1", 6)
    assert f"version {VERSION}" in str(error["text"])


def test_too_long_a_line_is_refused_and_its_connection_ended(daemon: LiveDaemon) -> None:
    with connection_to(daemon) as connection, connection.makefile("rb") as lines:
        try:
            connection.sendall(b"x" * (2 * MAX_LINE + 2) + b"\n")
            answer = json.loads(lines.readline())
            assert str(MAX_LINE) in answer["error"]["text"]
            assert lines.readline() == b""
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up while we were still talking
    assert "ok" in answers_to(daemon, request())[0]


def test_a_thousand_bad_lines_are_answered_one_by_one_while_others_are_served(daemon: LiveDaemon) -> None:
    with ThreadPoolExecutor(2) as pool:
        flood = pool.submit(answers_to, daemon, b"rubbish\n" * 1000, count=1000)
        served = [daemon.call("list") for _ in range(5)]
        refusals = flood.result()
    assert len(refusals) == 1000
    assert all("error" in answer for answer in refusals)
    assert all(served)


def test_many_connections_are_served_at_once(daemon: LiveDaemon) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: daemon.call("list"), range(100)))
    assert len(answers) == 100


def test_a_client_that_hangs_keeps_nobody_waiting(daemon: LiveDaemon) -> None:
    with connection_to(daemon) as silent, connection_to(daemon) as halfway, connection_to(daemon) as deaf:
        halfway.sendall(b'{"v": 1, "id"')
        deaf.sendall(request() * 100)
        assert daemon.call("list")
        silent.close()


def test_a_client_that_hangs_up_before_its_answer_has_its_intake_recorded_all_the_same(daemon: LiveDaemon) -> None:
    arguments = {"plan": "A", "dose": "2026-12-01/08:00", "intake_id": "hung-up"}
    with connection_to(daemon) as connection:
        connection.sendall(request("take", args=arguments))
    daemon.wait_looked()
    (entry,) = [entry for entry in daemon.call("log") if entry["intake"] == "hung-up"]
    again = daemon.call("take", **arguments)
    assert again["recorded"]["intake"] == entry["intake"]
    assert len([entry for entry in daemon.call("log") if entry["intake"] == "hung-up"]) == 1


def test_the_errors_of_operations_arrive_with_their_exit_code(daemon: LiveDaemon) -> None:
    with pytest.raises(RefusedError) as refused:
        daemon.call("show", plan="no such plan")
    assert refused.value.error["exit"] == 4


def test_a_socket_left_behind_is_replaced_and_a_file_of_somebody_else_is_not(tmp_path: Path) -> None:
    paths = paths_of(tmp_path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(os.fspath(paths.socket))
    with LiveDaemon(tmp_path, clock=EIGHT) as daemon:
        daemon.wait_looked()
    paths.socket.unlink()
    paths.socket.write_text("mine")
    refused = LiveDaemon(tmp_path, clock=EIGHT)
    refused.spawn()
    assert refused.wait_end() == 6
    assert "is no socket" in refused.errors()
    assert paths.socket.read_text() == "mine"
