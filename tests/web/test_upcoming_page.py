"""The page "Upcoming" in a real browser: each day with its doses, and what is announced among them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sites import Site, burst, come_in

pytestmark = pytest.mark.daemon


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page whose plan changes its step on the fourth day and ends on the eighth."""
    with Site(tmp_path_factory.mktemp("ahead") / "home", burst()) as started:
        yield started


def lines_of(page: Page, day: str) -> list[str]:
    """What stands under a day."""
    lines = page.get_by_role("region", name=day).get_by_role("listitem").all_inner_texts()
    return [" ".join(line.replace("\u00a0", " ").split()) for line in lines]


def test_each_day_has_its_doses_and_what_is_announced(site: Site, profile: BrowserContext) -> None:
    """The dose, the change of the step the evening before, and the last dose, in order of time."""
    page = come_in(site, profile)
    page.get_by_role("link", name="Upcoming").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(8)
    morning, evening = lines_of(page, "Friday 4 December 2026")
    assert morning == "08:00 A: 4 tablets of 10 mg"
    assert evening.startswith("19:00 Step change Nothing to take now. From tomorrow (Sat 5 Dec), plan A changes From")
    announced, last = lines_of(page, "Tuesday 8 December 2026")
    assert announced.startswith("07:30 Last dose Nothing to take now. Plan A: today is the last dose")
    assert last == "08:00 A: 2 tablets of 10 mg"


def test_it_looks_as_far_ahead_as_is_asked(site: Site, profile: BrowserContext) -> None:
    """Two weeks show the end, too; what is no length of the page's own is the shortest."""
    page = come_in(site, profile)
    page.goto(f"{site.address}/upcoming?days=99999")
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="14 days").click()
    assert "Ended" in " ".join(lines_of(page, "Wednesday 9 December 2026"))


def test_it_follows_what_is_recorded_elsewhere(site: Site, profile: BrowserContext) -> None:
    """A dose that is answered is not ahead any more, on a page that stands open, too."""
    page = come_in(site, profile)
    page.goto(f"{site.address}/upcoming")
    expect(page.get_by_text("A: 4 tablets of 10 mg, due")).to_be_visible()
    site.daemon.call("take", plan="A", intake_id="0123456789abcdef")
    expect(page.get_by_text("A: 4 tablets of 10 mg, due")).to_have_count(0, timeout=20_000)


def test_a_mute_daemon_delays_a_page_once(site: Site, profile: BrowserContext) -> None:
    """A page asks several things; the daemon that hangs is waited for at the first, and the page says so."""
    page = come_in(site, profile)
    site.daemon.pause()
    try:
        page.goto(site.address)
        expect(page.get_by_text("The daemon did not answer within 2 s; done directly on the store.")).to_be_visible()
        expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    finally:
        site.daemon.wake()
