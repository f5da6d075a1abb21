"""The HTML of sheet and summary in a real browser: accessible in light and dark, and no wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import a_browser
from life import days, mg, plan_of, slots, tablet_of
from papertools import daily_plan, sheet_for

from taper.app.papers import report_page, sheet_page
from taper.core.plan import AsNeeded

TALLIED = dict.fromkeys(
    (
        *("planned", "due", "taken", "skipped", "not_sure", "missed", "not_recorded", "not_asked", "not_tracked"),
        *("waiting", "ahead", "extra", "as_needed", "past_end"),
    ),
    1,
) | {"due_amount": "10 mg", "taken_amount": "20 mg", "planned_amount": "10 mg"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this module's own."""
    with a_browser() as started:
        yield started


def a_report() -> dict[str, Any]:
    """The answer of the operation, with something in every part of it."""
    day = {"date": "2026-12-01", "planned": "10 mg", "taken": "20 mg", "intakes": 2, "step": 1, "doses": []}
    course = {
        **{"days": [day], "steps": [{"number": 1, "first_on": "2026-12-01"}], "today": "2026-12-01"},
        **{"last_use_on": "2026-12-01", "prescribed_end_on": "2026-12-01"},
    }
    step = {"number": 1, "first_on": "2026-12-01", "last_on": "2026-12-01", "text": "10 mg at bedtime", "days": 1}
    at = "2026-12-01T08:00:00+01:00"
    unusual = {"happened_at": at, "what": "10 mg", "answer": "taken", "dose_at": at, "marks": ["extra"], "note": "<b>"}
    version = {"number": 1, "recorded_at": at, "text": "1 step", "by": "Dr Lee", "note": "as agreed"}
    note = {"happened_at": at, "words": "<script>alert(1)</script>", "severity": 3, "for_provider": True}
    return {
        **{"at": at, "zone": "Europe/Berlin", "name": "A", "label": "A", "medicine": None, "names_shown": False},
        **{"several_people": False, "person": "me", "prescriber": "Dr Lee", "written_on": None, "reason": "pain"},
        **{"starts_on": "2026-12-01", "last_use_on": "2026-12-01", "ends": "stop", "past_prescribed": None},
        **{"stopped": False, "prescribed_end_on": None, "text": "Step 1 of 1.", "tablets": [], "as_needed": []},
        **{"limits": [], "precautions": [], "activities": [], "missed_rule": None, "steps": [step | TALLIED]},
        **{"total": TALLIED, "unusual": [unusual], "versions": [version], "notes": [note], "course": course},
        "check_ins": [{"on": "2026-12-01", "about": "sleep", "score": 3}],
        "supply": {key: {"pieces": [1], "text": "1 tablet"} for key in ("dispensed", "needed", "taken", "still")},
    }


def pages() -> dict[str, str]:
    """Sheets and summaries of several shapes."""
    needed = days(3, AsNeeded(mg(10), mg(20), min_gap_hours=6, reason="pain & <i>more</i>"))
    often = slots(*((at, mg(10)) for at in ("08:00", "12:00", "18:00", "22:00")))
    mixed = plan_of(days(3, often), needed, tablets=(tablet_of(10),), person="<b>Anna</b>")
    return {
        "mixed": sheet_page(sheet_for(replace(mixed, prescriber="Dr Lee")), large=True),
        "daily": sheet_page(sheet_for(daily_plan(12, then=5)), large=False),
        "summary": report_page(a_report(), large=False),
    }


@pytest.mark.parametrize("name", ["mixed", "daily", "summary"])
def test_a_page_is_accessible_and_fits_a_phone(browser: Any, name: str, tmp_path: Path) -> None:
    """axe finds nothing in light and dark; nothing but a table scrolls sideways; markup in words is text."""
    file = tmp_path / "page.html"
    file.write_text(pages()[name], encoding="utf-8")
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert "color-contrast" in {one["id"] for one in found["passes"]}
    assert said == []
    context.close()
