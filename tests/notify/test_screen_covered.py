"""A message to a screen that nobody can see is not said to be shown, and word comes when it can be seen again."""

from __future__ import annotations

import asyncio

import pytest
from desktop import Desktop
from heard import a_dose, a_notice, a_notifier, eventually
from notification_server import a_server
from screensaver import a_saver

from taper.core.record import Outcome
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.screen import SAVERS, Saver

pytestmark = pytest.mark.desktop

EXPIRES = 7


async def until_covered(notifier: DbusNotifier) -> None:
    """Returns when the notifier has heard that the screen is covered."""
    async with asyncio.timeout(20):
        while not (await notifier.probe()).covered:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("saver", SAVERS, ids=lambda saver: saver.name)
def test_what_is_sent_to_a_covered_screen_is_attempted_and_stays(desktop: Desktop, saver: Saver) -> None:
    """Also a notice that would else be gone before anybody comes back."""

    async def run() -> None:
        name, path = saver.name, saver.path
        async with (
            a_server(desktop.bus_address) as server,
            a_saver(desktop.bus_address, name, path) as screen,
            a_notifier(desktop.bus_address) as (notifier, heard),
        ):
            open_to_all = await notifier.send(a_notice(), reminder_id="r1")
            screen.turn(active=True)
            await until_covered(notifier)
            covered = await notifier.send(a_notice(), reminder_id="r2")
            screen.turn(active=False)
            await eventually(lambda: heard.uncovered, what="word that the screen can be seen")
            again = await notifier.send(a_dose(), reminder_id="r3")
        assert [one.outcome for one in (open_to_all, covered, again)] == [
            Outcome.SHOWN,
            Outcome.ATTEMPTED,
            Outcome.SHOWN,
        ]
        assert "locked or blank" in (covered.why or "")
        assert [asked[EXPIRES] for asked in server.asked] == [-1, 0, 0]

    asyncio.run(run())


def test_a_screen_that_was_covered_before_the_program_began_is_known_to_be(desktop: Desktop) -> None:
    async def run() -> None:
        name, path = SAVERS[1].name, SAVERS[1].path
        async with (
            a_server(desktop.bus_address),
            a_saver(desktop.bus_address, name, path, active=True),
            a_notifier(desktop.bus_address) as (notifier, _),
        ):
            assert (await notifier.send(a_dose(), reminder_id="r1")).outcome is Outcome.ATTEMPTED

    asyncio.run(run())


def test_a_screen_saver_that_ends_while_it_covers_says_nothing_any_more(desktop: Desktop) -> None:
    """Then it is unknown again, and what was sent meanwhile is sent once more."""

    async def run() -> None:
        name, path = SAVERS[0].name, SAVERS[0].path
        async with a_server(desktop.bus_address), a_notifier(desktop.bus_address) as (notifier, heard):
            async with a_saver(desktop.bus_address, name, path) as screen:
                screen.turn(active=True)
                await until_covered(notifier)
            assert (await notifier.probe()).covered is None
            assert heard.uncovered == 1

    asyncio.run(run())
