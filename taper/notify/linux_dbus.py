"""How is a message shown on a Linux desktop, with buttons that answer?

By `org.freedesktop.Notifications` on the session bus, asked in a way that never starts a server: at login that would
put a wrong one in the place of the desktop's own.

Most servers tell of presses and closings only the connection that sent the bubble. So a bubble sent before a restart of
this program, or before the bus was lost, answers nobody until it is sent again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dbus_fast import Message as Signal

from taper.core.record import Outcome
from taper.notify.desktop_call import SIGNATURE, notify_arguments, read_action_key
from taper.notify.port import Callbacks, Delivery, Dismissal, Message, Press, Probe
from taper.notify.session_bus import BusGone, BusTrouble, Refused, SessionBus, Silent, method_call

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PATIENCE_SECONDS = 5.0

NO_SERVER = "no notification server is running; it is sent again when one appears"

_CLOSED_BY_PERSON = 2  # the specification's reason for NotificationClosed
_SERVER_IS_GONE = frozenset(
    f"org.freedesktop.DBus.Error.{word}" for word in ("ServiceUnknown", "NameHasNoOwner", "NoReply")
)


@dataclass(frozen=True, slots=True)
class _Server:
    """One life of a notification server and what it can do."""

    name: str
    life: str
    abilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Bubble:
    """What is open for a key; `turn` orders the sends, for answers may come late and in any order."""

    turn: int
    life: str
    id: int


class DbusNotifier:
    """Shows messages by the notification server of the session bus, whenever there is one."""

    name = "dbus"

    def __init__(
        self,
        *,
        callbacks: Callbacks,
        instance: str = "taper",
        address: str | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """`instance` names the store whose reminders these are: bubbles and presses of another one are not touched."""
        self._callbacks = callbacks
        self._instance = instance
        self._patience = patience_seconds
        self._bus = SessionBus(
            name=NAME,
            address=address,
            patience_seconds=patience_seconds,
            on_signal=self._hear,
            on_owner=callbacks.on_ready,
        )
        self._known: _Server | None = None
        self._turn = 0
        self._open: dict[str, _Bubble] = {}
        self._withdrawn: dict[str, int] = {}  # key -> the turn up to which nothing of it may stay open
        self._pressed: set[tuple[str, int]] = set()
        self._under_way: set[asyncio.Future[Any]] = set()

    async def start(self) -> None:
        """Connects if it can. Without a bus it goes on trying, and `send` says FAILED until it succeeds."""
        await self._bus.open()

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """SHOWN when the server gave an id; ATTEMPTED when it took the message and did not answer in time."""
        try:
            server = await self._server()
        except BusTrouble as trouble:
            return Delivery(Outcome.FAILED, why=str(trouble))
        self._turn += 1
        showing = asyncio.ensure_future(self._show(message, reminder_id, replaces, server, self._turn))
        self._keep(showing)
        done, _ = await asyncio.wait({showing}, timeout=self._patience)
        if done:
            return showing.result()
        why = f"the notification server has not answered within {self._patience:g} seconds"
        return Delivery(Outcome.ATTEMPTED, server=server.life, why=why)

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Closes the key's bubble; one whose answer is still on its way is closed when that comes."""
        self._withdrawn[key] = self._turn
        bubble = self._open.pop(key, None)
        try:
            server = await self._server()
        except BusTrouble:
            return  # a server that is gone took its bubbles along
        number = _number(bubble, server=server, last=last)
        if number:
            await self._close_bubble(server, number)

    async def probe(self) -> Probe:
        """The server's own name and version, and whether its buttons answer."""
        try:
            server = await self._server()
            about = await self._ask(server.name, "GetServerInformation")
        except BusTrouble as trouble:
            return Probe(self.name, ready=False, words=f"desktop notifications: {trouble}")
        buttons = "with buttons" if "actions" in server.abilities else "without buttons"
        return Probe(self.name, ready=True, words=f"desktop notifications by {_program(about)}, {buttons}")

    async def close(self) -> None:
        """Leaves the bus. Bubbles stay open, but their buttons answer nobody any more."""
        for task in tuple(self._under_way):
            task.cancel()
        await self._bus.close()

    async def _server(self) -> _Server:
        """The server's present life. Raises BusTrouble."""
        await self._bus.ensure()
        owner = self._bus.owner
        if owner is None:
            raise BusGone(NO_SERVER)
        life = self._bus.life_of(owner)
        if self._known is None or self._known.life != life:
            self._known = _Server(owner, life, await self._abilities(owner))
        return self._known

    async def _abilities(self, owner: str) -> frozenset[str]:
        try:
            answer = await self._ask(owner, "GetCapabilities")
        except Refused as refusal:
            if refusal.error in _SERVER_IS_GONE:
                raise BusGone(NO_SERVER) from refusal
            return frozenset()  # a server that cannot say gets the plainest message
        except Silent as silence:
            raise Silent(f"the notification server is there but gives {silence}") from silence
        return frozenset(name for names in answer if isinstance(names, list) for name in names)

    async def _show(
        self, message: Message, reminder_id: str, replaces: Delivery | None, server: _Server, turn: int
    ) -> Delivery:
        body = notify_arguments(
            message,
            instance=self._instance,
            reminder_id=reminder_id,
            replaces_id=_number(self._open.get(message.key), server=server, last=replaces),
            abilities=server.abilities,
        )
        try:
            answer = await self._ask(server.name, "Notify", SIGNATURE, body, wait=True)
        except Refused as refusal:
            gone = refusal.error in _SERVER_IS_GONE
            return Delivery(Outcome.FAILED, why=NO_SERVER if gone else f"the notification server said no: {refusal}")
        except BusTrouble as trouble:
            return Delivery(Outcome.ATTEMPTED, server=server.life, why=str(trouble))
        match answer:
            case [int() as shown] if shown > 0:
                self._pressed.discard((server.life, shown))  # the id may be an older bubble's that was answered
                self._settle(message.key, _Bubble(turn, server.life, shown), server)
                return Delivery(Outcome.SHOWN, server=server.life, server_id=shown)
        return Delivery(Outcome.ATTEMPTED, server=server.life, why="the notification server answered without an id")

    def _settle(self, key: str, shown: _Bubble, server: _Server) -> None:
        """Of the bubbles of one key the newest stays; any other is closed, however late the server told of it."""
        other = self._open.pop(key, None)
        newest, older = (shown, other) if other is None or other.turn < shown.turn else (other, shown)
        stale = {it.id for it in (newest, older) if it is not None and it.life == server.life}
        if newest.turn > self._withdrawn.get(key, 0):
            self._open[key] = newest
            stale.discard(newest.id)
        for number in stale:
            self._keep(asyncio.ensure_future(self._close_bubble(server, number)))

    async def _close_bubble(self, server: _Server, number: int) -> None:
        with suppress(BusTrouble):  # gone already, which was the wish
            await self._ask(server.name, "CloseNotification", "u", [number])

    async def _ask(
        self, server: str, member: str, signature: str = "", body: list[Any] | None = None, *, wait: bool = False
    ) -> list[Any]:
        call = method_call(server, PATH, NAME, member, signature, body or [])
        return await self._bus.call(call, patience_seconds=None if wait else self._patience)

    def _keep(self, task: asyncio.Future[Any]) -> None:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _hear(self, signal: Signal) -> None:
        match (signal.member, signal.signature, signal.body):
            case ("ActionInvoked", "us", [int() as number, str() as key]):
                self._hear_action(self._bus.life_of(signal.sender or ""), number, key)
            case ("NotificationClosed", "uu", [int() as number, int() as reason]):
                self._hear_closing(self._bus.life_of(signal.sender or ""), number, reason)

    def _hear_action(self, life: str, number: int, key: str) -> None:
        answer = read_action_key(key, instance=self._instance)
        if answer is None:
            return  # another program's button, or a click on the body: that is no answer
        button, reminder_id = answer
        self._pressed.add((life, number))
        self._callbacks.on_press(Press(life, number, button, reminder_id))

    def _hear_closing(self, life: str, number: int, reason: int) -> None:
        answered = (life, number) in self._pressed
        self._pressed.discard((life, number))
        self._open = {key: it for key, it in self._open.items() if (it.life, it.id) != (life, number)}
        self._callbacks.on_dismiss(Dismissal(life, number, reason == _CLOSED_BY_PERSON and not answered))


def _number(bubble: _Bubble | None, *, server: _Server, last: Delivery | None) -> int:
    """The id of the open bubble in this life of the server; 0, as the specification has it, for none.

    What was heard of the server counts before what was stored: an answer may have come after it was written down.
    """
    if bubble is not None and bubble.life == server.life:
        return bubble.id
    if last is not None and last.server == server.life:
        return last.server_id or 0
    return 0


def _program(about: list[Any]) -> str:
    """The server's name and version out of its answer: name, vendor, version, version of the specification."""
    match about:
        case [str() as program, _, str() as version, *_]:
            return f"{program} {version}"
    return "a server that does not say its name"
