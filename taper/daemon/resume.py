"""Did the machine wake from a sleep? The login manager says so on the system bus, where there is one.

Without it nothing is lost: the kernel tells of a clock that goes on after a sleep (`clockset`), and the cap looks.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

LOGIND = "org.freedesktop.login1"
MANAGER = f"{LOGIND}.Manager"
SIGNAL = "PrepareForSleep"
_SOCKET = Path("/run/dbus/system_bus_socket")

_PATIENCE_SECONDS = 5.0
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 1.0, 300.0


def system_address(environ: Mapping[str, str], *, path: Path = _SOCKET) -> str | None:
    """Where the system bus is; None where there is none."""
    named = environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    if named:
        return named
    return f"unix:path={quote(str(path))}" if path.exists() else None


class Resume:
    """Calls `woken` when a sleep is over. To be started inside a running event loop."""

    def __init__(self, woken: Callable[[], None], *, address: str | None = None) -> None:
        self._woken = woken
        self._address = address or system_address(os.environ)
        self._keeper: asyncio.Task[None] | None = None
        self._bus: MessageBus | None = None

    @property
    def watches(self) -> bool:
        """Whether the bus is listened to now."""
        return self._bus is not None and self._bus.connected

    def start(self) -> None:
        """Begins to listen, and goes on after every loss of the bus."""
        if self._address is not None:
            self._keeper = asyncio.create_task(self._keep(self._address))

    async def close(self) -> None:
        """Ends the listening."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
            self._keeper = None
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None

    async def _keep(self, address: str) -> None:
        from taper.notify.session_bus import BusTrouble  # noqa: PLC0415 - loaded only where there is a bus

        wait = _FIRST_WAIT_SECONDS
        while True:
            with suppress(BusTrouble):
                await self._listen(address)
                wait = _FIRST_WAIT_SECONDS
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)

    async def _listen(self, address: str) -> None:
        """Until the bus is lost. Raises BusTrouble when it cannot be reached or says no."""
        from dbus_fast.aio import MessageBus  # noqa: PLC0415 - as above

        from taper.notify.session_bus import BUS, Refused, method_call, settled  # noqa: PLC0415 - as above

        rule = f"type='signal',sender='{LOGIND}',interface='{MANAGER}',member='{SIGNAL}'"
        bus = await settled(MessageBus(bus_address=address).connect(), seconds=_PATIENCE_SECONDS)
        try:
            bus.add_message_handler(self._hear)
            asking = bus.call(method_call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", [rule]))
            answer = await settled(asking, seconds=_PATIENCE_SECONDS)
            if answer is None or answer.error_name:
                raise Refused(str(answer and answer.error_name), "the system bus tells nothing of sleeps")
            self._bus = bus
            await settled(bus.wait_for_disconnect(), seconds=None)  # type: ignore[no-untyped-call]
        finally:
            bus.disconnect()

    def _hear(self, message: Message) -> None:
        match (message.interface, message.member, message.body):
            case (interface, member, [False]) if (interface, member) == (MANAGER, SIGNAL):
                self._woken()  # True says that a sleep begins
