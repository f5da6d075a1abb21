"""Is there a store, is it whole, and is it of this version? It is created or migrated where that is allowed."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from enum import Enum, auto
from pathlib import Path

from taper.core.errors import StoreFailed
from taper.store.engine import connect
from taper.store.failures import damaged, failures

VERSIONS = ("0001", "0002", "0003", "0004", "0006")
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
        elif if_old is IfOld.MIGRATE:
            _create(path, to=versions[-1], scripts=scripts)
        else:
            raise StoreFailed(f"There is no store at {path} yet. Start the daemon, or add a plan, to create it.")


def _tighten(path: Path) -> None:
    # On a disk that cannot be written to the store can still be read; what cannot be made private stays as it was.
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _check(path: Path, *, if_old: IfOld, versions: tuple[str, ...], scripts: Path) -> None:
    with closing(connect(path)) as connection:
        found = _version(connection)
        _check_whole(connection, path=path)
    if found == versions[-1]:
        return
    if found not in versions:
        newer = f"it is of version {found}, which this program does not know" if found else "it has no tables of taper"
        raise StoreFailed(
            f"The store {path}: {newer}. Nothing was changed. Install the newest taper, or move the file."
        )
    if if_old is IfOld.REFUSE:
        raise StoreFailed(
            f"The store {path} is of the older version {found}. Start the daemon, which brings it up to date."
        )
    _copy_aside(path, before=versions[-1])
    _upgrade(path, to=versions[-1], scripts=scripts)


def _version(connection: sqlite3.Connection) -> str | None:
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if tables else None
    return row and str(row[0])


def _check_whole(connection: sqlite3.Connection, *, path: Path) -> None:
    """Reads every page, so that a file that was cut short is noticed before anything is answered from it."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise damaged(path, str(found).splitlines()[-1])


def _create(path: Path, *, to: str, scripts: Path) -> None:
    """Builds the store beside its place and links it there whole, so that an empty file there is always damage."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # 0600 from the start
    os.close(handle)
    draft = Path(name)
    try:
        _upgrade(draft, to=to, scripts=scripts)
        with suppress(FileExistsError):  # another program was first: its store counts
            os.link(draft, path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _copy_aside(path: Path, *, before: str) -> Path:
    """A copy beside the store, taken before the migration to the version `before`; never over an earlier copy."""
    names = (f"{path.name}.before-{before}" + (f".{count}" if count else "") for count in range(1000))
    copy = next(path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        _sync(copy)
        _sync(copy.parent)
    except BaseException:
        copy.unlink(missing_ok=True)  # half a copy would be taken for a whole one
        raise
    return copy


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _upgrade(path: Path, *, to: str, scripts: Path) -> None:
    from taper.store.upgrade import upgrade  # noqa: PLC0415  alembic is slow to load and seldom needed

    upgrade(path, to=to, scripts=scripts)
