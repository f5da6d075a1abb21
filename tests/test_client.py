"""The socket's one question and one answer, and every way in which the answer may not come."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from taper.client import MAX_LINE, VERSION, NoDaemonError, OtherVersionError, RefusedError, call

QUICKLY = 0.1
PATIENTLY = 10.0
"""Longer than any answer takes here: nothing waits for it."""

Answer = Callable[[bytes], bytes]


@contextmanager
def listening(path: Path, answer: Answer) -> Iterator[list[bytes]]:
    """Something at the socket that gives one answer and hangs up; the requests it heard."""
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as lines:
            heard.append(lines.readline())
            with suppress(OSError):  # who asked may have heard enough
                connection.sendall(answer(heard[0]))

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(os.fspath(path))
        server.listen(1)
        thread = threading.Thread(target=serve)
        thread.start()
        yield heard
        thread.join(timeout=PATIENTLY)


def line(**answer: object) -> Answer:
    """Always the same answer, of this version unless it says another."""
    return lambda _: json.dumps({"v": VERSION, "id": "x", **answer}).encode() + b"\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the socket is looked for."""
    return tmp_path / "s"


def test_a_request_is_one_line_and_so_is_its_answer(path: Path) -> None:
    """The request carries the version, an id, the operation and its arguments; any text passes through unharmed."""
    with listening(path, line(ok=["Früh", None])) as heard:
        assert call(path, "take", {"note": "a\nb \ud800"}, patience=PATIENTLY) == ["Früh", None]
    request = json.loads(heard[0])
    assert (request["v"], request["op"], request["args"]) == (VERSION, "take", {"note": "a\nb \ud800"})
    assert request["id"]


def test_a_long_answer_arrives_whole(path: Path) -> None:
    """However many parts the system makes of it."""
    with listening(path, line(ok="x" * 1_000_000)):
        assert call(path, "show", {}, patience=PATIENTLY) == "x" * 1_000_000


def test_an_error_comes_back_with_its_sentence_and_questions(path: Path) -> None:
    """As the daemon put it."""
    error = {"text": "Which plan?", "exit": 3, "questions": [{"text": "Which plan?"}]}
    with listening(path, line(error=error)), pytest.raises(RefusedError, match="Which plan") as refused:
        call(path, "take", {}, patience=PATIENTLY)
    assert refused.value.error == error


def test_without_a_daemon_nobody_answers(path: Path) -> None:
    """Neither where there is no socket, nor at one that is left over, nor at a file or an endless path."""
    left_over = path.with_name("left-over")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as gone:
        gone.bind(os.fspath(left_over))
    path.with_name("file").write_text("")
    for place in (path, left_over, path.with_name("file"), Path("/" + "x" * 200), Path("a\0b")):
        with pytest.raises(NoDaemonError, match="no daemon answers"):
            call(place, "list", {}, patience=PATIENTLY)


def test_a_mute_daemon_is_given_up_on(path: Path) -> None:
    """A process that holds the socket and never answers costs the patience and no more."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as mute:
        mute.bind(os.fspath(path))
        mute.listen(1)
        with pytest.raises(NoDaemonError, match=r"did not answer within 0\.1 s"):
            call(path, "list", {}, patience=QUICKLY)


def test_another_version_is_told_apart(path: Path) -> None:
    """Its answer is not looked at, be it good."""
    with listening(path, line(v=VERSION + 1, ok=1)), pytest.raises(OtherVersionError, match="version 2"):
        call(path, "list", {}, patience=PATIENTLY)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b'{"v": 1, "ok": ',
        b'{"v": 1, "ok": 1}',  # without the end of its line
        b"nonsense\n",
        b"\xff\n",
        b"[1]\n",
        b'{"v": 1}\n',
        b'{"v": 1, "error": "text"}\n',
        b'{"v": 1, "ok": 1}\n{"v": 1, "ok": 2}\n',
        b"[" * 100_000 + b"\n",
        b"x" * (MAX_LINE + 100_000),
    ],
    ids=lambda answer: str(answer[:20]),
)
def test_what_is_no_answer_counts_as_none(path: Path, answer: bytes) -> None:
    """A daemon that was killed in mid-sentence, or is none of ours: the command does its work by itself."""
    with listening(path, lambda _: answer), pytest.raises(NoDaemonError):
        call(path, "list", {}, patience=PATIENTLY)


def test_a_socket_of_another_user_is_not_spoken_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent to it."""
    own = os.getuid()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(os.fspath(path))
        server.listen(1)
        monkeypatch.setattr(os, "getuid", lambda: own + 1)
        with pytest.raises(NoDaemonError, match="belongs to user"):
            call(path, "list", {}, patience=PATIENTLY)
        connection, _ = server.accept()
        with connection:
            assert connection.recv(10) == b""
