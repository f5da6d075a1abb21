"""The command line as tests use it: quickly within this process, or as a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commandline import AT, Cli, Shell

from taper.cli import ask


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A TAPER_HOME of the test's own."""
    return tmp_path / "home"


@pytest.fixture
def cli(home: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs commands in this process, on a clock that stands still."""
    for name, value in {"TAPER_HOME": str(home), "TAPER_CLOCK": AT, "TZ": "UTC", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(ask, "_told", set())
    return Cli(monkeypatch)


@pytest.fixture
def shell(home: Path) -> Shell:
    """Runs the installed command as a process of its own, on a clock that stands still."""
    env = {**os.environ, "TAPER_HOME": str(home), "TAPER_CLOCK": AT, "TZ": "UTC", "COLUMNS": "80"}
    return Shell(env)
