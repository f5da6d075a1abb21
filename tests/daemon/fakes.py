"""A notifier that only remembers, and a desk on a real store, for ticks called as plain functions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from daemonplans import keep
from livedaemon import paths_of

from taper.app.desk import Desk, open_desk
from taper.clock import StandingClock
from taper.core.record import KeptPlan, Outcome
from taper.daemon.journal import Journal
from taper.daemon.tick import GuardFor, nothing_known, tick
from taper.notify.port import Delivery, Message, Notifier, Probe


def plain_spaces(text: str) -> str:
    """The text with every space one that may break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@dataclass
class FakeNotifier:
    """Shows everything at once, on one server, a bubble for each key.

    `fails` makes it say no, `outcome` is what it says else. Messages are remembered with plain spaces, as a test
    writes them.
    """

    name: str = "fake"
    server: str = ":1.1@bus"
    fails: bool = False
    reserves: bool = False
    reserved: list[str] = field(default_factory=list)
    outcome: Outcome = Outcome.SHOWN
    sent: list[Message] = field(default_factory=list)
    reminder_ids: list[str] = field(default_factory=list)
    replaced: list[Delivery | None] = field(default_factory=list)
    open: dict[str, Message] = field(default_factory=dict)

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        if self.fails:
            return Delivery(Outcome.FAILED, why="as the test wants")
        message = replace(message, title=plain_spaces(message.title), body=plain_spaces(message.body))
        self.sent.append(message)
        self.reminder_ids.append(reminder_id)
        self.replaced.append(replaces)
        self.open[message.key] = message
        return Delivery(self.outcome, server=self.server, server_id=len(self.sent))

    async def needs_number(self, key: str) -> bool:
        return self.reserves and key not in self.open

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        if not await self.needs_number(key) or self.fails:
            return None
        self.reserved.append(key)
        return Delivery(Outcome.ATTEMPTED, server=self.server, server_id=1000 + len(self.reserved))

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        self.open.pop(key, None)

    async def probe(self) -> Probe:
        return Probe(self.name, ready=not self.fails, words="a fake")

    async def close(self) -> None: ...


@contextmanager
def desk_with(home: Path, *plans: KeptPlan, now: datetime) -> Iterator[Desk]:
    """A desk at `now` whose store holds these plans."""
    paths = paths_of(home)
    keep(paths.store, *plans)
    with open_desk(paths, StandingClock(now)) as desk:
        yield desk


def look(
    desk: Desk,
    notifier: Notifier,
    now: datetime,
    *,
    heard_since: datetime | None = None,
    unseen_until: datetime | None = None,
    demo: bool = False,
    guard_for: GuardFor = nothing_known,
) -> datetime | None:
    """One tick."""
    journal = Journal(desk.paths.log, StandingClock(now))
    looked = asyncio.run(
        tick(
            desk,
            notifier,
            now=now,
            journal=journal,
            heard_since=heard_since,
            unseen_until=unseen_until,
            demo=demo,
            guard_for=guard_for,
        )
    )
    return looked.next_look_at
