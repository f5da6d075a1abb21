"""Where does the demo play? A daemon of its own on a store of its own, on a clock that runs fast, gone at the end."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from taper.client import NoDaemonError, call
from taper.clock import VARIABLE, Clock, clock_from, scaled_spec
from taper.core.errors import DaemonFailed
from taper.settings import HOME_VARIABLE, Paths, change_setting, paths_from

SECONDS_TO_START = 20.0
"""How long the daemon may take until it answers, on a slow machine."""

_SECONDS_TO_STOP = 5.0
_INDENT = "    "

# Its answers come within minutes of plan time, and a repeat would only hide the next dose.
_SETTINGS = {"repeats": "1", "repeat-minutes": "120"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the daemon said: a title and the lines of the body."""

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join((self.title, *self.lines))


@dataclass(slots=True)
class Stage:
    """The running daemon: its clock, its socket and what it says."""

    paths: Paths
    clock: Clock
    daemon: subprocess.Popen[bytes]
    _unread: bytes = field(default=b"")

    def ask(self, operation: str, arguments: dict[str, object]) -> object:
        """What the daemon answered. Raises NoDaemonError or RefusedError."""
        return call(self.paths.socket, operation, arguments, patience=SECONDS_TO_START)

    def hear(self, *, patience: float) -> tuple[Notice, ...]:
        """What it said by now; waits up to `patience` seconds for the first word. Raises DaemonFailed when it ended."""
        assert self.daemon.stdout is not None
        ready, _, _ = select.select([self.daemon.stdout], [], [], patience)
        if not ready:
            return ()
        heard = os.read(self.daemon.stdout.fileno(), 1 << 16)
        if not heard:
            raise DaemonFailed("The demo's daemon ended before its time. Run taper demo again.")
        whole, _, self._unread = (self._unread + heard).rpartition(b"\n")
        return tuple(_notices(whole.decode(errors="replace")))


def _notices(text: str) -> Iterator[Notice]:
    """A notice is a line and the indented ones below it."""
    title, lines = "", list[str]()
    for line in text.split("\n"):
        if line.startswith(_INDENT):
            lines.append(line.removeprefix(_INDENT))
            continue
        if title:
            yield Notice(title, tuple(lines))
        title, lines = line, []
    if title:
        yield Notice(title, tuple(lines))


@contextmanager
def stage(*, starts_at: datetime, scale: float) -> Iterator[Stage]:
    """A stage whose clock shows `starts_at` now and runs `scale` times as fast. Raises DaemonFailed."""
    with tempfile.TemporaryDirectory(prefix="taper-demo-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, HOME_VARIABLE: home}
        paths = paths_from(environment)
        for key, value in _SETTINGS.items():
            change_setting(paths.config, key, value)
        environment[VARIABLE] = scaled_spec(starts_at, scale=scale)
        with _daemon(environment, Path(home)) as daemon:
            playing = Stage(paths, clock_from(environment), daemon)
            _wait_for(playing)
            yield playing


@contextmanager
def _daemon(environment: dict[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "taper.daemon", "--notifier", "console", "--demo"]
    with (home / "errors").open("wb") as errors:
        daemon = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C is for the demo, which then ends the daemon in order
        )
    try:
        yield daemon
    finally:
        _end(daemon)


def _end(daemon: subprocess.Popen[bytes]) -> None:
    daemon.send_signal(signal.SIGTERM)
    try:
        daemon.communicate(timeout=_SECONDS_TO_STOP)  # reads on, so that a full pipe does not hold it up
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.communicate()


def _wait_for(playing: Stage) -> None:
    """Until the daemon answers. Raises DaemonFailed with what it said of its trouble."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and playing.daemon.poll() is None:
        try:
            playing.ask("list", {})
        except NoDaemonError:
            time.sleep(0.02)
        else:
            return
    errors = (playing.paths.store.parent / "errors").read_text(errors="replace").strip()[-300:]
    raise DaemonFailed(f"The demo's daemon did not start. {errors}".strip())
