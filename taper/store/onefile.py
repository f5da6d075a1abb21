"""How is the one file read and written?

Every change is one short transaction that takes the write lock before it reads; `transaction` makes several of them
one, `snapshot` several readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlmodel import Session

from taper.core.errors import NotFound
from taper.store.engine import for_writing, open_engine
from taper.store.failures import failures
from taper.store.migrate import IfOld, prepare
from taper.store.tables import PlanRow


class OneFile:
    """The file at one path, open. Every method raises StoreFailed when it cannot be reached or read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = open_engine(path)
        self._session: Session | None = None
        self._view: Session | None = None

    @classmethod
    def open(cls, path: Path, *, if_old: IfOld = IfOld.MIGRATE) -> Self:
        """The whole and current store at `path`, created or brought up to date where `if_old` allows it."""
        prepare(path, if_old=if_old)
        return cls(path)

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read and written inside is one: nobody else writes meanwhile, and all of it is kept or nothing.

        To be held for as short as can be, and never across a question.
        """
        if self._session is not None:  # inside another one: that one decides
            yield
            return
        assert self._view is None, "a snapshot would keep this from being written"
        session = Session(for_writing(self._engine))
        try:
            with failures(self._path):
                session.connection()  # takes the write lock now, before anything is read
            self._session = session
            yield
            with failures(self._path):
                session.commit()
        finally:
            self._session = None
            with failures(self._path):
                session.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is one state of the file, which is opened once for all of it.

        Nothing may be written or waited for inside.
        """
        if self._session is not None or self._view is not None:
            yield
            return
        with failures(self._path), Session(self._engine) as session:
            self._view = session
            try:
                yield
            finally:
                self._view = None

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self.transaction(), failures(self._path):
            assert self._session is not None
            yield self._session
            self._session.flush()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        under_way = self._session or self._view
        if under_way is not None:
            with failures(self._path):
                yield under_way
            return
        with failures(self._path), Session(self._engine) as session:
            yield session


def plan_row(session: Session, plan_id: str) -> PlanRow:
    """The row of a plan. Raises NotFound."""
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound(f'There is no plan "{plan_id}" in the store. `taper list` names those there are.')
    return row
