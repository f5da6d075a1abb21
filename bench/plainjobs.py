"""What a plain APScheduler job does: one Notify at each of the instants, and nothing else.

`python -m bench.plainjobs ADDRESS START COUNT` notifies COUNT times, a second apart, from the Unix time START on.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from dbus_fast import Message
from dbus_fast.aio import MessageBus

from bench.notices import NAME

PREFIX = "plain"


async def run(address: str, start: float, count: int) -> None:
    """Until the last one was sent."""
    bus, done = await MessageBus(bus_address=address).connect(), asyncio.Event()
    scheduler = AsyncIOScheduler(timezone=UTC)

    async def notify(number: int) -> None:
        path = "/" + NAME.replace(".", "/")
        body = ["bench", 0, "", f"{PREFIX} {number}", "", [], {}, -1]
        await bus.call(Message(NAME, path, NAME, "Notify", signature="susssasa{sv}i", body=body))
        if number == count - 1:
            done.set()

    for number in range(count):
        at = datetime.fromtimestamp(start + number, UTC)
        scheduler.add_job(notify, DateTrigger(at, timezone=UTC), args=[number], misfire_grace_time=None)
    scheduler.start()
    await done.wait()
    scheduler.shutdown(wait=False)
    bus.disconnect()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
