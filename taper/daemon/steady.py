"""What does the daemon remember while the disk takes nothing? What it said, so that it says it no second time.

A full or read-only disk must not stop a reminder, and a reminder that could not be written down must not come again and
again. It is kept here until the disk takes it; a restart forgets it, and then it is said once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from taper.core.errors import NotFound, StoreFailed
from taper.core.record import Outcome, Reminder
from taper.store import Conflict, Store


@dataclass(frozen=True, slots=True)
class _Fared:
    outcome: Outcome
    at: datetime
    server: str | None
    server_id: int | None

    def of(self, reminder: Reminder) -> Reminder:
        """The reminder that fared so."""
        known = replace(reminder, outcome=self.outcome, outcome_at=self.at)
        if self.server is None or self.server_id is None:
            return known
        return replace(known, server=self.server, server_id=self.server_id)


class SteadyStore(Store):
    """The store, whose reminders and times to look are remembered where they cannot be written.

    What the person enters is written or refused, as ever. `failure` says why something waits to be written. While
    `damage` is set nothing is written at all: to write into a damaged file would damage it further.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.failure: StoreFailed | None = None
        self.damage: StoreFailed | None = None
        self._claimed: dict[str, Reminder] = {}
        self._fared: dict[str, _Fared] = {}
        self._looks: dict[str, datetime | None] = {}
        self._metas: dict[str, str] = {}

    @property
    def waiting(self) -> int:
        """How many reminders wait to be written."""
        return len(self._claimed.keys() | self._fared.keys())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As the store's. Raises the damage while there is one."""
        if self.damage is not None:
            raise self.damage
        with super().transaction():
            yield

    def claim(self, reminders: Iterable[Reminder], *, replacing: Iterable[Reminder] = ()) -> None:
        """As the store's; remembered where it cannot be written."""
        claimed, replaced = tuple(reminders), tuple(replacing)
        if not self._is_written(partial(super().claim, claimed, replacing=replaced)):
            for former in replaced:
                self.settle(former.id, outcome=Outcome.WITHDRAWN, outcome_at=claimed[0].claimed_at)
            for reminder in claimed:
                self._fared.pop(reminder.id, None)
                self._claimed[reminder.id] = reminder

    def settle(
        self,
        reminder_id: str,
        *,
        outcome: Outcome,
        outcome_at: datetime,
        server: str | None = None,
        server_id: int | None = None,
    ) -> None:
        """As the store's; remembered where it, or its reminder, cannot be written."""
        fared = _Fared(outcome, outcome_at, server, server_id)
        if reminder_id in self._claimed:
            self._claimed[reminder_id] = fared.of(self._claimed[reminder_id])
        elif not self._is_written(partial(self._settle, reminder_id, fared)):
            self._fared[reminder_id] = fared

    def _settle(self, reminder_id: str, fared: _Fared) -> None:
        super().settle(
            reminder_id, outcome=fared.outcome, outcome_at=fared.at, server=fared.server, server_id=fared.server_id
        )

    def reminders(self, plan_id: str | None = None, *, since: datetime | None = None) -> tuple[Reminder, ...]:
        """As the store's, with those that wait to be written."""
        written = super().reminders(plan_id, since=since)
        if not self.waiting:
            return written
        waiting = [one for one in self._claimed.values() if plan_id in (None, one.plan_id)]
        known = [one for one in written if one.id not in self._claimed]
        known += [one for one in waiting if since is None or one.claimed_at >= since]
        return tuple(self._fared[one.id].of(one) if one.id in self._fared else one for one in known)

    def reminders_in(self, bubble_id: str) -> tuple[Reminder, ...]:
        """As the store's, with those that wait to be written."""
        written = super().reminders_in(bubble_id)
        known = [one for one in written if one.id not in self._claimed]
        known += [one for one in self._claimed.values() if one.bubble_id == bubble_id]
        return tuple(self._fared[one.id].of(one) if one.id in self._fared else one for one in known)

    def reminder_at(self, server: str, server_id: int) -> Reminder | None:
        """As the store's, with those that wait to be written."""
        pairs = {(one.server, one.server_id): one for one in self._claimed.values()}
        found = pairs.get((server, server_id)) or super().reminder_at(server, server_id)
        return self._fared[found.id].of(found) if found and found.id in self._fared else found

    def note_next_look(self, plan_id: str, at: datetime | None) -> None:
        """As the store's; remembered where it cannot be written."""
        if not self._is_written(partial(super().note_next_look, plan_id, at)):
            self._looks[plan_id] = at

    def next_looks(self) -> dict[str, datetime | None]:
        """As the store's, with those that wait to be written."""
        written = super().next_looks()
        return {plan_id: self._looks.get(plan_id, at) for plan_id, at in written.items()}

    def meta(self, key: str) -> str | None:
        """As the store's, with what waits to be written."""
        return self._metas[key] if key in self._metas else super().meta(key)

    def set_meta(self, key: str, value: str) -> None:
        """As the store's; remembered where it cannot be written."""
        if not self._is_written(partial(super().set_meta, key, value)):
            self._metas[key] = value

    def catch_up(self) -> None:
        """Writes what waits. Where that fails it goes on waiting, and `failure` stays."""
        if self.failure is None:
            return
        try:
            for reminder in tuple(self._claimed.values()):
                _unless_deleted(partial(super().claim, [reminder]))
                del self._claimed[reminder.id]
            for reminder_id, fared in tuple(self._fared.items()):
                self._settle(reminder_id, fared)
                del self._fared[reminder_id]
            for plan_id, at in tuple(self._looks.items()):
                _unless_deleted(partial(super().note_next_look, plan_id, at))
                del self._looks[plan_id]
            for key, value in tuple(self._metas.items()):
                super().set_meta(key, value)
                del self._metas[key]
        except StoreFailed as error:
            self.failure = error
        else:
            self.failure = None

    def _is_written(self, write: Callable[[], None]) -> bool:
        """Whether it could be written. Inside a transaction all of it is undone together, and the error goes on."""
        try:
            write()
        except Conflict:
            raise
        except StoreFailed as error:
            if self._session is not None:
                raise
            self.failure = error
            return False
        return True


def _unless_deleted(write: Callable[[], None]) -> None:
    """Plans may have been deleted meanwhile, and their records with them."""
    with suppress(NotFound):
        write()
