"""A notification server of our own, for what dunst never does: refuse, dawdle, offer no buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
ALL_ABILITIES = ("actions", "body", "body-markup")


class Server:
    """Answers as it is told to and writes down what it was asked."""

    def __init__(self, bus: MessageBus, *, abilities: tuple[str, ...] | None) -> None:
        self._bus = bus
        self._abilities = abilities  # None: it does not know the question
        self._count = 0
        self.refusal: str | None = None
        self.silent = False
        self.babbles = False
        self.held: list[Message] = []
        self.asked: list[list[Any]] = []
        self.given: list[int] = []
        self.closed: list[int] = []

    def answer(self, call: Message) -> Message | bool:
        """The handler of every message that comes in."""
        if call.message_type is not MessageType.METHOD_CALL or call.interface != NAME:
            return False
        if self.babbles:
            return Message.new_method_return(call, "ss", ["what", "ever"])
        match call.member:
            case "GetCapabilities":
                return self._able(call)
            case "CloseNotification":
                self.closed.append(call.body[0])
                return Message.new_method_return(call)
            case "Notify":
                return self._notify(call)
        return False

    def _able(self, call: Message) -> Message:
        if self._abilities is None:
            return Message.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "never heard of it")
        return Message.new_method_return(call, "as", [list(self._abilities)])

    def _notify(self, call: Message) -> Message | bool:
        self.asked.append(call.body)
        if self.refusal is not None:
            return Message.new_error(call, "org.example.Error.Refused", self.refusal)
        if self.silent:
            self.held.append(call)
            return True
        return self._shown(call)

    def _shown(self, call: Message) -> Message:
        self._count += 1
        self.given.append(call.body[1] or self._count)
        return Message.new_method_return(call, "u", [self.given[-1]])

    def release(self) -> None:
        """Answers what it was silent about, oldest first."""
        for call in self.held:
            self._bus.send(self._shown(call))
        self.held.clear()

    def tell(self, member: str, signature: str, *arguments: object) -> None:
        """Emits a signal to everybody."""
        self._bus.send(
            Message(
                message_type=MessageType.SIGNAL,
                path=PATH,
                interface=NAME,
                member=member,
                signature=signature,
                body=list(arguments),
            )
        )


@asynccontextmanager
async def a_server(address: str, *, abilities: tuple[str, ...] | None = ALL_ABILITIES) -> AsyncIterator[Server]:
    """A server that owns the name for as long as the block lasts."""
    bus = await MessageBus(bus_address=address).connect()
    server = Server(bus, abilities=abilities)
    bus.add_message_handler(server.answer)
    await bus.request_name(NAME)
    try:
        yield server
    finally:
        bus.disconnect()
        await asyncio.wait_for(bus.wait_for_disconnect(), 5)
