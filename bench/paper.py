"""How long does a year on paper take? `taper export pdf` of 1,460 doses, against a bare page drawn with reportlab.

The two are run in turn with the daemon running, and the median of the ratios of the pairs is printed, so that a machine
that is busy with other things slows both. The target is one second where the bare page takes 100 ms, as on the two
cores this was measured on: below 10 times as long. Exits with 1 above it.
"""

from __future__ import annotations

import json
import sys

from bench.pairs import TAPER, Row, beside_a_daemon, run, timed, verdict
from bench.yearplan import DOSES, add_a_year

PAIRS = 9
TARGET = 10.0

_BARE = (
    "import sys; from reportlab.pdfgen.canvas import Canvas; from reportlab.pdfbase import pdfmetrics; "
    "from reportlab.pdfbase.ttfonts import TTFont; pdfmetrics.registerFont(TTFont('Vera', 'Vera.ttf')); "
    "page = Canvas(sys.argv[1]); page.setFont('Vera', 12); page.drawString(72, 720, 'One page'); page.save()"
)
_ROWS = {"floor": Row("bare page"), "measured": Row("taper export pdf", f", {DOSES:,} doses")}


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    with beside_a_daemon() as env:
        home = env["TAPER_HOME"]
        bare = (sys.executable, "-c", _BARE, f"{home}/bare.pdf")
        paper = (TAPER, "export", "pdf", "A", "-o", f"{home}/year.pdf", "--force", "--json")
        add_a_year(env)
        found = json.loads(run(paper, env))["doses"]
        pairs = timed(bare, paper, env, pairs=PAIRS)
    if found != DOSES:
        print(f"the sheet holds {found} doses, not {DOSES}: nothing was measured")
        return 1
    return verdict(pairs, **_ROWS, target=TARGET)
