"""The one timer: when it looks, and that nothing keeps it from looking."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from taper.clock import Clock, ScaledClock, StandingClock, SystemClock
from taper.daemon.timer import CAP_SECONDS, Timer

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
NEVER = 3600.0


def with_timer(
    look: Callable[[], Awaitable[datetime | None]],
    act: Callable[[Timer], Awaitable[None]],
    *,
    clock: Clock | None = None,
    cap_seconds: float = NEVER,
) -> None:
    """Runs a timer while `act` acts."""

    async def life() -> None:
        timer = Timer(look, clock=clock or StandingClock(NOON), cap_seconds=cap_seconds)
        timer.start()
        try:
            async with asyncio.timeout(20):
                await act(timer)
        finally:
            await timer.stop()

    asyncio.run(life())


class Looks:
    """Counts the looks; each one answers `next_look_at`."""

    def __init__(self, next_look_at: Callable[[], datetime | None] = lambda: None) -> None:
        self.count = 0
        self._next_look_at = next_look_at
        self._more = asyncio.Condition()

    async def __call__(self) -> datetime | None:
        async with self._more:
            self.count += 1
            self._more.notify_all()
        return self._next_look_at()

    async def reach(self, count: int) -> None:
        async with self._more:
            await self._more.wait_for(lambda: self.count >= count)


def test_it_looks_at_once_and_again_when_its_clock_shows_the_wanted_instant() -> None:
    clock = SystemClock()
    looks = Looks(lambda: clock.now() + timedelta(milliseconds=20))

    async def act(_: Timer) -> None:
        await looks.reach(3)

    with_timer(looks, act, clock=clock)


def test_on_a_scaled_clock_half_a_day_passes_in_moments() -> None:
    clock = ScaledClock(NOON, SystemClock().now().timestamp(), 2_000_000)
    looks = Looks(lambda: clock.now() + timedelta(hours=12))

    async def act(_: Timer) -> None:
        await looks.reach(3)

    with_timer(looks, act, clock=clock)


def test_the_cap_looks_where_nothing_is_wanted() -> None:
    looks = Looks()

    async def act(_: Timer) -> None:
        await looks.reach(3)

    with_timer(looks, act, cap_seconds=0.01)
    assert 15 <= CAP_SECONDS <= 30


def test_the_cap_looks_although_the_job_waits_for_a_day_that_a_clock_put_back_made_distant() -> None:
    looks = Looks(lambda: SystemClock().now() + timedelta(days=365))

    async def act(_: Timer) -> None:
        await looks.reach(3)

    with_timer(looks, act, clock=SystemClock(), cap_seconds=0.01)


def test_a_poke_makes_it_look_and_looks_never_run_beside_each_other() -> None:
    running = 0
    most = 0

    async def look() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    async def act(timer: Timer) -> None:
        await asyncio.gather(*(timer.look_now() for _ in range(20)))

    with_timer(look, act)
    assert most == 1


def test_look_now_waits_for_a_look_that_began_after_it() -> None:
    looks = Looks()

    async def act(timer: Timer) -> None:
        await looks.reach(1)
        await timer.look_now()
        assert looks.count == 2

    with_timer(looks, act)


def test_stopping_waits_for_the_look_that_is_under_way() -> None:
    begun, ended = [], []

    async def look() -> None:
        begun.append(1)
        for _ in range(50):
            await asyncio.sleep(0)
        ended.append(1)

    async def act(_: Timer) -> None:
        while not begun:
            await asyncio.sleep(0)

    with_timer(look, act)
    assert ended == [1]


def test_what_is_armed_goes_when_nothing_lies_ahead() -> None:
    wanted: list[datetime | None] = [NOON + timedelta(days=1), None]
    looks = Looks(lambda: wanted.pop(0) if wanted else None)

    async def act(timer: Timer) -> None:
        await timer.look_now()
        await timer.look_now()
        assert timer.next_look_at is None

    with_timer(looks, act)
