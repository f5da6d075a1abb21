"""A real Chromium for the page's tests: one for each module, a fresh profile for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import a_browser
from playwright.sync_api import Browser, BrowserContext, Page
from sites import Site, burst, come_in


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once for the tests of a module."""
    with a_browser() as started:
        yield started


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies, as wide as a small laptop."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as made:
        made.set_default_timeout(10_000)
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A page of the test's own: one plan, its first dose due."""
    with Site(tmp_path / "home", burst()) as started:
        yield started


@pytest.fixture
def page(site: Site, profile: BrowserContext) -> Page:
    """A browser that came into that page."""
    return come_in(site, profile)
