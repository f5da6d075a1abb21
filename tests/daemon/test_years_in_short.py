"""A short part of `python -m bench years`: ten days of four plans in one run, held against the tests' slow walker."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from walker import walk

from bench.years import BEGIN, live, plans

SPAN = timedelta(days=10)


def test_days_of_four_plans_remind_of_every_dose_once(tmp_path: Path) -> None:
    """None is lost, none is said twice as new; what was due is the walker's word, not the expansion's."""
    lived = live(tmp_path, span=SPAN, part=timedelta(days=5))
    walked = {
        (f"plan{number}", f"{dose.on}/{dose.slot}")
        for number, plan in enumerate(plans())
        for dose in walk(plan, BEGIN - timedelta(hours=4), BEGIN + SPAN)
    }
    assert lived.due == walked
    assert len(walked) > 30
    assert (lived.lost, lived.twice) == (0, 0)
    assert [year.looks > 10 for year in lived.years] == [True, True]
