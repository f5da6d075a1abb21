"""Whatever plan there is: each of its doses has its box on the sheet, and no word touches another or the edge."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import kept_of
from papertools import TODAY, faults_of, pages_of, sheet_for
from strategies import plans

from taper.app.papers import sheet_page
from taper.app.printing import printed_sheet
from taper.core.course import last_day_on
from taper.core.keptdays import days_of_kept
from taper.core.plan import Plan
from taper.interop.pdfsheet import SMALLEST, SMALLEST_LARGE

NEAR = 400
"""Plans of more days than these are left to the tests of long ones."""


def is_near(plan: Plan) -> bool:
    """Whether a plan is short enough to be drawn again and again."""
    return len(days_of_kept(kept_of(plan), open_days=28)) <= NEAR


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans().filter(is_near), size=st.sampled_from(["a4", "letter"]), large=st.booleans())
def test_every_dose_has_its_box_and_nothing_overlaps(plan: Plan, size: str, *, large: bool) -> None:
    """On paper and in HTML, each day once and in order."""
    sheet = sheet_for(plan)
    until_on = sheet.ends_here_on or date.max
    from_on = TODAY if last_day_on(plan) is None else date.min
    days = days_of_kept(kept_of(plan), open_days=4000 if sheet.ends_here_on else 28)
    doses = sum(len(day.doses) for day in days if from_on <= day.on <= until_on)
    assert sheet.doses == doses
    shown = [day for step in sheet.steps for day in step.days]
    assert all(one.last_on + timedelta(days=1) == other.on for one, other in pairwise(shown))
    pages = pages_of(printed_sheet(sheet, size=size, large=large).content)
    assert sum(len(page.boxes) for page in pages) == doses
    assert min(text.size for page in pages for text in page.texts) >= (SMALLEST_LARGE if large else SMALLEST) - 0.01
    assert [fault for page in pages for fault in faults_of(page, margin=40)] == []
    assert sheet_page(sheet, large=large).count('class="box"') == doses
