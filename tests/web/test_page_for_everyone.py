"""Can everybody use the page? Light and dark, on a phone and wide, read aloud: axe-core finds nothing against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sites import Site, burst, come_in, plan_of

pytestmark = pytest.mark.daemon

PLANS = (
    burst(),
    plan_of(
        "carisoprodol 350 mg three times a day and at bedtime for 20 days, then stop", strengths=["350 mg"], label="B"
    ),
    plan_of("tramadol 1 to 2 tablets as needed every 6 hours for 9 days, then stop", strengths=["50 mg"], label="C"),
    replace(burst(label="D"), medicine="a-medicine-with-a-name-that-is-longer-than-a-line-of-a-phone"),
)
"""One that is over, several that wait, with warnings, and one as needed."""

PAGES = ("/", "/upcoming")
SCHEMES = ("light", "dark")
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page with much on it."""
    with Site(tmp_path_factory.mktemp("seen") / "home", *PLANS, at="2026-12-04T09:30:00Z") as started:
        yield started


@pytest.fixture(scope="module", params=SCHEMES)
def seen(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Page]:
    """A browser of each colour scheme that came in."""
    with browser.new_context(color_scheme=request.param) as profile:
        yield come_in(site, profile)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_for_everyone(site: Site, seen: Page, path: str) -> None:
    """No violation by axe-core, and nothing beyond the edge of a phone."""
    seen.goto(f"{site.address}{path}")
    assert_for_everyone(seen)


def test_answers_and_questions_are_for_everyone(site: Site, seen: Page) -> None:
    """So are the answer to a press, its warnings, and a question with its choices; what opens is, too."""
    seen.goto(site.address)
    seen.get_by_role("button", name="Record one taken").click()
    seen.wait_for_url("**/?said=*")
    for details in seen.locator("details").all():
        details.evaluate("one => one.open = true")
    assert_for_everyone(seen)
    seen.get_by_role("region", name="Answer").get_by_role("button", name="2 tablets").click()
    seen.get_by_text("Recorded: plan C").wait_for()
    assert_for_everyone(seen)


def test_the_locked_page_is_for_everyone(site: Site, browser: Browser) -> None:
    """Whoever comes without a key is told how to come in; a page that is none says so."""
    with browser.new_context() as profile:
        page = profile.new_page()
        page.goto(site.address)
        assert_for_everyone(page)
        page = come_in(site, profile)
        page.goto(f"{site.address}/no-such-page")
        assert_for_everyone(page)


def assert_for_everyone(page: Page) -> None:
    """Checks the page as it stands: its width everywhere, all else on a phone."""
    page.wait_for_load_state()  # with its style
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found] == []
    small = page.locator("button, summary, nav a, input:not([type=hidden])").evaluate_all(TOO_SMALL)
    assert small == []


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

TOO_SMALL = (
    "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(o => o.outerHTML)"
)
"""Which controls are lower than a finger is broad."""


def test_dark_and_light_are_two(site: Site, browser: Browser) -> None:
    """The page follows what the person's system asks for."""
    grounds = []
    for scheme in SCHEMES:
        with browser.new_context(color_scheme=scheme) as profile:
            grounds.append(
                come_in(site, profile).evaluate("getComputedStyle(document.documentElement).backgroundColor")
            )
    assert grounds == ["rgb(250, 249, 246)", "rgb(21, 23, 26)"]
