"""What became of a reminder whose server answered too late for the look that sent it?"""

from __future__ import annotations

from taper.app.desk import Desk
from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.notify.port import Delivery

_UNSETTLED = frozenset({Outcome.CLAIMED, Outcome.ATTEMPTED})


def note_late(desk: Desk, reminder_id: str, delivery: Delivery, *, journal: Journal) -> None:
    """Writes down what is known by now, in the place of "attempted"; a failure is then said again at the next look.

    Whatever happened meanwhile (an answer, a closing) stands. What was sent for no reminder is nobody's.
    """
    shown = [one for one in desk.store.reminders_in(reminder_id) if one.outcome in _UNSETTLED]
    for reminder in shown:
        desk.store.settle(
            reminder.id,
            outcome=delivery.outcome,
            outcome_at=desk.now(),
            server=delivery.server,
            server_id=delivery.server_id,
        )
        journal.note("late", plan=reminder.plan_id, outcome=delivery.outcome.value)
