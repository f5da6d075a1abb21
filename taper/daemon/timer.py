"""When is the next look at the plans? One timer set for what lies ahead, and beside it a cap on every wait.

The timer is a date job of APScheduler, which knows real time only and never computes a medical one. The cap is counted
outside the scheduler on a clock that nobody sets, so that a clock put back delays nothing for longer than that.

While nobody uses the machine its caches are cold, and a look costs thirty times what it costs beside other work. So
the cap asks first whether a look may be left out, by a few calls of the system and nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from taper.clock import Clock, SystemClock

CAP_SECONDS = 20.0
"""The longest time between two looks."""

_LONGEST_LOOK_SECONDS = 15.0
"""How long stopping waits for a look that is under way."""

JOB = "next"


def never() -> bool:
    """Where no look is ever left out."""
    return False


class Timer:
    """Calls `look` when it is time, one look after the other; `look` answers when it wants to be called next.

    `lead_seconds` is how much earlier than that it is called, for a look that waits by itself for what it shows.
    `may_rest` says, quickly, whether a look that only the cap asks for may be left out.
    To be made inside a running event loop.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[datetime | None]],
        *,
        clock: Clock,
        may_rest: Callable[[], bool] = never,
        cap_seconds: float = CAP_SECONDS,
        lead_seconds: float = 0.0,
    ) -> None:
        self.next_look_at: datetime | None = None
        self.by_cap = False
        """Whether nobody wished for the look under way: it is made because the last one was long ago."""
        self.ended: asyncio.Task[None] | None = None
        self._look = look
        self._may_rest = may_rest
        self._clock = clock
        self._cap_seconds = cap_seconds
        self._cap: asyncio.TimerHandle | None = None
        self._is_wished = False
        self._lead = lead_seconds
        self._wanted = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []
        self._stopping = False
        self._expected_by = time.monotonic()
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> asyncio.Task[None]:
        """Looks at once, and from then on when it is time. The task ends only with `stop`, or by a defect."""
        self._scheduler.start()
        self.poke()
        self.ended = asyncio.create_task(self._keep_looking())
        return self.ended

    async def stop(self) -> None:
        """Ends, after the look that is under way."""
        self._stopping = True
        self.poke()
        if self.ended is not None:
            await asyncio.wait({self.ended}, timeout=_LONGEST_LOOK_SECONDS)
            self.ended.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def poke(self) -> None:
        """Asks for a look now; several wishes make one look."""
        self._is_wished = True
        self._wanted.set()

    def progressed(self, *, idle_seconds: float = 0.0) -> None:
        """Something was done, such as one plan of a look; the next thing is due after so many seconds of waiting."""
        self._expected_by = time.monotonic() + idle_seconds

    def seconds_behind(self) -> float:
        """For how long something should have been done and was not: a look that hangs, or one that never began."""
        return max(0.0, time.monotonic() - self._expected_by)

    async def look_now(self) -> None:
        """Returns when a look that began after this call is done."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self.poke()
        await done

    async def _keep_looking(self) -> None:
        while True:
            self._wait_for_cap()
            await self._wanted.wait()
            self._forget_cap()
            self.progressed()
            if self._stopping:
                return
            self.by_cap, self._is_wished = not self._is_wished, False
            self._wanted.clear()
            waiting, self._waiting = self._waiting, []
            self.next_look_at = await self._look()
            self._arm()
            for done in waiting:
                if not done.done():
                    done.set_result(None)

    def _wait_for_cap(self) -> None:
        self.progressed(idle_seconds=self._cap_seconds)
        self._cap = asyncio.get_running_loop().call_later(self._cap_seconds, self._cap_is_reached)

    def _forget_cap(self) -> None:
        if self._cap is not None:
            self._cap.cancel()

    def _cap_is_reached(self) -> None:
        rests = False
        try:
            rests = not self._wanted.is_set() and self._may_rest()
        finally:  # where that could not be told, it looks
            if rests:
                self._wait_for_cap()
            else:
                self._wanted.set()

    def _arm(self) -> None:
        """Sets the one job for the next look, in real time, or takes it away."""
        if self.next_look_at is None:
            if self._scheduler.get_job(JOB) is not None:
                self._scheduler.remove_job(JOB)
            return
        seconds = max(0.0, self._clock.seconds_until(self.next_look_at) - self._lead)
        real_at = SystemClock().now() + timedelta(seconds=seconds)
        self._scheduler.add_job(
            self._ring,
            DateTrigger(real_at, timezone=UTC),
            id=JOB,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _ring(self) -> None:
        # a coroutine, because APScheduler runs a plain function in another thread
        self.poke()
