"""What happens in one look at the plans? What is due is said, what nobody waits for any more is closed.

At least once, never lost, never stacked: see `daemon.saying`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from taper.daemon.saying import delivery_of, say
from taper.notify.port import Notifier
from taper.store import Store

SAID_UNTIL = "said_until"
"""The store's note of the last look after which nothing was left unsaid."""

LONGEST_ABSENCE = timedelta(days=92)
"""Doses that fell due longer ago are left alone."""

MARGIN = timedelta(days=3)
"""How far before that note a look reaches back, for intakes undone and clocks put back."""

_AFTER_THE_END = timedelta(days=7)
"""How long past its end a plan is looked at with nothing happening."""

_NOTE_EVERY = timedelta(hours=1)


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
        look = Look(desk, notifier, journal, now, since, heard_since, manner, desk.store.next_looks(), guard_for)
        heard = await _listen_to(look, plans)
        heard, all_said = await _say_all(look, heard)
        await _close_stale(look, heard)
        next_looks = _note_next_looks(look, heard)
        if all_said and len(heard) == len(plans):
            _note_said(desk.store, now)
    return min(next_looks, default=None)


async def _listen_to(look: Look, plans: Sequence[KeptPlan]) -> list[Heard]:
    """What the plans have to say; without those that cannot be read."""
    found = []
    for kept in plans:
        with reported(look.journal, plan=kept.id):
            found.append(listen(look, kept))
        await asyncio.sleep(0)  # commands are answered in between
    return found


async def _say_all(look: Look, heard: list[Heard]) -> tuple[list[Heard], bool]:
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
        heard = await _listen_to(look, [one.kept for one in heard])


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
    store = look.desk.store
    with store.transaction():
        for reminder in stale:
            store.settle(reminder.id, outcome=Outcome.WITHDRAWN, outcome_at=look.now)
