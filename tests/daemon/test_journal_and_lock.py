"""The daemon's log, and the lock that lets one daemon live."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from taper.clock import StandingClock
from taper.core.errors import DaemonFailed
from taper.daemon import journal as journal_module
from taper.daemon.journal import Journal, older_logs, place_of
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


def test_a_full_log_is_put_aside_and_a_few_older_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 100)
    journal = Journal(tmp_path / "log", CLOCK)
    for number in range(20):
        journal.note(f"event {number}")
    files = [tmp_path / "log", *older_logs(tmp_path / "log")]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    kept = [json.loads(line)["event"] for file in reversed(files) for line in file.read_text().splitlines()]
    assert kept == [f"event {number}" for number in range(20 - len(kept), 20)], "the newest lines, none twice"


def test_under_systemd_the_lines_go_to_its_stream(tmp_path: Path) -> None:
    """JOURNAL_STREAM names standard error: the file stays away. Naming another stream changes nothing."""
    program = (
        "import os, sys; from pathlib import Path; from taper.clock import SystemClock; "
        "from taper.daemon.journal import Journal, journal_stream; found = os.fstat(int(sys.argv[2])); "
        "stream = journal_stream({'JOURNAL_STREAM': f'{found.st_dev}:{found.st_ino}'}); "
        "Journal(Path(sys.argv[1]), SystemClock(), stream=stream).note('dose', plan='p1')"
    )
    log = tmp_path / "log"
    with (tmp_path / "said").open("wb") as said, (tmp_path / "other").open("wb") as other:
        for number in (2, other.fileno()):
            subprocess.run(
                [sys.executable, "-c", program, str(log), str(number)], stderr=said, pass_fds=[number], check=True
            )
    (line,) = (tmp_path / "said").read_text().splitlines()
    assert json.loads(line)["event"] == "dose"
    assert json.loads(log.read_text())["event"] == "dose"


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    Journal(tmp_path, CLOCK).note("dose")


def test_an_error_is_written_down_by_kind_and_place_without_its_words() -> None:
    try:
        raise ValueError("prednisone")
    except ValueError as error:
        place = place_of(error)
    assert place.startswith("ValueError at test_journal_and_lock.py:")
    assert "prednisone" not in place


def test_a_defect_that_ends_the_daemon_is_said_without_its_words(tmp_path: Path) -> None:
    """What systemd writes into its journal of a daemon that broke names no medicine."""
    program = (
        "import sys; from taper.daemon import __main__ as entry\n"
        "def broken(*_, **__): raise KeyError('prednisone')\n"
        "entry.run = broken\n"
        "entry.main(['--no-wait'])"
    )
    env = {**os.environ, "TAPER_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("taper daemon: ended by a defect of taper (KeyError at <string>:2")
    assert "prednisone" not in ended.stderr


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
