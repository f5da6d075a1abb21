"""Backups are whole or not there, the right ones are dropped, and what stands in the store's place is never lost."""

from __future__ import annotations

import os
import random
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stored_values import NOW, intake_of, kept

from taper.core.errors import StoreFailed
from taper.store import placing
from taper.store.backups import DAYS, NEWEST, WEEKS, Backup, Why, backups_of, folder_of, newest_good, to_drop
from taper.store.contents import look_into
from taper.store.copying import EVERY, back_up, back_up_when_due
from taper.store.migrate import VERSIONS, create
from taper.store.placing import draft_beside, place, set_aside
from taper.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a closed store with a plan and an intake."""
    path = tmp_path / "home" / "taper.db"
    with Store.open(path) as store:
        store.keep(kept("A"))
        store.record_intake(intake_of(1))
    return path


def test_a_backup_holds_every_row_and_is_private(path: Path) -> None:
    before = os.umask(0)
    try:
        made = back_up(path, now=NOW, why=Why.CHANGED)
    finally:
        os.umask(before)
    assert look_into(made.path) == look_into(path)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert [file.name for file in folder_of(path).iterdir()] == ["taper-0001-20261201T130507Z.db"]


def test_one_is_due_when_something_was_entered_and_an_hour_is_over(path: Path) -> None:
    assert back_up_when_due(path, now=NOW) is not None
    with Store(path) as store:
        store.set_meta("tick", "one")
        assert back_up_when_due(path, now=NOW + EVERY) is None, "nothing was entered"
        store.record_intake(intake_of(2))
        assert back_up_when_due(path, now=NOW + EVERY - timedelta(seconds=1)) is None, "it is not yet time"
        assert back_up_when_due(path, now=NOW + EVERY) is not None
        store.record_intake(intake_of(3))
        assert back_up_when_due(path, now=NOW - timedelta(days=900)) is not None, "a clock that went back hinders none"
    assert [backup.number for backup in backups_of(path)] == [3, 2, 1], "the newest is known whatever the clock said"


def test_an_empty_store_needs_none(tmp_path: Path) -> None:
    create(tmp_path / "taper.db")
    assert back_up_when_due(tmp_path / "taper.db", now=NOW) is None


def made_at(*times: datetime) -> list[Backup]:
    """Automatic backups made at these times, in this order."""
    return [Backup(Path(f"{number}.db"), at, number, Why.CHANGED) for number, at in enumerate(times, 1)]


def test_the_newest_the_last_of_each_day_and_of_each_week_are_kept() -> None:
    """A year of one an hour: the last three, seven days, four weeks; ten at most, as some are the same."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    backups = made_at(*(start + timedelta(hours=hour) for hour in range(365 * 24)))
    dropped = set(to_drop(backups))
    left = [backup for backup in backups if backup not in dropped]
    assert [backup.made_at.isoformat(timespec="hours")[:13] for backup in left] == [
        *("2026-12-13T23", "2026-12-20T23", "2026-12-25T23", "2026-12-26T23", "2026-12-27T23", "2026-12-28T23"),
        *("2026-12-29T23", "2026-12-30T23", "2026-12-31T21", "2026-12-31T22", "2026-12-31T23"),
    ]


def test_dropping_one_by_one_keeps_what_dropping_at_once_keeps() -> None:
    """However the times lie, after each new one at most 14 are kept, and the newest three are among them."""
    chance, backups, at = random.Random(7), [], NOW
    for number in range(1, 400):
        at += timedelta(hours=chance.choice([1, 1, 5, 30, 200, -40]))
        backups.append(Backup(Path(f"{number}.db"), at, number, Why.CHANGED))
        dropped = set(to_drop(backups))
        backups = [backup for backup in backups if backup not in dropped]
        assert len(backups) <= NEWEST + DAYS + WEEKS
        assert [backup.number for backup in backups[-3:]] == list(range(max(1, number - 2), number + 1))


def test_what_a_person_asked_for_or_put_away_is_never_dropped() -> None:
    old = [replace(one, why=why) for why in Why if why is not Why.CHANGED for one in made_at(NOW)]
    assert to_drop([*old, *made_at(*(NOW + timedelta(days=day) for day in range(60)))]) != ()
    assert not set(to_drop([*old, *made_at(*(NOW + timedelta(days=day) for day in range(60)))])) & set(old)


def test_an_older_backup_is_dropped_only_when_the_new_one_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(NEWEST):
        back_up(path, now=NOW + timedelta(minutes=number), why=Why.CHANGED)
    names = {file.name for file in folder_of(path).iterdir()}
    with monkeypatch.context() as failing:
        failing.setattr(placing, "sync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StoreFailed, match="disk is full"):
            back_up(path, now=NOW + timedelta(hours=1), why=Why.CHANGED)
    assert {file.name for file in folder_of(path).iterdir()} == names
    back_up(path, now=NOW + timedelta(hours=1), why=Why.CHANGED)
    assert len(names - {file.name for file in folder_of(path).iterdir()}) == 1


def test_a_damaged_store_makes_no_backup_and_drops_none(path: Path) -> None:
    good = back_up(path, now=NOW, why=Why.CHANGED)
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\x55" * (len(content) - 8192))
    with pytest.raises(StoreFailed, match="damaged"):
        back_up_when_due(path, now=NOW + timedelta(days=1))
    assert [backup.path for backup in backups_of(path)] == [good.path]


def test_the_newest_good_one_passes_over_damaged_newer_and_replaced_ones(path: Path) -> None:
    good = back_up(path, now=NOW, why=Why.CHANGED)
    back_up(path, now=NOW, why=Why.REPLACED)
    back_up(path, now=NOW, why=Why.CHANGED).path.write_bytes(b"")
    found = newest_good(path, versions=VERSIONS)
    assert found is not None
    assert found[0] == good
    assert newest_good(path, versions=VERSIONS[:1]) is None


def test_a_file_is_placed_whole_and_never_over_another_with_and_without_links(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    for link in (os.link, no_links):
        monkeypatch.setattr(os, "link", link)
        taken, free = path.with_name("taken"), path.with_name(f"free-{link.__name__}")
        taken.write_text("mine")
        with draft_beside(path) as draft:
            draft.write_text("whole")
            with pytest.raises(FileExistsError):
                place(draft, taken)
            place(draft, free)
        assert (taken.read_text(), free.read_text()) == ("mine", "whole")
    assert not list(path.parent.glob(".taper.db-*"))


def test_what_is_set_aside_takes_its_journals_along_and_overwrites_nothing(path: Path) -> None:
    for content in (b"one", b"two"):
        path.write_bytes(content)
        for suffix in ("-journal", "-wal"):
            path.with_name(path.name + suffix).write_bytes(content + suffix.encode())
        aside = set_aside(path, word="damaged", now=NOW)
        assert aside is not None
        assert aside.read_bytes() == content
        assert aside.with_name(f"{aside.name}-journal").read_bytes() == content + b"-journal"
    assert {file.name for file in path.parent.iterdir()} == {
        f"taper.db.damaged-20261201T130507Z{count}{suffix}"
        for count in ("", ".1")
        for suffix in ("", "-journal", "-wal")
    }


def test_a_journal_without_its_store_does_not_get_into_the_next_one(path: Path) -> None:
    """SQLite would take it for the new store's own, and undo the new store with it."""
    journal = path.with_name("taper.db-journal")
    with Store(path) as store, store.transaction():
        store.record_intake(intake_of(2))
        content = journal.read_bytes()
    path.unlink()
    journal.write_bytes(content)
    Store.open(path).close()
    look_into(path)
    assert not journal.exists()
    assert path.with_name("taper.db.left-over-journal").read_bytes() == content
