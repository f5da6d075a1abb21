"""How does a whole file come to its place so that nothing there is lost, and how is what stands there kept aside?"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

_JOURNALS = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database; each belongs to that one database and would ruin another."""

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """An empty private file in the folder of `path`, which is made where it is missing; gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # 0600 from the start
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        for suffix in ("", *_JOURNALS):
            with suppress(OSError):
                draft.with_name(draft.name + suffix).unlink()


def place(draft: Path, path: Path) -> None:
    """Puts a finished draft at `path`, whole and on the disk. Raises FileExistsError where something stands there."""
    sync(draft)
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):  # a disk without links: the same but for a moment
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        draft.rename(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(path: Path, *, word: str, now: datetime | None = None) -> Path | None:
    """Renames a store and its journals to a (dated) name beside it: "taper.db.damaged-20261127T201700Z".

    Its new name; None where neither stood there. The journals go first: left behind, SQLite would write what they hold
    into whatever store stands there next.
    """
    if not _stands(path):
        return None
    name = f"{path.name}.{word}" if now is None else f"{path.name}.{word}-{stamp_of(now)}"
    aside = next(free for free in _numbered(path.with_name(name)) if not _stands(free))
    for suffix in _JOURNALS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    with suppress(FileNotFoundError):
        path.rename(aside)
    sync(path.parent)
    return aside


def stamp_of(at: datetime) -> str:
    """An instant in a file's name: "20261127T201700Z"."""
    return f"{at:%Y%m%dT%H%M%SZ}"


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_name(f"{path.name}.{count}") for count in range(1, 1000))


def _stands(path: Path) -> bool:
    return any(os.path.lexists(path.with_name(path.name + suffix)) for suffix in ("", *_JOURNALS))
