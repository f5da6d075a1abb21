"""Which stores of earlier versions are kept for the tests, and how was each made?

`python tests/store/old_stores.py` writes the one of the newest version, as SQL, to tests/data/stores/; to be run once
for each version, with the program of then, and never again: what a released program wrote stays as it was written.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from stored_values import NOW, intake_of, kept, reminder_of, version_of

from taper.core.checkin import CheckedIn
from taper.core.notes import Note
from taper.core.record import Change, Outcome, Snooze
from taper.core.telling import Answered, Told
from taper.store.migrate import VERSIONS, IfOld, prepare
from taper.store.store import Store

FOLDER = Path(__file__).parents[1] / "data" / "stores"


def fill(store: Store, *, version: str) -> None:
    """Enters something of every kind that the version knows: two plans, a correction, intakes, reminders ..."""
    for plan in (kept("A"), kept("B", days=1)):
        store.keep(plan)
    for number in range(1, 4):
        store.record_intake(intake_of(number))
    store.add_version("A", version_of("20 mg", change=Change.CORRECTED), expect_versions=1, relinked=[intake_of(2)])
    store.record_snooze(Snooze("A", "2026-12-01/morning", NOW, NOW + timedelta(minutes=10)))
    store.claim([reminder_of(1), reminder_of(2)])
    store.settle("reminder-1", outcome=Outcome.SHOWN, outcome_at=NOW, server=":1.7@bus", server_id=7)
    store.note_next_look("A", NOW + timedelta(days=1))
    store.set_meta("said_until", NOW.isoformat())
    if version >= "0002":
        store.record_told([Answered("A", "seizures", Told.NO, NOW)])
    if version >= "0003":
        store.record_note(Note("n1", "A", "ü\n", NOW, NOW, 4, True))
    if version >= "0004":
        store.record_checked_in([CheckedIn("A", "sleep", 3, NOW.date(), NOW)])


def store_from(version: str, path: Path) -> None:
    """Makes the store of an earlier version at `path`, as the program of then left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"v{version}.sql").read_text(encoding="utf-8"))


def write(version: str) -> None:
    """Writes the store of a version as SQL; never over one that is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taper.db"
        prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[: VERSIONS.index(version) + 1])
        with Store(path) as store:
            fill(store, version=version)
        with closing(sqlite3.connect(path)) as connection, (FOLDER / f"v{version}.sql").open("x") as file:
            file.writelines(f"{line}\n" for line in connection.iterdump())


if __name__ == "__main__":
    for each in sys.argv[1:] or [VERSIONS[-1]]:
        write(each)
