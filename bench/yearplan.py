"""What is the year that is exported? A plan with four doses a day for 365 days."""

from __future__ import annotations

from collections.abc import Mapping

from bench.pairs import TAPER, run

PLAN = "carisoprodol: 350 mg three times a day and at bedtime for 365 days, then stop"
DOSES = 1460


def add_a_year(env: Mapping[str, str]) -> None:
    """Keeps it as plan A."""
    added = ("--strength", "350 mg", "--start", "2026-12-01", "--zone", "Europe/Berlin", "--label", "A")
    run([TAPER, "add", PLAN, *added, "--approved-by", "Dr Bench", "--yes"], env)
