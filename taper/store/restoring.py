"""How does a backup take the place of the store, so that whatever stood there is kept and a crash leaves one or the
other?
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from taper.core.errors import NotFound, StoreFailed
from taper.store.backups import Why
from taper.store.contents import Contents, NotWhole, look_into
from taper.store.copying import back_up
from taper.store.engine import connect
from taper.store.failures import failures
from taper.store.migrate import VERSIONS, create, upgraded
from taper.store.placing import draft_beside, place, set_aside


@dataclass(frozen=True, slots=True)
class Present:
    """What stands in the store's place now: what it holds, or why that cannot be read. Neither: nothing is there."""

    contents: Contents | None = None
    damage: str | None = None


def present(store: Path) -> Present:
    """What stands at `store`. Raises StoreFailed where it cannot even be looked at."""
    if not os.path.lexists(store):
        return Present()
    with failures(store):
        try:
            return Present(contents=look_into(store))
        except NotWhole as found:
            return Present(damage=str(found))


def readable_backup(path: Path, *, versions: Sequence[str] = VERSIONS) -> Contents:
    """What a backup holds. Raises NotFound, and StoreFailed for one that is damaged or of a newer taper."""
    if not path.is_file():
        raise NotFound(f'There is no backup "{path}". "taper restore" lists those there are.')
    with failures(path, what="backup"):
        try:
            contents = look_into(path)
        except NotWhole as found:
            raise StoreFailed(
                f"The backup {path} is damaged or none of taper ({found}). Nothing was changed. "
                'Choose another: "taper restore" lists those there are.'
            ) from found
    if contents.version not in versions:
        raise StoreFailed(
            f"The backup {path} is of version {contents.version}, made by a newer taper than this one. "
            "Nothing was changed. Install the newest taper, then restore it."
        )
    return contents


def restore(store: Path, backup: Path | None, *, now: datetime) -> Path | None:
    """Puts a backup (None: an empty store) in the store's place; where what stood there is kept, if anything did.

    To be called by the daemon, or under its lock. A whole store is replaced in one transaction, so that another program
    sees the one or the other; a damaged one is renamed first. Raises NotFound and StoreFailed; nothing is lost then.
    """
    if backup is not None:
        readable_backup(backup)
    with failures(store), draft_beside(store) as draft:
        if backup is None:
            draft.unlink()
            create(draft)
        else:
            _copy_pages(backup, draft)
            upgraded(draft)
        if present(store).contents is None:
            aside = set_aside(store, word="damaged", now=now)
            place(draft, store)
            return aside
        kept = back_up(store, now=now, why=Why.REPLACED)
        _copy_pages(draft, store)
        return kept.path


def _copy_pages(source: Path, target: Path) -> None:
    """Makes the database at `target` one with the other, in one transaction of its own."""
    with closing(connect(source)) as given, closing(connect(target)) as taken:
        given.backup(taken, progress=_not_waiting_for_ever)


def _not_waiting_for_ever(status: int, _: int, __: int) -> None:
    """The database's own patience is over when it says that another program is at work; Python would ask again."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise StoreFailed("The store is kept locked by another program. Nothing was changed. Try again.")
