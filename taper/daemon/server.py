"""How do commands reach the daemon? One JSON object a line over a Unix socket that only the same person can open.

A request is {"v", "id", "op", "args"}; its answer {"v", "id", "ok"} or {"v", "id", "error"}. Whatever comes in, the
answer is one of the two, or the connection ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import struct
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from taper.app.answers import error_json
from taper.app.arguments import UsageError
from taper.client import MAX_LINE, RENEWS, VERSION, WARNING, WARNS
from taper.core.errors import DaemonFailed, TaperError
from taper.daemon.renewal import other_code_is_installed

IDLE_SECONDS = 300.0
"""How long a connection may say nothing before it is closed."""

LINE_SECONDS = 10.0
"""How long a request may take from its first byte to its last, and an answer until it is read."""

MOST_CONNECTIONS = 64
"""How many are served at once; one more, and the one that was silent longest is closed."""

MOST_WAITING = 4 * MAX_LINE
"""How many bytes of unfinished requests are held, of all connections together."""

MOST_PARTS = 200_000
"""How many values a request may be made of: a few bytes each on the wire, they take many in memory."""

_PART = 65536

OTHER_VERSION = "other version"
"""What `answered` hears of when a request of another version was refused."""

Perform = Callable[[str, Mapping[str, object]], Awaitable[object]]
Answered = Callable[[str], None]
TakeWarning = Callable[[], str | None]


def no_warning() -> None:
    """Where there is nothing to warn of."""


_CREDENTIALS = struct.Struct("3i")


class OtherVersionError(TaperError):
    """The request is in another version of the protocol."""

    exit_code = 6


class Server:
    """Answers requests at `path` by `perform`; `answered` hears of each operation once its answer is sent.

    `take_warning` gives a line for the person, once; it goes out with an answer to whoever can pass it on.
    To be started by whoever holds the lock of the daemon: a socket left behind by a dead one is replaced.
    """

    def __init__(
        self, path: Path, *, perform: Perform, answered: Answered, take_warning: TakeWarning = no_warning
    ) -> None:
        self._path = path
        self._take_warning = take_warning
        self._perform = perform
        self._answered = answered
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.StreamWriter, float] = {}
        self._held = 0

    async def start(self) -> None:
        """Begins to listen. Raises DaemonFailed when the place of the socket cannot be used."""
        try:
            listening = _listen(self._path)
        except OSError as error:
            raise DaemonFailed(f"{self._path}: {error.strerror or error}. No command can reach the daemon.") from None
        self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=_PART)

    async def stop(self) -> None:
        """Ends listening and every connection, and takes the socket away."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
        for writer in tuple(self._connections):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._make_room()
        self._heard(writer)
        try:
            if _uid_of(writer) == os.getuid():
                await self._converse(reader, writer)
        except OSError:
            pass  # the other side is gone, or too slow (a timeout is one too), or made room for another
        finally:
            self._connections.pop(writer, None)
            writer.close()

    def _make_room(self) -> None:
        """Closes the connections that were silent longest, so that a flood of them keeps no command out."""
        while len(self._connections) >= MOST_CONNECTIONS:
            quietest = min(self._connections, key=lambda writer: self._connections[writer])
            del self._connections[quietest]
            quietest.transport.abort()

    def _heard(self, writer: asyncio.StreamWriter) -> None:
        self._connections[writer] = asyncio.get_running_loop().time()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        while True:
            line, rest = await self._line(reader, rest)
            if line is None:
                await _send(writer, _refusal(None, UsageError(f"a request may have {MAX_LINE} bytes at most")))
                return
            if not line or writer.is_closing():
                return
            operation, answer = await self._answer(line)
            try:
                await _send(writer, answer)
            finally:  # whoever asked may be gone by now; what was changed is changed
                if operation is not None:
                    self._answered(operation)
            if writer in self._connections:
                self._heard(writer)
            await asyncio.sleep(0)  # others come in between, however fast this one asks

    async def _line(self, reader: asyncio.StreamReader, rest: bytes) -> tuple[bytes | None, bytes]:
        """The next line and what came behind it. Of a line that is too long None, of a connection that ended b"".

        Raises TimeoutError for one that says nothing, or takes too long over a line.
        """
        if not rest:
            async with asyncio.timeout(IDLE_SECONDS):
                rest = await reader.read(_PART)
        parts, length = [rest], len(rest)
        self._held += length
        try:
            async with asyncio.timeout(LINE_SECONDS):
                while rest and b"\n" not in rest:
                    if length > MAX_LINE or self._held > MOST_WAITING:
                        return None, b""
                    rest = await reader.read(_PART)
                    parts.append(rest)
                    length += len(rest)
                    self._held += len(rest)
        finally:
            self._held -= length
        line, end, behind = b"".join(parts).partition(b"\n")
        if len(line) > MAX_LINE:
            return None, b""
        return (line + end if end else b""), behind

    async def _answer(self, line: bytes) -> tuple[str | None, dict[str, object]]:
        """The operation that was carried out (or OTHER_VERSION), if any, and the answer."""
        request_id: object = None
        try:
            request = _read(line)
            request_id = request.get("id")
            operation, arguments = _understood(request)
            answer = _answer_to(request_id) | {"ok": await self._perform(operation, arguments)}
            warning = self._take_warning() if request.get(WARNS) is True else None
            return operation, answer | ({WARNING: warning} if warning else {})
        except OtherVersionError as error:
            refusal = _refusal(request_id, error)
            return OTHER_VERSION, refusal | {RENEWS: other_code_is_installed()}
        except TaperError as error:
            return None, _refusal(request_id, error)


def _read(line: bytes) -> dict[str, object]:
    if line.count(b",") + line.count(b"[") + line.count(b"{") > MOST_PARTS:
        raise UsageError(f"a request may be made of {MOST_PARTS:,} values at most")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError("the request is no line of JSON") from None
    if not isinstance(request, dict):
        raise UsageError('the request is no object; expected {"v", "id", "op", "args"}')
    return request


def _understood(request: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    version = request.get("v")
    if type(version) is not int or version != VERSION:  # true and 1.0 are no versions
        raise OtherVersionError(
            f"the daemon speaks version {VERSION} of the protocol, the request is of version "
            f"{str(version)[:20]}. After an update the daemon starts anew by itself; try again."
        )
    operation, arguments = request.get("op"), request.get("args", {})
    if not isinstance(operation, str) or not isinstance(arguments, dict):
        raise UsageError('the request names no operation with its arguments; expected "op" and "args"')
    return operation, arguments


def _answer_to(request_id: object) -> dict[str, object]:
    return {"v": VERSION, "id": request_id if isinstance(request_id, str) else None}


def _refusal(request_id: object, error: TaperError) -> dict[str, object]:
    return _answer_to(request_id) | {"error": error_json(error)}


async def _send(writer: asyncio.StreamWriter, answer: Mapping[str, object]) -> None:
    writer.write(json.dumps(answer).encode() + b"\n")
    async with asyncio.timeout(LINE_SECONDS):
        await writer.drain()


def _uid_of(writer: asyncio.StreamWriter) -> int:
    raw = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(raw)[1])


def _listen(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_private(path.parent)
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise DaemonFailed(f"{path} is no socket. Move that file away: the daemon's socket belongs there.")
        path.unlink()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # so that it is private from its first moment
    try:
        listening.bind(os.fspath(path))
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(before)
    return listening


def _make_private(folder: Path) -> None:
    """Nobody else may put a socket of theirs in its place. Raises DaemonFailed when the folder is another user's."""
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise DaemonFailed(f"{folder} belongs to another user. Remove it, or set TAPER_HOME to a folder of yours.")
    if found.st_mode & 0o077:
        folder.chmod(0o700)
