"""Which dose does a button answer, for certain?"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from taper.app.choosing import states_of
from taper.app.desk import Desk
from taper.core import sentences as say
from taper.core.errors import NotFound
from taper.core.ledger import ASKED
from taper.core.localtime import local
from taper.core.record import KeptPlan, Outcome, Reminder
from taper.core.words import clock_time
from taper.daemon.listening import named_amount
from taper.notify.port import Button, Press

AROUND = timedelta(days=3)
"""How far back the dose and the reminder of a press may lie."""

_MAYBE_SENT = frozenset({Outcome.CLAIMED, Outcome.ATTEMPTED})


class NotCertainError(Exception):
    """Why a press answers no dose, as a sentence for people."""


class TimeIsOverError(NotCertainError):
    """The next dose is due, or the day is over."""


def reminder_of(desk: Desk, press: Press) -> Reminder | None:
    """The reminder that was pressed; None when what is stored of the bubble disagrees with what the button carries."""
    at_pair = desk.store.reminder_at(press.server, press.server_id)
    if at_pair is not None and at_pair.bubble_id == press.reminder_id:
        return at_pair
    # a server too slow to tell the bubble's number in time: the id that the button carries stands for the pair
    recent = desk.store.reminders(since=desk.now() - AROUND)
    unnumbered = (known for known in recent if known.server_id is None and known.outcome in _MAYBE_SENT)
    return next((known for known in unnumbered if known.bubble_id == press.reminder_id), None)


def plan_answered(desk: Desk, reminder: Reminder | None) -> KeptPlan:
    """The plan whose dose a reminder asks about, where that dose waits as it was named. Raises NotCertainError."""
    if reminder is None or reminder.dose is None:
        raise NotCertainError(say.OLDER_NOTICE)
    try:
        kept = desk.store.kept_plan(reminder.plan_id)
    except NotFound:
        raise NotCertainError(say.PLAN_GONE) from None
    _check_newest(desk, reminder)
    _check_waiting(desk, kept, reminder)
    return kept


def intake_id(reminder_id: str, button: Button) -> str:
    """The same for the same button of the same reminder, so that a press recorded twice is recorded once."""
    return hashlib.sha256(f"{reminder_id}:{button.value}".encode()).hexdigest()[:32]


def _check_newest(desk: Desk, reminder: Reminder) -> None:
    later = desk.store.reminders(reminder.plan_id, since=reminder.claimed_at)
    said = [known for known in later if known.id == reminder.id or known.outcome in ASKED]
    if said[-1].id != reminder.id:
        raise NotCertainError(say.NEWER_NOTICE)


def _check_waiting(desk: Desk, kept: KeptPlan, reminder: Reminder) -> None:
    """Raises NotCertainError unless the dose is the one that waits for an answer now."""
    now = desk.now()
    around = states_of(desk, kept, from_at=now - AROUND, until_at=now + timedelta(seconds=1))
    pressed = next((state for state in around if state.dose.id == reminder.dose), None)
    if pressed is None:
        raise NotCertainError(say.DOSE_GONE)
    at = clock_time(local(pressed.dose.due_at, zone=kept.plan.zone).time())
    if pressed.intake is not None:
        raise NotCertainError(say.ANSWERED_ALREADY.format(at=at))
    if not pressed.state.is_open:
        raise TimeIsOverError(say.TIME_IS_OVER.format(at=at))
    if reminder.amount not in (None, named_amount(kept, pressed.dose)):
        raise NotCertainError(say.AMOUNT_CHANGED.format(at=at))
