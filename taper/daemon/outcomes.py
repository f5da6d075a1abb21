"""What became of a reminder whose server answered too late for the look that sent it?"""

from __future__ import annotations

from datetime import timedelta

from taper.app.desk import Desk
from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.notify.port import Delivery

_AROUND = timedelta(days=3)
_UNSETTLED = frozenset({Outcome.CLAIMED, Outcome.ATTEMPTED})


def note_late(desk: Desk, reminder_id: str, delivery: Delivery, *, journal: Journal) -> None:
    """Writes down what is known by now, in the place of "attempted"; a failure is then said again at the next look.

    Whatever happened meanwhile (an answer, a closing) stands. What was sent for no reminder is nobody's.
    """
    recent = desk.store.reminders(since=desk.now() - _AROUND)
    reminder = next((known for known in recent if known.id == reminder_id), None)
    if reminder is None or reminder.outcome not in _UNSETTLED:
        return
    desk.store.settle(
        reminder.id,
        outcome=delivery.outcome,
        outcome_at=desk.now(),
        server=delivery.server,
        server_id=delivery.server_id,
    )
    journal.note("late", plan=reminder.plan_id, outcome=delivery.outcome.value)
