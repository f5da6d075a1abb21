"""A supervisor as systemd is one: a real datagram socket that a daemon tells how it is."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PATIENCE_SECONDS = 30.0


class Supervising:
    """Listens at a path, or at an abstract name ("@..."), and keeps what it was told.

    A message is the set of its lines; `env` is what a daemon is to be started with.
    """

    def __init__(self, address: str | Path, *, watchdog_seconds: float | None = None) -> None:
        self._address = str(address)
        self._watchdog_seconds = watchdog_seconds
        self.told: list[dict[str, str]] = []

    def __enter__(self) -> Supervising:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self._address.replace("@", "\0", 1) if self._address.startswith("@") else self._address)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of whatever it supervises."""
        named = {"NOTIFY_SOCKET": self._address}
        if self._watchdog_seconds is not None:
            named["WATCHDOG_USEC"] = str(int(self._watchdog_seconds * 1_000_000))
        return {**os.environ, **named}

    def hear(self, *, seconds: float = PATIENCE_SECONDS) -> dict[str, str]:
        """The next message. Raises TimeoutError when none comes."""
        self._socket.settimeout(seconds)
        lines = self._socket.recv(65536).decode().split("\n")
        self.told.append(dict(line.split("=", 1) for line in lines))
        return self.told[-1]

    def until(self, wanted: Callable[[Mapping[str, str]], bool]) -> dict[str, str]:
        """The next message that is wanted; those before it are kept in `told` too."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not wanted(message := self.hear()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not told within {PATIENCE_SECONDS:g} seconds; last: {self.told[-3:]}")
        return message

    def until_key(self, key: str) -> dict[str, str]:
        """The next message with that key."""
        return self.until(lambda message: key in message)

    def what_came(self) -> list[dict[str, str]]:
        """Everything that was told so far."""
        while True:
            try:
                self.hear(seconds=0.0)
            except BlockingIOError:
                return self.told

    def until_silent(self, *, seconds: float) -> None:
        """Returns when nothing came for so long."""
        while True:
            try:
                self.hear(seconds=seconds)
            except TimeoutError:
                return
