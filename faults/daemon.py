"""The daemon of a run: the real one on the run's clock, which can be made to die at one commit, or to find no room.

    python -m faults.daemon --hand FILE [--commits FILE] [--die before|after:N] -- [what taper.daemon takes]

Nothing of it is part of the product: the clock goes in through its port, the faults into Python's sqlite3.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults.hand import HandClock
from taper.daemon import __main__ as daemon


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


def main() -> int:
    """Arranges what was asked for and runs the daemon."""
    parser = argparse.ArgumentParser(prog="python -m faults.daemon", description=__doc__)
    parser.add_argument("--hand", type=Path, required=True, help="the file of the run's clock")
    parser.add_argument("--commits", type=Path, help="where to write a dot for every commit")
    parser.add_argument("--die", help="before:3 or after:3, the commit at which to be killed")
    options, others = parser.parse_known_args()
    commits = Commits(die=options.die, noted_in=options.commits)
    watch_commits(commits.before, commits.after)
    daemon.clock_from = lambda _: HandClock(options.hand)  # type: ignore[attr-defined]
    return daemon.main(others)


if __name__ == "__main__":
    sys.exit(main())
