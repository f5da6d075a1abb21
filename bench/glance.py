"""How long does a glance take? `taper upcoming` with the daemon running, against importing click alone.

The two are run in turn, and the median of the ratios of the pairs is printed, so that a machine that is busy with other
things slows both. Target: below 2. Exits with 1 above it.
"""

from __future__ import annotations

import sys

from bench.pairs import TAPER, Row, beside_a_daemon, run, timed, verdict

PAIRS = 25
TARGET = 2.0
PLAN = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"

_CLICK = (sys.executable, "-c", "import click")
_ROWS = {"floor": Row("import click"), "measured": Row("taper upcoming", ", with the daemon running")}


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with beside_a_daemon() as env:
        run([TAPER, "add", PLAN, "--strength", "10 mg", "--start", "2026-12-01", "--yes"], env)
        pairs = timed(_CLICK, [TAPER, "upcoming"], env, pairs=PAIRS)
    return verdict(pairs, **_ROWS, target=TARGET)
