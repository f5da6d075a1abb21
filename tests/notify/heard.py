"""What a notifier reported, so that a test can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from taper.core.record import Outcome
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import ALL_BUTTONS, Callbacks, Delivery, Dismissal, Message, Press


@dataclass
class Heard:
    """Everything the callbacks were told."""

    presses: list[Press] = field(default_factory=list)
    dismissals: list[Dismissal] = field(default_factory=list)
    late: list[tuple[str, Delivery]] = field(default_factory=list)
    ready: int = 0
    uncovered: int = 0

    def callbacks(self) -> Callbacks:
        """The callbacks that write it down."""
        return Callbacks(
            on_press=self.presses.append,
            on_dismiss=self.dismissals.append,
            on_ready=self._count_ready,
            on_late=lambda reminder_id, delivery: self.late.append((reminder_id, delivery)),
            on_uncovered=self._count_uncovered,
        )

    def _count_ready(self) -> None:
        self.ready += 1

    def _count_uncovered(self) -> None:
        self.uncovered += 1


async def eventually(condition: Callable[[], object], *, what: str) -> None:
    """Returns when the condition holds; fails the test when it does not come to hold."""
    try:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"waited in vain for {what}") from None


@asynccontextmanager
async def a_notifier(
    address: str, *, patience_seconds: float = 5.0, instance: str = "taper"
) -> AsyncIterator[tuple[DbusNotifier, Heard]]:
    """A started notifier on this bus, and what it reports."""
    heard = Heard()
    notifier = DbusNotifier(
        callbacks=heard.callbacks(), instance=instance, address=address, patience_seconds=patience_seconds
    )
    await notifier.start()
    try:
        yield notifier, heard
    finally:
        await notifier.close()


async def shown(notifier: DbusNotifier, message: Message) -> Delivery:
    """Sends until it is shown, for a notifier of little patience on a busy machine."""
    while True:
        delivery = await notifier.send(message, reminder_id="shown at last")
        if delivery.outcome is Outcome.SHOWN:
            return delivery


def a_dose(title: str = "A: 1 tablet of 350 mg", *, body: str = "Step 1 of 3", key: str = "A") -> Message:
    """A dose reminder with all its buttons."""
    return Message(key=key, title=title, body=body, is_dose=True, buttons=ALL_BUTTONS)


def a_notice(title: str = "Nothing to take now.", *, body: str = "Plan A ends in 3 days", key: str = "A") -> Message:
    """A notice that asks for no answer."""
    return Message(key=key, title=title, body=body, is_dose=False)
