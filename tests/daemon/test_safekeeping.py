"""The record under a living daemon: deleted, replaced, damaged, restored. A real process, printing its notices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from daemonplans import keep, kept, plan_of
from livedaemon import LiveDaemon, paths_of

from taper.client import RefusedError
from taper.core.record import Outcome
from taper.store.backups import Why, backups_of
from taper.store.store import Store

pytestmark = pytest.mark.daemon

EIGHT = "2026-12-01T08:00:00Z"
DOSE = "A: 1\N{NO-BREAK SPACE}tablet of 5\N{NO-BREAK SPACE}mg · 08:00"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    keep(paths_of(home).store, kept())
    return home


def events(daemon: LiveDaemon, event: str) -> list[str]:
    """The outcomes of an event in the log."""
    lines = map(json.loads, daemon.paths.log.read_text().splitlines())
    return [line.get("outcome", "") for line in lines if line["event"] == event]


def test_a_store_that_is_deleted_under_it_is_put_back_whole_and_said(home: Path) -> None:
    """Nothing is lost, nothing is reminded of twice, and log and status say it."""
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_said(DOSE)
        daemon.call("take", plan="A", intake_id="i1")
        daemon.wait_looked()
        daemon.paths.store.unlink()
        assert [entry["intake"] for entry in daemon.call("log")] == ["i1"]
        daemon.paths.store.unlink()
        status = daemon.wait_looked()
        assert "deleted and was put back" in status["store_said"]
        assert (status["plans"], status["store_trouble"]) == (1, None)
        assert events(daemon, "store") == ["deleted", "deleted"]
        assert daemon.said().count(DOSE) == 1
        with daemon.store() as store:
            assert [reminder.outcome for reminder in store.reminders()] == [Outcome.WITHDRAWN]


def test_an_empty_store_in_its_place_is_kept_aside_and_the_known_one_put_back(home: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "empty.db").close()
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_looked()
        (tmp_path / "empty.db").replace(daemon.paths.store)
        assert [plan["label"] for plan in daemon.call("list")] == ["A"]
        (aside,) = daemon.home.glob("taper.db.replaced-*")
        assert events(daemon, "store") == ["replaced by an empty store"]
    with Store.open(aside) as store:
        assert store.kept_plans() == ()


def test_a_damaged_file_in_its_place_is_refused_then_kept_aside_at_the_next_look(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"no store" * 5000)
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_looked()
        (tmp_path / "bad").replace(daemon.paths.store)
        with pytest.raises(RefusedError, match="not a database"):
            daemon.call("list")
        daemon.wait_looked()
        daemon.wait_looked()
        assert [plan["label"] for plan in daemon.call("list")] == ["A"]
        (aside,) = daemon.home.glob("taper.db.replaced-*")
        assert aside.read_bytes() == b"no store" * 5000


def test_another_whole_store_in_its_place_counts_and_the_former_is_kept_as_a_backup(home: Path, tmp_path: Path) -> None:
    keep(tmp_path / "other.db", kept(plan_of(label="B"), plan_id="b" * 8))
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_looked()
        (tmp_path / "other.db").replace(daemon.paths.store)
        assert [plan["label"] for plan in daemon.call("list")] == ["B"]
        (former,) = [backup for backup in backups_of(daemon.paths.store) if backup.why is Why.RESCUED]
        with Store.open(former.path) as store:
            assert [plan.label for plan in store.kept_plans()] == ["A"]
        done = daemon.call("restore", file=str(former.path))
        assert [plan["label"] for plan in daemon.call("list")] == ["A"]
        assert done["plans"] == 1


def test_damage_in_place_is_told_reminders_go_on_and_a_restore_mends_it(home: Path) -> None:
    """Commands are refused with the way out; nothing is written into the damaged file; nothing is asked twice."""
    with LiveDaemon(home, clock="2026-12-01T07:00:00Z") as daemon:
        daemon.wait_looked()
        (backup,) = backups_of(daemon.paths.store)
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_said(DOSE)
        content = daemon.paths.store.read_bytes()
        damaged = content[: len(content) - 4096] + b"\x55" * 4096
        daemon.paths.store.write_bytes(damaged)
        status = daemon.wait_looked()
        daemon.wait_looked()
        assert "is damaged" in status["store_trouble"]
        said = daemon.wait_said("Reminders may be missing: the record of taper is damaged")
        assert said.count("Reminders may be missing") == 1
        with pytest.raises(RefusedError, match=backup.path.name) as refused:
            daemon.call("take", plan="A", intake_id="i1")
        assert refused.value.error["exit"] == 6
        assert daemon.paths.store.read_bytes() == damaged
        done = daemon.call("restore", file=str(backup.path))
        assert Path(done["kept"]).read_bytes() == damaged
        daemon.call("take", plan="A", intake_id="i1")
        assert [entry["intake"] for entry in daemon.call("log")] == ["i1"]
        assert daemon.wait_looked()["store_trouble"] is None


def test_a_restore_under_a_living_daemon_keeps_what_was_there_and_can_be_undone(home: Path) -> None:
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_said(DOSE)
        daemon.wait_looked()
        before = backups_of(daemon.paths.store)[0]
        daemon.call("take", plan="A", intake_id="i1")
        done = daemon.call("restore", file=str(before.path))
        assert daemon.call("log") == []
        assert done["now"]["intakes"] == 1
        assert f"taper restore {Path(done['kept']).name}" in done["text"]
        daemon.call("restore", file=done["kept"])
        assert [entry["intake"] for entry in daemon.call("log")] == ["i1"]
        assert daemon.errors() == ""


def test_a_record_that_cannot_be_opened_at_the_start_is_told_before_it_ends(home: Path) -> None:
    """Started with the session nobody reads its errors; the file is left as it is."""
    content = b"no store" * 5000
    paths_of(home).store.write_bytes(content)
    daemon = LiveDaemon(home, clock=EIGHT)
    daemon.spawn()
    assert daemon.wait_end() == 6
    assert daemon.said().startswith("No reminders: taper cannot open its record")
    assert "madeupin" not in daemon.said()
    assert paths_of(home).store.read_bytes() == content
