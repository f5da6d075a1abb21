"""Can anybody see the screen, as far as the desktop says?

The screen savers of the desktops tell by one signal, `ActiveChanged`, that the screen is blank or locked: they do not
tell which of the two. logind's `LockedHint` is set by the same programs and says no more. A locker that is no screen
saver (i3lock, swaylock) says nothing, and then nothing is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dbus_fast import Message as DBusMessage

from taper.notify.session_bus import BusTrouble, Silent, method_call


@dataclass(frozen=True, slots=True)
class Saver:
    """One screen saver's place on the bus; its name is its interface too."""

    name: str
    path: str


SAVERS = (
    Saver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    Saver("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    Saver("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    Saver("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    Saver("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)

INTERFACES = tuple(saver.name for saver in SAVERS)

Call = Callable[[DBusMessage], Awaitable[list[object]]]


class Screen:
    """What was last heard of the screen; `on_uncovered` is called when it can be seen again."""

    def __init__(self, call: Call, *, on_uncovered: Callable[[], None]) -> None:
        """`call` asks over the bus, waiting briefly. Raises BusTrouble."""
        self._call = call
        self._on_uncovered = on_uncovered
        self._covers: dict[str, bool] = {}
        self._changes = 0

    async def covered(self) -> bool | None:
        """Whether the screen is blank or locked; None where nobody says. What said so is asked again."""
        with self._watching():
            for saver in SAVERS:
                if self._covers.get(saver.name):
                    await self._ask(saver)
        return any(self._covers.values()) if self._covers else None

    async def learn(self) -> None:
        """Asks every screen saver that runs: signals tell changes only."""
        with self._watching():
            await asyncio.gather(*(self._ask(saver) for saver in SAVERS))

    def hear(self, signal: DBusMessage) -> None:
        """Takes in a signal; those of others than screen savers are none of its business."""
        match (signal.interface, signal.member, signal.body):
            case (str() as name, "ActiveChanged", [bool() as covers]) if name in INTERFACES:
                with self._watching():
                    self._covers[name] = covers
                    self._changes += 1

    @contextmanager
    def _watching(self) -> Iterator[None]:
        was_covered = any(self._covers.values())
        yield
        if was_covered and not any(self._covers.values()):
            self._on_uncovered()

    async def _ask(self, saver: Saver) -> None:
        before = self._changes
        try:
            answer = await self._call(method_call(saver.name, saver.path, saver.name, "GetActive", "", []))
        except Silent:
            return  # what it said last may still hold
        except BusTrouble:
            self._covers.pop(saver.name, None)  # it does not run, or does not say
            return
        match answer:
            case [bool() as covers] if self._changes == before:  # else a signal read after the answer knows better
                self._covers[saver.name] = covers
