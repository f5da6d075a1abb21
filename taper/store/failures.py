"""What does the person read when the store cannot be reached? The one place that translates database errors."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from taper.core.errors import StoreFailed
from taper.core.words import clock_time, counted, long_date
from taper.store.backups import Backup, newest_good
from taper.store.contents import Contents
from taper.store.engine import BUSY_SECONDS

_UNTOUCHED = "Nothing was changed or deleted."
_TRY_AGAIN = f"{_UNTOUCHED} Then try again."

_SENTENCES = {
    sqlite3.SQLITE_BUSY: f"another program kept it locked for over {BUSY_SECONDS:.0f} s. {_UNTOUCHED} Try again.",
    sqlite3.SQLITE_LOCKED: f"another program has it locked. {_UNTOUCHED} Try again.",
    sqlite3.SQLITE_READONLY: f"it is read-only. Allow writing to the file, its folder and its disk. {_TRY_AGAIN}",
    sqlite3.SQLITE_PERM: f"it may not be opened. Allow reading and writing for your user. {_TRY_AGAIN}",
    sqlite3.SQLITE_AUTH: f"it may not be opened. Allow reading and writing for your user. {_TRY_AGAIN}",
    sqlite3.SQLITE_CANTOPEN: f"it cannot be opened. See that it is a file you may read and write. {_TRY_AGAIN}",
    sqlite3.SQLITE_FULL: f"its disk is full. Make room there. {_TRY_AGAIN}",
    sqlite3.SQLITE_IOERR: f"its disk failed to read or write. See to the disk and its free room. {_TRY_AGAIN}",
}

_DAMAGES = {
    sqlite3.SQLITE_CORRUPT: "the file is damaged.",
    sqlite3.SQLITE_NOTADB: "the file is no store of taper, or its beginning is damaged.",
}


@contextmanager
def failures(path: Path, *, what: str = "store") -> Iterator[None]:
    """Turns every error of the database, the file or a record in it into a StoreFailed with its own sentence.

    `what` is the word for the file.
    """
    try:
        yield
    except DBAPIError as error:
        raise store_failed(path, error.orig or error, what=what) from error
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise store_failed(path, error, what=what) from error


def store_failed(path: Path, error: BaseException, *, what: str = "store") -> StoreFailed:
    """The sentence for an error: which file, what was found, what to do next."""
    match error:
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the low byte is the kind
            found = _DAMAGES.get(code, f"its tables are not as expected ({error}).")
            sentence = _SENTENCES.get(code) or f"{found} {_UNTOUCHED} {mending(path)}"
        case UnicodeEncodeError():
            sentence = f"a text holds characters that cannot be written down. {_UNTOUCHED} Type it again."
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            sentence = _SENTENCES[sqlite3.SQLITE_FULL]
        case OSError(errno=errno.EROFS):
            sentence = _SENTENCES[sqlite3.SQLITE_READONLY]
        case OSError():
            sentence = f"{error.strerror or error}. See that it is a file you may read and write. {_TRY_AGAIN}"
        case _:
            sentence = f"its content could not be read ({error}). {_UNTOUCHED} {mending(path)}"
    return StoreFailed(f"The {what} {path}: {sentence}")


def damaged(path: Path, found: str) -> StoreFailed:
    """The sentence for a file that SQLite reads but finds fault with."""
    return StoreFailed(f"The store {path}: the file is damaged ({found}). {_UNTOUCHED} {mending(path)}")


def gone(path: Path) -> StoreFailed | None:
    """The sentence for a store that is not there although a backup holds plans; None where none does."""
    newest = _newest_good(path)
    if newest is None or newest[1].plans == 0:
        return None
    return StoreFailed(
        f"The store {path} is gone, and a backup of it holds plans. No new one was made in its place. {mending(path)}"
    )


def mending(path: Path) -> str:
    """What to do about a store that is damaged or gone: the newest good backup by name, and what it cannot hold."""
    newest = _newest_good(path)
    if newest is None:
        return 'There is no backup. "taper restore --empty" keeps what is there aside and begins anew.'
    backup, contents = newest
    held = f"{counted(contents.plans, 'plan')} and {counted(contents.intakes, 'record')}"
    return (
        f"The newest good backup is {backup.path.name}, made {said_at(backup.made_at)}, with {held}; what was entered "
        'after that is not in it. "taper restore --newest" shows it, keeps what is there aside and puts the backup in '
        "its place; nothing is deleted."
    )


def _newest_good(path: Path) -> tuple[Backup, Contents] | None:
    from taper.store.migrate import VERSIONS  # noqa: PLC0415 - it translates its own errors by this module

    return newest_good(path, versions=VERSIONS)


def said_at(at: datetime) -> str:
    """An instant as people read it, by this machine's clocks: "Fri 27 November 2026 20:17"."""
    here = at.astimezone()
    return f"{long_date(here.date())} {clock_time(here.time())}"
