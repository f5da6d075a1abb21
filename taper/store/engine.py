"""How is the store's file reached? Connections, pragmas and transactions."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

BUSY_SECONDS = 5.0
"""How long a transaction waits for another program's."""

_BEGIN = "taper_begin"


def connect(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
    """A connection to an existing file, which it never creates; the caller begins and ends transactions."""
    uri = f"file:{quote(str(path))}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine that opens the file anew for each transaction, so that a file put back from a copy is seen at once."""
    engine = create_engine("sqlite://", creator=lambda: connect(path, foreign_keys=foreign_keys), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock before they read, so that no update is lost."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
