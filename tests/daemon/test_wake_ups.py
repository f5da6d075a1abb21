"""What wakes the daemon: the kernel's timer, the login manager's signal, the files of the zone."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from desktop import Desktop

from taper.daemon.clockset import ClockSet
from taper.daemon.kernel import arm, changes_file, clock_set_file
from taper.daemon.resume import LOGIND, MANAGER, SIGNAL, Resume, system_address
from taper.daemon.wakeups import WakeUps
from taper.daemon.zonefiles import ZoneFiles

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="a kernel that tells is Linux's")


class Woken:
    """Counts how often it was woken."""

    def __init__(self) -> None:
        self.count = 0
        self._event = asyncio.Event()

    def __call__(self) -> None:
        self.count += 1
        self._event.set()

    async def wait(self) -> None:
        """Until it is woken again."""
        await self._event.wait()
        self._event.clear()


def in_a_loop(life: Callable[[], Awaitable[None]]) -> None:
    """Runs it, for twenty seconds at most."""

    async def limited() -> None:
        async with asyncio.timeout(20):
            await life()

    asyncio.run(limited())


@linux_only
def test_the_kernels_own_timer_wakes_and_is_set_anew() -> None:
    """A real timer of the kernel. Nobody may set a machine's clock for a test, so that here it is its time that comes;
    the kernel tells of both by the same file.
    """

    async def life() -> None:
        woken, file = Woken(), clock_set_file()
        assert file is not None
        assert arm(file, at=1)  # 1970 is over
        watch = ClockSet(woken, open_file=lambda: file)
        watch.start()
        await woken.wait()
        assert watch.watches
        for _ in range(20):
            await asyncio.sleep(0)
        assert woken.count == 1  # the end of time is not over
        assert arm(file, at=1)
        await woken.wait()
        watch.close()
        assert not watch.watches

    in_a_loop(life)


@linux_only
def test_a_clock_that_was_set_cancels_the_timer_and_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read from a cancelled timer is an error, which is the news."""

    async def life() -> None:
        woken, file, read = Woken(), clock_set_file(), os.read
        assert file is not None

        def cancelled(number: int, size: int) -> bytes:
            read(number, size)
            raise OSError(errno.ECANCELED, "the clock was set")

        watch = ClockSet(woken, open_file=lambda: file)
        watch.start()
        monkeypatch.setattr(os, "read", cancelled)
        assert arm(file, at=1)
        await woken.wait()
        monkeypatch.undo()
        assert watch.watches
        watch.close()

    in_a_loop(life)


def test_without_such_a_kernel_nothing_is_watched_and_nothing_fails() -> None:
    """The cap on every wait stands in."""

    async def life() -> None:
        watch = ClockSet(Woken(), open_file=lambda: None)
        watch.start()
        assert not watch.watches
        watch.close()

    in_a_loop(life)


@linux_only
def test_another_zone_wakes_and_other_files_do_not(tmp_path: Path) -> None:
    """As whoever changes a zone does it: the link is made anew, beside much else in the folder."""
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    zones = {"Berlin": "Europe/Berlin", "New_York": "America/New_York"}

    async def life() -> None:
        woken = Woken()
        watch = ZoneFiles(woken, folder=tmp_path, read_zone=lambda: zones[(tmp_path / "localtime").readlink().name])
        watch.start()
        assert (watch.zone(), watch.watches) == ("Europe/Berlin", True)
        (tmp_path / "passwd").write_text("root")
        (tmp_path / "passwd").unlink()
        for _ in range(50):
            await asyncio.sleep(0)
        assert woken.count == 0
        (tmp_path / "new").symlink_to("/usr/share/zoneinfo/America/New_York")
        (tmp_path / "new").replace(tmp_path / "localtime")
        await woken.wait()
        assert watch.zone() == "America/New_York"
        watch.close()

    in_a_loop(life)


def test_a_folder_that_cannot_be_watched_still_gives_the_zone(tmp_path: Path) -> None:
    """Each look asks; a zone is read anew only when a file of it changed."""
    reads: list[str] = []

    def read_zone() -> str:
        reads.append("")
        return "Europe/Berlin"

    async def life() -> None:
        watch = ZoneFiles(Woken(), folder=tmp_path / "gone", read_zone=read_zone)
        watch.start()
        assert not watch.watches
        assert [watch.zone(), watch.zone()] == ["Europe/Berlin"] * 2
        watch.close()

    in_a_loop(life)
    assert len(reads) == 1
    assert changes_file(tmp_path / "gone") is None


@asynccontextmanager
async def a_login_manager(address: str) -> AsyncIterator[Callable[[bool], None]]:
    """A program that owns the login manager's name, and says that a sleep begins (True) or is over (False)."""
    bus = await MessageBus(bus_address=address).connect()
    await bus.request_name(LOGIND)

    def tell(begins: bool) -> None:  # noqa: FBT001 - as the signal has it
        bus.send(
            Message(
                message_type=MessageType.SIGNAL,
                path="/org/freedesktop/login1",
                interface=MANAGER,
                member=SIGNAL,
                signature="b",
                body=[begins],
            )
        )

    try:
        yield tell
    finally:
        bus.disconnect()


async def listening(resume: Resume) -> None:
    """Returns when the bus is listened to."""
    while not resume.watches:
        await asyncio.sleep(0.005)


@pytest.mark.desktop
def test_the_end_of_a_sleep_wakes_and_its_beginning_does_not(desktop: Desktop) -> None:
    """On a real bus, with a program in the login manager's place; also after that bus was lost and came back."""

    async def life() -> None:
        woken = Woken()
        resume = Resume(woken, address=desktop.bus_address)
        resume.start()
        await listening(resume)
        async with a_login_manager(desktop.bus_address) as tell:
            tell(True)
            tell(False)
            await woken.wait()
            assert woken.count == 1
        desktop.stop_bus()
        while resume.watches:
            await asyncio.sleep(0.005)
        desktop.start_bus()
        await listening(resume)
        async with a_login_manager(desktop.bus_address) as tell:
            tell(False)
            await woken.wait()
        await resume.close()
        assert not resume.watches

    in_a_loop(life)


def test_a_machine_without_a_system_bus_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for where it is; a bus that nobody serves is tried again and again, and can be let go of."""
    monkeypatch.delenv("DBUS_SYSTEM_BUS_ADDRESS", raising=False)
    assert system_address({}, path=tmp_path / "bus") is None
    assert system_address({"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/x"}, path=tmp_path / "bus") == "unix:path=/x"
    (tmp_path / "bus").touch()
    assert system_address({}, path=tmp_path / "bus") == f"unix:path={tmp_path}/bus"

    async def life() -> None:
        resume = Resume(Woken(), address=f"unix:path={tmp_path}/nobody")
        resume.start()
        for _ in range(50):
            await asyncio.sleep(0)
        assert not resume.watches
        await resume.close()

    in_a_loop(life)


@linux_only
def test_what_is_watched_is_said_in_words_and_everything_is_let_go_of() -> None:
    """For status output; no file stays open."""

    async def life() -> None:
        before = set(os.listdir("/proc/self/fd"))
        wake_ups = WakeUps(Woken())
        assert wake_ups.watched() == ()
        wake_ups.start()
        assert {"a clock that is set", "another zone"} <= set(wake_ups.watched())
        await wake_ups.close()
        assert set(os.listdir("/proc/self/fd")) <= before

    in_a_loop(life)
