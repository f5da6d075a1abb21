"""What each released version wrote is read by this one as it was entered."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from old_stores import FOLDER, fill, store_from
from stored_values import NOW

from taper.store.backups import Why, backups_of
from taper.store.contents import look_into
from taper.store.migrate import VERSIONS
from taper.store.restoring import restore
from taper.store.store import Store


def everything_in(store: Store) -> dict[str, object]:
    """All that can be read from a store."""
    return {
        "plans": [asdict(plan) for plan in store.kept_plans()],
        "intakes": store.intakes(),
        "snoozes": store.snoozes(),
        "reminders": store.reminders(),
        "looks": store.next_looks(),
        "said_until": store.meta("said_until"),
        "told": store.told("A"),
        "notes": store.notes(),
        "checked_in": store.checked_in("A"),
    }


def test_every_version_has_its_store() -> None:
    """Who adds a version runs tests/store/old_stores.py and keeps what it writes."""
    assert sorted(file.stem for file in FOLDER.glob("*.sql")) == [f"v{version}" for version in VERSIONS]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_each_version_is_migrated_and_reads_as_it_was_entered(tmp_path: Path, version: str) -> None:
    old, path = tmp_path / "old" / "taper.db", tmp_path / "new" / "taper.db"
    old.parent.mkdir()
    store_from(version, old)
    assert look_into(old).version == version
    with Store.open(path) as expected, Store.open(old) as found:
        fill(expected, version=version)
        assert everything_in(found) == everything_in(expected)
    copies = [backup for backup in backups_of(old) if backup.why is Why.MIGRATED]
    assert [look_into(copy.path).version for copy in copies] == ([version] if version != VERSIONS[-1] else [])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_backup_of_each_version_is_migrated_after_it_is_restored(tmp_path: Path, version: str) -> None:
    backup, path = tmp_path / "backup.db", tmp_path / "taper.db"
    store_from(version, backup)
    content = backup.read_bytes()
    Store.open(path).close()
    restore(path, backup, now=NOW)
    assert look_into(path).version == VERSIONS[-1]
    assert backup.read_bytes() == content
    with Store.open(path) as store:
        assert [plan.id for plan in store.kept_plans()] == ["A", "B"]
        assert len(store.intakes()) == 3
