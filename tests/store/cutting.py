"""Does one operation of the store, cut off at every statement in turn, and answers how each file looked afterwards.

A copy of the store's folder is worked on by a child of this process, which kills itself just before the statement of
that number begins, until one comes to its end.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from stored_values import NOW, intake_of, kept, reminder_of, version_of

from taper.core.record import Change, Outcome
from taper.store import backups, copying, engine, migrate, restoring, upgrade
from taper.store.contents import look_into
from taper.store.migrate import IfOld, prepare
from taper.store.store import Store

_MOST = 400
_REDO_EVERY = 6


def correct(path: Path) -> None:
    """Writes a version and re-links two intakes: three tables in one transaction."""
    with Store(path) as store:
        relinked = [intake_of(1), intake_of(2)]
        store.add_version("A", version_of("20 mg", change=Change.CORRECTED), expect_versions=1, relinked=relinked)


def remind(path: Path) -> None:
    """Claims and settles a reminder."""
    with Store(path) as store, store.transaction():
        store.claim([reminder_of(500)])
        store.settle("reminder-500", outcome=Outcome.SHOWN, outcome_at=NOW, server="s", server_id=1)


def delete(path: Path) -> None:
    """Deletes a plan with everything of it."""
    with Store(path) as store:
        store.delete_plan("A")


def keep(path: Path) -> None:
    """Keeps another plan with its first intake."""
    with Store(path) as store, store.transaction():
        store.keep(kept("C"))
        store.record_intake(intake_of(1, plan_id="C"))


def bring_up(path: Path) -> None:
    """Brings an old store to this version."""
    prepare(path, if_old=IfOld.MIGRATE)


def back_up(path: Path) -> None:
    """Makes a backup."""
    copying.back_up(path, now=NOW, why=backups.Why.ASKED)


def restore(path: Path) -> None:
    """Puts the newest backup in the store's place."""
    newest = next(one for one in backups.backups_of(path) if one.why is backups.Why.ASKED)
    restoring.restore(path, newest.path, now=NOW + timedelta(hours=1))


OPERATIONS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (correct, remind, delete, keep, bring_up, back_up, restore)
}


class _Cut:
    """Ends this process at one statement, counted over all connections."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, _: object) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def do_cut_off(operation: Callable[[Path], None], path: Path, at: int) -> bool:
    """Does it in a child that is killed at its statement number `at`; whether it came to its end before that."""
    child = os.fork()
    if child == 0:
        cut, connect = _Cut(at), engine.connect

        def connect_to_be_cut(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
            connection = connect(path, foreign_keys=foreign_keys)
            connection.set_trace_callback(cut)
            return connection

        assert upgrade  # loaded once, before the children begin

        for module in (engine, copying, migrate, restoring):
            module.connect = connect_to_be_cut
        operation(path)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == 0, f"{operation.__name__} failed at {at}"
        return True
    return False


def dump_of(path: Path) -> list[str]:
    """Every row, after SQLite has undone what was not finished; what holds the same dumps the same."""
    with closing(engine.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return sorted(connection.iterdump())


def cut_everywhere(name: str, source: Path) -> list[str]:
    """How the store of an operation was found after being cut off at each of its statements, in turn.

    "before", "after" or "torn"; "not done again" where it was as before and could then not be done.
    """
    before, operation = dump_of(source), OPERATIONS[name]
    found: list[str] = []
    homes = source.parent.parent
    whole = homes / "whole"
    shutil.copytree(source.parent, whole)
    operation(whole / source.name)
    after = dump_of(whole / source.name)
    for at in range(_MOST):
        home = homes / f"cut-{at}"
        shutil.copytree(source.parent, home)
        path = home / source.name
        is_done = do_cut_off(operation, path, at)
        now = dump_of(path)
        found.append("before" if now == before else "after" if now == after else "torn")
        for backup in backups.backups_of(path):
            look_into(backup.path)  # a backup is never half of one
        if is_done:
            break
        if now == before and at % _REDO_EVERY == 0:
            operation(path)  # what was cut off can be done again
            found[-1] = "before" if dump_of(path) == after else "not done again"
        shutil.rmtree(home)
    assert (found[-1] == "after") == (before != after)
    return found
