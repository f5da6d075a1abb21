"""Was other code installed while this daemon ran, and how does it go on with that?"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from taper import client
from taper.core.errors import DaemonFailed
from taper.daemon.journal import Journal
from taper.daemon.lock import hand_on

LONGEST_TRIAL_SECONDS = 30.0

PAUSE_SECONDS = 5.0
"""How long code that could not be loaded is not tried again."""

_VERSION_LINE = re.compile(r"^VERSION = (\d+)$", re.MULTILINE)


def other_code_is_installed() -> bool:
    """Whether the installed code speaks another version of the protocol than this process.

    Only then does starting anew help; a stray request must not make the daemon start again and again.
    """
    try:
        found = _VERSION_LINE.search(Path(client.__file__).read_text(encoding="utf-8"))
    except OSError:
        return False  # it is being replaced this moment: the next request asks again
    return found is not None and int(found[1]) != client.VERSION


def carries_migrations() -> bool:
    """Whether this process brought the store up to date, and so carries what it never needs again: 12 MiB of it."""
    return "alembic" in sys.modules


class Renewal:
    """Whether this daemon is to end in order to go on with the installed code (`is_due`)."""

    def __init__(self, journal: Journal) -> None:
        self.is_due = False
        self._journal = journal
        self._is_tried = False

    def is_wanted(self) -> bool:
        """Whether to attempt it: other code is there, and was not tried just now."""
        return not self._is_tried and other_code_is_installed()

    async def attempt(self) -> bool:
        """Tries whether the installed code can be loaded; whether it is due now. A failure is written down."""
        self._is_tried = True
        self.is_due = await installed_code_loads()
        if not self.is_due:
            self._journal.note("renewal", outcome="the installed code cannot be loaded, this one goes on")
            await asyncio.sleep(PAUSE_SECONDS)
            self._is_tried = False
        return self.is_due


async def installed_code_loads() -> bool:
    """Whether the installed code can be loaded at all: a half-finished installation must not end a daemon that runs."""
    safe_path = ["-P"] if sys.flags.safe_path else []
    try:
        trial = await asyncio.create_subprocess_exec(
            sys.executable,
            *safe_path,
            *("-c", "import taper.daemon.__main__"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False  # the interpreter itself is being replaced
    try:
        async with asyncio.timeout(LONGEST_TRIAL_SECONDS):
            return await trial.wait() == 0
    except TimeoutError:
        trial.kill()
        await trial.wait()
        return False


def run_again(*, lock: int) -> NoReturn:
    """Becomes, as the same process, the program that is installed now, called as this one was.

    It keeps the lock, so that no other daemon and no migration by a command comes in between. Raises DaemonFailed.
    """
    sys.stdout.flush()
    hand_on(lock)
    try:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    except OSError as error:
        raise DaemonFailed(
            f"{sys.executable}: {error.strerror or error}. The daemon could not go on with the installed program; "
            "see that it is whole, then start the daemon."
        ) from None
