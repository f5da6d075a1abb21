"""What happens in one look at the plans? What is due is said, what nobody waits for any more is closed.

At least once, never lost, never stacked: see `daemon.saying`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from taper.app.desk import Desk, manner_of
from taper.core.checkindays import longest_after
from taper.core.errors import StoreFailed
from taper.core.ledger import ends_at
from taper.core.record import KeptPlan, Outcome
from taper.core.together import Chorus, choruses
from taper.daemon.journal import Journal, place_of
from taper.daemon.listening import (
    GuardFor,
    Heard,
    Look,
    is_asked_by,
    listen,
    nothing_known,
    standing_bubbles,
    voice_of,
)
from taper.daemon.saiduntil import look_since, note_said
from taper.daemon.saying import delivery_of, say
from taper.daemon.timely import note_untimely
from taper.notify.port import Notifier
from taper.store import Store

_AFTER_THE_END = timedelta(days=7)
"""How long past its end a plan is looked at with nothing happening."""


def nobody_minds() -> None:
    """Where nobody minds how far a look has come."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: when to look again (None when nothing lies ahead), and whether everything was said."""

    next_look_at: datetime | None
    all_said: bool


async def tick(
    desk: Desk,
    notifier: Notifier,
    *,
    now: datetime,
    journal: Journal,
    heard_since: datetime | None = None,
    unseen_until: datetime | None = None,
    demo: bool = False,
    guard_for: GuardFor = nothing_known,
    progressed: Callable[[], None] = nobody_minds,
) -> Looked:
    """Says and closes what is due at `now`, and answers when to look again.

    The buttons of a bubble from before `heard_since` answer nobody (another life of the program or of the server sent
    it): while its dose waits, it is sent again. So is one that was only attempted before `unseen_until`, when a covered
    screen could be seen again. One plan's failure is written to the journal and leaves the others
    alone.
    """
    next_looks: list[datetime] = []
    all_said = False
    with reported(journal):
        with desk.store.snapshot():
            since, next_at = look_since(desk.store, now), desk.store.next_looks()
            plans = list(_looked_at(desk.store, journal, since=since, now=now))
        manner = manner_of(desk.settings, tuple(plans), demo="demo" if demo else None)
        look = Look(desk, notifier, journal, now, since, heard_since, unseen_until, manner, next_at, guard_for)
        heard = await _listen_to(look, plans, progressed)
        await _close_untimely(look, heard)
        heard, all_said = await _say_all(look, heard, progressed)
        await _close_stale(look, heard)
        next_looks = _note_next_looks(look, heard)
        all_said = all_said and len(heard) == len(plans)
        if all_said:
            note_said(desk.store, now)
    return Looked(min(next_looks, default=None), all_said)


async def _listen_to(look: Look, plans: Sequence[KeptPlan], progressed: Callable[[], None]) -> list[Heard]:
    """What the plans have to say; without those that cannot be read."""
    found = []
    for kept in plans:
        with reported(look.journal, plan=kept.id):
            found.append(listen(look, kept))
        progressed()
        await asyncio.sleep(0)  # commands are answered in between
    return found


async def _say_all(look: Look, heard: list[Heard], progressed: Callable[[], None]) -> tuple[list[Heard], bool]:
    """Says one bubble after the other, each as it is true after the one before; what was heard last, and whether all
    was said.
    """
    tried: set[object] = set()
    called: set[str] = set()
    all_said = True
    while True:
        choir = choruses([voice_of(look, one, heard, apart=called) for one in heard])
        chorus = next((one for one in choir if _signature(one) not in tried), None)
        if chorus is None:
            return heard, all_said
        tried.add(_signature(chorus))
        called |= {voice.kept.id for voice in chorus.voices if voice.calls}
        said = False
        with reported(look.journal, plan=chorus.voices[0].kept.id):
            said = await say(look, chorus, heard)
        all_said = all_said and said
        heard = await _listen_to(look, [one.kept for one in heard], progressed)


def _signature(chorus: Chorus) -> object:
    """What is tried once in a look."""
    return tuple((voice.kept.id, voice.saying and tuple(i.id for i in voice.saying.items)) for voice in chorus.voices)


def _note_next_looks(look: Look, heard: Sequence[Heard]) -> list[datetime]:
    found = []
    for one in heard:
        with reported(look.journal, plan=one.kept.id):
            at = one.decision.next_look_at
            if look.next_looks.get(one.kept.id) != at:
                look.desk.store.note_next_look(one.kept.id, at)
            found += [at] if at else []
    return found


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


async def _close_stale(look: Look, heard: Sequence[Heard]) -> None:
    """Closes the bubbles whose doses nobody waits for any more."""
    for one in heard:
        if one.decision.withdraw:
            with reported(look.journal, plan=one.kept.id):
                await _close_stale_of(look, one, heard)


async def _close_stale_of(look: Look, one: Heard, heard: Sequence[Heard]) -> None:
    stale = one.decision.withdraw
    for standing in standing_bubbles(one.reminders):
        if standing in stale and not any(is_asked_by(standing, other) for other in heard):
            await look.notifier.withdraw(standing.bubble_key, last=delivery_of(standing))
            look.journal.note("withdrawn", plan=one.kept.id)
    for reminder in stale:  # each by itself, so that one that cannot be written now is written later
        look.desk.store.settle(reminder.id, outcome=Outcome.WITHDRAWN, outcome_at=look.now)


async def _close_untimely(look: Look, heard: Sequence[Heard]) -> None:
    """Closes what a clock that stood ahead has said: it may ask for what is not due yet."""
    for one in heard:
        if one.ahead:
            with reported(look.journal, plan=one.kept.id):
                for standing in standing_bubbles(one.ahead):
                    await look.notifier.withdraw(standing.bubble_key, last=delivery_of(standing))
                note_untimely(look.desk.store, one.ahead, look.now)
