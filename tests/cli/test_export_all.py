"""`taper export all` and `taper import`: everything leaves, and the same comes back."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pytest
from commandline import Cli


@pytest.fixture
def kept(cli: Cli) -> Cli:
    """A plan with some records, one of whose words is a formula to a spreadsheet."""
    cli.kept()
    cli("take", "A")
    cli("note", "=HYPERLINK(1)", "--severity", "2")
    return cli


@pytest.fixture
def document(kept: Cli, tmp_path: Path) -> Path:
    """The file of everything."""
    path = tmp_path / "taper.json"
    assert kept("export", "all", "-o", str(path)).code == 0
    return path


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another machine, where nothing is kept."""
    monkeypatch.setenv("TAPER_HOME", str(tmp_path / "elsewhere"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_comes_back(cli: Cli, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written out there again, it is the same document; the way back is named."""
    here = cli("show", "A", "--json").json
    elsewhere(monkeypatch, tmp_path)
    done = cli("import", str(document))
    assert done.code == 0
    assert " ".join(done.out.split()) == (
        "Stored: 1 plan, 1 record of a dose and 1 note. To take it back: taper delete A."
    )
    assert cli("export", "all").out == document.read_text(encoding="utf-8")
    assert cli("show", "A", "--json").json == here
    assert "HYPERLINK" in cli("log").out


def test_the_file_is_private_and_never_written_over(kept: Cli, document: Path) -> None:
    """Unless told."""
    assert stat.S_IMODE(document.stat().st_mode) == 0o600
    before = document.read_bytes()
    assert kept("export", "all", "-o", str(document)).code == 3
    assert document.read_bytes() == before
    assert kept("export", "all", "-o", str(document), "--force").code == 0


def test_a_file_that_is_here_already_changes_nothing(kept: Cli, document: Path) -> None:
    """Also when more was recorded since."""
    kept("skip", "A", at="2026-12-02T13:00:00Z")
    before = kept("export", "all").out
    done = kept("import", str(document), "--json")
    assert (done.code, done.json["already"]) == (0, True)
    assert kept("export", "all").out == before


def test_two_stores_are_never_mixed(cli: Cli, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other plans are there: a question, and nothing is stored."""
    elsewhere(monkeypatch, tmp_path)
    cli.kept(label="B")
    before = cli("export", "all").out
    done = cli("import", str(document))
    assert (done.code, "never mixed" in done.err) == (3, True)
    assert cli("export", "all").out == before


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ('{"format": "taper-everything", "version": 2, "tables_version": "0004", "tables": {}}', 3, "newer taper"),
        ('{"format": "taper-everything", "version": 1, "tables_version": "9999", "tables": {}}', 3, "newer taper"),
        ('{"resourceType": "MedicationRequest"}', 3, "taper add --file"),
        ("[1, 2", 3, "no JSON"),
        ("[" * 100_000, 3, "no JSON"),
        ('{"format": "\\ud800"}', 3, "no JSON"),
        ("", 3, "no JSON"),
        (None, 4, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(cli: Cli, tmp_path: Path, content: str | None, code: int, said: str) -> None:
    """What was read, and what to do; nothing is stored."""
    file = tmp_path / "other.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    done = cli("import", str(file))
    assert done.code == code, done.err
    assert said in " ".join(done.err.split())
    assert not any(json.loads(cli("export", "all").out)["tables"].values())


def test_tables_for_a_spreadsheet(kept: Cli, tmp_path: Path) -> None:
    """Plans, planned doses with what became of them, records and notes, readable by their owner alone."""
    folder = tmp_path / "tables"
    assert kept("export", "all", "--csv", "-o", str(folder)).code == 0
    assert [row["medicine"] for row in rows(folder, "plans.csv")] == ["prednisone"]
    doses = rows(folder, "doses.csv")
    assert len(doses) == 8
    assert [doses[0][key] for key in ("date", "amount", "units", "state")] == [
        *("2026-12-01", "40 mg", "4 x 10 mg tablet", "taken")
    ]
    assert [row["answer"] for row in rows(folder, "intakes.csv")] == ["taken"]
    assert [row["words"] for row in rows(folder, "notes.csv")] == ["'=HYPERLINK(1)"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_of_tables_is_a_new_one(kept: Cli, tmp_path: Path) -> None:
    """What is there stays, and a folder without a place is a sentence."""
    (tmp_path / "tables").mkdir()
    assert kept("export", "all", "--csv", "-o", str(tmp_path / "tables")).code == 3
    assert kept("export", "all", "--csv", "-o", str(tmp_path / "no" / "tables")).code == 4
    assert kept("export", "all", "--csv").code == 2
    assert kept("export", "all", "--force").code == 2


def test_a_folder_is_no_file_to_write_over(cli: Cli, tmp_path: Path) -> None:
    """It is named as what it is, with and without --force, and left alone."""
    cli.kept()
    for force in ((), ("--force",)):
        refused = cli("export", "ics", "A", "--output", str(tmp_path), *force)
        assert refused.code == 4
        assert "is a folder" in " ".join(refused.err.split())
    assert [path for path in tmp_path.iterdir() if path.suffix] == []
    missing = cli("import", str(tmp_path / "none.json"))
    assert missing.code == 4
    assert "Errno" not in missing.err


def test_programs_are_told_how_much_was_written(kept: Cli, tmp_path: Path) -> None:
    """The file or the folder, and how many of each."""
    file, folder = tmp_path / "counted.json", tmp_path / "counted"
    whole = kept("export", "all", "-o", str(file), "--json").json
    tables = json.loads(file.read_text(encoding="utf-8"))["tables"]
    assert whole == {"file": str(file), "csv": False, "counts": {name: len(rows) for name, rows in tables.items()}}
    assert whole["counts"]["plan"] > 0
    cells = kept("export", "all", "--csv", "-o", str(folder), "--json").json
    assert cells["file"] == str(folder)
    assert set(cells["counts"]) == {one.name for one in folder.iterdir()}
    assert cells["counts"]["plans.csv"] == whole["counts"]["plan"]
    assert kept("export", "all", "--json").code == 2
