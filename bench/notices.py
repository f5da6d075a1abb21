"""A notification server that writes down when it was asked to show what: the other side of a measurement.

`python -m bench.notices ADDRESS FILE` owns the name on the bus at ADDRESS and appends a line for each Notify: the Unix
time at which it came in, and its summary. Runs until it is told to end.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
"""


async def serve(address: str, file: TextIO) -> None:
    """Answers every Notify at once, and writes down when it came."""
    bus = await MessageBus(bus_address=address).connect()
    count = 0

    def answer(call: Message) -> Message | bool:
        nonlocal count
        at = time.time()
        if call.message_type is not MessageType.METHOD_CALL or call.interface != NAME:
            return False
        if call.member == "GetCapabilities":
            return Message.new_method_return(call, "as", [["actions", "body"]])
        if call.member == "CloseNotification":
            return Message.new_method_return(call)
        if call.member != "Notify":
            return False
        count += 1
        file.write(f"{at:.6f}\t{call.body[3]}\n")
        file.flush()
        return Message.new_method_return(call, "u", [call.body[1] or count])

    bus.add_message_handler(answer)
    await bus.request_name(NAME)
    file.write("ready\n")
    file.flush()
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


@contextmanager
def a_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """A bus of its own and this server on it, each a process: the bus's address, and the file of what came."""
    if shutil.which("dbus-daemon") is None:
        raise SystemExit("This measurement needs dbus-daemon: install the package dbus.")
    (folder / "bus.conf").write_text(_BUS_CONFIG.format(folder=folder))
    address, log = f"unix:path={folder}/bus", folder / "notices"
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nosyslog"], stderr=subprocess.DEVNULL
    )
    try:
        _wait((folder / "bus").exists, what="the bus")
        server = subprocess.Popen([sys.executable, "-m", "bench.notices", address, str(log)])
        try:
            _wait(lambda: log.exists() and "ready" in log.read_text(), what="the notification server")
            yield address, log
        finally:
            _end(server)
    finally:
        _end(bus)


def notices(log: Path) -> list[tuple[float, str]]:
    """What came, and when."""
    lines = (line.split("\t", 1) for line in log.read_text().splitlines() if "\t" in line)
    return [(float(at), summary.replace("\N{NO-BREAK SPACE}", " ")) for at, summary in lines]


def _wait(condition: object, *, what: str) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not start")
        time.sleep(0.01)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)


if __name__ == "__main__":
    handle = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        asyncio.run(serve(sys.argv[1], written))
