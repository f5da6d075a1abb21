"""The daemon of a run: the real one on the run's clock, which can be made to die at one commit, or to find no room.

Nothing of it is part of the product: the clock goes in through its port, the faults into Python's sqlite3.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from livedaemon import LiveDaemon

from faults.forked import Forked
from faults.hand import HandClock
from taper.daemon import __main__ as daemon
from taper.settings import HOME_VARIABLE


def watch_commits(before: Callable[[], None], after: Callable[[], None]) -> None:
    """From now on every commit that writes something is told of, before and after."""
    connect = sqlite3.connect

    class Watched(sqlite3.Connection):
        def commit(self) -> None:
            writes = self.in_transaction and self.total_changes > 0
            if writes:
                before()
            super().commit()
            if writes:
                after()

    def connecting(*arguments: Any, **named: Any) -> sqlite3.Connection:
        return connect(*arguments, **{"factory": Watched, **named})

    sqlite3.connect = connecting  # type: ignore[assignment]


class Commits:
    """Counts the commits, writes each down where one is told to, and dies at the one it was told of."""

    def __init__(self, *, die: str | None, noted_in: Path | None) -> None:
        side, _, number = (die or "never:0").partition(":")
        self._dies_at = (side, int(number))
        self._noted_in = noted_in
        self._count = 0

    def before(self) -> None:
        """A commit begins."""
        self._count += 1
        self._reach("before")

    def after(self) -> None:
        """It is done."""
        self._reach("after")
        if self._noted_in is not None:
            with self._noted_in.open("ab") as file:
                file.write(b".")

    def _reach(self, side: str) -> None:
        if self._dies_at == (side, self._count):
            os.kill(os.getpid(), signal.SIGKILL)


class RunDaemon(LiveDaemon):
    """The daemon of `home` on the clock in the file `hand`.

    It writes a dot into the file `commits` for each commit. `die` is the commit at which to be killed: "before:3".
    """

    def __init__(self, home: Path, *, env: Mapping[str, str], hand: Path, commits: Path, die: str | None) -> None:
        super().__init__(home)
        self._environment = {**env, HOME_VARIABLE: str(home)}
        self._hand = hand
        self._commits = commits
        self._die = die

    def spawn(self) -> None:
        """Starts it and does not wait."""
        said, errors = self.home / "said", self.home / "errors"
        self.process = Forked(self._run, env=self._environment, said=said, errors=errors)  # type: ignore[assignment]

    def _run(self) -> int:
        commits = Commits(die=self._die, noted_in=self._commits)
        watch_commits(commits.before, commits.after)
        daemon.clock_from = lambda _: HandClock(self._hand)
        return daemon.main(["--notifier", "dbus"])
