"""What is asked of a notification server in one life of it: who it is, what it can, whether it is to be quiet?"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dbus_fast import Variant

from taper.notify.introduction import Introduction, introduction
from taper.notify.session_bus import BusGone, BusTrouble, Refused, SessionBus, method_call
from taper.notify.wording import title_of

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

NO_SERVER = "no notification server is running; it is sent again when one appears"

BRIEFLY_SECONDS = 0.5
"""How long a message waits for an answer that it could do without: is the screen covered, is it quiet?"""

_SERVER_IS_GONE = frozenset(
    f"org.freedesktop.DBus.Error.{word}" for word in ("ServiceUnknown", "NameHasNoOwner", "NoReply")
)


@dataclass(frozen=True, slots=True)
class ServerLife:
    """One life of a notification server: its unique name, the life's own, and who it is."""

    name: str
    life: str
    who: Introduction


def is_gone(refusal: Refused) -> bool:
    """Whether the error is the bus's own, in the place of a server that is not there any more."""
    return refusal.error in _SERVER_IS_GONE


async def ask(
    bus: SessionBus, server: str, member: str, signature: str = "", body: list[Any] | None = None
) -> list[Any]:
    """What the server answers, however long it takes. Raises BusTrouble."""
    return await bus.call(method_call(server, PATH, NAME, member, signature, body or []), patience_seconds=None)


async def meet(bus: SessionBus, owner: str, *, patience_seconds: float) -> ServerLife | BusTrouble:
    """The server, or why it could not be met; what it can is waited for, its name only for these seconds."""
    try:
        abilities, about = await asyncio.gather(_abilities(bus, owner), _about(bus, owner, patience_seconds))
    except BusTrouble as trouble:
        return trouble
    return ServerLife(owner, bus.life_of(owner), introduction(about, abilities))


async def _abilities(bus: SessionBus, owner: str) -> frozenset[str] | None:
    try:
        answer = await ask(bus, owner, "GetCapabilities")
    except Refused as refusal:
        if is_gone(refusal):
            raise BusGone(NO_SERVER) from refusal
        return None  # a server that cannot say gets the plainest message
    return frozenset(title_of(str(word)) for words in answer if isinstance(words, list) for word in words)


async def _about(
    bus: SessionBus, owner: str, patience_seconds: float
) -> tuple[str | None, str | None, str | None, str | None]:
    answer: list[Any] = []
    with suppress(BusTrouble):  # its name is good to know, and not needed
        call = method_call(owner, PATH, NAME, "GetServerInformation", "", [])
        answer = await bus.call(call, patience_seconds=patience_seconds)
    match answer:
        case [str() as name, str() as vendor, str() as version, str() as spec]:
            return title_of(name) or None, title_of(vendor) or None, title_of(version) or None, title_of(spec) or None
    return None, None, None, None


async def is_quiet(bus: SessionBus, server: ServerLife) -> bool | None:
    """Whether the server's do-not-disturb is on; None where it cannot be asked, or does not say."""
    asked = server.who.quiet
    if asked is None:
        return None
    signature, words = "s" * len(asked.arguments), list(asked.arguments)
    to = asked.destination or server.name
    call = method_call(to, asked.path, asked.interface, asked.member, signature, words)
    try:
        answer = await bus.call(call, patience_seconds=BRIEFLY_SECONDS)
    except BusTrouble:
        return None
    match answer:
        case [Variant(value=bool() as quiet)]:
            return quiet
    return None
