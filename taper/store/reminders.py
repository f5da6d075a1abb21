"""What was said to the person, under which number it stands on the screen, and how it fared?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, delete, select

from taper.core.record import Outcome, Reminder
from taper.store import rows
from taper.store.onefile import OneFile, plan_row
from taper.store.tables import ReminderRow


class Reminders(OneFile):
    """The reminders of a store: claimed before they are sent, settled when it is known how they fared."""

    def claim(self, reminders: Iterable[Reminder], *, replacing: Iterable[Reminder] = ()) -> None:
        """Writes down, before they are sent, what is about to be said; a reminder claimed again begins anew.

        The bubbles of those in `replacing` are closed by it. Raises NotFound when a plan is gone; then none is claimed.
        """
        said = tuple(reminders)
        with self._writing() as session:
            for replaced in replacing:
                self.settle(replaced.id, outcome=Outcome.WITHDRAWN, outcome_at=said[0].claimed_at)
            for reminder in said:
                plan_row(session, reminder.plan_id)
                session.exec(delete(ReminderRow).where(col(ReminderRow.id) == reminder.id))
                session.add(rows.reminder_row(reminder))

    def settle(
        self,
        reminder_id: str,
        *,
        outcome: Outcome,
        outcome_at: datetime,
        server: str | None = None,
        server_id: int | None = None,
    ) -> None:
        """Writes down how a reminder fared; the server's pair stays when none is given.

        A reminder that was deleted with its plan meanwhile stays deleted.
        """
        with self._writing() as session:
            row = session.exec(select(ReminderRow).where(ReminderRow.id == reminder_id)).first()
            if row is None:
                return
            row.outcome, row.outcome_at = outcome.value, outcome_at
            if server is not None and server_id is not None:
                row.server, row.server_id = server, server_id
            session.add(row)

    def reminders(self, plan_id: str | None = None, *, since: datetime | None = None) -> tuple[Reminder, ...]:
        """The reminders in the order of claiming; with `since`, those claimed at or after it."""
        wanted = select(ReminderRow).order_by(col(ReminderRow.seq))
        if plan_id is not None:
            wanted = wanted.where(ReminderRow.plan_id == plan_id)
        if since is not None:
            wanted = wanted.where(col(ReminderRow.claimed_at) >= since)
        with self._reading() as session:
            return tuple(rows.reminder_of(row) for row in session.exec(wanted))

    def reminder_at(self, server: str, server_id: int) -> Reminder | None:
        """The newest reminder to which the server of that unique name gave that id."""
        of_pair = select(ReminderRow).where(ReminderRow.server == server, ReminderRow.server_id == server_id)
        with self._reading() as session:
            row = session.exec(of_pair.order_by(col(ReminderRow.seq).desc())).first()
            return None if row is None else rows.reminder_of(row)

    def reminders_in(self, bubble_id: str) -> tuple[Reminder, ...]:
        """The reminders that one bubble shows, in the order of claiming."""
        shared = select(ReminderRow).where((ReminderRow.bubble == bubble_id) | (ReminderRow.id == bubble_id))
        with self._reading() as session:
            found = (rows.reminder_of(row) for row in session.exec(shared.order_by(col(ReminderRow.seq))))
            return tuple(reminder for reminder in found if reminder.bubble_id == bubble_id)
