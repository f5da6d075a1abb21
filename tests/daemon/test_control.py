"""Starting and ending the daemon as a command does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from desktop import until
from livedaemon import LiveDaemon, paths_of

from taper.core.errors import DaemonFailed
from taper.daemon import control
from taper.daemon.lock import holder_of
from taper.settings import Paths

pytestmark = pytest.mark.daemon

EIGHT = "2026-12-01T08:00:00Z"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A home in the environment; whatever daemon runs on it afterwards is ended."""
    monkeypatch.setenv("TAPER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TAPER_CLOCK", EIGHT)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    found = paths_of(tmp_path / "home")
    yield found
    holder = holder_of(found.lock)
    if holder:
        os.kill(holder, signal.SIGKILL)
        until(lambda: holder_of(found.lock) is None, what="the daemon to be gone")
        with suppress(ChildProcessError):
            os.waitpid(holder, 0)


def test_a_started_daemon_answers_and_outlives_whoever_started_it(paths: Paths) -> None:
    program = "import os; from taper.daemon import control; from taper.settings import paths_from; "
    program += "print(control.start(paths_from(os.environ))['pid'])"
    started = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert started.stderr == ""
    assert control.status(paths).holder == int(started.stdout)
    assert os.getsid(int(started.stdout)) == int(started.stdout)
    assert control.stop(paths) == int(started.stdout)
    assert control.status(paths) == control.DaemonStatus(None, None)


def test_starting_twice_is_one_daemon(paths: Paths) -> None:
    assert control.start(paths)["pid"] == control.start(paths)["pid"]


def test_stopping_where_nothing_runs_says_so(paths: Paths) -> None:
    assert control.stop(paths) is None


def test_a_daemon_that_cannot_start_is_an_error_with_its_reason(paths: Paths) -> None:
    paths.store.parent.mkdir()
    paths.store.write_text("this is no database" * 100)
    with pytest.raises(DaemonFailed, match="is no store of taper"):
        control.start(paths)


def test_a_hung_daemon_is_named_by_status_and_start(paths: Paths) -> None:
    with LiveDaemon(paths.store.parent, clock=EIGHT) as daemon:
        assert daemon.process is not None
        daemon.pause()
        try:
            assert control.status(paths) == control.DaemonStatus(None, daemon.process.pid)
            with pytest.raises(DaemonFailed, match=f"process {daemon.process.pid}"):
                control.start(paths)
        finally:
            daemon.wake()


def test_the_commands_for_the_daemon_load_nothing_slow() -> None:
    program = "import sys, taper.daemon.control; print(sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    for slow in ("sqlmodel", "sqlalchemy", "pydantic", "apscheduler", "asyncio", "click"):
        assert f"'{slow}'" not in loaded
