"""The notification server of a run, in a process of its own: shows nothing, and writes down what it was asked to show.

One line of JSON for everything that happens, with the run's clock beside it. A bubble with the same tag as an open one
takes its place, as on dunst, unless the server is one that knows no tags: that one is as Xfce's is.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from notification_server import ALL_ABILITIES, NAME, Server

from faults.hand import HandClock

TAG = "x-canonical-private-synchronous"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a server is like: after how many seconds it shows and answers, while which file is there it refuses, and
    whether it knows tags.
    """

    slow_seconds: float = 0.0
    refuses_while: Path | None = None
    knows_tags: bool = True


GOOD = Kind()


class Log:
    """The lines of all servers of one run."""

    def __init__(self, path: Path, clock: HandClock) -> None:
        self._path = path
        self._clock = clock

    def note(self, event: str, **more: object) -> None:
        """One line, on the disk when this returns."""
        read = self._clock.read()
        stamp = {"server": os.getpid(), "wall": read.wall.isoformat(), "elapsed": read.elapsed.total_seconds()}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"event": event, **stamp, **more}) + "\n")


class LoggingServer:
    """The tests' server, with a log, tags and slowness."""

    def __init__(self, server: Server, bus: MessageBus, log: Log, kind: Kind) -> None:
        self._server = server
        self._bus = bus
        self._log = log
        self._kind = kind
        self._open: dict[int, str] = {}
        self._expiring: dict[int, asyncio.TimerHandle] = {}

    def answer(self, call: Message) -> Message | bool:
        """The handler of every message that comes in."""
        if call.message_type is not MessageType.METHOD_CALL or call.interface != NAME:
            return False
        match call.member:
            case "GetServerInformation":
                name = "faults" if self._kind.knows_tags else "Xfce Notify Daemon"
                return Message.new_method_return(call, "ssss", [name, "taper", "1", "1.2"])
            case "CloseNotification":
                self._close(call.body[0])
            case "Notify" if self._kind.slow_seconds:
                self._log.note("received", title=call.body[3])
                asyncio.get_running_loop().call_later(self._kind.slow_seconds, self._show_late, call)
                return True
            case "Notify":
                return self._show(call)
        return self._server.answer(call)

    def _show_late(self, call: Message) -> None:
        answer = self._show(call)
        if isinstance(answer, Message):
            self._bus.send(answer)

    def _show(self, call: Message) -> Message | bool:
        tag = self._tag(call.body[6])
        refuses = self._kind.refuses_while is not None and self._kind.refuses_while.exists()
        self._server.refusal = "as the run wants" if refuses else None
        standing = next((number for number, other in self._open.items() if tag and other == tag), 0)
        call.body[1] = standing or (call.body[1] if call.body[1] in self._open or self._kind.knows_tags else 0)
        answer = self._server.answer(call)
        if isinstance(answer, Message) and answer.message_type is MessageType.METHOD_RETURN:
            number = int(answer.body[0])
            self._open[number] = tag
            _, replaces, _, title, body, actions, _, expires = call.body
            self._expire(number, after=expires / 1000)
            what = {"id": number, "replaces": replaces, "title": title, "body": body, "tag": tag}
            self._log.note("shown", **what, buttons=bool(actions), late=bool(self._kind.slow_seconds))
        else:
            self._log.note("refused", title=call.body[3])
        return answer

    def _close(self, number: int) -> None:
        self._open.pop(number, None)
        self._log.note("closed", id=number)

    def _expire(self, number: int, *, after: float) -> None:
        """Closes it so many real seconds later, unless something came in its place; never where that is none."""
        before = self._expiring.pop(number, None)
        if before is not None:
            before.cancel()
        if after > 0:
            self._expiring[number] = asyncio.get_running_loop().call_later(after, self._close, number)

    def _tag(self, hints: Mapping[str, Any]) -> str:
        found = hints.get(TAG) if self._kind.knows_tags else None
        return str(found.value) if found is not None else ""


async def serve(kind: Kind, *, hand: Path, log: Path) -> None:
    """Serves until it is killed."""
    noted = Log(log, HandClock(hand))
    bus = await MessageBus(bus_address=os.environ["DBUS_SESSION_BUS_ADDRESS"]).connect()
    server = LoggingServer(Server(bus, abilities=ALL_ABILITIES), bus, noted, kind)
    bus.add_message_handler(server.answer)  # before the name is taken: nothing is to be missed
    await bus.request_name(NAME)
    noted.note("serves")
    await asyncio.Event().wait()


def run(kind: Kind, *, hand: Path, log: Path) -> int:
    """The whole of such a process."""
    asyncio.run(serve(kind, hand=hand, log=log))
    return 0
