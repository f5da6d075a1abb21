"""How long does the dashboard take? `taper` alone with the daemon running, against starting Python and ending it.

The two are run in turn, and the median of the ratios of the pairs is printed, so that a machine that is busy with other
things slows both. The target is 150 ms where Python alone takes 10 ms, as on the two cores this was measured on: below
15 times as long. Exits with 1 above it.
"""

from __future__ import annotations

import sys
import time

from bench.pairs import TAPER, Row, beside_a_daemon, run, timed, verdict

PAIRS = 25
TARGET = 15.0
_SOMA = "carisoprodol: 350 mg three times a day and at bedtime for 14 days, then stop"
_STEROID = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"
PLANS = ((_SOMA, "350 mg", "A"), (_STEROID, "10 mg", "B"))

_PYTHON = (sys.executable, "-c", "pass")
_ROWS = {"floor": Row("python -c pass"), "measured": Row("taper", ", two plans, the daemon running")}


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with beside_a_daemon(FORCE_COLOR="1") as env:
        for text, strength, label in PLANS:
            started = ("--strength", strength, "--start", time.strftime("%Y-%m-%d"), "--label", label)
            run([TAPER, "add", text, *started, "--yes"], env)
        shown = run([TAPER], env).count(b"day 1 of")
        pairs = timed(_PYTHON, [TAPER], env, pairs=PAIRS)
    if shown != len(PLANS):
        print(f"the dashboard shows {shown} plans, not {len(PLANS)}: nothing was measured")
        return 1
    return verdict(pairs, **_ROWS, target=TARGET)
