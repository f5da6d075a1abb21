"""Killed between any two statements, a store is as it was before the operation, or as it is after it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from cutting import OPERATIONS, cut_everywhere, dump_of
from stored_values import NOW, intake_of, kept, reminder_of

from taper.store.backups import Why
from taper.store.copying import back_up
from taper.store.migrate import VERSIONS, IfOld, prepare
from taper.store.store import Store

LEAST = {"correct": 8, "remind": 6, "delete": 4, "keep": 5, "bring_up": 20, "back_up": 10, "restore": 20}
"""How many statements each operation has at least: fewer, and it was not cut off where it matters."""


def a_store(path: Path) -> None:
    """A store with a plan, intakes and reminders."""
    with Store.open(path) as store:
        store.keep(kept("A"))
        store.claim(reminder_of(number) for number in range(20))
        for number in range(1, 6):
            store.record_intake(intake_of(number))


def an_old_store(path: Path) -> None:
    """The same of the second version."""
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[:2])
    with Store(path) as store:
        store.keep(kept("A"))
        store.record_intake(intake_of(1))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_cut_off_at_any_statement_it_is_wholly_before_or_wholly_after(tmp_path: Path, operation: str) -> None:
    path = tmp_path / "home" / "taper.db"
    (an_old_store if operation == "bring_up" else a_store)(path)
    if operation == "restore":
        back_up(path, now=NOW, why=Why.ASKED)
        with Store(path) as store:
            store.delete_plan("A")
    found = cut_everywhere(operation, path)
    assert set(found) <= {"before", "after"}
    assert len(found) > LEAST[operation]
    assert found[0] == "before"


def test_killed_at_random_moments_of_writing_no_record_is_torn(tmp_path: Path) -> None:
    """Each write is a plan with its intake and a reminder: after a kill there is all of it, or nothing."""
    path = tmp_path / "taper.db"
    a_store(path)
    chance, written = random.Random(5), 0
    for life in range(30):
        heard, said = os.pipe()
        child = os.fork()
        if child == 0:
            _write_for_ever(path, life, said)
        os.close(said)
        os.read(heard, 1)  # it has written once
        time.sleep(chance.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(heard)
        with closing(sqlite3.connect(path)) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table} WHERE plan_id LIKE 'life%'").fetchone()[0]
                for table in ("plan_version", "intake", "reminder")
            ]
        assert len(set(counts)) == 1
        assert counts[0] > written
        written = counts[0]
    dump_of(path)


def _write_for_ever(path: Path, life: int, said: int) -> None:
    """In a child that is to be killed."""
    try:
        with Store(path) as store:
            for number in range(100_000):
                plan_id = f"life-{life}-{number}"
                with store.transaction():
                    store.keep(kept(plan_id))
                    store.record_intake(intake_of(number, plan_id=plan_id))
                    store.claim([reminder_of(1000 + life * 100_000 + number, plan_id=plan_id)])
                os.write(said, b".")
    finally:
        os._exit(1)
