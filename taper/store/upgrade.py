"""How is a store's file brought to this version? The only module that loads alembic, so imported only when needed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from taper.core.errors import StoreFailed
from taper.store.engine import for_writing, open_engine


def upgrade(path: Path, *, to: str, scripts: Path) -> None:
    """Brings the tables to the version `to` in one transaction: all of it stands afterwards, or nothing.

    A version that another program reached meanwhile is left as it is. `scripts` is the folder of the migrations.
    """
    # Foreign keys are off: SQLite changes a table by dropping it, which would delete what refers to it.
    engine = for_writing(open_engine(path, foreign_keys=False))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        command.upgrade(config, to)
        _check_references(connection, path=path)


def _check_references(connection: Connection, *, path: Path) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        found = f"a record of {broken[0]} without its {broken[2]}"
        raise StoreFailed(f"The store {path}: its tables could not be brought to this version, {found} was found.")
