"""`--missed`: the provider's rule for a missed dose on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli

from taper.core.missedphrase import PHRASES

PLAN = "prednisone 10 mg twice a day for 5 days"
START = ("--start", "2026-12-02", "--strength", "10 mg")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("same day only", {"rule": "same-day", "text": "same calendar day only"}),
        ("not within 4 hours before the next", {"rule": "not-before-next", "hours": 4}),
        ("within 2 days after", {"rule": "within", "days": 2}),
        ("double allowed: both at once the same day", {"rule": "double", "words": "both at once the same day"}),
    ],
)
def test_a_rule_said_is_kept_with_the_plan(cli: Cli, words: str, rule: dict[str, object]) -> None:
    """And shown, in JSON and in words."""
    shown = cli("preview", PLAN, *START, "--missed", words, "--json")
    assert shown.code == 0
    assert {key: shown.json["missed"][key] for key in rule if key != "text"} == {
        key: value for key, value in rule.items() if key != "text"
    }
    assert cli("add", PLAN, *START, "--missed", words, "--yes").code == 0
    assert "missed dose" in cli("show", "A").out


def test_other_words_are_a_question_with_those_that_are_known(cli: Cli) -> None:
    """A rule is never guessed, and nothing is stored."""
    asked = cli("add", PLAN, *START, "--missed", "take it when you remember", "--yes", "--json")
    assert asked.code == 3
    (question,) = asked.json["questions"]
    assert (question["where"], question["choices"]) == ("--missed", list(PHRASES))
    assert cli("list", "--json").json == []


def test_a_file_that_says_another_rule_is_a_question(cli: Cli, tmp_path: Path) -> None:
    """The same one is none."""
    file = tmp_path / "plan.toml"
    file.write_text(
        'medicine = "a"\nmissed = { rule = "same-day" }\n'
        '[[steps]]\ndays = 3\nslots = [{ slot = "morning", amount = "5 mg" }]\n'
    )
    assert cli("preview", "--file", str(file), "--missed", "same day only").code == 0
    other = cli("preview", "--file", str(file), "--missed", "always skip")
    assert other.code == 3
    assert "Which one holds?" in other.err


def test_today_prints_the_rule_below_a_late_dose(cli: Cli) -> None:
    """Whole, within the width."""
    cli("add", PLAN, *START, "--missed", "not within 4 hours before the next", "--yes")
    shown = cli("today", at="2026-12-02T10:30:00Z").out
    assert "morning: late" in shown
    assert "not within 4 hours before the next dose" in " ".join(shown.split())
