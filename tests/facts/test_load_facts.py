"""What a facts file may hold, and what is said of one that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from taper.core.finding import Level
from taper.facts import FactsError, find, limits_of, load_facts

GOOD = """
name = "madeupin"
[[statement]]
kind = "longest-duration"
text = "The made-up leaflet says 5 days."
days = 5
nature = "hard limit"
source = "made.up/leaflet"
read_on = 2026-11-23
"""


def write(folder: Path, text: str) -> Path:
    """A folder of one's own with this one file."""
    (folder / "madeupin.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_ones_own_adds_a_medicine(tmp_path: Path) -> None:
    """Built-in and own facts stand together."""
    facts = load_facts(write(tmp_path, GOOD))
    assert find(facts, "madeupin") is not None
    assert find(facts, "carisoprodol") is not None


def test_a_file_of_ones_own_stands_in_place_of_the_built_in_one(tmp_path: Path) -> None:
    """The person's word on a medicine goes before the shipped one."""
    facts = load_facts(write(tmp_path, GOOD.replace('"madeupin"', '"Carisoprodol"')))
    assert [one.name for one in facts if one.name.casefold() == "carisoprodol"] == ["Carisoprodol"]


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    """Nobody has to make an empty folder."""
    assert load_facts(tmp_path / "none") == load_facts()


@pytest.mark.parametrize(
    ("nature", "level"),
    [("hard limit", Level.STOP), ("label maximum", Level.WARN), ("review point", Level.NOTE)],
)
def test_the_wording_of_the_source_sets_the_level(tmp_path: Path, nature: str, level: Level) -> None:
    """Only a hard limit needs a provider's word; a review point is a note."""
    found = find(load_facts(write(tmp_path, GOOD.replace("hard limit", nature))), "madeupin")
    assert found is not None
    (limit,) = limits_of(found)
    assert (limit.days, limit.level, limit.source) == (5, level, "made.up/leaflet")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "made.up/leaflet"', "", '"source" is missing; expected a text'),
        ('source = "made.up/leaflet"', 'source = " "', "\"source\" is ' '; expected a text"),
        ("read_on = 2026-11-23", "", '"read_on" is missing; expected a date'),
        ("read_on = 2026-11-23", 'read_on = "2026-11-23"', "expected a date without quotes"),
        ("read_on = 2026-11-23", "read_on = 2026-11-23T08:00:00", "expected a date without quotes"),
        ("days = 5", "days = 5.5", "\"days\" is '5.5'; expected a whole number"),
        ("days = 5", "days = true", "expected a whole number"),
        ("days = 5", "days = 0", "expected a whole number from 1"),
        ("days = 5", "weeks = 5", 'the key "weeks" is not known here'),
        ('"hard limit"', '"soft"', 'expected one of "label maximum", "hard limit", "review point"'),
        ('"longest-duration"', '"rumour"', "expected one of"),
        ('"longest-duration"', '"avoid"', 'the key "days" is not known here'),
        ("[[statement]]", "[statement]", "expected tables, each under [[statement]]"),
        ("[[statement]]", "brands = [1]\n[[statement]]", "\"brands\" is '[1]'; expected a list of texts"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Every problem names the file, what was found and what was expected."""
    with pytest.raises(FactsError) as caught:
        load_facts(write(tmp_path, GOOD.replace(old, new)))
    assert said in str(caught.value)
    assert str(tmp_path / "madeupin.toml") in str(caught.value)


def test_the_place_names_the_statement_by_number(tmp_path: Path) -> None:
    """A person finds the third statement without counting keys."""
    second = '[[statement]]\nkind = "avoid"\ntext = "Alcohol."\nread_on = 2026-11-23\n'
    with pytest.raises(FactsError, match=r"madeupin\.toml, statement 2: \"source\" is missing"):
        load_facts(write(tmp_path, GOOD + second))


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ('why = "because"', "expected at least one"),
        ("note_from_day = 3", 'statement 1, ours: "why" is missing'),
        ('note_from_day = 9\nwarn_from_day = 9\nwhy = "because"', "expected the note before the warning"),
        ('note_from_day = 3\nwhy = "because"\nsource = "x"', 'the key "source" is not known here'),
    ],
)
def test_a_threshold_of_ours_says_why(tmp_path: Path, ours: str, said: str) -> None:
    """Our own numbers carry a reason and can never pass for a source's."""
    with pytest.raises(FactsError) as caught:
        load_facts(write(tmp_path, f"{GOOD}[statement.ours]\n{ours}\n"))
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe", b'name = "a\x07b"', b"a = " + b"[" * 20_000])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    """Broken files are an error with the file's name, never a traceback."""
    (tmp_path / "broken.toml").write_bytes(content)
    with pytest.raises(FactsError, match=r"broken\.toml: cannot be read as TOML"):
        load_facts(tmp_path)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A person repairs everything in one go."""
    write(tmp_path, GOOD.replace("days = 5", "days = 0").replace("read_on = 2026-11-23", ""))
    (tmp_path / "other.toml").write_text("brand = 1", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_facts(tmp_path)
    assert len(caught.value.problems) == 4
    assert caught.value.exit_code == 3


def test_loading_facts_needs_no_heavy_library() -> None:
    """Facts are read with the standard library alone."""
    code = (
        "import sys; from taper.facts import load_facts; load_facts(); "
        "print(sorted({'sqlmodel', 'rich', 'pydantic', 'click'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
