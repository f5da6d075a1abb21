"""How does the desktop see the demo, where it is asked to?"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from taper.cli.demostage import Notice
from taper.cli.out import note, wrapped
from taper.notify.choose import Want, choose
from taper.notify.port import Callbacks, Message, Notifier

_KEY = "demo"
"""One bubble for all: each notice takes the place of the one before."""

Show = Callable[[Notice], None]


@contextmanager
def shown_on_desktop() -> Iterator[Show]:
    """Shows notices on the desktop, without buttons; says so where there is no way to."""
    loop = asyncio.new_event_loop()
    notifier = loop.run_until_complete(
        choose(Want.DBUS, callbacks=Callbacks(), stream=sys.stderr, instance="taper-demo")
    )
    found = loop.run_until_complete(notifier.probe())
    if not found.ready:
        note(wrapped(f"taper: the desktop shows nothing of it: {found.words}."))
    try:
        yield lambda notice: loop.run_until_complete(_show(notifier, notice))
    finally:
        loop.run_until_complete(_end(notifier))
        loop.close()


async def _show(notifier: Notifier, notice: Notice) -> None:
    await notifier.send(Message(_KEY, notice.title, "\n".join(notice.lines), is_dose=False), reminder_id=_KEY)


async def _end(notifier: Notifier) -> None:
    await notifier.withdraw(_KEY)
    await notifier.close()
