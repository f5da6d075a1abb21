"""Every scenario says what its file says, no more and no less; and every finding says whom it is from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from life import MISREADABLE
from scenario import play, read_scenario

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))

OWN_WORDS = {
    *("no-end", "stop-by", "over-maximum", "maximum-unchecked", "too-close", "supply-short", "supply-left"),
    *("runs-out", "first-day-short", "clock-gap", "clock-fold", "doses-together", "past-end", "rise-in-taper"),
    *("no-facts", "same-ingredient"),
}
"""Findings that rest on the plan's own words and dates (or on there being no facts), and so need no address."""


def shortly(finding: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """A finding as far as a file speaks of it; the words and the address it wants, where they stand in it."""
    short = {"level": finding["level"], "code": finding["code"]}
    if "plan" in wanted:
        short["plan"] = finding["label"]
    if "says" in wanted:
        text = finding["text"].replace("\u00a0", " ")
        short["says"] = wanted["says"] if wanted["says"] in text else text
    if "source" in wanted:
        source = finding["source"] or "none"
        short["source"] = wanted["source"] if wanted["source"] in source else source
    return short


def compared(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings in the form of the wanted ones, one beside the other; what is too many stands whole."""
    padded = [*wanted, *({} for _ in range(len(found) - len(wanted)))]
    return [shortly(one, want) for one, want in zip(found, padded, strict=False)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_is_as_its_file_says(file: Path, tmp_path: Path) -> None:
    """Before each plan, what is refused, and what a check says at its now."""
    scenario = read_scenario(file)
    for played in play(scenario, tmp_path):
        said = list(played.check())
        for plan in scenario["plans"]:
            found = played.before[plan["label"]]
            said += found
            if "findings" in plan:
                assert compared(found, plan["findings"]) == plan["findings"], plan["label"]
            refusal = played.refused.get(plan["label"], "")
            assert bool(refusal) == ("refused" in plan), refusal
            assert plan.get("refused", "") in refusal
            assert not refusal or "--approved-by" in refusal
        if "findings" in scenario:
            assert compared(played.check(), scenario["findings"]) == scenario["findings"]
        for finding in said:
            assert finding["source"] or finding["code"] in OWN_WORDS, finding["code"]
            assert not MISREADABLE.search(finding["text"].partition("http")[0]), finding["text"]


def test_there_are_scenarios() -> None:
    """They are found, and each says why it is right."""
    assert len(FILES) >= 20
    assert [file.name for file in FILES if not read_scenario(file)["why"].endswith(".")] == []
