"""How is a process started that need not load its program first?

By a fork of this one, which has loaded it. It is a process like any other, with its own number, files and environment,
and can be killed like one; only the second that loading takes is left out, hundreds of times.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

_PAUSE = 0.005
_INHERITED = 1024


class Forked:
    """A forked process, to be used as one of `subprocess`."""

    def __init__(self, run: Callable[[], int], *, env: Mapping[str, str], said: Path, errors: Path) -> None:
        """`run` gives its exit code; it writes to `said` and `errors`."""
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _become(run, env, said, errors)

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The same, once it has ended. Raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            time.sleep(_PAUSE)
        return code

    def send_signal(self, number: int) -> None:
        """Sends it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.send_signal(signal.SIGKILL)


def _become(run: Callable[[], int], env: Mapping[str, str], said: Path, errors: Path) -> None:
    """Runs in the fork and never returns."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        _open_anew(said, errors)
        warnings.resetwarnings()  # whoever forked may have made errors of them
        code = run()
    except BaseException:  # noqa: BLE001 - nothing may get back into the program that was forked
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _open_anew(said: Path, errors: Path) -> None:
    """None of the files of the forked program, and its own three."""
    os.closerange(3, _INHERITED)
    for number, path, flags in ((0, Path(os.devnull), os.O_RDONLY), (1, said, _APPEND), (2, errors, _APPEND)):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))


_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT
