"""What a test needs of the system: without it the test is skipped, and fails where nothing may be missing (CI=true)."""

from __future__ import annotations

import os
import shutil

import pytest


def require(missing: list[str], *, packages: str) -> None:
    """Skips the test where something of the system is missing; on a build machine (CI=true) that is a failure."""
    if not missing:
        return
    reason = f"needs {', '.join(missing)}: install the packages {packages}"
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(reason)
    pytest.skip(reason)


def require_program(name: str, *, package: str) -> str:
    """Where the program is."""
    found = shutil.which(name)
    require([] if found else [name], packages=package)
    assert found is not None
    return found
