"""What becomes of a button that answers the doses of several medicines, and how is that taken back?

Each dose that still waits as it was named is answered, and the person is told which were and which not, and why. Where
the next dose of any is due, nothing is recorded: nobody knows what was meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from taper.app.choosing import active_plans, states_of
from taper.app.desk import Desk, manner_of
from taper.app.operations import perform
from taper.core import sentences as say
from taper.core.checkinwords import quoted
from taper.core.errors import NotFound, TaperError
from taper.core.groupnotice import names_of, whose
from taper.core.ledger import standing
from taper.core.notice import Manner, no_dose_title, plan_name
from taper.core.record import Intake, KeptPlan, Outcome, Reminder
from taper.daemon.certainty import AROUND, NotCertainError, TimeIsOverError, intake_id, plan_answered
from taper.notify.port import Button, Message, Press

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a press did: the plans whose doses it answered, the lines that tell of it, and what it did not do."""

    plans: tuple[KeptPlan, ...]
    lines: tuple[str, ...]
    left: tuple[str, ...]
    findings: tuple[Json, ...] = ()


def answer_several(desk: Desk, press: Press, *, manner: Manner) -> Answered:
    """Answers every dose of a bubble that still stands, all in one record. Raises NotCertainError where none does."""
    reminders = desk.store.reminders_in(press.reminder_id)
    asking = [reminder for reminder in reminders if reminder.dose is not None]
    with desk.store.transaction():
        waiting, left = _certain(desk, asking, manner)
        answer = _snooze if press.button is Button.SNOOZE else _take
        answered = answer(desk, waiting, left, manner)
        if not answered.plans:
            raise NotCertainError("\n".join(answered.left))
        _settle(desk, reminders, answered.plans)
    return answered


def _certain(
    desk: Desk, asking: Sequence[Reminder], manner: Manner
) -> tuple[list[tuple[KeptPlan, Reminder]], list[str]]:
    """The doses that are answered for certain, and why the others are not. Raises NotCertainError when one is over."""
    waiting, left = [], []
    for reminder in asking:
        try:
            waiting.append((plan_answered(desk, reminder), reminder))
        except TimeIsOverError as over:
            raise NotCertainError(f"{_of(desk, reminder, over, manner)} {say.NOTHING_RECORDED}") from None
        except NotCertainError as why:
            left.append(_of(desk, reminder, why, manner))
    if asking and len(asking) < asking[0].doses:
        left.append(say.ONE_PLAN_GONE)
    return waiting, left


def _of(desk: Desk, reminder: Reminder, why: Exception, manner: Manner) -> str:
    try:
        plan = plan_name(desk.store.kept_plan(reminder.plan_id), manner)
    except NotFound:
        return say.ONE_PLAN_GONE
    return say.NOT_RECORDED_FOR.format(plan=plan, why=why)


_Waiting = Sequence[tuple[KeptPlan, Reminder]]


def _take(desk: Desk, waiting: _Waiting, left: Sequence[str], _: Manner) -> Answered:
    results = [_taken(desk, kept, reminder) for kept, reminder in waiting]
    findings = [finding for result in results for finding in cast("list[Json]", result["findings"])]
    lines = tuple(str(result["text"]) for result in results)
    return Answered(tuple(kept for kept, _ in waiting), lines, tuple(left), tuple(findings))


def _taken(desk: Desk, kept: KeptPlan, reminder: Reminder) -> Json:
    request = {"plan": kept.id, "dose": reminder.dose, "answer": "taken", "interactive": False}
    return cast(Json, perform(desk, "take", {**request, "intake_id": intake_id(reminder.id, Button.ALL_TAKEN)}))


def _snooze(desk: Desk, waiting: _Waiting, left: Sequence[str], manner: Manner) -> Answered:
    """Each dose for itself: another one's next dose may be nearer."""
    plans, refused = [], list(left)
    for kept, reminder in waiting:
        try:
            perform(desk, "snooze", {"plan": kept.id, "dose": reminder.dose})
            plans.append(kept)
        except TaperError as why:
            refused.append(say.NOT_SNOOZED.format(plan=plan_name(kept, manner), why=why))
    return Answered(tuple(plans), (), tuple(refused))


def _settle(desk: Desk, reminders: Iterable[Reminder], answered: Sequence[KeptPlan]) -> None:
    """What was not answered is said again, in a bubble of its own."""
    plans = {kept.id for kept in answered}
    for reminder in reminders:
        is_done = reminder.dose is None or reminder.plan_id in plans
        outcome = Outcome.ANSWERED if is_done else Outcome.WITHDRAWN
        desk.store.settle(reminder.id, outcome=outcome, outcome_at=desk.now())


def notice_of(
    desk: Desk, press: Press, answered: Answered, *, key: str, manner: Manner, said: Callable[[Json], str]
) -> Message | None:
    """What is told of a press: what was recorded, what not, and how it is taken back; None where it all went well and
    there is nothing to take back.
    """
    if press.button is Button.SNOOZE:
        if not answered.left:
            return None
        title = no_dose_title(say.TITLE_PRESS_IN_PART, manner)
        return Message(f"{key} press", title, "\n".join(answered.left), is_dose=False)
    kept = answered.plans[0]
    named = names_of(answered.plans, manner)
    title = no_dose_title(say.TITLE_PRESS_RECORDED.format(whose=whose(kept, manner), names=named), manner)
    commands = " · ".join(f"taper undo {quoted(one.label)}" for one in answered.plans)
    warned = dict.fromkeys(said(finding) for finding in answered.findings)
    lines = [*answered.lines, *answered.left, *warned, say.BY_MISTAKE_SEVERAL.format(commands=commands)]
    return Message(f"{key} press", title, "\n".join(lines), is_dose=False, buttons=(Button.UNDO,))


def take_back(desk: Desk, press: Press, *, manner: Manner) -> Message | None:
    """Takes back what the press on one bubble had recorded; what to say of it, None where the doses are asked about
    again at once. Raises NotCertainError where nothing of it stands.
    """
    reminders = desk.store.reminders_in(press.reminder_id)
    ids = [intake_id(reminder.id, Button.ALL_TAKEN) for reminder in reminders]
    with desk.store.transaction():
        known = {intake.id: intake for intake in standing(desk.store.intakes())}
        recorded = [known[name] for name in ids if name in known]
        if not recorded:
            raise NotCertainError(say.TAKEN_BACK_ALREADY if reminders else say.OLDER_NOTICE)
        lines = [_undone(desk, intake) for intake in recorded]
    plans = [desk.store.kept_plan(intake.plan_id) for intake in recorded]
    if all(_waits(desk, kept, intake) for kept, intake in zip(plans, recorded, strict=True)):
        return None
    text = say.TITLE_TAKEN_BACK.format(whose=whose(plans[0], manner), names=names_of(plans, manner))
    key = f"{reminders[0].bubble_key} press"
    return Message(key, no_dose_title(text, manner), "\n".join(lines), is_dose=False)


def _undone(desk: Desk, intake: Intake) -> str:
    undoing_id = hashlib.sha256(f"{intake.id}:{Button.UNDO.value}".encode()).hexdigest()[:32]
    result = perform(desk, "undo", {"record": intake.id, "intake_id": undoing_id})
    return str(cast(Json, result)["text"])


def _waits(desk: Desk, kept: KeptPlan, intake: Intake) -> bool:
    now = desk.now()
    around = states_of(desk, kept, from_at=now - AROUND, until_at=now + timedelta(seconds=1))
    return any(state.dose.id == intake.dose and state.state.is_open for state in around)


def manner_for(desk: Desk, *, demo: bool) -> Manner:
    """How a notice about a press speaks."""
    return manner_of(desk.settings, active_plans(desk), demo="demo" if demo else None)
