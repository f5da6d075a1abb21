"""The README's list of findings is the list of those there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Findings\n")[2].partition("\n## ")[0]

MADE = re.compile(r'Finding\(\s*[\w.()]+,\s*"([a-z-]+)"')


def test_every_code_is_listed_once_and_no_other() -> None:
    """With its level and what it means."""
    made = {
        code
        for file in sorted((ROOT / "taper").rglob("*.py"))
        for code in MADE.findall(file.read_text(encoding="utf-8"))
    }
    rows = re.findall(r"^\| (`.+?`) \| (?:note|warn|stop|note, warn or stop) \| .+ \|$", SECTION, re.MULTILINE)
    listed = [code for row in rows for code in re.findall(r"`([a-z-]+)`", row)]
    assert sorted(listed) == sorted(made)
