"""`taper backup` and `taper restore`: what is shown, what is kept, what is refused, and how it ends."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from commandline import BURST, Cli
from livedaemon import LiveDaemon

from taper.daemon.lock import only_one
from taper.store.backups import backups_of


@pytest.fixture
def store(cli: Cli, home: Path) -> Path:
    """The path of a store with plan A, of which one backup was made by itself."""
    cli.kept()
    path = home / "taper.db"
    assert len(backups_of(path)) == 1
    return path


def labels(cli: Cli) -> list[str]:
    """The labels of the plans that are kept."""
    return [plan["label"] for plan in cli("list", "--json").json]


def test_the_first_change_makes_a_backup_and_the_next_within_the_hour_none(cli: Cli, store: Path) -> None:
    cli("take", "A", "--json")
    assert len(backups_of(store)) == 1
    cli("note", "dizzy", at="2026-12-01T14:05:01Z")
    assert [backup.made_at.hour for backup in backups_of(store)] == [14, 13]
    cli("list", at="2026-12-03T14:05:01Z")
    assert len(backups_of(store)) == 2, "looking changes nothing, so there is nothing to back up"


def test_a_backup_is_private_and_its_name_tells_nothing(cli: Cli, store: Path) -> None:
    made = Path(cli("backup", "--json").json["file"])
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert made.name == "taper-0002-20261201T130500Z-asked.db"


def test_a_backup_goes_where_it_is_wished_and_never_over_a_file(cli: Cli, store: Path, tmp_path: Path) -> None:
    wished = tmp_path / "copy.db"
    assert cli("backup", str(wished), "--json").json["plans"] == 1
    content = wished.read_bytes()
    assert cli("backup", str(wished)).code == 3
    assert wished.read_bytes() == content
    assert cli("backup", str(tmp_path / "nowhere" / "copy.db")).code == 4


def test_restore_alone_lists_the_backups_with_what_they_hold(cli: Cli, store: Path) -> None:
    cli("backup")
    (folder := store.parent / "backups").joinpath("taper-0009-20261130T000000Z.db").write_bytes(b"rubbish" * 999)
    found = cli("restore", "--json").json
    assert [(backup["why"], backup["good"]) for backup in found] == [
        ("changed", False),
        ("asked", True),
        ("changed", True),
    ]
    shown = " ".join(cli("restore").out.split())
    assert "taper-0009-20261130T000000Z.db: cannot be used" in shown
    assert "1 plan, 0 records, the newest entry of Tue 1 December 2026" in shown
    assert len(list(folder.iterdir())) == 3


def test_a_restore_is_shown_first_with_what_would_be_missing(cli: Cli, store: Path) -> None:
    cli("take", "A")
    cli("note", "A", "dizzy", "--json")
    content = store.read_bytes()
    shown = cli("restore", "--newest", "--dry-run")
    assert (shown.code, store.read_bytes()) == (0, content)
    assert "Now: 1 plan, 1 record, the newest entry of Tue 1 December 2026" in shown.out
    assert "1 record and 1 note fewer" in " ".join(shown.out.split())
    preview = cli("restore", "--newest", "--dry-run", "--json").json
    assert (preview["plans"], preview["intakes"], preview["now"]["intakes"]) == (1, 0, 1)


def test_it_wants_a_yes(cli: Cli, store: Path) -> None:
    content = store.read_bytes()
    assert cli("restore", "--newest").code == 3
    assert store.read_bytes() == content


def test_what_was_there_is_kept_and_the_restore_can_be_undone(cli: Cli, store: Path) -> None:
    cli("take", "A")
    done = cli("restore", "--newest", "--yes", "--json").json
    assert cli("log", "--json").json == []
    kept = Path(done["kept"])
    assert f"undo this with: taper restore {kept.name}" in done["text"]
    assert cli("restore", kept.name, "--yes").code == 0
    assert len(cli("log", "--json").json) == 1


def test_a_damaged_store_is_exit_6_with_the_way_out_and_is_kept_aside(cli: Cli, store: Path) -> None:
    content = b"\x55" * store.stat().st_size
    store.write_bytes(content)
    for command in (("list",), ("take", "A"), ("add", BURST, "--start", "2026-12-02", "--yes")):
        refused = cli(*command)
        assert refused.code == 6
        said = " ".join(refused.err.split())
        assert "taper-0001-20261201T130500Z.db" in said
        assert "taper restore --newest" in said
        assert "what was entered after that is not in it" in said
    assert store.read_bytes() == content
    shown = cli("restore", "--newest", "--yes")
    assert shown.code == 0
    assert "the damaged file was last written" in " ".join(shown.out.split())
    (aside,) = store.parent.glob("taper.db.damaged-20261201T130500Z")
    assert aside.read_bytes() == content
    assert labels(cli) == ["A"]


def test_a_store_that_is_gone_is_not_made_anew_where_a_backup_holds_plans(cli: Cli, store: Path) -> None:
    store.unlink()
    for command in (("list",), ("add", BURST, "--start", "2026-12-02", "--yes")):
        refused = cli(*command)
        assert refused.code == 6
        assert "No new one was made" in " ".join(refused.err.split())
    assert not store.exists()
    assert cli("restore", "--newest", "--yes").code == 0
    assert labels(cli) == ["A"]


def test_beginning_anew_is_a_choice_and_keeps_everything(cli: Cli, store: Path) -> None:
    done = cli("restore", "--empty", "--yes", "--json").json
    assert labels(cli) == []
    assert cli("restore", Path(done["kept"]).name, "--yes").code == 0
    assert labels(cli) == ["A"]


def test_a_backup_of_a_newer_version_is_refused_in_words(cli: Cli, store: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    cli("backup", str(newer))
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    content = store.read_bytes()
    refused = cli("restore", str(newer), "--yes")
    assert refused.code == 6
    assert "made by a newer taper" in " ".join(refused.err.split())
    assert store.read_bytes() == content


@pytest.mark.parametrize(("file", "code"), [("no-such.db", 4), ("", 4), ("\udcff", 4)])
def test_a_backup_that_is_none_is_a_sentence(cli: Cli, store: Path, file: str, code: int) -> None:
    assert cli("restore", file, "--yes").code == code


def test_damaged_backups_are_passed_over_by_newest(cli: Cli, store: Path) -> None:
    cli("backup")
    backups_of(store)[0].path.write_bytes(b"rubbish" * 999)
    assert cli("restore", "--newest", "--dry-run", "--json").json["file"].endswith("taper-0001-20261201T130500Z.db")


def test_beside_a_mute_daemon_nothing_is_restored(cli: Cli, store: Path) -> None:
    """Whoever holds the daemon's lock and does not answer keeps the store: exit 6, nothing changed."""
    content = store.read_bytes()
    with only_one(store.with_name("taper.lock"), patience=0):
        refused = cli("restore", "--newest", "--yes")
    assert refused.code == 6
    assert store.read_bytes() == content


@pytest.mark.daemon
def test_a_running_daemon_restores_and_reminds_of_what_came_back(cli: Cli, store: Path, home: Path) -> None:
    cli.kept("--strength", "350 mg", text="carisoprodol 350 mg at 14:00 for 3 days, then stop", label="B")
    with LiveDaemon(home, clock="2026-12-01T14:00:00Z") as daemon:
        daemon.wait_said("14:00")
        done = cli("restore", "taper-0001-20261201T130500Z.db", "--yes", "--json").json
        assert [plan["label"] for plan in daemon.call("list")] == ["A"]
        assert cli("restore", Path(done["kept"]).name, "--yes").code == 0
        assert sorted(plan["label"] for plan in daemon.call("list")) == ["A", "B"]
        assert daemon.wait_looked()["store_trouble"] is None


def test_a_purge_takes_the_backups_too(cli: Cli, store: Path, home: Path) -> None:
    cli("backup")
    cli("restore", "--newest", "--yes")
    assert cli("uninstall", "--purge", "--type", "delete everything").code == 0
    assert not home.exists()


def test_deleting_a_plan_says_that_backups_still_hold_it(cli: Cli, store: Path) -> None:
    assert "The backups made so far still hold it" in cli("delete", "A", "--type", "A").err


def test_a_backup_that_cannot_be_made_is_said_and_the_record_is_kept(cli: Cli, home: Path) -> None:
    """What was asked is done all the same."""
    home.mkdir()
    (home / "backups").write_text("a file in the place of the folder")
    added = cli("add", BURST, "--start", "2026-12-02", "--strength", "10 mg", "--yes")
    assert added.code == 0
    assert "the backup of this hour is not" in " ".join(added.err.split())
    assert len(labels(cli)) == 1
