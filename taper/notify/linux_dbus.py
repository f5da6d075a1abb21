"""How is a message shown on a Linux desktop, with buttons that answer?

By `org.freedesktop.Notifications` on the session bus, asked in a way that never starts a server: at login that would
put a wrong one in the place of the desktop's own.

Most servers tell of presses and closings only the connection that sent the bubble. So a bubble sent before a restart of
this program, or before the bus was lost, answers nobody until it is sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from dbus_fast import Message as DBusMessage

from taper.core.record import Outcome
from taper.notify.bubbles import Bubble, OpenBubbles
from taper.notify.desktop_call import SIGNATURE, holding_arguments, notify_arguments, read_action_key
from taper.notify.patience import Patience
from taper.notify.port import Callbacks, Delivery, Dismissal, Message, Press, Probe
from taper.notify.screen import INTERFACES, Screen
from taper.notify.server_life import BRIEFLY_SECONDS, NAME, NO_SERVER, ServerLife, ask, is_gone, is_quiet, meet
from taper.notify.session_bus import BusGone, BusTrouble, Refused, SessionBus, Silent

PATIENCE_SECONDS = 2.0
"""How long the first answer of a slow server is waited for; it may come later all the same."""

COVERED = "the notification server took it, and the screen is locked or blank"
QUIET = "the notification server took it, and its do-not-disturb is on"

_CLOSED_BY_PERSON = 2  # the specification's reason for NotificationClosed
_T = TypeVar("_T")


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
        self._patience = Patience(patience_seconds)
        self._bus = SessionBus(
            name=NAME,
            address=address,
            patience_seconds=patience_seconds,
            on_signal=self._hear,
            on_owner=callbacks.on_ready,
            on_connected=self._look_at_screen,
            also=INTERFACES,
        )
        self._screen = Screen(self._ask_briefly, on_uncovered=callbacks.on_uncovered)
        self._looking: asyncio.Future[None] | None = None
        self._meeting: tuple[str, asyncio.Future[ServerLife | BusTrouble]] | None = None
        self._turn = 0
        self._bubbles = OpenBubbles()
        self._pressed: set[tuple[str, int]] = set()
        self._under_way: set[asyncio.Future[Any]] = set()

    async def start(self) -> None:
        """Connects if it can. Without a bus it goes on trying, and `send` says FAILED until it succeeds."""
        await self._bus.open()

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """SHOWN when the server gave an id and nothing is known to hide it; ATTEMPTED when it took the message, and did
        not answer in time or holds it where nobody sees it. What comes later is told by `Callbacks.on_late`.
        """
        try:
            server = await self._server()
        except BusTrouble as trouble:
            return Delivery(Outcome.FAILED, why=str(trouble))
        self._turn += 1
        showing = self._keep(self._show(message, reminder_id, replaces, server, self._turn))
        seconds = self._patience.seconds
        if await self._patience.lasts(showing):
            return showing.result()
        showing.add_done_callback(partial(self._tell_late, reminder_id))
        why = f"the notification server has not answered within {seconds:g} seconds"
        return Delivery(Outcome.ATTEMPTED, server=server.life, why=why)

    async def needs_number(self, key: str) -> bool:
        """Whether the server knows no tags, and shows no bubble of the key now."""
        try:
            server = await self._server()
        except BusTrouble:
            return False
        return server.who.adapter.reserves and not self._bubbles.stands(key, life=server.life)

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """The number of a bubble that is gone by itself soon, unless the message comes in its place."""
        try:
            server = await self._server()
        except BusTrouble:
            return None
        self._turn += 1
        holding = self._keep(self._hold(key, last, server, self._turn))
        return holding.result() if await self._patience.lasts(holding) else None

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Closes the key's bubble; one whose answer is still on its way is closed when that comes."""
        try:
            server = await self._server()
        except BusTrouble:
            server = None  # a server that is gone took its bubbles along
        number = self._bubbles.number(key, life=server.life, last=last) if server else 0
        self._bubbles.withdraw(key, turn=self._turn)
        if server and number:
            await self._patience.lasts(self._keep(self._close_bubble(server, number)))

    async def probe(self) -> Probe:
        """The server's own name and version, what it can, and whether what it shows can be seen."""
        try:
            server = await self._server()
        except BusTrouble as trouble:
            return Probe(self.name, ready=False, words=f"desktop notifications: {trouble}")
        quiet, covered = await is_quiet(self._bus, server), await self._covered()
        buttons = "with buttons" if server.who.buttons else "without buttons"
        words = f"desktop notifications by {server.who.program}, {buttons}"
        words += "; its do-not-disturb is on" if quiet else ""
        return Probe(self.name, ready=True, words=words, server=server.who, quiet=quiet, covered=covered)

    async def close(self) -> None:
        """Leaves the bus. Bubbles stay open, but their buttons answer nobody any more."""
        for task in tuple(self._under_way):
            task.cancel()
        await self._bus.close()

    async def _server(self) -> ServerLife:
        """The server's present life. Raises BusTrouble."""
        await self._bus.ensure()
        owner = self._bus.owner
        if owner is None:
            raise BusGone(NO_SERVER)
        life = self._bus.life_of(owner)
        if self._meeting is None or self._meeting[0] != life:
            self._meeting = life, self._keep(meet(self._bus, owner, patience_seconds=self._patience.seconds))
        meeting = self._meeting[1]
        if not await self._patience.lasts(meeting):
            meeting.add_done_callback(self._tell_ready)
            raise Silent("the notification server is there and does not answer")
        met = meeting.result()
        if isinstance(met, BusTrouble):
            self._meeting = None
            raise met
        return met

    async def _show(
        self, message: Message, reminder_id: str, replaces: Delivery | None, server: ServerLife, turn: int
    ) -> Delivery:
        covered = await self._covered()
        body = notify_arguments(
            message,
            instance=self._instance,
            reminder_id=reminder_id,
            replaces_id=self._bubbles.number(message.key, life=server.life, last=replaces),
            server=server.who,
            stays=bool(covered),
        )
        try:
            answer = await ask(self._bus, server.name, "Notify", SIGNATURE, body)
        except Refused as refusal:
            gone = is_gone(refusal)
            return Delivery(Outcome.FAILED, why=NO_SERVER if gone else f"the notification server said no: {refusal}")
        except BusTrouble as trouble:
            return Delivery(Outcome.ATTEMPTED, server=server.life, why=str(trouble))
        match answer:
            case [int() as shown] if shown > 0:
                self._pressed.discard((server.life, shown))  # the id may be an older bubble's that was answered
                self._close_all(server, self._bubbles.settle(message.key, Bubble(turn, server.life, shown)))
                why = COVERED if covered else await self._held_back(message, server)
                return Delivery(Outcome.ATTEMPTED if why else Outcome.SHOWN, server.life, shown, why)
        return Delivery(Outcome.ATTEMPTED, server=server.life, why="the notification server answered without an id")

    async def _hold(self, key: str, last: Delivery | None, server: ServerLife, turn: int) -> Delivery | None:
        body = holding_arguments(replaces_id=self._bubbles.number(key, life=server.life, last=last))
        try:
            answer = await ask(self._bus, server.name, "Notify", SIGNATURE, body)
        except BusTrouble:
            return None
        match answer:
            case [int() as shown] if shown > 0:
                self._close_all(server, self._bubbles.settle(key, Bubble(turn, server.life, shown)))
                return Delivery(Outcome.ATTEMPTED, server.life, shown)
        return None

    async def _held_back(self, message: Message, server: ServerLife) -> str | None:
        """Why the server may keep the message from being seen; None where nothing is known to."""
        if message.is_dose and server.who.adapter.doses_pass:
            return None
        return QUIET if await is_quiet(self._bus, server) else None

    def _close_all(self, server: ServerLife, stale: set[int]) -> None:
        for number in stale:
            self._keep(self._close_bubble(server, number))

    async def _close_bubble(self, server: ServerLife, number: int) -> None:
        with suppress(BusTrouble):  # gone already, which was the wish
            await ask(self._bus, server.name, "CloseNotification", "u", [number])

    async def _ask_briefly(self, call: DBusMessage) -> list[Any]:
        return await self._bus.call(call, patience_seconds=BRIEFLY_SECONDS)

    def _keep(self, work: Coroutine[Any, Any, _T]) -> asyncio.Future[_T]:
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def _look_at_screen(self) -> None:
        self._looking = self._keep(self._screen.learn())

    async def _covered(self) -> bool | None:
        """Whether the screen is blank or locked, once the first look at it is done; that look is a brief one."""
        if self._looking is not None and not self._looking.done():
            await asyncio.wait({self._looking})
        return await self._screen.covered()

    def _tell_late(self, reminder_id: str, showing: asyncio.Future[Delivery]) -> None:
        if not showing.cancelled():
            self._callbacks.on_late(reminder_id, showing.result())

    def _tell_ready(self, meeting: asyncio.Future[ServerLife | BusTrouble]) -> None:
        if not meeting.cancelled() and isinstance(meeting.result(), ServerLife):
            self._callbacks.on_ready()

    def _hear(self, signal: DBusMessage) -> None:
        self._screen.hear(signal)
        if signal.interface != NAME:
            return
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
        self._bubbles.closed(life, number)
        self._callbacks.on_dismiss(Dismissal(life, number, reason == _CLOSED_BY_PERSON and not answered))
