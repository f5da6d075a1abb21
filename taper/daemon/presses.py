"""What becomes of a pressed button? It is recorded only when it is certain which dose it answers.

The pair of server and number, the reminder carried by the button, and the plan's newest reminder must agree, and the
dose must still be waiting; otherwise nothing is recorded and the person is told so, with what to do instead.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from taper.app.choosing import active_plans, states_of
from taper.app.desk import Desk, manner_of
from taper.app.operations import perform
from taper.core.errors import NotFound, TaperError
from taper.core.ledger import ASKED
from taper.core.localtime import local
from taper.core.missedwords import ASK
from taper.core.notice import DEMO, NOTHING_NOW, plan_name
from taper.core.record import KeptPlan, Outcome, Reminder
from taper.core.words import clock_time
from taper.daemon.journal import Journal
from taper.daemon.saying import delivery_of
from taper.notify.port import Button, Dismissal, Message, Notifier, Press

Json = dict[str, object]

_AROUND = timedelta(days=3)
_ANSWER_OF = {Button.TAKEN: "taken", Button.SKIP: "skipped"}
_MAYBE_SENT = frozenset({Outcome.CLAIMED, Outcome.ATTEMPTED})


class _NotCertainError(Exception):
    """Why a press answers no dose, as a sentence for people."""


async def answer_press(desk: Desk, notifier: Notifier, press: Press, *, journal: Journal, demo: bool = False) -> None:
    """Records what the button says, or tells the person that it was not recorded, and why.

    Never to run beside a look at the plans: the reminder that was just sent must have been written down.
    """
    reminder = _reminder_of(desk, press)
    if reminder is not None and reminder.outcome is Outcome.ANSWERED:
        return  # the same press heard twice
    try:
        found = _record(desk, reminder, press)
    except (_NotCertainError, TaperError) as error:
        journal.note("press", plan=reminder.plan_id if reminder else None, outcome="not recorded")
        await _tell(desk, notifier, reminder, str(error), demo=demo)
        return
    assert reminder is not None
    desk.store.settle(reminder.id, outcome=Outcome.ANSWERED, outcome_at=desk.now())
    journal.note("press", plan=reminder.plan_id, outcome=press.button.value)
    await notifier.withdraw(reminder.plan_id, last=delivery_of(reminder))  # not every server closes it by itself
    if found:
        await _warn(desk, notifier, reminder, found, demo=demo)


def note_dismissal(desk: Desk, dismissal: Dismissal) -> None:
    """Notes that the person closed a bubble of ours without an answer. That is never "skipped"."""
    if not dismissal.by_person:
        return
    reminder = desk.store.reminder_at(dismissal.server, dismissal.server_id)
    if reminder is not None and reminder.outcome is Outcome.SHOWN:
        desk.store.settle(reminder.id, outcome=Outcome.DISMISSED, outcome_at=desk.now())


def _reminder_of(desk: Desk, press: Press) -> Reminder | None:
    """The reminder that was pressed; None when what is stored of the bubble disagrees with what the button carries."""
    at_pair = desk.store.reminder_at(press.server, press.server_id)
    if at_pair is not None and at_pair.id == press.reminder_id:
        return at_pair
    # a server too slow to tell the bubble's number in time: the id that the button carries stands for the pair
    recent = desk.store.reminders(since=desk.now() - _AROUND)
    unnumbered = (known for known in recent if known.server_id is None and known.outcome in _MAYBE_SENT)
    return next((known for known in unnumbered if known.id == press.reminder_id), None)


def _record(desk: Desk, reminder: Reminder | None, press: Press) -> list[Json]:
    """Records the answer; the findings on it. Raises _NotCertainError, or whatever the operation refuses it with."""
    if reminder is None or reminder.dose is None:
        raise _NotCertainError("It belongs to an older notification.")
    try:
        kept = desk.store.kept_plan(reminder.plan_id)
    except NotFound:
        raise _NotCertainError("Its plan is no longer kept.") from None
    _check_newest(desk, reminder)
    _check_waiting(desk, kept, reminder.dose)
    arguments: dict[str, object] = {"plan": kept.id, "dose": reminder.dose}
    if press.button is Button.SNOOZE:
        perform(desk, "snooze", arguments | {"minutes": desk.settings.snooze_minutes})
        return []
    answer = {"answer": _ANSWER_OF[press.button], "intake_id": _intake_id(press), "interactive": False}
    result = perform(desk, "take", arguments | answer)
    return list(result["findings"]) if isinstance(result, dict) else []


def _intake_id(press: Press) -> str:
    """The same for the same button of the same reminder, so that a press recorded twice is recorded once."""
    return hashlib.sha256(f"{press.reminder_id}:{press.button.value}".encode()).hexdigest()[:32]


def _check_newest(desk: Desk, reminder: Reminder) -> None:
    later = desk.store.reminders(reminder.plan_id, since=reminder.claimed_at)
    said = [known for known in later if known.id == reminder.id or known.outcome in ASKED]
    if said[-1].id != reminder.id:
        raise _NotCertainError("A newer notification of this plan has taken its place.")


def _check_waiting(desk: Desk, kept: KeptPlan, dose_id: str) -> None:
    """Raises _NotCertainError unless the dose is the one that waits for an answer now."""
    now = desk.now()
    around = states_of(desk, kept, from_at=now - _AROUND, until_at=now + timedelta(seconds=1))
    pressed = next((state for state in around if state.dose.id == dose_id), None)
    if pressed is None:
        raise _NotCertainError("Its dose is no longer part of the plan.")
    at = clock_time(local(pressed.dose.due_at, zone=kept.plan.zone).time())
    if pressed.intake is not None:
        raise _NotCertainError(f"The dose of {at} has an answer already.")
    if not pressed.state.is_open:
        raise _NotCertainError(f"The time of the dose of {at} is over.")


async def _warn(desk: Desk, notifier: Notifier, reminder: Reminder, found: list[Json], *, demo: bool) -> None:
    """Says what a press was warned of, beside the plan's own bubble. It is recorded all the same."""
    kept, speaking = desk.store.kept_plan(reminder.plan_id), manner_of(desk.settings, active_plans(desk))
    title = f"{NOTHING_NOW} Recorded for {plan_name(kept, speaking)}, with a warning"
    lines = [_said(finding, names_shown=speaking.names_shown) for finding in found]
    body = "\n".join([*dict.fromkeys(lines), "Recorded by mistake?  taper undo"])
    message = Message(f"{kept.id} press", title=f"{DEMO}. {title}" if demo else title, body=body, is_dose=False)
    await notifier.send(message, reminder_id="press")


def _said(finding: Json, *, names_shown: bool) -> str:
    """A finding for a notice: a source's words and address may name the medicine, so they wait for a terminal."""
    if names_shown or finding["source"] is None:
        return str(finding["text"])
    return f"This goes past what a cited source says. taper check tells what it says; {ASK}."


async def _tell(desk: Desk, notifier: Notifier, reminder: Reminder | None, why: str, *, demo: bool) -> None:
    label = _label(desk, reminder)
    title = f"{NOTHING_NOW} That press was not recorded"
    key = "press" if reminder is None else f"{reminder.plan_id} press"  # beside the plan's own bubble, not over it
    body = f"{why}\nIf you took it, write it down in a terminal: taper take{f' {label}' if label else ''}"
    message = Message(key=key, title=f"{DEMO}. {title}" if demo else title, body=body, is_dose=False)
    await notifier.send(message, reminder_id="press")


def _label(desk: Desk, reminder: Reminder | None) -> str | None:
    try:
        return None if reminder is None else desk.store.kept_plan(reminder.plan_id).label
    except NotFound:
        return None
