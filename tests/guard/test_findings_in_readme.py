"""The README's list of findings is the list of those there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Findings\n")[2].partition("\n## ")[0]

MADE = re.compile(r'(?:(?:Finding|cited)\(\s*[\w.()]+,\s*|_warn\(\s*|\bcode=)"([a-z-]+)"|return "(taken-[a-z-]+)"')
LEVELS = ("stop", "note, warn or stop", "warn or stop", "warn", "note")


def test_every_code_is_listed_once_and_no_other() -> None:
    """With its level and what it means."""
    made = {
        "".join(code)
        for file in sorted((ROOT / "taper").rglob("*.py"))
        for code in MADE.findall(file.read_text(encoding="utf-8"))
    }
    listed = [code for codes, _ in rows() for code in re.findall(r"`([a-z-]+)`", codes)]
    assert sorted(listed) == sorted(made)


def test_the_heaviest_stand_first() -> None:
    """Sorted by level."""
    places = [LEVELS.index(level) for _, level in rows()]
    assert places == sorted(places)


def rows() -> list[tuple[str, str]]:
    """The codes of each row of the table, and its level."""
    levels = "|".join(LEVELS)
    return re.findall(rf"^\| (`.+?`) \| ({levels}) \| .+ \|$", SECTION, re.MULTILINE)
