"""The fault table: `python -m faults` does to a real daemon what machines do, and counts what was lost.

    rows      which faults there are: kills, clocks, servers, sockets, stores
    world     one run: a bus, a notification server and a daemon, each a process of its own, on one home
    hand      the clock they all read, and who moves it
    judge     what was due, what was said, and what of that is a loss
    table     how it is written down

What was due comes from the tests' slow walker, what was said from the log of the notification server.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# The tests' own parts are used, not copied: the walker, the live daemon, the notification server.
sys.path[:0] = [path for folder in ("tests", "tests/notify") if (path := str(ROOT / folder)) not in sys.path]
