"""What a facts file may hold, and what is said of one that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from taper.core.facts import NotAbruptly
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


def test_a_file_of_ones_own_stands_beside_the_shipped_one(tmp_path: Path) -> None:
    """Nothing that is shipped is hidden, and what the person added is marked."""
    mine = GOOD.replace('"madeupin"', '"Carisoprodol"').replace("made.up/leaflet", "my provider")
    shipped, found = find(load_facts(), "Soma"), find(load_facts(write(tmp_path, mine)), "Soma")
    assert shipped is not None
    assert found is not None
    assert found.statements[: len(shipped.statements)] == shipped.statements
    (own,) = found.statements[len(shipped.statements) :]
    assert (own.own, own.source) == (True, "my provider")
    assert [limit for limit in limits_of(found) if limit.level is not Level.STOP] == list(limits_of(shipped))
    assert [limit.days for limit in limits_of(found) if limit.level is Level.STOP] == [5]


def test_an_own_limit_that_says_the_same_is_said_beside_it(tmp_path: Path) -> None:
    """Only what a class says just as its medicine does is not said twice."""
    mine = (
        GOOD.replace('"madeupin"', '"loperamide"')
        .replace("days = 5", "days = 2")
        .replace("hard limit", "label maximum")
    )
    found = find(load_facts(write(tmp_path, mine)), "loperamide")
    assert found is not None
    assert [(limit.days, limit.level) for limit in limits_of(found)] == [(2, Level.WARN), (2, Level.WARN)]
    assert limits_of(found)[1].source == "made.up/leaflet"


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
        ('source = "made.up/leaflet"', "", "line 3, statement 1, source: found nothing; expected a text"),
        ('source = "made.up/leaflet"', 'source = " "', "line 8, statement 1, source: found ' '; expected a text"),
        ("read_on = 2026-11-23", "", "line 3, statement 1, read_on: found nothing; expected a date"),
        ("read_on = 2026-11-23", 'read_on = "2026-11-23"', "line 9, statement 1, read_on: found '2026-11-23'"),
        ("read_on = 2026-11-23", "read_on = 2026-11-23T08:00:00", "expected a date without quotes"),
        ("days = 5", "days = 5.5", "line 6, statement 1, days: found '5.5'; expected a whole number"),
        ("days = 5", "days = true", "expected a whole number"),
        ("days = 5", "days = 0", "expected a whole number from 1"),
        ("days = 5", "weeks = 5", "line 6, statement 1, weeks: found a key that is not known here; expected one of"),
        ('"hard limit"', '"soft"', 'expected one of "label maximum", "hard limit", "review point"'),
        ('"hard limit"', '"lock-out"', 'expected one of "label maximum", "hard limit", "review point"'),
        ('"longest-duration"', '"rumour"', "line 4, statement 1, kind: found 'rumour'; expected one of"),
        ('"longest-duration"', '"avoid"', "line 6, statement 1, days: found a key that is not known here"),
        ("[[statement]]", "[statement]", "statement: found "),
        ("[[statement]]", "open = [1]\n[[statement]]", "line 3, open: found '[1]'; expected a list of texts"),
        ("[[statement]]", 'of = "group"\n[[statement]]', "line 3, of: found 'group'; expected one of"),
        ("days = 5", "days = 5\nfor = 1", "for: found '1'; expected a list of texts"),
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
    with pytest.raises(FactsError, match=r"madeupin\.toml, line 10, statement 2, source: found nothing"):
        load_facts(write(tmp_path, GOOD + second))


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ('why = "because"', 'statement 1, ours, note_from_day: found nothing; expected this or "warn_from_day"'),
        ("note_from_day = 3", "line 10, statement 1, ours, why: found nothing"),
        ('note_from_day = 9\nwarn_from_day = 9\nwhy = "because"', "expected the note before the warning"),
        ('note_from_day = 3\nwhy = "because"\nsource = "x"', "ours, source: found a key that is not known here"),
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
    with pytest.raises(FactsError, match=r"broken\.toml.*: found what cannot be read"):
        load_facts(tmp_path)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A person repairs everything in one go."""
    write(tmp_path, GOOD.replace("days = 5", "days = 0").replace("read_on = 2026-11-23", ""))
    (tmp_path / "other.toml").write_text("brand = 1", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_facts(tmp_path)
    places = [(problem.place, problem.line) for problem in caught.value.problems]
    assert places == [("statement 1, read_on", 3), ("statement 1, days", 6), ("name", None), ("brand", 1)]
    assert caught.value.exit_code == 3


NAMED = """
[[called]]
kind = "brand"
names = ["Madeup"]
source = "my provider"
read_on = 2026-11-23
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "brand"',
            'kind = "member"',
            'called 1, kind: found \'member\'; expected one of "other name", "brand"',
        ),
        ('names = ["Madeup"]', "", "called 1, names: found nothing; expected a list of texts"),
        ('names = ["Madeup"]', "names = []", "called 1, names: found '[]'; expected a list of texts"),
        ('source = "my provider"', "", "called 1, source: found nothing; expected a text"),
    ],
)
def test_a_further_name_has_a_source_too(tmp_path: Path, old: str, new: str, said: str) -> None:
    """And its kind must fit what the file is about."""
    with pytest.raises(FactsError) as caught:
        load_facts(write(tmp_path, GOOD + NAMED.replace(old, new)))
    assert said in str(caught.value)


def test_a_class_names_members_and_no_brand(tmp_path: Path) -> None:
    """The one key at the top decides which kinds there are."""
    of_class = GOOD.replace("[[statement]]", 'of = "class"\n[[statement]]')
    with pytest.raises(FactsError, match='expected one of "other name", "member"'):
        load_facts(write(tmp_path, of_class + NAMED))
    found = find(load_facts(write(tmp_path, of_class + NAMED.replace('"brand"', '"member"'))), "madeup")
    assert found is not None
    assert [limit.days for limit in limits_of(found)] == [5]


def test_a_number_of_days_after_which_to_step_down_is_kept_only_where_it_is_stated(tmp_path: Path) -> None:
    """Without one, nothing is made up."""
    said = (
        'name = "madeupin"\n[[statement]]\nkind = "not-abruptly"\ntext = "Said."\nsource = "x"\nread_on = 2026-11-23\n'
    )
    for text, expected in ((said, None), (said + "from_day = 22\n", 22)):
        found = find(load_facts(write(tmp_path, text)), "madeupin")
        assert found is not None
        assert found.statements[0].bound == NotAbruptly(expected)


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    """And a file that is far too large is not read."""
    (tmp_path / "facts").write_text("", encoding="utf-8")
    with pytest.raises(FactsError, match=r"facts: found .*; expected a folder of facts files"):
        load_facts(tmp_path / "facts")
    (tmp_path / "large.toml").write_text("#" * 1_000_001, encoding="utf-8")
    with pytest.raises(FactsError, match=r"large\.toml: found .*more than 1,000,000 bytes"):
        load_facts(tmp_path)


def test_loading_facts_needs_no_heavy_library() -> None:
    """Facts are read with the standard library alone."""
    code = (
        "import sys; from taper.facts import load_facts; load_facts(); "
        "print(sorted({'sqlmodel', 'rich', 'pydantic', 'click'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
