"""How is a whole copy of a store made, checked, and only then given its name?"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from taper.core.errors import StoreFailed
from taper.store.backups import Backup, Why, backups_of, contents_or_fault, folder_of, next_path, to_drop
from taper.store.contents import Contents, NotWhole, contents_of, look_into
from taper.store.engine import connect
from taper.store.failures import damaged, failures
from taper.store.placing import draft_beside, place

EVERY = timedelta(hours=1)
"""How far apart the automatic backups are: what was entered in so long a time may be missing after damage."""

_ATTEMPTS = 5
"""How often a copy is made anew because another program wrote in the meantime."""


def back_up(store: Path, *, now: datetime, why: Why) -> Backup:
    """Makes a backup in the folder of backups and then drops the automatic ones that are no longer kept.

    Raises StoreFailed, and then nothing has changed.
    """
    folder = folder_of(store)
    with failures(store):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    path = next_path(store, why=why, now=now)
    copy_whole(store, path)
    known = backups_of(store)
    made = next(backup for backup in known if backup.path == path)
    for backup in to_drop(known):
        with suppress(OSError):  # an old one that stays does no harm
            backup.path.unlink()
    return made


def back_up_when_due(store: Path, *, now: datetime) -> Backup | None:
    """Makes an automatic backup where something was entered that no backup holds and the newest is not of this hour.

    Raises StoreFailed; the store and the backups there are stay as they were.
    """
    newest = next(iter(backups_of(store)), None)
    if newest is not None and timedelta(0) <= now - newest.made_at < EVERY:
        return None  # one made in the future was made by a wrong clock
    held = _contents(store)
    if not any(count for count, _ in held.entered.values()):
        return None
    known = contents_or_fault(newest.path, versions=(held.version,)) if newest else None
    if isinstance(known, Contents) and known.entered == held.entered:
        return None
    return back_up(store, now=now, why=Why.CHANGED)


def _contents(store: Path) -> Contents:
    with failures(store), closing(connect(store)) as connection:
        return _whole(store, connection)


def copy_whole(store: Path, path: Path) -> None:
    """Writes a copy of the store, as it stands between two changes, to `path`, which must not be there yet.

    It is written beside its name, read through, held against the store's counts of rows, and named when it is on the
    disk. Raises StoreFailed.
    """
    for _ in range(_ATTEMPTS):
        with failures(path, what="backup"), draft_beside(path) as draft:
            if _copied(store, draft):
                place(draft, path)
                return
    raise StoreFailed(f"The store {store} was written to again and again while it was copied. Try again.")


def _copied(store: Path, draft: Path) -> bool:
    """Copies; whether the copy holds what the store held before or after it was made."""
    with failures(store):
        connection = connect(store)
    with closing(connection):
        before = _whole(store, connection).rows
        connection.execute("VACUUM INTO ?", (os.fspath(draft),))
        after = _whole(store, connection).rows
    return look_into(draft).rows in (before, after)


def _whole(store: Path, connection: sqlite3.Connection) -> Contents:
    with failures(store):
        try:
            return contents_of(connection)
        except NotWhole as found:
            raise damaged(store, str(found)) from found
