"""Where does the page listen? On 127.0.0.1 and nowhere else. The only module with a socket of the internet in it, and
the only one that knows uvicorn, which is handed that very socket.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp
from uvicorn import Config, Server

from taper.core.errors import TaperError

HOST = "127.0.0.1"
_END_SECONDS = 2


class PortTaken(TaperError):
    """Something else listens at the port that was asked for, or it may not be had."""

    exit_code = 6


def listening_at(port: int) -> socket.socket:
    """A socket that listens at the port (0: one that is free) of this machine's own loopback. Raises PortTaken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise PortTaken(
            f"port {port} of {HOST} cannot be had ({error.strerror}). Leave --port out for a free one, or name "
            "another, as in: taper web --port 8123"
        ) from None
    return made


def serve(app: ASGIApp, *, listening: socket.socket, started: Callable[[], None]) -> None:
    """Answers until Ctrl+C or SIGTERM; `started` is called once the first request would be answered."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # no line for each request that is none
    config = Config(
        app,
        log_config=None,
        access_log=False,
        http="h11",
        ws="none",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_END_SECONDS,
    )
    asyncio.run(_serve(_Quiet(config), listening, started))


class _Quiet(Server):
    """A server whose end is an ordinary one: uvicorn's own would send itself the signal once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._end)
        yield

    def _end(self) -> None:
        self.should_exit = True


async def _serve(server: Server, listening: socket.socket, started: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    loop.call_soon(started)  # the socket listens already: who comes now waits for a moment
    await server.serve(sockets=[listening])
