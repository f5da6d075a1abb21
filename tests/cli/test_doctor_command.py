"""`taper doctor` on real states of this machine: real files, real daemons, a real notification server."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from commandline import AT, FOUR_A_DAY, Cli
from desktop import Desktop, until
from livedaemon import LiveDaemon, paths_of

from taper.cli import ask
from taper.clocksync import clock_sync
from taper.daemon.lock import only_one
from taper.settings import Paths
from taper.store.migrate import SCRIPTS, VERSIONS
from taper.store.upgrade import upgrade


@pytest.fixture
def cli(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs commands in this process, on a clock that stands still, without a session bus."""
    settings = {"TAPER_HOME": str(home), "TAPER_CLOCK": AT, "TZ": "UTC", "COLUMNS": "80"}
    for name, value in {**settings, "XDG_CONFIG_HOME": str(tmp_path / "config")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(ask, "_told", set())
    return Cli(monkeypatch)


@pytest.fixture
def paths(cli: Cli, home: Path) -> Paths:
    """A home with a plan in its store."""
    cli.kept("--strength", "350 mg", text=FOUR_A_DAY)
    return paths_of(home)


def check(cli: Cli, name: str) -> dict[str, Any]:
    """What doctor says under that name, and the exit code."""
    result = cli("doctor", "--json")
    (found,) = [one for one in result.json["checks"] if one["name"] == name]
    assert result.code == (0 if result.json["works"] else 6)
    return {**found, "code": result.code}


def sql(path: Path, *statements: str) -> None:
    """Changes a store behind taper's back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.daemon
@pytest.mark.desktop
def test_with_a_daemon_and_a_server_reminders_will_come(cli: Cli, paths: Paths, desktop: Desktop) -> None:
    """Exit 0, with the server's name; a test reminder was delivered; the table for people says so too."""
    desktop.start_server()
    with LiveDaemon(paths.store.parent, clock="2026-12-01T18:00:00Z", env=desktop.env, notifier="dbus") as daemon:
        daemon.wait_looked()
        found = cli("doctor", "--json", at="2026-12-01T18:00:00Z")
        shown = cli("doctor", at="2026-12-01T18:00:00Z")
        assert daemon.process is not None
        said = {one["name"]: one["said"] for one in found.json["checks"]}
        assert said["daemon"].startswith(f"alive, process {daemon.process.pid}, since Tue 1 Dec 2026 18:00:00")
    assert (found.code, found.json["works"], found.err) == (0, True, "")
    assert "dunst" in said["notifications"]
    assert said["last-delivery"] == "Tue 1 Dec 2026 18:00, shown"
    assert said["last-look"] == "Tue 1 Dec 2026 18:00:00"
    assert said["store-version"] == VERSIONS[-1]
    assert shown.code == 0
    assert "Reminders will come" in shown.out


@pytest.mark.daemon
@pytest.mark.desktop
def test_a_server_that_is_killed_is_a_problem_until_it_is_back(cli: Cli, paths: Paths, desktop: Desktop) -> None:
    """Asked each time anew, through the daemon."""
    with LiveDaemon(paths.store.parent, clock=AT, env=desktop.env, notifier="dbus") as daemon:
        daemon.wait_looked()
        found = check(cli, "notifications")
        assert (found["level"], found["code"]) == ("problem", 6)
        assert "no notification server is running" in found["said"]
        assert "dunst" in found["fix"]
        desktop.start_server()
        until(lambda: check(cli, "notifications")["level"] == "ok", what="the server to be seen")


@pytest.mark.daemon
def test_a_daemon_that_hangs_is_a_problem(cli: Cli, paths: Paths) -> None:
    """It holds the lock and does not answer."""
    with LiveDaemon(paths.store.parent, clock=AT) as daemon:
        assert check(cli, "daemon")["level"] == "ok"
        daemon.pause()
        found = check(cli, "daemon")
        daemon.wake()
    assert daemon.process is None
    assert (found["level"], found["code"]) == ("problem", 6)
    assert "does not answer" in found["said"]
    assert "taper daemon stop" in found["fix"]


@pytest.mark.daemon
def test_switched_off_notifications_and_a_replaced_lock_are_problems(cli: Cli, paths: Paths) -> None:
    """Two states of one living daemon."""
    cli("config", "notifier", "none")
    with LiveDaemon(paths.store.parent, clock=AT, notifier=None) as daemon:
        daemon.wait_looked()
        off = check(cli, "notifications")
        assert (off["level"], off["code"]) == ("problem", 6)
        assert off["fix"] == "taper config notifier auto"
        paths.lock.unlink()
        replaced = check(cli, "lock")
        assert (replaced["level"], replaced["code"]) == ("problem", 6)
        assert "a second one could start" in replaced["said"]


def test_without_a_daemon_reminders_will_not_come(cli: Cli, paths: Paths) -> None:
    """Exit 6; and what would show them is asked from here."""
    found = check(cli, "daemon")
    assert (found["level"], found["code"]) == ("problem", 6)
    assert "taper daemon start" in found["fix"]
    asked = check(cli, "notifications")
    assert "asked from this terminal" in asked["said"]
    assert "Reminders will not come" in cli("doctor").out
    assert paths.store.exists()


def test_on_an_empty_home_nothing_is_made(cli: Cli, home: Path) -> None:
    """A look changes nothing, and a store that is not there yet is no problem of its own."""
    assert check(cli, "store")["level"] == "warn"
    assert not home.exists()


def damage(path: Path) -> None:
    """Overwrites the middle of the file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damage, ""),
        (lambda path: path.write_text("this is no database" * 500), "not a database"),
        (lambda path: path.write_bytes(b""), "it has no tables of taper"),
    ],
    ids=["damaged", "no database", "empty"],
)
def test_a_store_that_cannot_be_used_is_a_problem_and_is_left_as_it_is(
    cli: Cli, paths: Paths, spoil: Callable[[Path], object], said: str
) -> None:
    """The fix names a copy; no byte was changed, no file was made."""
    spoil(paths.store)
    before = {path: path.read_bytes() for path in paths.store.parent.rglob("*") if path.is_file()}
    found = check(cli, "store")
    assert (found["level"], found["code"]) == ("problem", 6)
    assert said in found["said"]
    assert "Nothing was changed or deleted" in found["fix"]
    assert {path: path.read_bytes() for path in paths.store.parent.rglob("*") if path.is_file()} == before


def test_a_store_of_a_newer_version_is_a_problem(cli: Cli, paths: Paths) -> None:
    """It asks for the newest taper."""
    sql(paths.store, "UPDATE alembic_version SET version_num = '9999'")
    found = check(cli, "store-version")
    assert (found["level"], found["code"]) == ("problem", 6)
    assert "9999, which this program does not know" in found["said"]


def test_an_older_store_under_a_daemon_is_a_problem(cli: Cli, home: Path) -> None:
    """The daemon began before the update: it is to be renewed, and nothing is migrated by looking."""
    home.mkdir(mode=0o700)
    paths = paths_of(home)
    paths.store.touch(mode=0o600)
    upgrade(paths.store, to=VERSIONS[-2], scripts=SCRIPTS)
    with only_one(paths.lock, patience=0):
        found = check(cli, "store-version")
    assert (found["level"], found["code"]) == ("problem", 6)
    assert check(cli, "store-version")["level"] == "warn"


def test_another_journal_mode_is_warned_of_and_left(cli: Cli, paths: Paths) -> None:
    """While another program has the file open in WAL mode."""
    with closing(sqlite3.connect(paths.store)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT count(*) FROM plan").fetchall()
        found = check(cli, "journal-mode")
        assert (found["level"], found["said"].split(",")[0]) == ("warn", "wal")
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_record_of_something_gone_is_warned_of(cli: Cli, paths: Paths) -> None:
    """A reminder whose plan is not there."""
    sql(
        paths.store,
        "INSERT INTO reminder (id, plan_id, items, claimed_at, outcome) "
        "VALUES ('r', 'gone', '[]', '2026-12-01 08:00:00.000000', 'shown')",
    )
    found = check(cli, "store")
    assert found["level"] == "warn"
    assert "records refer to something that is gone" in found["said"]


def test_files_that_others_may_read_are_warned_of(cli: Cli, paths: Paths) -> None:
    """The fix is the very command."""
    assert check(cli, "file-modes")["level"] == "ok"
    paths.log.touch()
    paths.log.chmod(0o644)
    paths.store.parent.chmod(0o755)
    found = check(cli, "file-modes")
    assert found["level"] == "warn"
    assert found["fix"] == f"chmod 700 {paths.store.parent}; chmod 600 {paths.log}"
    for one in found["fix"].split("; "):
        subprocess.run(one.split(), check=True)
    assert check(cli, "file-modes")["level"] == "ok"


def test_a_record_from_the_future_says_that_the_clock_was_put_back(cli: Cli, paths: Paths) -> None:
    """Of an intake that this clock has not come to."""
    assert paths.store.exists()
    cli("take", at="2026-12-01T18:01:00Z")
    result = cli("doctor", "--json", at="2026-11-01T12:00:00Z")
    (found,) = [one for one in result.json["checks"] if one["name"] == "clock"]
    assert found["level"] == "problem"
    assert "a record is of Tue 1 Dec 2026 18:01:00" in found["said"]


def test_the_machines_own_clock_is_judged_as_the_kernel_says(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says here."""
    monkeypatch.delenv("TAPER_CLOCK")
    level = "warn" if clock_sync().synchronised is False else "ok"
    assert check(cli, "clock")["level"] == level


def test_a_plan_by_other_clocks_is_warned_of(cli: Cli, paths: Paths) -> None:
    """The machine is elsewhere than its plan."""
    assert check(cli, "zone")["level"] == "ok"
    added = cli(
        *("add", "prednisone 10 mg daily for 5 days, then stop", "--start", "2026-12-02", "--label", "B"),
        *("--zone", "America/New_York", "--yes"),
    )
    assert added.code == 0
    found = check(cli, "zone")
    assert (found["level"], found["fix"]) == ("warn", "taper zone UTC")
    assert "B by America/New_York" in found["said"]
    assert paths.store.exists()


def test_settings_and_facts_that_cannot_be_read(cli: Cli, paths: Paths) -> None:
    """Without its settings no daemon starts; without the facts reminders come all the same."""
    paths.config.write_text("this is no TOML")
    assert check(cli, "settings")["level"] == "problem"
    paths.config.unlink()
    paths.facts.mkdir()
    (paths.facts / "mine.toml").write_text("this is no TOML")
    found = check(cli, "facts")
    assert found["level"] == "warn"
    assert "mine.toml" in found["said"]


def test_what_starts_the_daemon_is_named_until_its_program_is_gone(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """An autostart entry, and one whose Python was moved away."""
    assert check(cli, "autostart")["fix"] == "taper daemon install"
    (written,) = cli("daemon", "install", "--autostart", "--json").json["files"]
    assert check(cli, "autostart")["said"] == written
    text = Path(written).read_text()
    Path(written).write_text(text.replace(sys.executable, "/nowhere/python"))
    assert "/nowhere/python, which is not there" in check(cli, "autostart")["said"]


def test_a_copy_counts_as_a_backup_and_ages(cli: Cli, paths: Paths) -> None:
    """By when it was made; without one, the way to one is named."""
    shutil.rmtree(paths.store.with_name("backups"))
    assert check(cli, "backup")["fix"] == "Make one: taper backup"
    assert cli("backup", at="2026-12-01T13:05:00Z").code == 0
    for at, level in (("2026-12-02T13:05:00Z", "ok"), ("2026-12-20T13:05:00Z", "warn")):
        cli("list", at=at)
        assert check(cli, "backup")["level"] == level


@contextmanager
def mounted(*mounting: str) -> Iterator[list[str]]:
    """The beginning of a command that runs with such a mount, in a namespace of its own."""
    begin = ["unshare", "--mount", "sh", "-c", f'{"; ".join(mounting)} && exec "$@"', "sh"]
    probe = subprocess.run([*begin, "true"], capture_output=True, check=False) if shutil.which("unshare") else None
    if probe is None or probe.returncode != 0:
        pytest.skip("this machine allows no mounts of one's own")
    yield begin


def doctor_in(begin: list[str], name: str) -> dict[str, Any]:
    """The same as `check`, by a process in that namespace."""
    import json

    command = [*begin, sys.executable, "-m", "taper", "doctor", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    (found,) = [one for one in json.loads(done.stdout)["checks"] if one["name"] == name]
    return dict(found)


def test_a_read_only_disk_is_a_problem(cli: Cli, paths: Paths) -> None:
    """The folder lies on a file system that takes no writing."""
    home = paths.store.parent
    with mounted(f"mount --bind {home} {home}", f"mount -o remount,ro,bind {home}") as begin:
        found = doctor_in(begin, "writable")
    assert (found["level"], found["said"]) == ("problem", f"read-only: {home}, {paths.store}")
    assert cli("list").code == 0


def test_a_disk_without_room_is_a_problem(cli: Cli, paths: Paths) -> None:
    """A file system of 2 MB."""
    home = paths.store.parent
    with mounted(f"mount -t tmpfs -o size=2m,mode=700 tmpfs {home}") as begin:
        found = doctor_in(begin, "disk")
    assert found["level"] == "problem"
    assert found["said"] == f"2 MB free at {home}: nothing can be recorded"
    assert cli("list").code == 0
