"""The page "Today" in a real browser, on a real daemon: what is pressed is recorded, once; what is recorded is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sites import Site

pytestmark = pytest.mark.daemon


def test_a_dose_is_taken_and_the_record_taken_back(site: Site, page: Page) -> None:
    """Taken, its answer, Undo: each is what the commands see too."""
    expect(page.get_by_role("heading", name="A: 4 tablets of 10 mg")).to_be_visible()
    page.get_by_role("button", name="Taken").click()
    answer = page.get_by_role("region", name="Answer")
    expect(answer).to_contain_text("Recorded: plan A, 4 tablets of 10 mg taken")
    expect(answer).to_be_focused()
    assert site.recorded() == [("taken", "2026-12-01/morning")]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert site.recorded() == []
