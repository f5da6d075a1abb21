"""In what condition is the store's file? It is looked at, and nothing of it is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_PATIENCE = 2.0
_MOST_NAMED = 3

_UNKNOWN_MODE = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a file is there, what ails it (None: nothing found), its version, and how it keeps its journal.

    `references` are records that refer to something that is gone.
    """

    exists: bool
    fault: str | None = None
    version: str | None = None
    journal_mode: str = _UNKNOWN_MODE
    references: int = 0


def condition_of(path: Path) -> Condition:
    """Reads every page and every reference of the file. Never raises."""
    if not os.path.lexists(path):
        return Condition(exists=False)
    uri = f"file:{quote(str(path))}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only=ON")
            return _looked_at(connection)
    except sqlite3.Error as error:
        return Condition(exists=True, fault=str(error))


def _looked_at(connection: sqlite3.Connection) -> Condition:
    found = [str(line) for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST_NAMED})")]
    if found != ["ok"]:
        return Condition(exists=True, fault="; ".join(line for text in found for line in text.splitlines()))
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    references = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return Condition(exists=True, fault="it has no tables of taper", journal_mode=str(mode))
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Condition(True, None, row and str(row[0]), str(mode), references)
