"""How long does a glance take? `taper upcoming` with the daemon running, against importing click alone.

The two are run in turn, and the median of the ratios of the pairs is printed, so that a machine that is busy with other
things slows both. Target: below 2. Exits with 1 above it.
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

PAIRS = 25
TARGET = 2.0
PLAN = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"

_TAPER = (str(Path(sys.executable).with_name("taper")),)
_CLICK = (sys.executable, "-c", "import click")


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as home:
        env = {**os.environ, "TAPER_HOME": home}
        _run([*_TAPER, "daemon", "start"], env)
        try:
            _run([*_TAPER, "add", PLAN, "--strength", "10 mg", "--start", "2026-12-01", "--yes"], env)
            pairs = [(_seconds(_CLICK, env), _seconds((*_TAPER, "upcoming"), env)) for _ in range(PAIRS)]
        finally:
            _run([*_TAPER, "daemon", "stop"], env)
    ratio = median(glance / click for click, glance in pairs)
    print(f"import click      {1000 * median(click for click, _ in pairs):6.1f} ms")
    print(f"taper upcoming    {1000 * median(glance for _, glance in pairs):6.1f} ms, with the daemon running")
    print(f"ratio             {ratio:6.2f}, median of {PAIRS} pairs; target: below {TARGET:g}")
    return 0 if ratio < TARGET else 1


def _run(command: Sequence[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL)


def _seconds(command: Sequence[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    _run(command, env)
    return time.perf_counter() - begun
