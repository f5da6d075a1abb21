"""A real daemon process for tests, on a home of its own.

    with LiveDaemon(tmp_path) as daemon:                      # prints its notices; `daemon.said()` reads them
        daemon.call("take", plan="A", intake_id="1")
        daemon.kill()                                         # as a power cut would
        daemon.start()

All waiting is for a condition, never a time.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop import until

from taper.client import NoDaemonError, call
from taper.clock import VARIABLE
from taper.settings import HOME_VARIABLE, Paths, paths_from
from taper.store import Store

PATIENCE_SECONDS = 30.0
"""How long an answer may take on a machine under load."""


def paths_of(home: Path) -> Paths:
    """Where a daemon on this home keeps everything."""
    return paths_from({HOME_VARIABLE: str(home)})


class LiveDaemon:
    """`python -m taper.daemon` on `home`; killed, if it still runs, when the context ends.

    `clock` is a TAPER_CLOCK, `env` the environment (ours by default; a `Desktop`'s for a real notification server),
    `command` another program that runs the daemon.
    """

    def __init__(
        self,
        home: Path,
        *,
        clock: str | None = None,
        env: Mapping[str, str] | None = None,
        notifier: str | None = "console",
        options: Sequence[str] = (),
        command: Sequence[str] = ("-m", "taper.daemon"),
    ) -> None:
        self.home = home
        self.paths = paths_of(home)
        self.process: subprocess.Popen[bytes] | None = None
        shown_by = () if notifier is None else ("--notifier", notifier)
        self._command = [sys.executable, *command, *shown_by, *options]
        self._env = {**(os.environ if env is None else env), HOME_VARIABLE: str(home)}
        self._env |= {} if clock is None else {VARIABLE: clock}

    def __enter__(self) -> LiveDaemon:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self.spawn()
        self.wait_answer()

    @contextmanager
    def waiting(self) -> Iterator[LiveDaemon]:
        """Itself, started and perhaps still waiting for its turn."""
        self.spawn()
        try:
            yield self
        finally:
            self.kill()

    def spawn(self) -> None:
        """Starts it and does not wait."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        with (self.home / "said").open("ab") as said, (self.home / "errors").open("ab") as errors:
            self.process = subprocess.Popen(
                self._command, env=self._env, stdin=subprocess.DEVNULL, stdout=said, stderr=errors
            )

    def wait_answer(self) -> dict[str, Any]:
        """Its status, as soon as it says so itself."""
        return until(self._own_status, what="the daemon to answer", seconds=PATIENCE_SECONDS)

    def wait_looked(self) -> dict[str, Any]:
        """Its status, once it has looked at every plan since this call."""
        return self.call("look")

    def wait_end(self) -> int:
        """Its exit code, when it has ended by itself."""
        assert self.process is not None
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """Ends it as a shutdown would, and answers its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code, self.process = self.wait_end(), None
        return code

    def pause(self) -> None:
        """Makes it hang."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Ends the hanging."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def call(self, operation: str, **arguments: object) -> Any:
        """The daemon's answer. Raises NoDaemonError or RefusedError."""
        return call(self.paths.socket, operation, arguments, patience=PATIENCE_SECONDS)

    def said(self) -> str:
        """Everything it has printed, in all its lives on this home."""
        return (self.home / "said").read_text(encoding="utf-8")

    def errors(self) -> str:
        """Everything it has printed on standard error."""
        return (self.home / "errors").read_text(encoding="utf-8")

    def wait_said(self, text: str, *, times: int = 1) -> str:
        """What it has printed, as soon as the text stands in it so often."""
        return until(lambda: self.said() if self.said().count(text) >= times else "", what=f"{text!r} to be said")

    def store(self) -> Store:
        """Its store, for the test to read."""
        return Store.open(self.paths.store)

    def _own_status(self) -> dict[str, Any] | None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the daemon ended with {self.process.returncode}: {self.errors()}")
        try:
            answer: Any = call(self.paths.socket, "status", {}, patience=PATIENCE_SECONDS)
        except NoDaemonError:
            return None
        return dict(answer) if answer["pid"] == self.process.pid else None
