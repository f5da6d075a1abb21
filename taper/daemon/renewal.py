"""Was other code installed while this daemon ran, and how does it go on with that?"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from taper import client

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


def run_again() -> NoReturn:
    """Becomes, as the same process, the program that is installed now, called as this one was."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
