"""How does whoever started the daemon, such as systemd, hear that it is ready, alive or about to end?

By the protocol of sd_notify(3): one datagram of "KEY=value" lines to the socket that the environment names. Without
such a socket nobody listens, and nothing is sent.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

NOTIFY_SOCKET = "NOTIFY_SOCKET"
WATCHDOG_USEC = "WATCHDOG_USEC"
WATCHDOG_PID = "WATCHDOG_PID"

_PATIENCE = 1.0
"""Seconds given to a supervisor whose queue is full."""

_MORE_TIME = 30_000_000
"""Microseconds asked for while waiting for another daemon to end; asked again every few seconds."""


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Where it listens (None: nowhere), and within how many seconds it wants a sign of life (None: never)."""

    address: str | None = None
    watchdog_seconds: float | None = None

    def ready(self, status: str) -> None:
        """Everything stands: lock, store, socket and the first look."""
        self._tell("READY=1", f"STATUS={_line(status)}")

    def status(self, status: str) -> None:
        """How it is, as one line for people; without medicine names."""
        self._tell(f"STATUS={_line(status)}")

    def waiting(self, status: str) -> None:
        """It is not ready yet, and needs longer than expected."""
        self._tell(f"EXTEND_TIMEOUT_USEC={_MORE_TIME}", f"STATUS={_line(status)}")

    def alive(self) -> None:
        """A sign of life."""
        self._tell("WATCHDOG=1")

    def reloading(self) -> None:
        """The same process goes on with other code, and says `ready` again."""
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        self._tell("RELOADING=1", f"MONOTONIC_USEC={now}", "WATCHDOG=1", "STATUS=Goes on with the installed code")

    def stopping(self) -> None:
        """It is about to end, as it was asked to."""
        self._tell("STOPPING=1", "STATUS=Ending")

    async def watch(self, seconds_behind: Callable[[], float]) -> None:
        """Gives signs of life for as long as what was to be done is done in time.

        `seconds_behind` says by how much the work is late. It is asked from the event loop, so that a loop that hangs
        gives no sign either.
        """
        if self.watchdog_seconds is None:
            return
        while True:
            if seconds_behind() < self.watchdog_seconds:
                self.alive()
            await asyncio.sleep(self.watchdog_seconds / 3)

    def _tell(self, *lines: str) -> None:
        """A supervisor that cannot be reached never stops the daemon."""
        if self.address is None:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
            sending.settimeout(_PATIENCE)
            sending.sendto("\n".join(lines).encode(), self.address)


class Reports:
    """What one daemon reports of its looks; `progressed` of its timer hears of each plan, too."""

    def __init__(self, supervisor: Supervisor, progressed: Callable[[], None]) -> None:
        self._supervisor = supervisor
        self._progressed = progressed
        self._status: str | None = None

    def progressed(self) -> None:
        """A look goes on. A first one at many plans may take longer than a supervisor waits for a start."""
        self._progressed()
        if self._status is None:
            self._supervisor.waiting("Looks for the first time")

    def looked(self, notifier: str, next_look_at: datetime | None) -> None:
        """A look stands: with the first one the daemon is ready, later ones tell how it is when that changes."""
        next_look = "none ahead" if next_look_at is None else next_look_at.isoformat(" ", "minutes")
        status = f"Reminders by {notifier}; next look: {next_look}"
        if self._status is None:
            self._supervisor.ready(status)
        elif status != self._status:
            self._supervisor.status(status)
        self._status = status


def supervisor_of(environment: Mapping[str, str]) -> Supervisor:
    """Whom the environment of this process names."""
    named = environment.get(NOTIFY_SOCKET, "")
    # "@" begins the name of an abstract socket, which has no file
    address = f"\0{named[1:]}" if named.startswith("@") else named
    return Supervisor(address if named.startswith(("/", "@")) else None, _watchdog_seconds(environment))


def _watchdog_seconds(environment: Mapping[str, str]) -> float | None:
    """None too where the wish was for another process, from which this one inherited it."""
    wanted, of = environment.get(WATCHDOG_USEC, ""), environment.get(WATCHDOG_PID)
    if not wanted.isdecimal() or int(wanted) == 0 or of not in (None, str(os.getpid())):
        return None
    return int(wanted) / 1_000_000


def _line(text: str) -> str:
    return " ".join(text.split())
