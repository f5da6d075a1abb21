"""A command during and after an update: it waits for a renewed daemon, and never migrates under a live one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commandline import AT, Shell
from livedaemon import LiveDaemon, paths_of

from taper.daemon.lock import only_one
from taper.settings import Paths
from taper.store.migrate import SCRIPTS, VERSIONS
from taper.store.upgrade import upgrade

OUTDATED = str(Path(__file__).parents[1] / "daemon" / "outdated.py")


@pytest.fixture
def older(home: Path) -> Paths:
    """A home whose store is of the version before this one."""
    home.mkdir(mode=0o700)
    paths = paths_of(home)
    paths.store.touch(mode=0o600)
    upgrade(paths.store, to=VERSIONS[-2], scripts=SCRIPTS)
    return paths


def version_in(path: Path) -> str:
    """The version that stands in a store."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.daemon
def test_a_command_of_a_newer_version_is_answered_by_the_renewed_daemon(shell: Shell, home: Path) -> None:
    """The first command after an update renews the daemon and waits for it: nothing is done beside it."""
    daemon = LiveDaemon(home, clock=AT, command=[OUTDATED])
    with daemon.waiting():
        until_old(daemon)
        listed = shell("list", "--json")
        assert (listed.code, listed.out, listed.err) == (0, "[]\n", "")
        assert daemon.process is not None
        assert daemon.wait_answer()["pid"] == daemon.process.pid


def until_old(daemon: LiveDaemon) -> None:
    """Returns when the outdated daemon listens."""
    from desktop import until

    until(daemon.paths.socket.exists, what="the outdated daemon to listen")


def test_no_command_migrates_a_store_under_a_daemon(shell: Shell, older: Paths) -> None:
    """While somebody holds the daemon's lock an older store stays as it is, and the command says what to do."""
    with only_one(older.lock, patience=0):
        refused = shell("list")
    assert refused.code == 6
    assert 'Renew it: "taper daemon stop"' in " ".join(refused.err.split())
    assert version_in(older.store) == VERSIONS[-2]


def test_without_a_daemon_a_command_migrates_under_its_lock(shell: Shell, older: Paths) -> None:
    """Nobody else is there: the store is brought up to date, and copied aside before."""
    assert shell("list").code == 0
    assert version_in(older.store) == VERSIONS[-1]
    assert version_in(older.store.with_name(f"taper.db.before-{VERSIONS[-1]}")) == VERSIONS[-2]
