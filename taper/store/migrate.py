"""Is there a store, is it whole, and is it of this version? It is created or migrated where that is allowed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from enum import Enum, auto
from pathlib import Path

from taper.core.errors import StoreFailed
from taper.store.contents import NotWhole, check_whole, version_of
from taper.store.copying import copy_whole
from taper.store.engine import connect
from taper.store.failures import damaged, failures, gone, mending
from taper.store.placing import draft_beside, place, set_aside

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every version of the tables there has been, oldest first; the last one is this program's."""

SCRIPTS = Path(__file__).parent / "migrations"


class IfOld(Enum):
    """What to do with a store that is not there yet or of an older version."""

    MIGRATE = auto()
    REFUSE = auto()


def prepare(path: Path, *, if_old: IfOld, versions: tuple[str, ...] = VERSIONS, scripts: Path = SCRIPTS) -> None:
    """Makes sure that a whole store of the newest of `versions` stands at `path`, or raises StoreFailed.

    A file that is damaged or of a newer version is left untouched. An older one is copied beside itself first.
    """
    with failures(path):
        if os.path.lexists(path):
            _tighten(path)
            _check(path, if_old=if_old, versions=versions, scripts=scripts)
        elif (missed := gone(path)) is not None:
            raise missed
        elif if_old is IfOld.MIGRATE:
            create(path, to=versions[-1], scripts=scripts)
        else:
            raise StoreFailed(f"There is no store at {path} yet. Start the daemon, or add a plan, to create it.")


def is_older(path: Path, *, versions: tuple[str, ...] = VERSIONS) -> bool:
    """Whether a store of an earlier one of `versions` stands at `path`; what ails it is for `prepare` to say."""
    if not path.is_file():
        return False
    try:
        with closing(connect(path)) as connection:
            return version_of(connection) in versions[:-1]
    except sqlite3.Error:
        return False


def _tighten(path: Path) -> None:
    # On a disk that cannot be written to the store can still be read; what cannot be made private stays as it was.
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _check(path: Path, *, if_old: IfOld, versions: tuple[str, ...], scripts: Path) -> None:
    with closing(connect(path)) as connection:
        found = version_of(connection)
        try:
            check_whole(connection)
        except NotWhole as fault:
            raise damaged(path, str(fault)) from fault
    if found == versions[-1]:
        return
    if found not in versions:
        raise unknown_version(path, found)
    if if_old is IfOld.REFUSE:
        raise StoreFailed(
            f"The store {path} is of the older version {found}. Start the daemon, which brings it up to date."
        )
    _copy_aside(path, before=versions[-1])
    upgraded(path, to=versions[-1], scripts=scripts)


def unknown_version(path: Path, found: str | None) -> StoreFailed:
    """The sentence for a database of a newer version of taper, or of another program."""
    if found is None:
        return StoreFailed(f"The store {path}: it has no tables of taper. Nothing was changed. {mending(path)}")
    return StoreFailed(
        f"The store {path}: it is of version {found}, which this program does not know. Nothing was changed. "
        "Install the newest taper, or move the file."
    )


def create(path: Path, *, to: str = VERSIONS[-1], scripts: Path = SCRIPTS) -> None:
    """Builds an empty store beside its place and puts it there whole, so that an empty file there is always damage.

    A journal that was left behind without its store is kept aside first.
    """
    with draft_beside(path) as draft:
        upgraded(draft, to=to, scripts=scripts)
        if not os.path.lexists(path):
            set_aside(path, word="left-over")
        with suppress(FileExistsError):  # another program was first: its store counts
            place(draft, path)


def _copy_aside(path: Path, *, before: str) -> Path:
    """A copy beside the store, taken before the migration to the version `before`; never over an earlier copy."""
    names = (f"{path.name}.before-{before}" + (f".{count}" if count else "") for count in range(1000))
    copy = next(path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))
    copy_whole(path, copy)
    return copy


def upgraded(path: Path, *, to: str = VERSIONS[-1], scripts: Path = SCRIPTS) -> None:
    """Brings a store's tables to a version, in one transaction."""
    from taper.store.upgrade import upgrade  # noqa: PLC0415  alembic is slow to load and seldom needed

    upgrade(path, to=to, scripts=scripts)
