"""The person that the tests of the operations share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Person, a_person


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody on the evening before day 1 (18:00 in UTC)."""
    with a_person(tmp_path / "home", at="2026-11-30 18:00") as someone:
        yield someone
