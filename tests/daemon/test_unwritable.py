"""A disk that takes nothing: reminders go on and come once, answers are refused in words, and all is written later."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from daemonplans import at, keep, kept
from fakes import FakeNotifier, desk_with, look
from livedaemon import LiveDaemon, paths_of
from smalldisk import fill_up, small_disk

from taper.app.desk import Desk
from taper.app.operations import perform
from taper.client import RefusedError
from taper.core.errors import StoreFailed
from taper.core.record import Outcome
from taper.daemon.steady import SteadyStore
from taper.store import engine, store

DOSE = "A: 1\N{NO-BREAK SPACE}tablet of 5\N{NO-BREAK SPACE}mg · 08:00"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The daemon's desk at 08:00 with one plan."""
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk, SteadyStore(desk.paths.store) as steady:
        yield replace(desk, store=steady)


def steady_of(desk: Desk) -> SteadyStore:
    """The desk's store."""
    assert isinstance(desk.store, SteadyStore)
    return desk.store


@contextmanager
def read_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every connection can only read meanwhile, as SQLite's own says."""

    def connect(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode=ro"
        return sqlite3.connect(uri, uri=True, isolation_level=None)

    with monkeypatch.context() as changed:
        changed.setattr(engine, "connect", connect)
        yield


def test_what_cannot_be_written_is_said_once_and_written_when_it_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten looks on a read-only disk say the dose once; its later attempt replaces the first; then all of it is kept."""
    notifier = FakeNotifier()
    with read_only(monkeypatch):
        for _ in range(10):
            look(desk, notifier, at("08:00"))
        assert len(notifier.sent) == 1
        look(desk, notifier, at("08:10"))
        assert [message.key for message in notifier.sent] == ["a" * 8] * 2
        assert notifier.replaced[1] is not None
        assert steady_of(desk).failure is not None
        with pytest.raises(StoreFailed, match="read-only"):
            perform(desk, "take", {"plan": "A", "intake_id": "i1"})
    steady_of(desk).catch_up()
    assert (steady_of(desk).failure, steady_of(desk).waiting) == (None, 0)
    with store.Store(desk.paths.store) as written:
        assert [reminder.outcome for reminder in written.reminders()] == [Outcome.SHOWN] * 2
        assert [reminder.server_id for reminder in written.reminders()] == [1, 2]
    look(desk, notifier, at("08:10"))
    assert len(notifier.sent) == 2


def test_a_restart_on_such_a_disk_may_repeat_and_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notifier = FakeNotifier()
    with read_only(monkeypatch):
        look(desk, notifier, at("08:00"))
        with SteadyStore(desk.paths.store) as another_life:
            look(replace(desk, store=another_life), notifier, at("08:00"))
            look(replace(desk, store=another_life), notifier, at("20:00"))
    assert [message.title.partition(" · ")[2] for message in notifier.sent] == ["08:00", "08:00", "20:00"]


def test_a_dose_answered_before_the_disk_failed_has_its_bubble_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = FakeNotifier()
    look(desk, notifier, at("08:00"))
    perform(desk, "take", {"plan": "A", "intake_id": "i1"})
    with read_only(monkeypatch):
        for _ in range(3):
            look(desk, notifier, at("08:01"))
        assert notifier.open == {}
        (reminder,) = desk.store.reminders()
        assert reminder.outcome is Outcome.WITHDRAWN
        assert desk.store.reminder_at(notifier.server, 1) == reminder
    steady_of(desk).catch_up()
    with store.Store(desk.paths.store) as written:
        assert written.reminders() == (reminder,)


def test_a_failing_write_inside_a_transaction_undoes_all_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreFailed), read_only(monkeypatch), desk.store.transaction():
        desk.store.set_meta("tick", "one")
    assert desk.store.meta("tick") is None


def test_nothing_is_written_into_a_damaged_store(desk: Desk) -> None:
    steady, notifier = steady_of(desk), FakeNotifier()
    steady.damage = StoreFailed("damaged")
    content = desk.paths.store.read_bytes()
    look(desk, notifier, at("08:00"))
    look(desk, notifier, at("08:00"))
    with pytest.raises(StoreFailed, match="damaged"):
        perform(desk, "take", {"plan": "A", "intake_id": "i1"})
    assert desk.paths.store.read_bytes() == content
    assert len(notifier.sent) == 1


@pytest.mark.daemon
def test_a_full_disk_under_a_living_daemon(tmp_path: Path) -> None:
    """A real full disk: the dose is said once, an intake is exit 6 in words, and with room again all is recorded."""
    home = tmp_path / "disk"
    with small_disk(home):
        keep(paths_of(home).store, kept())
        with LiveDaemon(home, clock="2026-12-01T07:00:00Z") as daemon:
            daemon.wait_looked()
        (home / "said").write_text("\n")  # it has a block of the disk, as a terminal needs none
        fill_up(home)
        with LiveDaemon(home, clock="2026-12-01T08:00:00Z") as daemon:
            daemon.wait_said(DOSE)
            for _ in range(5):
                status = daemon.wait_looked()
            assert "disk is full" in status["store_trouble"]
            assert status["reminders_waiting"] == 1
            with pytest.raises(RefusedError, match=r"disk is full. Make room there. Nothing was changed") as refused:
                daemon.call("take", plan="A", intake_id="i1")
            assert refused.value.error["exit"] == 6
            assert daemon.said().count(DOSE) == 1
            assert daemon.said().count("taper cannot write anything down") == 1
            (home / "filling").unlink()
            assert daemon.wait_looked()["store_trouble"] is None
            daemon.call("take", plan="A", intake_id="i1")
            assert [entry["intake"] for entry in daemon.call("log")] == ["i1"]
            with daemon.store() as written:
                (reminder,) = written.reminders()
            assert daemon.said().count(DOSE) == 1
    assert reminder.outcome in (Outcome.SHOWN, Outcome.WITHDRAWN)


@pytest.mark.daemon
def test_a_read_only_file_under_a_living_daemon(tmp_path: Path) -> None:
    """A store mounted read-only: reminded once, refused in words, nothing half-written."""
    home = tmp_path / "disk"
    path = home / "taper.db"
    with small_disk(home):
        keep(path, kept())
        subprocess.run(["mount", "--bind", str(path), str(path)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(path)], check=True)
        try:
            with LiveDaemon(home, clock="2026-12-01T08:00:00Z") as daemon:
                daemon.wait_said(DOSE)
                daemon.wait_looked()
                assert "read-only" in daemon.wait_looked()["store_trouble"]
                with pytest.raises(RefusedError, match="read-only"):
                    daemon.call("take", plan="A", intake_id="i1")
                assert daemon.said().count(DOSE) == 1
        finally:
            subprocess.run(["umount", "--lazy", str(path)], check=True)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM intake").fetchone() == (0,)
