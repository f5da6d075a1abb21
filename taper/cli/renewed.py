"""How does a command wait for a daemon that goes on with the code installed just now? Then it asks again."""

from __future__ import annotations

import time
from pathlib import Path

from taper.client import NoDaemonError, call

RENEWAL_SECONDS = 20.0
"""How long a daemon may take to end what it is at, load the new code, migrate the store and answer."""

_PAUSE = 0.05


def call_renewed(path: Path, operation: str, arguments: dict[str, object]) -> object:
    """The renewed daemon's answer. Raises NoDaemonError when there is none in time, or RefusedError."""
    deadline = time.monotonic() + RENEWAL_SECONDS
    while True:
        try:
            return call(path, operation, arguments)
        except NoDaemonError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)
