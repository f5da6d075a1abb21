"""How does a command ask the daemon? One JSON object a line over a Unix socket, and nothing but json and socket.

Every request that changes something carries an id made here: when the daemon is mute and the command does the work
itself, the same request arriving late changes nothing.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

VERSION = 1
"""The protocol's version: raised when a request or an answer changes its meaning."""

PATIENCE = 2.0
"""Seconds after which a daemon that does not answer counts as mute."""

RENEWAL_SECONDS = 20.0
"""How long a daemon may take to end what it is at, load the new code, migrate the store and answer."""

MAX_LINE = 4_000_000
"""The longest line either side reads, in bytes."""

WARNS = "warns"
"""In a request: whoever asks passes on a warning to the person."""

WARNING = "warning"
"""In an answer: one line for the person, which is no part of the result."""

RENEWS = "renews"
"""In a refusal of another version: whether the daemon is about to go on with the installed code."""

_PAUSE = 0.05

_CREDENTIALS = struct.Struct("3i")


class NoDaemonError(Exception):
    """Nobody answers: the sentence says whether there is no daemon or it is mute."""


class RefusedError(Exception):
    """The daemon answered with an error: the text, the exit code and what was asked."""

    def __init__(self, error: dict[str, object]) -> None:
        super().__init__(str(error.get("text", "")))
        self.error = error


class OtherVersionError(NoDaemonError):
    """The daemon speaks another version of the protocol; `renews` when it starts anew with the installed one."""

    def __init__(self, text: str, *, renews: bool = False) -> None:
        super().__init__(text)
        self.renews = renews


def call(
    path: Path,
    operation: str,
    arguments: dict[str, object],
    *,
    patience: float = PATIENCE,
    warn: Callable[[str], None] | None = None,
) -> object:
    """The daemon's answer to one operation; `warn` gets a line for the person, where the daemon has one.

    Raises NoDaemonError or RefusedError.
    """
    request_id = os.urandom(8).hex()
    request = {"v": VERSION, "id": request_id, "op": operation, "args": arguments}
    line = json.dumps(request if warn is None else request | {WARNS: True}).encode() + b"\n"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(patience)
            connection.connect(os.fspath(path))
            _check_peer(connection)
            connection.sendall(line)
            answer = json.loads(_read_line(connection))
    except TimeoutError:
        raise NoDaemonError(f"the daemon did not answer within {patience:g} s") from None
    except (OSError, ValueError, RecursionError) as error:
        raise NoDaemonError(f"no daemon answers ({error})") from None
    result = _result(answer)
    if warn is not None and isinstance(answer, dict) and isinstance(answer.get(WARNING), str):
        warn(answer[WARNING])
    return result


def call_renewed(
    path: Path, operation: str, arguments: dict[str, object], *, warn: Callable[[str], None] | None = None
) -> object:
    """The answer of a daemon that goes on with the code installed just now, as soon as it gives one.

    Raises NoDaemonError when there is none in time, or RefusedError.
    """
    deadline = time.monotonic() + RENEWAL_SECONDS
    while True:
        try:
            return call(path, operation, arguments, warn=warn)
        except NoDaemonError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)


def _result(answer: object) -> object:
    if not isinstance(answer, dict):
        raise NoDaemonError("the daemon's answer is no answer")
    if answer.get("v") != VERSION:
        raise OtherVersionError(
            f"the daemon speaks version {answer.get('v')} of the protocol, this command {VERSION}",
            renews=answer.get(RENEWS) is True,
        )
    error = answer.get("error")
    if isinstance(error, dict):
        raise RefusedError(error)
    if "ok" not in answer:
        raise NoDaemonError("the daemon's answer is no answer")
    return answer["ok"]


def _check_peer(connection: socket.socket) -> None:
    """Speaks only to a daemon of the same person."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(raw)
    if uid != os.getuid():
        raise OSError(f"the socket belongs to user {uid}")


def _read_line(connection: socket.socket) -> bytes:
    received = bytearray()
    while not received.endswith(b"\n"):
        part = connection.recv(65536)
        if not part or len(received) > MAX_LINE:
            raise OSError("the answer broke off")
        received += part
    return bytes(received)
