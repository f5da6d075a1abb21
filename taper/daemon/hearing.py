"""What does the daemon do when the notification server calls back: a press, a dismissal, a late answer?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.daemon.outcomes import note_late
from taper.daemon.presses import answer_press, note_dismissal
from taper.daemon.rehearsal import Rehearsals
from taper.daemon.safekeeping import Safekeeping
from taper.daemon.surroundings import Surroundings
from taper.daemon.tick import reported
from taper.notify.port import Callbacks, Delivery, Dismissal, Press


class Hearing:
    """Hears for one life of the daemon.

    `turn` is held while something is answered, so that a look and a press never run beside each other; `poke` asks for
    a look.
    """

    def __init__(
        self,
        around: Surroundings,
        safekeeping: Safekeeping,
        journal: Journal,
        *,
        turn: asyncio.Lock,
        poke: Callable[[], None],
        demo: bool,
    ) -> None:
        self.since = around.desk.now()
        """Since when bubbles can be answered: what an earlier life or server showed went with it."""
        self.unseen_until: datetime | None = None
        """When a screen that was covered could be seen again."""
        self.rehearsals = Rehearsals()
        self._journal = journal
        self._turn = turn
        self._poke = poke
        self._under_way: set[asyncio.Task[None]] = set()
        self._around = around
        self._safekeeping = safekeeping
        self._demo = demo

    @property
    def callbacks(self) -> Callbacks:
        """What the notifier is given to call."""
        return Callbacks(
            on_press=self._on_press,
            on_dismiss=self._on_dismiss,
            on_ready=self._on_ready,
            on_late=self._on_late,
            on_uncovered=self._on_uncovered,
        )

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something beside what is under way, and does not lose it."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self, *, seconds: float) -> None:
        """Waits so long for what is being answered."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    def _on_ready(self) -> None:
        self.since = self._around.desk.now()
        self._poke()

    def _on_uncovered(self) -> None:
        self.unseen_until = self._around.desk.now()
        self._poke()

    def _on_late(self, reminder_id: str, delivery: Delivery) -> None:
        self.keep(self._note_late(reminder_id, delivery))

    def _on_press(self, press: Press) -> None:
        if not self.rehearsals.take_press(press):
            self.keep(self._answer_press(press))

    def _on_dismiss(self, dismissal: Dismissal) -> None:
        self.rehearsals.take_dismissal(dismissal)
        if dismissal.by_person:
            self.keep(self._note_dismissal(dismissal))

    async def _answer_press(self, press: Press) -> None:
        around = self._around
        async with self._turn:
            with reported(self._journal):
                await answer_press(around.desk, around.notifier, press, journal=self._journal, demo=self._demo)
            self._safekeeping.wrote()
        self._poke()

    async def _note_late(self, reminder_id: str, delivery: Delivery) -> None:
        async with self._turn:
            with reported(self._journal):
                note_late(self._around.desk, reminder_id, delivery, journal=self._journal)
        if delivery.outcome is Outcome.FAILED:
            self._poke()

    async def _note_dismissal(self, dismissal: Dismissal) -> None:
        async with self._turn:
            with reported(self._journal):
                note_dismissal(self._around.desk, dismissal)
