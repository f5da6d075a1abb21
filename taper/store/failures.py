"""What does the person read when the store cannot be reached? The one place that translates database errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from taper.core.errors import StoreFailed
from taper.store.engine import BUSY_SECONDS

_UNTOUCHED = "Nothing was changed or deleted."
_DAMAGED = f"{_UNTOUCHED} Move the file aside, put a copy of yours in its place, and try again."
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
    sqlite3.SQLITE_CORRUPT: f"the file is damaged. {_DAMAGED}",
    sqlite3.SQLITE_NOTADB: f"the file is no store of taper, or its beginning is damaged. {_DAMAGED}",
}


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turns every error of the database, the file or a record in it into a StoreFailed with its own sentence."""
    try:
        yield
    except DBAPIError as error:
        raise store_failed(path, error.orig or error) from error
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise store_failed(path, error) from error


def store_failed(path: Path, error: BaseException) -> StoreFailed:
    """The sentence for an error: which file, what was found, what to do next."""
    match error:
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the low byte is the kind
            sentence = _SENTENCES.get(code, f"its tables are not as expected ({error}). {_DAMAGED}")
        case UnicodeEncodeError():
            sentence = f"a text holds characters that cannot be written down. {_UNTOUCHED} Type it again."
        case OSError():
            sentence = f"{error.strerror or error}. See that it is a file you may read and write. {_TRY_AGAIN}"
        case _:
            sentence = f"its content could not be read ({error}). {_DAMAGED}"
    return StoreFailed(f"The store {path}: {sentence}")


def damaged(path: Path, found: str) -> StoreFailed:
    """The sentence for a file that SQLite reads but finds fault with."""
    return StoreFailed(f"The store {path}: the file is damaged ({found}). {_DAMAGED}")
