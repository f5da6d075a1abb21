"""Every finding names its source, or rests on the plan's own words: which rests on which is decided here, by code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from test_findings_in_readme import LEVELS, rows
from test_scenarios import OWN_WORDS

TAPER = Path(__file__).resolve().parents[2] / "taper"

OF_INTAKES = {
    *("taken-twice", "taken-extra", "taken-early", "taken-before-start", "taken-too-much", "taken-unchecked"),
    *("taken-too-soon", "taken-not-sure", "last-allowed", "taken-over-maximum", "taken-too-often"),
}
"""What is said of an intake rests on the plan and on what was recorded."""

OF_THE_COURSE = {"past-prescribed", "left-over", "exposure"}
"""What is counted of a course: its days, and its tablets."""

PROVIDERS_WORDS = {"too-sudden"}
"""May rest on what the provider said of stopping."""


def made() -> Iterator[tuple[str, ast.Call]]:
    """Every place where a finding is made: by what it is called, and the call."""
    for file in sorted(TAPER.rglob("*.py")):
        if file.name == "finding.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Finding", "cited"):
                yield node.func.id, node


def test_only_one_way_leads_to_a_source() -> None:
    """`Finding(...)` is made without a source and `cited(...)` with one, which mypy holds to be there."""
    calls = list(made())
    assert len(calls) > 30
    for name, call in calls:
        keywords = {keyword.arg for keyword in call.keywords}
        assert "source" not in keywords, ast.unparse(call)
        assert len(call.args) == (4 if name == "cited" else 3), ast.unparse(call)


def test_what_has_no_source_rests_on_the_plan() -> None:
    """A code that is new must be put into one of the sets, or be cited."""
    uncited = {
        call.args[1].value
        for name, call in made()
        if name == "Finding" and isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str)
    }
    assert uncited <= OWN_WORDS | OF_INTAKES | OF_THE_COURSE | PROVIDERS_WORDS


def test_what_must_be_cited_is_never_made_without_a_source() -> None:
    """The rest of the README's list says what a source says."""
    listed = {code for codes, level in rows() if level in LEVELS for code in codes.replace("`", "").split(", ")}
    must = listed - OWN_WORDS - OF_INTAKES - OF_THE_COURSE - PROVIDERS_WORDS
    assert must == {
        *("lock-out", "label-duration", "no-taper", "both-sedate", "same-class"),
        *("tell-provider", "urgent-sign", "known-sign"),
    }
