"""How does a reminder come on time? The look begins a moment early, and what it shows waits for the instant.

Reading, deciding and writing down what is about to be said take longer than saying it. All of that is done as of the
instant for which the look was asked; nothing is shown before the clock is there.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from taper.clock import Clock
from taper.notify.port import Delivery, Message, Notifier, Probe

LEAD_SECONDS = 0.25
"""How long before the instant a look begins, in real seconds."""


def looks_as_of(clock: Clock, *, wanted_at: datetime | None) -> datetime:
    """The instant a look is made for: the one that was asked for where it is a moment ahead, else now."""
    now = clock.now()
    is_near = wanted_at is not None and now < wanted_at and clock.seconds_until(wanted_at) <= LEAD_SECONDS
    return wanted_at if wanted_at is not None and is_near else now


class Punctual:
    """The notifier, which shows nothing before the clock is at `at`: no longer than a lead, should the clock be set."""

    def __init__(self, notifier: Notifier, clock: Clock, *, at: datetime) -> None:
        self.name = notifier.name
        self._notifier = notifier
        self._clock = clock
        self._at = at
        self._patience = LEAD_SECONDS

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """As the notifier does, at the instant."""
        await self._come_to_it()
        return await self._notifier.send(message, reminder_id=reminder_id, replaces=replaces)

    async def needs_number(self, key: str) -> bool:
        """As the notifier says."""
        return await self._notifier.needs_number(key)

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """As the notifier does, at the instant: what holds the place is shown as little before it as the message."""
        if not await self._notifier.needs_number(key):
            return None
        await self._come_to_it()
        return await self._notifier.reserve(key, last=last)

    async def _come_to_it(self) -> None:
        while self._patience > 0 and (rest := self._clock.seconds_until(self._at)) > 0:
            self._patience -= rest
            await asyncio.sleep(min(rest, LEAD_SECONDS))

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """As the notifier does."""
        await self._notifier.withdraw(key, last=last)

    async def probe(self) -> Probe:
        """As the notifier does."""
        return await self._notifier.probe()

    async def close(self) -> None:
        """As the notifier does."""
        await self._notifier.close()
