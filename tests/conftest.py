"""What all tests share. This folder is on the import path, so that a test says `from walker import walk`."""

from __future__ import annotations

import os

import pytest
from desktop import desktop as desktop  # a fixture for whoever names it
from hypothesis import settings

# Where a change is judged, properties draw the same examples every time; elsewhere they look for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one flag that writes files: the golden tables and questions are read by a person before they are kept."""
    parser.addoption("--write-golden", action="store_true", help="write tests/golden anew from what the program says")
