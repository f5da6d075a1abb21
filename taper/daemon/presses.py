"""What becomes of a pressed button? It is recorded only when it is certain which dose it answers.

The pair of server and number, the reminder carried by the button, and the plan's newest reminder must agree, and the
dose must still be waiting; otherwise nothing is recorded and the person is told so, with what to do instead.
"""

from __future__ import annotations

from functools import partial

from taper.app.desk import Desk
from taper.app.operations import perform
from taper.core import sentences as say
from taper.core.errors import NotFound, TaperError
from taper.core.notice import Manner, no_dose_title, plan_name
from taper.core.record import Outcome, Reminder
from taper.daemon.certainty import NotCertainError, intake_id, plan_answered, reminder_of
from taper.daemon.grouppress import answer_several, manner_for, notice_of, take_back
from taper.daemon.journal import Journal
from taper.daemon.saying import delivery_of
from taper.notify.port import Button, Dismissal, Message, Notifier, Press
from taper.notify.wording import command_for

Json = dict[str, object]

_ANSWER_OF = {Button.TAKEN: "taken", Button.SKIP: "skipped"}


async def answer_press(desk: Desk, notifier: Notifier, press: Press, *, journal: Journal, demo: bool = False) -> None:
    """Records what the button says, or tells the person that it was not recorded, and why.

    Never to run beside a look at the plans: the reminder that was just sent must have been written down.
    """
    if press.button is Button.UNDO:
        await _take_back(desk, notifier, press, journal=journal, demo=demo)
        return
    reminder = reminder_of(desk, press)
    if reminder is not None and _was_answered(desk, reminder):
        return  # the same press heard twice
    try:
        notice = _answer(desk, reminder, press, manner=manner_for(desk, demo=demo))
    except (NotCertainError, TaperError) as error:
        journal.note("press", plan=reminder.plan_id if reminder else None, outcome="not recorded")
        await _tell(desk, notifier, reminder, str(error), demo=demo)
        return
    assert reminder is not None
    journal.note("press", plan=reminder.plan_id, outcome=press.button.value)
    await notifier.withdraw(reminder.bubble_key, last=delivery_of(reminder))  # not every server closes it by itself
    if notice is not None:
        await notifier.send(notice, reminder_id=press.reminder_id if notice.buttons else "press")


def _was_answered(desk: Desk, reminder: Reminder) -> bool:
    return any(one.outcome is Outcome.ANSWERED for one in desk.store.reminders_in(reminder.bubble_id))


async def _take_back(desk: Desk, notifier: Notifier, press: Press, *, journal: Journal, demo: bool) -> None:
    reminder = next(iter(desk.store.reminders_in(press.reminder_id)), None)
    try:
        notice = take_back(desk, press, manner=manner_for(desk, demo=demo))
    except (NotCertainError, TaperError) as error:
        journal.note("press", plan=reminder.plan_id if reminder else None, outcome="not undone")
        await _tell(desk, notifier, reminder, str(error), demo=demo, advice=say.UNDO_INSTEAD)
        return
    assert reminder is not None
    journal.note("press", plan=reminder.plan_id, outcome=press.button.value)
    await notifier.withdraw(f"{reminder.bubble_key} press")
    if notice is not None:
        await notifier.send(notice, reminder_id="press")


def _answer(desk: Desk, reminder: Reminder | None, press: Press, *, manner: Manner) -> Message | None:
    """Records the answer; what is said of it, where there is something to say. Raises NotCertainError, or whatever the
    operation refuses it with.
    """
    if reminder is not None and reminder.doses > 1:
        answered = answer_several(desk, press, manner=manner)
        said = partial(_said, names_shown=manner.names_shown)
        return notice_of(desk, press, answered, key=reminder.bubble_key, manner=manner, said=said)
    found = _record(desk, reminder, press)
    assert reminder is not None
    desk.store.settle(reminder.id, outcome=Outcome.ANSWERED, outcome_at=desk.now())
    return _warning(desk, reminder, found, manner=manner) if found else None


def note_dismissal(desk: Desk, dismissal: Dismissal) -> None:
    """Notes that the person closed a bubble of ours without an answer. That is never "skipped"."""
    if not dismissal.by_person:
        return
    at_pair = desk.store.reminder_at(dismissal.server, dismissal.server_id)
    if at_pair is None:
        return
    for reminder in desk.store.reminders_in(at_pair.bubble_id):
        if reminder.outcome in (Outcome.SHOWN, Outcome.ATTEMPTED):
            desk.store.settle(reminder.id, outcome=Outcome.DISMISSED, outcome_at=desk.now())


def _record(desk: Desk, reminder: Reminder | None, press: Press) -> list[Json]:
    """Records the answer to one dose; the findings on it."""
    kept = plan_answered(desk, reminder)
    assert reminder is not None
    arguments: dict[str, object] = {"plan": kept.id, "dose": reminder.dose}
    if press.button is Button.SNOOZE:
        perform(desk, "snooze", arguments)
        return []
    if press.button not in _ANSWER_OF:
        raise NotCertainError(say.OLDER_NOTICE)
    recorded_as = intake_id(press.reminder_id, press.button)
    answer = {"answer": _ANSWER_OF[press.button], "intake_id": recorded_as, "interactive": False}
    result = perform(desk, "take", arguments | answer)
    return list(result["findings"]) if isinstance(result, dict) else []


def _warning(desk: Desk, reminder: Reminder, found: list[Json], *, manner: Manner) -> Message:
    """What a press is warned of, beside the plan's own bubble. It is recorded all the same."""
    kept = desk.store.kept_plan(reminder.plan_id)
    title = no_dose_title(say.TITLE_PRESS_WARNED.format(plan=plan_name(kept, manner)), manner)
    lines = [_said(finding, names_shown=manner.names_shown) for finding in found]
    body = "\n".join([*dict.fromkeys(lines), say.BY_MISTAKE])
    return Message(f"{reminder.bubble_key} press", title=title, body=body, is_dose=False)


def _said(finding: Json, *, names_shown: bool) -> str:
    """A finding for a notice: a source's words and address may name the medicine, so they wait for a terminal."""
    if names_shown or finding["source"] is None:
        return str(finding["text"])
    return say.PAST_A_SOURCE


async def _tell(
    desk: Desk,
    notifier: Notifier,
    reminder: Reminder | None,
    why: str,
    *,
    demo: bool,
    advice: str = say.WRITE_IT_DOWN,
) -> None:
    several = reminder is not None and reminder.doses > 1
    label = None if several else _label(desk, reminder)
    title = no_dose_title(say.TITLE_PRESS_NOT_RECORDED, Manner(demo=demo))
    key = "press" if reminder is None else f"{reminder.bubble_key} press"  # beside the bubble, not over it
    body = f"{why}\n{advice.format(command=command_for(Button.TAKEN, label))}"
    message = Message(key=key, title=title, body=body, is_dose=False)
    await notifier.send(message, reminder_id="press")


def _label(desk: Desk, reminder: Reminder | None) -> str | None:
    try:
        return None if reminder is None else desk.store.kept_plan(reminder.plan_id).label
    except NotFound:
        return None
