"""A screen saver for tests: it covers the screen and uncovers it when told to, and says so on the bus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus


class Saver:
    """A screen saver as the desktops have them."""

    def __init__(self, bus: MessageBus, name: str, path: str) -> None:
        self._bus, self._name, self._path = bus, name, path
        self.active = False

    def answer(self, call: Message) -> Message | bool:
        """The handler of every message that comes in."""
        if call.message_type is MessageType.METHOD_CALL and (call.interface, call.path) == (self._name, self._path):
            return Message.new_method_return(call, "b", [self.active])
        return False

    def turn(self, *, active: bool) -> None:
        """Covers the screen, or uncovers it, and says so."""
        self.active = active
        self._bus.send(Message.new_signal(self._path, self._name, "ActiveChanged", "b", [active]))


@asynccontextmanager
async def a_saver(address: str, name: str, path: str, *, active: bool = False) -> AsyncIterator[Saver]:
    """A screen saver that owns its name for as long as the block lasts."""
    bus = await MessageBus(bus_address=address).connect()
    saver = Saver(bus, name, path)
    saver.active = active
    bus.add_message_handler(saver.answer)
    await bus.request_name(name)
    try:
        yield saver
    finally:
        bus.disconnect()
        await asyncio.wait_for(bus.wait_for_disconnect(), 5)
