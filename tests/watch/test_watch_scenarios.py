"""Each scenario file holds what is said: too much, too early, twice, too long; recorded always, never refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from watchscenario import lived, read

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_it_is_said(path: Path, tmp_path: Path) -> None:
    """Every finding word for word, in order, at each act of the scenario that says what it is warned of."""
    scenario = read(path)
    assert scenario["claim"]
    for number, (act, said) in enumerate(lived(scenario, tmp_path / "home"), 1):
        if "says" in act:
            assert said == act["says"], f"act {number}, {act['at'] if 'at' in act else act['entered']}"


def test_there_are_enough_of_them() -> None:
    """At least twenty, each with something it expects."""
    assert len(SCENARIOS) >= 20
    assert all(any("says" in act for act in read(path)["then"]) for path in SCENARIOS)
