"""The daemon's log, and the lock that lets one daemon live."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from taper.clock import StandingClock
from taper.core.errors import DaemonFailed
from taper.daemon import journal as journal_module
from taper.daemon.journal import Journal, place_of
from taper.daemon.lock import holder_of, only_one

CLOCK = StandingClock(datetime(2026, 12, 1, 8, tzinfo=UTC))


def test_a_line_is_one_json_object_in_a_private_file(tmp_path: Path) -> None:
    Journal(tmp_path / "log", CLOCK).note("dose", plan="p1", outcome="shown")
    assert json.loads((tmp_path / "log").read_text()) == {
        "at": "2026-12-01T08:00:00+00:00",
        "event": "dose",
        "plan": "p1",
        "outcome": "shown",
    }
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o600


def test_a_full_log_is_put_aside_and_one_older_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 100)
    journal = Journal(tmp_path / "log", CLOCK)
    for number in range(6):
        journal.note(f"event {number}")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log", "log.1"]
    assert "event 5" in (tmp_path / "log").read_text()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    Journal(tmp_path, CLOCK).note("dose")


def test_an_error_is_written_down_by_kind_and_place_without_its_words() -> None:
    try:
        raise ValueError("prednisone")
    except ValueError as error:
        place = place_of(error)
    assert place.startswith("ValueError at test_journal_and_lock.py:")
    assert "prednisone" not in place


def test_the_lock_says_who_holds_it_and_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "lock"
    assert holder_of(path) is None
    with only_one(path, patience=0):
        assert holder_of(path) == os.getpid()
    assert holder_of(path) is None


def test_a_second_holder_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    with (
        only_one(tmp_path / "lock", patience=0),
        pytest.raises(DaemonFailed, match=f"process {os.getpid()}"),
        only_one(tmp_path / "lock", patience=0),
    ):
        pass


def test_a_lock_file_that_was_replaced_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with only_one(path, patience=0):
        path.unlink()
        with only_one(path, patience=0):
            assert holder_of(path) == os.getpid()


def test_a_lock_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(DaemonFailed, match=r"file/lock.*see that the folder exists"),
        only_one(tmp_path / "file" / "lock", patience=0),
    ):
        pass
