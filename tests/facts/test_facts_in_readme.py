"""The README's words on facts are so."""

from __future__ import annotations

import re
from pathlib import Path

from taper.core.facts import Subject
from taper.facts import find, limits_of, load_facts

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Facts\n")[2].partition("\n## ")[0]


def test_the_file_of_ones_own_that_it_shows_is_read(tmp_path: Path) -> None:
    """Copied into the folder, it is a hard limit."""
    (example,) = re.findall(r"```toml\n(.*?)```", SECTION, re.DOTALL)
    (tmp_path / "mine.toml").write_text(example, encoding="utf-8")
    found = find(load_facts(tmp_path), "madeupin")
    assert found is not None
    assert [(limit.days, limit.level.value) for limit in limits_of(found)] == [(5, "stop")]


def test_the_changelog_counts_right() -> None:
    """Medicines and classes."""
    (medicines, classes) = re.findall(
        r"\*\*Facts\*\* of (\d+) medicines and (\d+) classes", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )[0]
    subjects = [one.subject for one in load_facts()]
    assert (subjects.count(Subject.MEDICINE), subjects.count(Subject.CLASS)) == (int(medicines), int(classes))
