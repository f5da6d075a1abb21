"""The system's Chromium, as the tests of pages and of HTML files drive it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from needed import require_program
from playwright.sync_api import Browser, sync_playwright

_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser for as long as the block lasts; the test needs it."""
    path = os.environ.get("TAPER_CHROMIUM") or require_program("chromium", package="chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield started
        finally:
            started.close()
