"""What happens in one look at the plans? What is due is said, what nobody waits for any more is closed.

Claim (commit), send, record (commit): killed anywhere between, the next look says it again, and the server shows it in
place of what it had. At least once, never lost, never stacked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from taper.app.desk import Desk, manner_of, policy_of
from taper.app.exposing import left_over_json
from taper.core.announce import Kind
from taper.core.checkindays import answered_ids, longest_after
from taper.core.due import Decision, Saying, decide, looks_back
from taper.core.errors import StoreFailed
from taper.core.guard import UNKNOWN, Guard
from taper.core.ledger import ASKED, ends_at
from taper.core.notice import Manner, word
from taper.core.record import Intake, KeptPlan, Outcome, Reminder, Snooze
from taper.daemon.journal import Journal, place_of
from taper.notify.port import ALL_BUTTONS, Delivery, Message, Notifier, Urgency
from taper.store import Store

SAID_UNTIL = "said_until"
"""The store's note of the last look after which nothing was left unsaid."""

LONGEST_ABSENCE = timedelta(days=92)
"""Doses that fell due longer ago are left alone."""

MARGIN = timedelta(days=3)
"""How far before that note a look reaches back, for intakes undone and clocks put back."""

_RECORDS_MARGIN = timedelta(days=14)
"""How much further the records are read: an announcement stands for some days, and must not be made twice."""

_AFTER_THE_END = timedelta(days=7)
"""How long past its end a plan is looked at with nothing happening."""

_NOTE_EVERY = timedelta(hours=1)

GuardFor = Callable[[str | None], Guard]
"""What is known of a medicine by its name."""


def nothing_known(_: str | None) -> Guard:
    """Where no facts are at hand."""
    return UNKNOWN


@dataclass(frozen=True, slots=True)
class _Look:
    """What all plans have in common in one look."""

    desk: Desk
    notifier: Notifier
    journal: Journal
    now: datetime
    since: datetime
    heard_since: datetime | None
    manner: Manner
    next_looks: Mapping[str, datetime | None]
    guard_for: GuardFor


@dataclass(frozen=True, slots=True)
class _Records:
    """What happened with one plan, and what is known of its medicine."""

    intakes: tuple[Intake, ...]
    reminders: tuple[Reminder, ...]
    snoozes: tuple[Snooze, ...]
    guard: Guard


async def tick(
    desk: Desk,
    notifier: Notifier,
    *,
    now: datetime,
    journal: Journal,
    heard_since: datetime | None = None,
    demo: bool = False,
    guard_for: GuardFor = nothing_known,
) -> datetime | None:
    """Says and closes what is due at `now`, and answers when to look again; None when nothing lies ahead.

    The buttons of a bubble from before `heard_since` answer nobody (another life of the program or of the server sent
    it): while its dose waits, it is sent again. One plan's failure is written to the journal and leaves the others
    alone.
    """
    next_looks: list[datetime] = []
    with reported(journal):
        since = _since(desk.store, now)
        plans = list(_looked_at(desk.store, journal, since=since, now=now))
        manner = manner_of(desk.settings, tuple(plans), demo="demo" if demo else None)
        look = _Look(desk, notifier, journal, now, since, heard_since, manner, desk.store.next_looks(), guard_for)
        all_said = True
        for kept in plans:
            said = False
            with reported(journal, plan=kept.id):
                next_look_at, said = await _look_at(look, kept)
                next_looks += [next_look_at] if next_look_at else []
            all_said = all_said and said
            await asyncio.sleep(0)  # commands are answered in between
        if all_said:
            _note_said(desk.store, now)
    return min(next_looks, default=None)


@contextmanager
def reported(journal: Journal, *, plan: str | None = None) -> Iterator[None]:
    """Writes whatever goes wrong inside to the journal, and goes on after it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the one place where a defect must not end the daemon
        journal.note("failed", plan=plan, outcome=place_of(error))


def _plans(store: Store, journal: Journal) -> list[KeptPlan]:
    """Every plan that can be read."""
    try:
        return list(store.kept_plans())
    except StoreFailed:
        found = []
        for plan_id in store.next_looks():
            with reported(journal, plan=plan_id):
                found.append(store.kept_plan(plan_id))
        return found


def _since(store: Store, now: datetime) -> datetime:
    """From when on doses are looked at: some days before the note, or as far back as it goes without one."""
    said_until = _said_until(store)
    if said_until is None:
        return now - LONGEST_ABSENCE
    return max(now - LONGEST_ABSENCE, min(said_until, now) - MARGIN)


def _said_until(store: Store) -> datetime | None:
    try:
        noted = datetime.fromisoformat(store.meta(SAID_UNTIL) or "")
    except ValueError:
        return None
    return noted if noted.tzinfo else None


def _note_said(store: Store, now: datetime) -> None:
    """Moves the note, no more often than needed: each time is a write to the disk."""
    said_until = _said_until(store)
    if said_until is None or abs(now - said_until) >= _NOTE_EVERY:
        store.set_meta(SAID_UNTIL, now.isoformat())


def _looked_at(store: Store, journal: Journal, *, since: datetime, now: datetime) -> Iterator[KeptPlan]:
    """The plans that may have something to say: those long over have not, unless something was recorded lately."""
    for kept in _plans(store, journal):
        is_quiet = False
        with reported(journal, plan=kept.id):
            end = ends_at(kept)
            is_over = end is not None and end + _AFTER_THE_END + longest_after(kept.plan) <= since
            is_quiet = is_over and not store.intakes(kept.id, since=now - _AFTER_THE_END)
        if not is_quiet:
            yield kept


async def _look_at(look: _Look, kept: KeptPlan) -> tuple[datetime | None, bool]:
    """When to look at one plan again, and whether everything was said."""
    store, guard = look.desk.store, look.guard_for(kept.plan.medicine)
    from_at = min(look.since, look.now - looks_back(kept, guard)) - _RECORDS_MARGIN
    records = _Records(
        store.intakes(kept.id, since=from_at),
        store.reminders(kept.id, since=from_at),
        store.snoozes(kept.id, since=from_at),
        guard,
    )
    decision = _decide(look, kept, records)
    await _close_stale(look, kept, decision, records.reminders)
    saying = decision.saying or _said_to_nobody(look, kept, records)
    said = saying is None or await _say(look, kept, saying, records)
    if look.next_looks.get(kept.id) != decision.next_look_at:
        store.note_next_look(kept.id, decision.next_look_at)
    return decision.next_look_at, said


def _decide(look: _Look, kept: KeptPlan, records: _Records) -> Decision:
    return decide(
        kept,
        intakes=records.intakes,
        reminders=records.reminders,
        snoozes=records.snoozes,
        now=look.now,
        since=look.since,
        policy=policy_of(look.desk.settings.of_plan(kept.id)),
        guard=records.guard,
        answered=_answered(look, kept),
    )


def _answered(look: _Look, kept: KeptPlan) -> frozenset[str]:
    """What was answered beside the doses; most plans ask nothing, and are not looked up."""
    if kept.plan.check_ins is None and not kept.plan.activity_times:
        return frozenset()
    return answered_ids(kept.plan, look.desk.store.checked_in(kept.id))


def _said_to_nobody(look: _Look, kept: KeptPlan, records: _Records) -> Saying | None:
    """What the open bubble says, when its dose still waits and its buttons answer nobody any more."""
    bubble = newest_shown(records.reminders)
    if bubble is None or bubble.dose is None or look.heard_since is None or bubble.claimed_at >= look.heard_since:
        return None
    others = tuple(reminder for reminder in records.reminders if reminder.id != bubble.id)
    saying = _decide(look, kept, replace(records, reminders=others)).saying
    return saying if saying and saying.dose and saying.dose.dose.id == bubble.dose else None


async def _close_stale(look: _Look, kept: KeptPlan, decision: Decision, reminders: Sequence[Reminder]) -> None:
    """Closes the plan's bubble when nobody waits for its dose any more; what is to be said takes its place."""
    stale = decision.withdraw
    if not stale:
        return
    standing = newest_shown(reminders)
    if decision.saying is None and standing in stale:
        await look.notifier.withdraw(kept.id, last=delivery_of(standing))
        look.journal.note("withdrawn", plan=kept.id)
    store = look.desk.store
    with store.transaction():
        for reminder in stale:
            store.settle(reminder.id, outcome=Outcome.WITHDRAWN, outcome_at=look.now)


def newest_shown(reminders: Sequence[Reminder]) -> Reminder | None:
    """The reminder whose bubble stands open, as far as is known; `reminders` in the order of claiming."""
    newest = next((reminder for reminder in reversed(reminders) if reminder.outcome in ASKED), None)
    return newest if newest and newest.outcome in (Outcome.SHOWN, Outcome.ATTEMPTED) else None


def delivery_of(reminder: Reminder | None) -> Delivery | None:
    """What is stored of how a reminder was delivered."""
    return None if reminder is None else Delivery(reminder.outcome, reminder.server, reminder.server_id)


async def _say(look: _Look, kept: KeptPlan, saying: Saying, records: _Records) -> bool:
    """Claims, sends, records. False when the notifier said no: it is said again at the next look."""
    store, message = look.desk.store, _message(look, kept, saying, records.guard)
    reminder = Reminder(
        id=saying.retry_of or uuid4().hex,
        plan_id=kept.id,
        items=tuple(item.id for item in saying.items),
        claimed_at=look.now,
        dose=saying.dose.dose.id if saying.dose else None,
    )
    last = next((known for known in reversed(records.reminders) if known.server_id is not None), None)
    store.claim([reminder])
    delivery = await look.notifier.send(message, reminder_id=reminder.id, replaces=delivery_of(last))
    store.settle(
        reminder.id,
        outcome=delivery.outcome,
        outcome_at=look.desk.now(),
        server=delivery.server,
        server_id=delivery.server_id,
    )
    look.journal.note(saying.lead.value, plan=kept.id, outcome=delivery.outcome.value)
    return delivery.outcome is not Outcome.FAILED


def _message(look: _Look, kept: KeptPlan, saying: Saying, guard: Guard) -> Message:
    wording = word(saying, kept, now=look.now, manner=look.manner, guard=guard)
    is_dose = saying.lead is Kind.DOSE
    has_ended = any(item.kind is Kind.STOPPED for item in saying.items)
    left = left_over_json(look.desk, kept, now=look.now) if has_ended else None
    body = f"{wording.body}\n{left['text']}" if left else wording.body
    return Message(
        key=kept.id,
        title=wording.title,
        body=body,
        is_dose=is_dose,
        urgency=Urgency.CRITICAL if is_dose or saying.lead is Kind.TOO_SUDDEN else Urgency.NORMAL,
        buttons=ALL_BUTTONS if is_dose else (),
    )
