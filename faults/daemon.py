"""The daemon of a run: the real one on the run's clock, which can be made to die at one commit, or to find no room.

Nothing of it is part of the product: the clock goes in through its port, the faults into Python's sqlite3.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livedaemon import LiveDaemon

from faults import ROOT
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


@dataclass(frozen=True, slots=True)
class Arranged:
    """The daemon on the clock in the file `hand`, writing a dot for each commit into the file `commits`.

    `die` is the commit at which it is killed: "before:3".
    """

    hand: Path
    commits: Path
    die: str | None = None

    def run(self) -> int:
        """The whole of such a process; its exit code."""
        commits = Commits(die=self.die, noted_in=self.commits)
        watch_commits(commits.before, commits.after)
        daemon.clock_from = lambda _: HandClock(self.hand)
        return daemon.main(["--notifier", "dbus"])

    def run_loaded(self) -> int:
        """The same in a fork, where it is to look as if this program had been started for it."""
        sys.orig_argv = [sys.executable, "-m", "faults.daemon", str(self.hand), str(self.commits)]
        for name in [name for name in sys.modules if name.partition(".")[0] == "alembic"]:
            del sys.modules[name]  # only what makes and migrates stores loads it
        return self.run()


class RunDaemon(LiveDaemon):
    """The daemon of `home`, started by a fork."""

    def __init__(self, home: Path, *, env: Mapping[str, str], arranged: Arranged) -> None:
        super().__init__(home)
        self._environment = {**env, HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT)}
        self._arranged = arranged

    def spawn(self) -> None:
        """Starts it and does not wait."""
        said, errors = self.home / "said", self.home / "errors"
        self.process = Forked(self._arranged.run_loaded, env=self._environment, said=said, errors=errors)  # type: ignore[assignment]


def main() -> int:
    """What the daemon of a run becomes when it starts itself anew."""
    parser = argparse.ArgumentParser(prog="python -m faults.daemon", description=__doc__)
    parser.add_argument("hand", type=Path, help="the file of the run's clock")
    parser.add_argument("commits", type=Path, help="where to write a dot for every commit")
    given = parser.parse_args()
    return Arranged(given.hand, given.commits).run()


if __name__ == "__main__":
    sys.exit(main())
