"""What has each plan to say at a look, and whose bubble must be said again though nothing is new?"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from taper.app.desk import Desk, policy_of
from taper.core.announce import Kind
from taper.core.asking import asked_from
from taper.core.checkindays import answered_ids
from taper.core.due import Decision, Saying, decide, looks_back
from taper.core.guard import UNKNOWN, Guard
from taper.core.ledger import ASKED
from taper.core.notice import Manner, say_amount
from taper.core.record import Dose, Intake, KeptPlan, Outcome, Reminder, Snooze
from taper.core.together import Voice
from taper.daemon.journal import Journal
from taper.daemon.timely import untimely, without
from taper.notify.port import Notifier

_RECORDS_MARGIN = timedelta(days=14)
"""How much further the records are read: an announcement stands for some days, and must not be made twice."""

STANDING = frozenset({Outcome.SHOWN, Outcome.ATTEMPTED})
"""The outcomes of a reminder whose bubble stands open, as far as is known."""

_TAKEN_AWAY = frozenset({Outcome.WITHDRAWN, Outcome.ANSWERED})

GuardFor = Callable[[str | None], Guard]
"""What is known of a medicine by its name."""


def nothing_known(_: str | None) -> Guard:
    """Where no facts are at hand."""
    return UNKNOWN


@dataclass(frozen=True, slots=True)
class Look:
    """What all plans have in common in one look."""

    desk: Desk
    notifier: Notifier
    journal: Journal
    now: datetime
    since: datetime
    heard_since: datetime | None
    unseen_until: datetime | None
    manner: Manner
    next_looks: Mapping[str, datetime | None]
    guard_for: GuardFor


@dataclass(frozen=True, slots=True)
class Heard:
    """One plan at a look: what happened with it, what is known of its medicine, and what is decided of it.

    `ahead` are the reminders of a clock that stood ahead, as they are stored; among `reminders` they are untimely.
    """

    kept: KeptPlan
    intakes: tuple[Intake, ...]
    reminders: tuple[Reminder, ...]
    snoozes: tuple[Snooze, ...]
    guard: Guard
    answered: frozenset[str]
    decision: Decision
    ahead: tuple[Reminder, ...] = ()

    @property
    def asked(self) -> Reminder | None:
        """The newest reminder that asked about the dose which is open now."""
        state = self.decision.open_dose
        return None if state is None else newest_asking(self.reminders, state.dose.id)


def newest_asking(reminders: Sequence[Reminder], dose_id: str) -> Reminder | None:
    """The newest reminder by which the person was asked about a dose; `reminders` in the order of claiming."""
    asked = (reminder for reminder in reversed(reminders) if reminder.outcome in ASKED and reminder.dose == dose_id)
    return next(asked, None)


def standing_bubbles(reminders: Sequence[Reminder]) -> list[Reminder]:
    """The reminders of one plan whose bubbles with a dose stand open, as far as is known, in the order of claiming.

    At most one bubble stands under a key: the newest.
    """
    asked = [reminder for reminder in reminders if reminder.outcome in ASKED]
    newest = {reminder.bubble_key: reminder for reminder in asked}
    return [one for one in asked if one is newest[one.bubble_key] and one.outcome in STANDING and one.dose is not None]


def listen(look: Look, kept: KeptPlan) -> Heard:
    """What one plan has to say."""
    store, guard = look.desk.store, look.guard_for(kept.plan.medicine)
    from_at = min(look.since, look.now - looks_back(kept, guard)) - _RECORDS_MARGIN
    with store.snapshot():
        intakes = store.intakes(kept.id, since=from_at, or_before=kept.stored_at)
        snoozes, stored = store.snoozes(kept.id, since=from_at), store.reminders(kept.id, since=from_at)
        answered = _answered(look, kept)
    ahead = untimely(kept, stored, look.now)
    reminders = without(stored, ahead)
    decision = decide(
        kept,
        intakes=intakes,
        reminders=reminders,
        snoozes=snoozes,
        now=look.now,
        since=look.since,
        policy=policy_of(look.desk.settings.of_plan(kept.id)),
        guard=guard,
        answered=answered,
    )
    return Heard(kept, intakes, reminders, snoozes, guard, answered, decision, ahead)


def _answered(look: Look, kept: KeptPlan) -> frozenset[str]:
    """What was answered beside the doses; most plans ask nothing, and are not looked up."""
    if kept.plan.check_ins is None and not kept.plan.activity_times:
        return frozenset()
    return answered_ids(kept.plan, look.desk.store.checked_in(kept.id))


def voice_of(look: Look, heard: Heard, everyone: Sequence[Heard], *, apart: Container[str] = ()) -> Voice:
    """The plan's voice among those of all plans; `apart` are the ids of plans that are not to be joined with others."""
    decision, waiting = heard.decision, heard.decision.waiting
    made = [one for one in heard.reminders if one.outcome in ASKED and one.claimed_at <= look.now]
    began_at = None if waiting is None else asked_from(waiting, made, look.now)
    must, is_lost = _must_again(look, heard, everyone), heard.asked is not None and _is_for_nobody(look, heard.asked)
    return Voice(
        heard.kept,
        waiting,
        began_at,
        decision.saying,
        must=must,
        is_lost=must and is_lost,
        apart=heard.kept.id in apart,
    )


def _must_again(look: Look, heard: Heard, everyone: Sequence[Heard]) -> bool:
    """Whether the waiting dose stands in no bubble that answers for it, though nobody dismissed one.

    Its bubble was closed or replaced, its buttons answer nobody any more, or it names what is not to be taken.
    """
    asked = heard.asked
    if asked is None or heard.decision.waiting is None or asked.claimed_at > look.now:
        return False
    if asked.outcome in _TAKEN_AWAY:
        return True
    return asked.outcome in STANDING and (_is_for_nobody(look, asked) or not is_true(asked, everyone))


def _is_for_nobody(look: Look, asked: Reminder) -> bool:
    """Whether its buttons answer nobody, or nobody saw it. Where the clock went back behind that hour, nothing can be
    told from it.
    """
    if look.heard_since is not None and asked.claimed_at < look.heard_since <= look.now:
        return True
    is_unseen = look.unseen_until is not None and asked.claimed_at < look.unseen_until <= look.now
    return is_unseen and asked.outcome is Outcome.ATTEMPTED


def is_true(bubble: Reminder, everyone: Sequence[Heard]) -> bool:
    """Whether every dose that a bubble asks about still waits, in the amount that it names."""
    return sum(1 for heard in everyone if is_asked_by(bubble, heard)) == bubble.doses


def is_asked_by(bubble: Reminder, heard: Heard) -> bool:
    """Whether a plan's open dose stands in that bubble as it is now."""
    state, asked = heard.decision.open_dose, heard.asked
    if state is None or asked is None or asked.bubble_id != bubble.bubble_id:
        return False
    return asked.amount in (None, named_amount(heard.kept, state.dose))


def named_amount(kept: KeptPlan, dose: Dose) -> str:
    """The amount of a dose as a notice names it, to know later whether it still is that."""
    return say_amount(kept.plan, dose.amount, dose.of)


def said_again(look: Look, heard: Heard) -> Saying:
    """What the bubble of the waiting dose says, as though it had not been said; at the least what is to be taken."""
    waiting, asked = heard.decision.waiting, heard.asked
    assert waiting is not None
    others = tuple(one for one in heard.reminders if asked is None or one.items != asked.items)
    decision = decide(
        heard.kept,
        intakes=heard.intakes,
        reminders=others,
        snoozes=heard.snoozes,
        now=look.now,
        since=look.since,
        policy=replace(policy_of(look.desk.settings.of_plan(heard.kept.id)), quiet=None),
        guard=heard.guard,
        answered=heard.answered,
    )
    saying = decision.saying
    if saying is None or saying.dose is None or saying.dose.dose.id != waiting.dose.id:
        saying = Saying(heard.kept.id, Kind.DOSE, (), waiting)
    return replace(saying, retry_of=_failed_before(heard, saying))


def _failed_before(heard: Heard, saying: Saying) -> str | None:
    """The reminder that tried to say the same and failed."""
    names, dose = tuple(item.id for item in saying.items), saying.dose and saying.dose.dose.id
    failed = (one for one in heard.reminders if one.outcome not in ASKED and one.items == names and one.dose == dose)
    return next((one.id for one in failed), None)
