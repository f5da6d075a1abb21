"""Which benchmark? `python -m bench` runs them all, `python -m bench NAME` one of them.

Exits with 1 when one of them misses its target.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import dashboard, glance, ics, idle, lateness, page, paper, reading, years

BENCHMARKS: Mapping[str, Callable[[Path | None], int]] = {
    "dashboard": lambda _: dashboard.main(),
    "glance": lambda _: glance.main(),
    "ics": lambda _: ics.main(),
    "idle": lambda _: idle.main(),
    "lateness": lambda _: lateness.main(),
    "page": lambda _: page.main(),
    "paper": lambda _: paper.main(),
    "years": lambda _: years.main(),
    "reading": lambda write_to: reading.main(write_to=write_to),
}


def main() -> int:
    """Runs what was named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}; default: all")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table of reading, as docs/READING.md")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    return max([BENCHMARKS[name](given.write) for name in given.names or BENCHMARKS])


if __name__ == "__main__":
    sys.exit(main())
