"""How long does a year on paper take? `taper export pdf` of 1,460 doses, against a bare page drawn with reportlab.

The two are run in turn with the daemon running, and the median of the ratios of the pairs is printed, so that a machine
that is busy with other things slows both. The target is one second where the bare page takes 100 ms, as on the two
cores this was measured on: below 10 times as long. Exits with 1 above it.
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

PAIRS = 9
TARGET = 10.0
PLAN = "carisoprodol: 350 mg three times a day and at bedtime for 365 days, then stop"
DOSES = b'"doses": 1460'

_TAPER = (str(Path(sys.executable).with_name("taper")),)
_BARE = (
    "import sys; from reportlab.pdfgen.canvas import Canvas; from reportlab.pdfbase import pdfmetrics; "
    "from reportlab.pdfbase.ttfonts import TTFont; pdfmetrics.registerFont(TTFont('Vera', 'Vera.ttf')); "
    "page = Canvas(sys.argv[1]); page.setFont('Vera', 12); page.drawString(72, 720, 'One page'); page.save()"
)


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as home:
        env = {**os.environ, "TAPER_HOME": home}
        year = (*_TAPER, "export", "pdf", "A", "-o", f"{home}/year.pdf", "--force", "--json")
        bare = (sys.executable, "-c", _BARE, f"{home}/bare.pdf")
        _run([*_TAPER, "daemon", "start"], env)
        try:
            added = ("--strength", "350 mg", "--start", "2026-12-01", "--zone", "Europe/Berlin", "--label", "A")
            _run([*_TAPER, "add", PLAN, *added, "--approved-by", "Dr Bench", "--yes"], env)
            found = _run(year, env)
            pairs = [(_seconds(bare, env), _seconds(year, env)) for _ in range(PAIRS)]
        finally:
            _run([*_TAPER, "daemon", "stop"], env)
    if DOSES not in found:
        print("the sheet does not hold 1,460 doses: nothing was measured")
        return 1
    ratio = median(paper / page for page, paper in pairs)
    print(f"bare page         {1000 * median(page for page, _ in pairs):6.1f} ms")
    print(f"taper export pdf  {1000 * median(paper for _, paper in pairs):6.1f} ms, 1,460 doses")
    print(f"ratio             {ratio:6.2f}, median of {PAIRS} pairs; target: below {TARGET:g}")
    return 0 if ratio < TARGET else 1


def _run(command: Sequence[str], env: dict[str, str]) -> bytes:
    return subprocess.run(command, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


def _seconds(command: Sequence[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    _run(command, env)
    return time.perf_counter() - begun
