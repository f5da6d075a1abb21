"""The store's file is private, and whatever is wrong with it is said in words while nothing of it is lost."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stored_values import intake_of, kept, reminder_of

from taper.core.errors import StoreFailed
from taper.store import engine
from taper.store.migrate import IfOld
from taper.store.store import Store

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a closed store with plan A and a few hundred records."""
    path = tmp_path / "home" / "taper.db"
    with Store.open(path) as store:
        store.keep(kept("A"))
        store.claim(reminder_of(number) for number in range(300))
    return path


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_every_file_are_for_the_person_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "new" / "taper.db"
        with Store.open(path) as store, store.transaction():
            store.set_meta("tick", "one")
            assert {mode(file) for file in path.parent.iterdir()} == {0o600}
            assert {file.name for file in path.parent.iterdir()} == {"taper.db", "taper.db-journal"}
        assert mode(path.parent) == 0o700
        assert [file.name for file in path.parent.iterdir()] == ["taper.db"]
    finally:
        os.umask(before)


def test_a_store_that_others_could_read_is_made_private(path: Path) -> None:
    path.chmod(0o644)
    Store.open(path).close()
    assert mode(path) == 0o600


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Store.open(tmp_path / "taper.db").close()
    assert mode(tmp_path) == 0o755


def test_the_pragmas_are_as_designed(path: Path) -> None:
    with closing(engine.connect(path)) as connection:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_store_may_be_refused_where_it_is_not_to_be_created(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="no store at"):
        Store.open(tmp_path / "taper.db", if_old=IfOld.REFUSE)
    assert list(tmp_path.iterdir()) == []


DAMAGES = {
    "empty": lambda content: b"",
    "text": lambda content: b"These are my notes, not a store. " * 400,
    "header": lambda content: b"\xde\xad\xbe\xef" * 25 + content[100:],
    "cut short": lambda content: content[: len(content) // 2 // 4096 * 4096],
    "cut in a page": lambda content: content[: len(content) - 1000],
    "pages overwritten": lambda content: content[:8192] + b"\x55" * (len(content) - 8192),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_said_to_be_so_and_left_untouched(path: Path, damage: str) -> None:
    content = DAMAGES[damage](path.read_bytes())
    path.write_bytes(content)
    with pytest.raises(StoreFailed, match=r"store .*taper\.db.*[Nn]othing was changed") as caught:
        Store.open(path)
    assert caught.value.exit_code == 6
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["taper.db"]


def test_damage_that_happens_while_the_store_is_open_is_said_too(path: Path) -> None:
    with Store.open(path) as store:
        content = path.read_bytes()
        path.write_bytes(content[:8192])
        with pytest.raises(StoreFailed, match="damaged"):
            store.reminders()
        path.write_bytes(content)
        assert len(store.reminders()) == 300


def test_a_store_that_vanished_is_not_made_anew_while_it_is_open(path: Path) -> None:
    with Store.open(path) as store:
        path.unlink()
        with pytest.raises(StoreFailed, match="cannot be opened"):
            store.set_meta("tick", "one")
        assert not path.exists()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE plan_version SET content = '{\"steps\": 3}'", "plan A, version 1: .*steps"),
        ("UPDATE plan_version SET content = 'not json'", "plan A, version 1"),
        ("UPDATE plan_version SET content = '[]'", "plan A, version 1"),
        ("UPDATE plan_version SET change = 'lost'", "lost"),
        ("UPDATE plan SET stored_at = 'yesterday'", "content could not be read"),
        ("DELETE FROM plan_version", "plan A has no version"),
        ("DROP TABLE plan_version", "no such table"),
    ],
)
def test_a_record_that_stands_for_nothing_is_named(path: Path, change: str, found: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(change)
    with Store.open(path) as store, pytest.raises(StoreFailed, match=found):
        store.kept_plans()


def test_a_path_through_a_file_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreFailed, match=r"Not a directory|File exists"):
        Store.open(tmp_path / "file" / "taper.db")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_the_place_of_the_store_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "taper.db").mkdir()
    with pytest.raises(StoreFailed, match="cannot be opened"):
        Store.open(tmp_path / "taper.db")


def test_a_store_that_another_program_keeps_locked_is_said_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    with Store.open(path) as store, closing(engine.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (lambda: store.set_meta("tick", "one"), store.kept_plans, lambda: Store.open(path)):
            with pytest.raises(StoreFailed, match="locked"):
                attempt()
        other.execute("ROLLBACK")
        store.set_meta("tick", "one")


def test_a_full_disk_is_said_in_words_and_what_was_stored_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = engine.connect

    def connect_to_a_full_disk(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
        connection = connect(path, foreign_keys=foreign_keys)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    with Store.open(path) as store:
        monkeypatch.setattr(engine, "connect", connect_to_a_full_disk)
        with pytest.raises(StoreFailed, match="disk is full"):
            store.claim(reminder_of(number) for number in range(1000, 3000))
        monkeypatch.undo()
        assert len(store.reminders()) == 300
        assert store.kept_plans() == (kept("A"),)


FAILING_DISK = """
import resource, sys
from pathlib import Path
sys.path[:0] = {path!r}
from stored_values import kept, reminder_of
from taper.core.errors import StoreFailed
from taper.store.store import Store
store = Store.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (Path(sys.argv[1]).stat().st_size, resource.RLIM_INFINITY))
try:
    store.claim(reminder_of(number) for number in range(1000, 3000))
except StoreFailed as error:
    print(error, len(store.reminders()))
"""


def run(script: str, *arguments: str) -> str:
    """What a Python program of its own prints."""
    filled = script.format(path=sys.path)
    return subprocess.run(
        [sys.executable, "-c", filled, *arguments], check=True, capture_output=True, text=True, timeout=60
    ).stdout


def test_a_disk_that_takes_no_more_is_said_in_words_and_what_was_stored_stays(path: Path) -> None:
    assert run(FAILING_DISK, str(path)).endswith("Then try again. 300\n")
    with Store.open(path) as store:
        assert len(store.reminders()) == 300


FAILING_CREATION = """
import resource, sys
from pathlib import Path
sys.path[:0] = {path!r}
from taper.core.errors import StoreFailed
from taper.store import upgrade
from taper.store.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, resource.RLIM_INFINITY))
try:
    Store.open(Path(sys.argv[1]))
except StoreFailed as error:
    print(error)
"""


def test_a_store_that_cannot_be_created_whole_is_not_there_at_all(tmp_path: Path) -> None:
    assert "failed to read or write" in run(FAILING_CREATION, str(tmp_path / "taper.db"))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def others_place() -> Iterator[Path]:
    """A folder that another user can come to."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


READ_ONLY = """
import os, sys
from pathlib import Path
sys.path[:0] = {path!r}
from stored_values import kept
from taper.core.errors import StoreFailed
from taper.store import upgrade
from taper.store.store import Store
if os.geteuid() == 0:  # modes do not hold for root
    os.setuid(65534)
try:
    store = Store.open(Path(sys.argv[1]))
    print(len(store.kept_plans()), "plan")
    store.set_meta("tick", "one")
except StoreFailed as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "plans", "found"),
    [
        (0o400, 0o755, "1 plan", "read-only"),
        (0o600, 0o555, "1 plan", "read-only|cannot be opened"),
        (0o000, 0o755, "", "cannot be opened"),
        (0o600, 0o000, "", "Permission denied"),
    ],
)
def test_a_store_that_may_not_be_written_can_be_read_and_says_so(
    others_place: Path, file_mode: int, folder_mode: int, plans: str, found: str
) -> None:
    path = others_place / "taper.db"
    with Store.open(path) as store:
        store.keep(kept("A"))
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
        os.chown(others_place, NOBODY, NOBODY)
    path.chmod(file_mode)
    others_place.chmod(folder_mode)
    printed = run(READ_ONLY, str(path))
    assert printed.startswith(plans)
    assert any(words in printed for words in found.split("|"))
    others_place.chmod(0o755)
    path.chmod(0o600)
    with Store.open(path) as store:
        assert store.kept_plans() == (kept("A"),)
        store.record_intake(intake_of(1))
