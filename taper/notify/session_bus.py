"""How is one connection to the session bus made, kept and asked, and who owns a name on it?

dbus-fast speaks the protocol. Here a hung, refused or dropped connection becomes one of three exceptions; no other
leaves this module.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from dbus_fast import Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

FIRST_WAIT_SECONDS = 1.0
"""How long after a lost connection the first new one is tried; each further wait is twice as long."""

LONGEST_WAIT_SECONDS = 60.0
"""The longest of these waits; whatever is to be sent tries at once."""

BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"

_T = TypeVar("_T")


class BusTrouble(Exception):
    """A call did not get its answer; the sentence says why, for people."""


class BusGone(BusTrouble):
    """There is no connection to the bus, or it was lost."""


class Silent(BusTrouble):
    """No answer in time: whether the call was carried out is unknown."""


class Refused(BusTrouble):
    """The other side answered with an error, named by `error`."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(text or error)
        self.error = error


def session_address(environ: Mapping[str, str]) -> str | None:
    """Where the session bus is said to be: the variable every desktop sets, or the login's own socket.

    A bus on the network is none of ours: what is said of a medicine stays on this machine.
    """
    named = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    here = [address for address in named.split(";") if address.startswith("unix:")]
    if here:
        return ";".join(here)
    runtime = environ.get("XDG_RUNTIME_DIR")
    if runtime and (Path(runtime) / "bus").exists():
        return f"unix:path={quote(runtime)}/bus"
    return None


async def settled(work: Awaitable[_T], *, seconds: float | None) -> _T:
    """What the work gives. Raises Silent after so many seconds, BusGone for whatever else ended it.

    dbus-fast hands on whatever broke a connection, of any type; waiting for the task instead of awaiting it keeps them
    all here without a broad except.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    finally:
        task.cancel()
    if not done:
        raise Silent(f"no answer within {seconds:g} seconds")
    error = task.exception()
    if error is not None:
        raise BusGone(f"the session bus cannot be reached ({error or type(error).__name__})") from error
    return task.result()


class SessionBus:
    """A connection that comes back by itself, and the present owner of the one name it watches.

    `on_signal` gets every signal of the watched interface and of those in `also`. `on_owner` is called when the name
    gets an owner, and when a connection that was lost comes back to find one; `on_connected` each time one was made.
    """

    def __init__(
        self,
        *,
        name: str,
        address: str | None,
        patience_seconds: float,
        on_signal: Callable[[Message], None],
        on_owner: Callable[[], None],
        on_connected: Callable[[], None],
        also: Sequence[str] = (),
    ) -> None:
        self.owner: str | None = None
        self._name = name
        self._address = address
        self._patience = patience_seconds
        self._on_signal = on_signal
        self._on_owner = on_owner
        self._on_connected = on_connected
        self._heard = (name, *also)
        self._hung_until = 0.0
        self._bus: MessageBus | None = None
        self._bus_id = ""
        self._owner_changes = 0
        self._connecting = asyncio.Lock()
        self._keeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Tries to connect once, then keeps trying in the background for as long as this is open."""
        with suppress(BusTrouble):
            await self._connect()
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Ends the connection and the trying."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        if self._bus is not None:
            self._bus.disconnect()

    @property
    def connected(self) -> bool:
        """Whether the connection stands."""
        return self._bus is not None and self._bus.connected

    def life_of(self, unique_name: str) -> str:
        """A name for one life of a program on the bus. A unique name alone would be given out again on the next bus."""
        return f"{unique_name}@{self._bus_id}"

    async def ensure(self) -> None:
        """Connects at once if the connection is down. Raises BusTrouble."""
        if not self.connected:
            await self._connect()
            if self.owner is not None:
                self._on_owner()

    async def call(self, message: Message, *, patience_seconds: float | None) -> list[Any]:
        """The answer's body; None waits for as long as the connection stands. Raises BusTrouble."""
        if self._bus is None or not self._bus.connected:
            raise BusGone("the session bus cannot be reached")
        reply: Message | None = await settled(self._bus.call(message), seconds=patience_seconds)
        if reply is None:  # what dbus-fast gives when the bus closes the connection in good order
            raise BusGone("the session bus closed the connection")
        if reply.message_type is MessageType.ERROR:
            raise Refused(reply.error_name or "", str(reply.body[0]) if reply.body else "")
        return reply.body

    async def _keep(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while True:
            if self._bus is not None and self._bus.connected:
                with suppress(BusTrouble):
                    await settled(_lost(self._bus), seconds=None)
                wait = FIRST_WAIT_SECONDS
                continue
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)
            with suppress(BusTrouble):
                await self.ensure()

    async def _connect(self) -> None:
        async with self._connecting:
            if self.connected:
                return
            clock = asyncio.get_running_loop()
            if clock.time() < self._hung_until:
                raise BusGone("the session bus does not answer")
            try:
                await self._connect_anew()
            except Silent as silence:
                self._hung_until = clock.time() + FIRST_WAIT_SECONDS  # the next message need not wait in full as well
                raise BusGone("the session bus does not answer") from silence
            self._on_connected()

    async def _connect_anew(self) -> None:
        address = self._address or session_address(os.environ)
        if address is None:
            raise BusGone("no session bus is known here: DBUS_SESSION_BUS_ADDRESS is not set")
        self.owner = None
        self._bus = await settled(_connection(address), seconds=self._patience)
        self._bus.add_message_handler(self._hear)
        try:
            await self._learn()
        except BusTrouble:
            self._bus.disconnect()
            self._bus = None  # half a connection would miss signals
            raise

    async def _learn(self) -> None:
        """Subscribes, then asks who owns the name: in this order, so that no change falls between."""
        rule = f"type='signal',interface='{BUS}',member='NameOwnerChanged',arg0='{self._name}'"
        await self._ask_bus("AddMatch", rule)
        await asyncio.gather(*(self._ask_bus("AddMatch", f"type='signal',interface='{each}'") for each in self._heard))
        self._bus_id = str((await self._ask_bus("GetId"))[0])
        before = self._owner_changes
        try:
            owner = str((await self._ask_bus("GetNameOwner", self._name))[0])
        except Refused:
            return  # nobody owns it yet
        if self._owner_changes == before:  # else a signal read after the answer knows better
            self.owner = owner

    async def _ask_bus(self, member: str, *arguments: str) -> list[Any]:
        signature = "s" * len(arguments)
        return await self.call(
            method_call(BUS, _BUS_PATH, BUS, member, signature, list(arguments)), patience_seconds=self._patience
        )

    def _hear(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        if message.interface in self._heard:
            self._on_signal(message)
        match (message.sender, message.member, message.body):
            case (str(sender), "NameOwnerChanged", [name, _, str(owner)]) if (sender, name) == (BUS, self._name):
                self._owner_changes += 1
                self.owner = owner or None
                if self.owner is not None:
                    self._on_owner()


def method_call(destination: str, path: str, interface: str, member: str, signature: str, body: list[Any]) -> Message:
    """A call that never starts a program which does not run yet."""
    return Message(
        destination=destination,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=body,
        flags=MessageFlag.NO_AUTOSTART,
    )


async def _connection(address: str) -> MessageBus:
    return await MessageBus(bus_address=address).connect()


async def _lost(bus: MessageBus) -> None:
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
