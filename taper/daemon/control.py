"""How do commands start and end the daemon, and see how it is? Loads nothing that opens a store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from taper.client import NoDaemonError, OtherVersionError, RefusedError, call, call_renewed
from taper.core.errors import DaemonFailed
from taper.daemon.lock import holder_of
from taper.settings import HOME_VARIABLE, Paths

START_SECONDS = 20.0
"""How long a daemon may take to answer its first question."""

END_SECONDS = 10.0
"""How long it may take to end, after being asked and again after being told."""

_PAUSE = 0.02

_OF_THE_STARTER = frozenset({"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
"""What a supervisor gave to whoever starts the daemon: that one is not to be spoken for."""


@dataclass(frozen=True, slots=True)
class DaemonStatus:
    """What the daemon says of itself (None when it does not answer), and the process that holds its lock.

    `other_version`: it answers in another version of the protocol, and stays so.
    """

    answer: Mapping[str, object] | None
    holder: int | None
    other_version: bool = False


def status(paths: Paths) -> DaemonStatus:
    """How the daemon is now; one that goes on with the installed code just now is waited for."""
    other_version = False
    try:
        answer = _status_of(paths)
    except (NoDaemonError, RefusedError) as error:
        answer, other_version = None, isinstance(error, OtherVersionError)
    return DaemonStatus(answer if isinstance(answer, dict) else None, holder_of(paths.lock), other_version)


def _status_of(paths: Paths) -> object:
    try:
        return call(paths.socket, "status", {})
    except OtherVersionError as other:
        if not other.renews:
            raise
    return call_renewed(paths.socket, "status", {})


def start(paths: Paths, *, options: Sequence[str] = ()) -> Mapping[str, object]:
    """Starts a daemon that outlives this process, unless one runs, and answers its status. Raises DaemonFailed."""
    answer = status(paths).answer
    if answer is not None:
        return answer
    said = paths.log.with_suffix(".err")
    try:
        said.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        raise DaemonFailed(f"{said}: {error.strerror or error}. The daemon was not started.") from None
    with os.fdopen(handle, "wb") as file:
        before = file.tell()
        started = _detached(options, file)
    return _first_answer(paths, started, said, before)


def stop(paths: Paths) -> int | None:
    """Ends the daemon and answers its process number; None when none runs. Raises DaemonFailed when it does not end."""
    holder = holder_of(paths.lock)
    if holder is None:
        return None
    with suppress(NoDaemonError, RefusedError):
        call(paths.socket, "quit", {})
        if _comes_true(lambda: holder_of(paths.lock) != holder, seconds=END_SECONDS):
            return holder
    if holder and holder_of(paths.lock) == holder:
        with suppress(ProcessLookupError):
            os.kill(holder, signal.SIGTERM)
    if not _comes_true(lambda: holder_of(paths.lock) != holder, seconds=END_SECONDS):
        raise DaemonFailed(f"the daemon (process {holder}) does not end. Nothing is lost if you end that process.")
    return holder


def _detached(options: Sequence[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if key not in _OF_THE_STARTER}
    if environment.get(HOME_VARIABLE):
        environment[HOME_VARIABLE] = os.path.abspath(environment[HOME_VARIABLE])  # its folder will be another
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "taper.daemon", "--no-wait", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        cwd="/",  # so that no disk stays in use because a command was given there
        env=environment,
        start_new_session=True,
    )


def _first_answer(paths: Paths, started: subprocess.Popen[bytes], said: Path, before: int) -> Mapping[str, object]:
    found: list[Mapping[str, object]] = []

    def has_answered_or_ended() -> bool:
        answer = status(paths).answer
        found.extend([answer] if answer is not None else [])
        return bool(found) or started.poll() is not None

    _comes_true(has_answered_or_ended, seconds=START_SECONDS)
    if found:
        started.returncode = 0  # it lives on without us, and nobody waits for its end
        return found[0]
    if started.poll() is None:
        started.terminate()
        raise DaemonFailed(f"the daemon did not answer within {START_SECONDS:.0f} s. What it said is in {said}.")
    raise DaemonFailed(f"the daemon ended at once: {_last_line(said, before)}")


def _last_line(said: Path, before: int) -> str:
    lines = said.read_bytes()[before:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("taper daemon: ") if lines else f"it said nothing. Its log is beside {said}."


def _comes_true(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True
