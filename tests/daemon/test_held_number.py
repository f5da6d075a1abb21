"""The number of a held place is written down before the reminder is sent, and used by whoever comes after a crash."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from daemonplans import at, kept
from fakes import FakeNotifier, desk_with

from taper.app.desk import Desk
from taper.clock import StandingClock
from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.daemon.punctual import Punctual
from taper.daemon.tick import tick
from taper.notify.port import Delivery, Message

DUE = at("08:00")


class KilledError(BaseException):
    """The process is gone."""


@dataclass
class Watching(FakeNotifier):
    """Looks, when it is to show something, at what is written down of it; `kills` ends the process after showing."""

    desk: Desk | None = None
    kills: bool = False
    written: list[tuple[str | None, int | None]] = field(default_factory=list)

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        assert self.desk is not None
        newest = self.desk.store.reminders()[-1]
        self.written.append((newest.server, newest.server_id))
        delivery = await super().send(message, reminder_id=reminder_id, replaces=replaces)
        if self.kills:
            raise KilledError
        return delivery


def look(desk: Desk, notifier: Watching) -> None:
    """One look at eight, as the daemon makes it."""
    journal = Journal(desk.paths.log, StandingClock(DUE))
    asyncio.run(tick(desk, Punctual(notifier, StandingClock(DUE), at=DUE), now=DUE, journal=journal, heard_since=DUE))


def test_the_number_is_written_down_before_anything_is_shown(tmp_path: Path) -> None:
    """With the claim itself, in one commit."""
    with desk_with(tmp_path, kept(), now=DUE) as desk:
        notifier = Watching(desk=desk, reserves=True)
        look(desk, notifier)
        assert notifier.written == [(notifier.server, 1001)]
        assert notifier.replaced == [Delivery(Outcome.ATTEMPTED, notifier.server, 1001)]


def test_who_was_killed_after_showing_is_followed_by_one_who_shows_it_in_the_same_place(tmp_path: Path) -> None:
    """Although nobody heard that it was shown."""
    with desk_with(tmp_path, kept(), now=DUE) as desk:
        with pytest.raises(KilledError):
            look(desk, Watching(desk=desk, reserves=True, kills=True))
        (reminder,) = desk.store.reminders()
        assert (reminder.outcome, reminder.server_id) == (Outcome.CLAIMED, 1001)
        later = Watching(desk=desk)
        look(desk, later)
        assert later.replaced == [Delivery(Outcome.CLAIMED, later.server, 1001)]


def test_where_no_place_is_held_nothing_is_waited_for(tmp_path: Path) -> None:
    """The claim is written while the instant is still to come."""
    with desk_with(tmp_path, kept(), now=DUE) as desk:
        notifier = Watching(desk=desk)
        look(desk, notifier)
        assert (notifier.written, notifier.reserved) == ([(None, None)], [])
