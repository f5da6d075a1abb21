"""A notification server of our own, for what no real one does when asked to: refuse, dawdle, offer no buttons.

async with a_server(address) as server: ...          # beside a notifier in the same event loop
with a_running_server(address) as server: ...        # in a thread of its own, beside a daemon process
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from desktop import until

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
ALL_ABILITIES = ("actions", "body", "body-markup")


class Server:
    """Answers as it is told to and writes down what it was asked."""

    def __init__(self, bus: MessageBus, *, abilities: tuple[str, ...] | None) -> None:
        self._bus = bus
        self._abilities = abilities  # None: it does not know the question
        self._count = 0
        self.about: tuple[str, str, str, str] | None = None
        self.properties: dict[str, bool] = {}
        self.refusal: str | None = None
        self.silent = False
        self.mute = False  # it does not even say what it can
        self.babbles = False
        self.held: list[Message] = []
        self.asked: list[list[Any]] = []
        self.given: list[int] = []
        self.closed: list[int] = []

    def answer(self, call: Message) -> Message | bool:
        """The handler of every message that comes in."""
        if call.message_type is not MessageType.METHOD_CALL:
            return False
        if call.member == "Get" and call.body[1] in self.properties:
            return Message.new_method_return(call, "v", [Variant("b", self.properties[call.body[1]])])
        return call.interface == NAME and self._answer(call)

    def _answer(self, call: Message) -> Message | bool:
        if self.babbles:
            return Message.new_method_return(call, "ss", ["what", "ever"])
        match call.member:
            case "GetCapabilities":
                return self._able(call)
            case "GetServerInformation" if self.about is not None:
                return Message.new_method_return(call, "ssss", list(self.about))
            case "CloseNotification":
                self.closed.append(call.body[0])
                return Message.new_method_return(call)
            case "Notify":
                return self._notify(call)
        return False

    def _able(self, call: Message) -> Message | bool:
        if self.mute:
            self.held.append(call)
            return True
        if self._abilities is None:
            return Message.new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "never heard of it")
        return Message.new_method_return(call, "as", [list(self._abilities)])

    def _notify(self, call: Message) -> Message | bool:
        self.asked.append(call.body)
        if self.silent:
            self.held.append(call)
            return True
        return self._verdict(call)

    def _verdict(self, call: Message) -> Message:
        if self.refusal is not None:
            return Message.new_error(call, "org.example.Error.Refused", self.refusal)
        self._count += 1
        self.given.append(call.body[1] or self._count)
        return Message.new_method_return(call, "u", [self.given[-1]])

    def release(self) -> None:
        """Answers what it was silent about, oldest first, and is silent no more."""
        held, self.held, self.mute, self.silent = self.held, [], False, False
        for call in held:
            answer = self._verdict(call) if call.member == "Notify" else self._able(call)
            assert isinstance(answer, Message)
            self._bus.send(answer)

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
        with suppress(EOFError, OSError):  # the bus may have gone before
            await asyncio.wait_for(bus.wait_for_disconnect(), 5)


class RunningServer:
    """A server in a thread of its own: what it was asked can be read at any time, what it is to do is handed over."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
        self.server = server
        self._loop = loop
        self._ending = ending

    def wait_asked(self, title_part: str, *, count: int = 1) -> list[list[Any]]:
        """The arguments of each Notify with such a title, as soon as it is so many."""

        def found() -> list[list[Any]]:
            fitting = [asked for asked in tuple(self.server.asked) if title_part in asked[3].replace("\xa0", " ")]
            return fitting if len(fitting) >= count else []

        return until(found, what=f"{count} notifications with {title_part!r}")

    def number_of(self, asked: list[Any]) -> int:
        """The id that was given to that Notify."""
        return self.server.given[self.server.asked.index(asked)]

    def press(self, number: int, key: str) -> None:
        """Tells of a pressed button."""
        self._loop.call_soon_threadsafe(self.server.tell, "ActionInvoked", "us", number, key)

    def release(self) -> None:
        """Answers what it was silent about."""
        self._loop.call_soon_threadsafe(self.server.release)

    def end(self) -> None:
        """Leaves the bus, as a crash would."""
        self._loop.call_soon_threadsafe(self._ending.set)


@contextmanager
def a_running_server(
    address: str, *, abilities: tuple[str, ...] | None = ALL_ABILITIES, silent: bool = False
) -> Iterator[RunningServer]:
    """A server that owns the name for as long as the block lasts."""
    begun: list[RunningServer] = []

    async def live() -> None:
        async with a_server(address, abilities=abilities) as server:
            server.silent = silent
            ending = asyncio.Event()
            begun.append(RunningServer(server, asyncio.get_running_loop(), ending))
            await ending.wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    try:
        yield until(lambda: begun, what="the server to own its name")[0]
    finally:
        for one in begun:
            one.end()
        thread.join(timeout=10)
