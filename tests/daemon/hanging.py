"""A daemon one of whose looks hangs: `hanging.py first-look|second-look|event-loop FILE ...`; FILE appears then."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from taper.daemon import run
from taper.daemon.__main__ import main

POINTS = {"first-look": 1, "second-look": 2, "event-loop": 2}


def arrange(point: str, mark: Path) -> None:
    """Makes the look of that number hang."""
    look = run.tick
    count = 0

    async def hanging(*arguments: Any, **named: Any) -> object:
        nonlocal count
        count += 1
        if count < POINTS[point]:
            return await look(*arguments, **named)
        mark.touch()
        if point == "event-loop":
            time.sleep(3600)
        return await asyncio.Event().wait()

    run.tick = hanging  # type: ignore[assignment]


if __name__ == "__main__":
    arrange(sys.argv[1], Path(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
