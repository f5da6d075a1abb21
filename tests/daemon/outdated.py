"""A daemon whose code is older than what is installed; started again by itself, it is the installed one.

BREAK_WITH names a folder whose modules are in the way of the installed ones, for whatever is started from here.
"""

from __future__ import annotations

import os
import sys

from taper import client

if "OUTDATED_BEFORE" not in os.environ:
    os.environ["OUTDATED_BEFORE"] = "yes"
    client.VERSION = 0
    if "BREAK_WITH" in os.environ:
        os.environ["PYTHONPATH"] = os.environ["BREAK_WITH"]

if __name__ == "__main__":
    from taper.daemon.__main__ import main

    sys.exit(main(sys.argv[1:]))
