"""A look that begins a moment early shows nothing before its instant."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from daemonplans import at, kept
from fakes import FakeNotifier, desk_with

from taper.clock import ScaledClock, StandingClock, SystemClock
from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.daemon.punctual import LEAD_SECONDS, Punctual, looks_as_of
from taper.daemon.tick import tick
from taper.notify.port import Delivery, Message

MESSAGE = Message("a", "A: 1 tablet of 5 mg", "", is_dose=True)
LEAD = timedelta(seconds=LEAD_SECONDS)


@dataclass(frozen=True, slots=True)
class Held(StandingClock):
    """A clock held at an instant, which tells how long it would take."""

    def seconds_until(self, at: datetime) -> float:
        return max(0.0, (at - self.at).total_seconds())


def clock_at(shown: datetime) -> ScaledClock:
    """A clock that runs and shows this now."""
    return ScaledClock(shown, SystemClock().now().timestamp(), 1.0)


class Stamping(FakeNotifier):
    """Writes down what a clock shows when it is told to show something."""

    clock: ScaledClock
    stamps: list[datetime]

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        self.stamps.append(self.clock.now())
        return await super().send(message, reminder_id=reminder_id, replaces=replaces)


def stamping(clock: ScaledClock) -> Stamping:
    """One that is told of by nobody yet."""
    notifier = Stamping()
    notifier.clock, notifier.stamps = clock, []
    return notifier


def test_nothing_is_shown_before_the_instant(tmp_path: Path) -> None:
    """The look is made for it and the reminder claimed as of it, while the clock is on its way there."""
    clock = clock_at(at("08:00") - LEAD / 5)
    notifier = stamping(clock)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        work = tick(
            desk, Punctual(notifier, clock, at=at("08:00")), now=at("08:00"), journal=Journal(desk.paths.log, clock)
        )
        asyncio.run(work)
        (reminder,) = desk.store.reminders()
    assert (reminder.claimed_at, reminder.outcome) == (at("08:00"), Outcome.SHOWN)
    assert notifier.stamps[0] >= at("08:00")


def test_a_clock_that_is_put_back_meanwhile_holds_nothing_up() -> None:
    """It waits for no longer than a lead."""
    notifier = FakeNotifier()
    waiting = Punctual(notifier, StandingClock(at("07:00")), at=at("08:00"))
    asyncio.run(asyncio.wait_for(waiting.send(MESSAGE, reminder_id="r"), 20))
    assert len(notifier.sent) == 1


@pytest.mark.parametrize(
    ("shown", "wanted", "found"),
    [
        (at("08:00") - LEAD / 2, at("08:00"), at("08:00")),
        (at("08:00") - 2 * LEAD, at("08:00"), None),
        (at("08:01"), at("08:00"), None),
        (at("08:00"), None, None),
    ],
    ids=["a moment ahead", "too far ahead", "over", "nothing is wanted"],
)
def test_a_look_is_made_for_what_is_a_moment_ahead(
    shown: datetime, wanted: datetime | None, found: datetime | None
) -> None:
    """Else for the instant at which it is made."""
    assert looks_as_of(Held(shown), wanted_at=wanted) == (found or shown)
