"""How long does a year's calendar take? `taper export ics` of 1,460 doses, against importing click alone.

The two are run in turn with the daemon running, and the median of the ratios of the pairs is printed, so that a machine
that is busy with other things slows both. The target is half a second where importing click takes 42 ms, as on the
two cores this was measured on: below 12 times as long. Exits with 1 above it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

PAIRS = 11
TARGET = 12.0
PLAN = "carisoprodol: 350 mg three times a day and at bedtime for 365 days, then stop"
DOSES = 1460

_TAPER = (str(Path(sys.executable).with_name("taper")),)
_CLICK = (sys.executable, "-c", "import click")


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as home:
        env = {**os.environ, "TAPER_HOME": home}
        _run([*_TAPER, "daemon", "start"], env)
        try:
            added = ("--strength", "350 mg", "--start", "2026-12-01", "--zone", "Europe/Berlin", "--label", "A")
            _run([*_TAPER, "add", PLAN, *added, "--approved-by", "Dr Bench", "--yes"], env)
            found = _run([*_TAPER, "export", "ics", "A"], env).count(b"TRIGGER:PT0S")
            pairs = [(_seconds(_CLICK, env), _seconds((*_TAPER, "export", "ics", "A"), env)) for _ in range(PAIRS)]
        finally:
            _run([*_TAPER, "daemon", "stop"], env)
    if found != DOSES:
        print(f"the calendar holds {found} doses, not {DOSES}: nothing was measured")
        return 1
    ratio = median(export / click for click, export in pairs)
    print(f"import click      {1000 * median(click for click, _ in pairs):6.1f} ms")
    print(f"taper export ics  {1000 * median(export for _, export in pairs):6.1f} ms, {DOSES:,} doses")
    print(f"ratio             {ratio:6.2f}, median of {PAIRS} pairs; target: below {TARGET:g}")
    return 0 if ratio < TARGET else 1


def _run(command: Sequence[str], env: dict[str, str]) -> bytes:
    return subprocess.run(command, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


def _seconds(command: Sequence[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    _run(command, env)
    return time.perf_counter() - begun
