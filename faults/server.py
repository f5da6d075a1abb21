"""The notification server of a run, in a process of its own: shows nothing, and writes down what it was asked to show.

    python -m faults.server --hand FILE --log FILE [--slow SECONDS] [--refuse-while FILE] [--no-tags]

One line of JSON for everything that happens, with the run's clock beside it. A bubble with the same tag as an open one
takes its place, as on dunst, KDE and xfce; `--no-tags` makes it a server that knows none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from notification_server import ALL_ABILITIES, NAME, Server

from faults.hand import HandClock

TAG = "x-canonical-private-synchronous"


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

    def __init__(self, server: Server, bus: MessageBus, log: Log, options: argparse.Namespace) -> None:
        self._server = server
        self._bus = bus
        self._log = log
        self._slow: float = options.slow
        self._tags: bool = not options.no_tags
        self._refuses_while: Path | None = options.refuse_while
        self._open: dict[int, str] = {}

    def answer(self, call: Message) -> Message | bool:
        """The handler of every message that comes in."""
        if call.message_type is not MessageType.METHOD_CALL or call.interface != NAME:
            return False
        match call.member:
            case "GetServerInformation":
                return Message.new_method_return(call, "ssss", ["faults", "taper", "1", "1.2"])
            case "CloseNotification":
                self._open.pop(call.body[0], None)
                self._log.note("closed", id=call.body[0])
            case "Notify" if self._slow:
                self._log.note("received", title=call.body[3])
                asyncio.get_running_loop().call_later(self._slow, self._show_late, call)
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
        self._server.refusal = "as the run wants" if self._refuses_while and self._refuses_while.exists() else None
        standing = next((number for number, other in self._open.items() if tag and other == tag), 0)
        call.body[1] = call.body[1] or standing
        answer = self._server.answer(call)
        if isinstance(answer, Message) and answer.message_type is MessageType.METHOD_RETURN:
            number = int(answer.body[0])
            self._open[number] = tag
            _, replaces, _, title, body, actions, *_ = call.body
            what = {"id": number, "replaces": replaces, "title": title, "body": body, "tag": tag}
            self._log.note("shown", **what, buttons=bool(actions), late=bool(self._slow))
        else:
            self._log.note("refused", title=call.body[3])
        return answer

    def _tag(self, hints: Mapping[str, Any]) -> str:
        found = hints.get(TAG) if self._tags else None
        return str(found.value) if found is not None else ""


async def serve(options: argparse.Namespace) -> None:
    """Serves until it is killed."""
    log = Log(options.log, HandClock(options.hand))
    bus = await MessageBus(bus_address=os.environ["DBUS_SESSION_BUS_ADDRESS"]).connect()
    server = Server(bus, abilities=ALL_ABILITIES)
    own = LoggingServer(server, bus, log, options)
    bus.add_message_handler(own.answer)  # before the name is taken: nothing is to be missed
    await bus.request_name(NAME)
    log.note("serves")
    await asyncio.Event().wait()


def main() -> None:
    """Reads the options and serves."""
    parser = argparse.ArgumentParser(prog="python -m faults.server", description=__doc__)
    parser.add_argument("--hand", type=Path, required=True, help="the file of the run's clock")
    parser.add_argument("--log", type=Path, required=True, help="where to write down what is shown")
    parser.add_argument("--slow", type=float, default=0.0, help="after how many seconds it shows and answers")
    parser.add_argument("--refuse-while", type=Path, help="answer with an error as long as this file is there")
    parser.add_argument("--no-tags", action="store_true", help="be a server that knows no tags")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
