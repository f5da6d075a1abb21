"""How long does a year's calendar take? `taper export ics` of 1,460 doses, against importing click alone.

The two are run in turn with the daemon running, and the median of the ratios of the pairs is printed, so that a machine
that is busy with other things slows both. The target is half a second where importing click takes 42 ms, as on the
two cores this was measured on: below 12 times as long. Exits with 1 above it.
"""

from __future__ import annotations

import sys

from bench.pairs import TAPER, Row, beside_a_daemon, run, timed, verdict
from bench.yearplan import DOSES, add_a_year

PAIRS = 11
TARGET = 12.0

_CLICK = (sys.executable, "-c", "import click")
_CALENDAR = (TAPER, "export", "ics", "A")
_ROWS = {"floor": Row("import click"), "measured": Row("taper export ics", f", {DOSES:,} doses")}


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with beside_a_daemon() as env:
        add_a_year(env)
        found = run(_CALENDAR, env).count(b"TRIGGER:PT0S")
        pairs = timed(_CLICK, _CALENDAR, env, pairs=PAIRS)
    if found != DOSES:
        print(f"the calendar holds {found} doses, not {DOSES}: nothing was measured")
        return 1
    return verdict(pairs, **_ROWS, target=TARGET)
