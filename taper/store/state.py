"""Was anything stored since? A few bytes of the file tell, without opening it as a database."""

from __future__ import annotations

import os
from pathlib import Path

_COUNTER = slice(24, 28)
"""Where SQLite counts the changes of a file (fileformat2, "File change counter"); every commit adds to it."""


def state_of(path: Path) -> object:
    """Differs when anything was stored meanwhile, or another file stands there; None where none can be read."""
    try:
        with path.open("rb", buffering=0) as file:
            found = os.fstat(file.fileno())
            return (found.st_ino, found.st_size, file.read(_COUNTER.stop)[_COUNTER])
    except OSError:
        return None
