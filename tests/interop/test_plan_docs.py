"""docs/PLAN_FILES.md says what is so: its files are read, its faults are those that come, and no key is left out."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from taper.core.errors import Unanswered
from taper.interop.planfile import read_plan_file, write_plan_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "PLAN_FILES.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "schedules" / "plan.schema.json").read_text(encoding="utf-8"))
FILES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
(WRONG,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", FILES, ids=range(len(FILES)))
def test_a_file_of_the_page_is_read(text: str) -> None:
    """Each whole file is a plan, and is the same plan when written again."""
    start = None if "starts_on" in text else date(2026, 12, 1)
    plan = read_plan_file(text.encode(), name="plan.toml", starts_on=start, assumed_zone="UTC")
    assert read_plan_file(write_plan_file(plan).encode(), name="plan.toml") == plan


def test_the_wrong_file_brings_the_questions_that_are_shown() -> None:
    """Word for word, in that order of lines."""
    with pytest.raises(Unanswered) as caught:
        read_plan_file(WRONG.encode(), name="plan.toml", starts_on=date(2026, 12, 1))
    shown = [line.strip() for line in PAGE.splitlines() if line.startswith("  plan.toml, line")]
    assert sorted(question.text for question in caught.value.questions) == sorted(shown)


def test_every_key_of_the_schema_is_explained() -> None:
    """And every key that the page's tables explain is one of the schema."""
    tables = (SCHEMA, *SCHEMA["$defs"].values())
    keys = {key for table in tables for key in table.get("properties", ())}
    explained = {
        key for row in re.findall(r"^\| (`[^|]*)\|", PAGE, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
    }
    assert keys - explained == {"first_time"}  # explained in a sentence, beside every_hours
    assert "`first_time`" in PAGE
    assert explained <= keys
