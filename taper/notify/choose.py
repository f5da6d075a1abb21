"""Which notifier does this machine get?"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TextIO, assert_never

from taper.core.record import Outcome
from taper.notify.console import ConsoleNotifier
from taper.notify.port import Callbacks, Delivery, Message, Notifier, Probe


class Want(StrEnum):
    """What the person asked for; `AUTO` takes the best there is."""

    AUTO = "auto"
    DBUS = "dbus"
    PLYER = "plyer"
    CONSOLE = "console"


SWITCHED_OFF = "none"
"""The setting by which nothing is shown at all."""

OFF = "notifications are switched off by the setting notifier"


class NoNotifier:
    """Stands where there is no way to show anything, and says so each time."""

    name = "none"

    def __init__(self, why: str) -> None:
        self._why = why

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """FAILED, always."""
        return Delivery(Outcome.FAILED, why=self._why)

    async def needs_number(self, key: str) -> bool:
        """Nothing stands under a number here."""
        return False

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """Nothing stands under a number here."""
        return None

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Nothing is open."""

    async def probe(self) -> Probe:
        """Never ready."""
        return Probe(self.name, ready=False, words=self._why)

    async def close(self) -> None:
        """Nothing to let go of."""


async def choose(want: Want | str, *, callbacks: Callbacks, stream: TextIO, instance: str = "taper") -> Notifier:
    """The notifier for the wish, ready for use; `stream` is where the console notifier prints.

    `instance` tells apart programs with stores of their own on one desktop (a demo beside the real one): none of them
    replaces another's bubbles or hears another's buttons.

    AUTO: the desktop's bus where one is known, even while it is down or has no notification server, because both come
    back by themselves and nothing else could show more; else plyer where it has a backend; else the console when
    someone may be reading it. Raises ValueError for an unknown wish.
    """
    match Want(want):
        case Want.AUTO:
            return await _best(callbacks=callbacks, stream=stream, instance=instance)
        case Want.DBUS:
            return await _dbus(callbacks=callbacks, instance=instance) or NoNotifier(
                "desktop notifications need dbus-fast, which is not installed here"
            )
        case Want.PLYER:
            return _plyer() or NoNotifier("plyer knows no way to show a notification on this machine")
        case Want.CONSOLE:
            return ConsoleNotifier(stream)
        case never:
            assert_never(never)


async def _best(*, callbacks: Callbacks, stream: TextIO, instance: str) -> Notifier:
    desktop = await _dbus(callbacks=callbacks, instance=instance) if _bus_is_known() else None
    notifier = desktop or _plyer()
    if notifier is not None:
        return notifier
    if stream.isatty():
        return ConsoleNotifier(stream)
    return NoNotifier("no notification can be shown: there is no session bus, no plyer backend and no terminal")


def _bus_is_known() -> bool:
    try:
        from taper.notify.session_bus import session_address  # noqa: PLC0415 - dbus-fast is there on Linux only
    except ImportError:
        return False
    return session_address(os.environ) is not None


async def _dbus(*, callbacks: Callbacks, instance: str) -> Notifier | None:
    try:
        from taper.notify.linux_dbus import DbusNotifier  # noqa: PLC0415 - dbus-fast is there on Linux only
    except ImportError:
        return None
    notifier = DbusNotifier(callbacks=callbacks, instance=instance)
    await notifier.start()
    return notifier


def _plyer() -> Notifier | None:
    from taper.notify.plyer_notifier import PlyerNotifier, has_backend  # noqa: PLC0415 - loaded only as the last resort

    return PlyerNotifier() if has_backend() else None
