"""Where a server knows no tags, a bubble's number is learned before it says anything, so that it is found again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from desktop import Desktop
from heard import a_dose, a_notifier, eventually
from notification_server import ALL_ABILITIES, Server, a_server
from xfcedesktop import XfceDesktop
from xfcedesktop import xfce as xfce

from taper.core.record import Outcome
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import Delivery, Urgency

pytestmark = pytest.mark.desktop

REPLACES, TITLE, BODY, ACTIONS, HINTS, EXPIRES = 1, 3, 4, 5, 6, 7

XFCE = ("Xfce Notify Daemon", "Xfce", "0.7.3", "1.2")
Story = Callable[[DbusNotifier, Server], Awaitable[None]]


def play(
    desktop: Desktop, story: Story, *, about: tuple[str, str, str, str] = XFCE, patience_seconds: float = 5
) -> None:
    """Runs the story of a notifier and a server that introduces itself so."""

    async def run() -> None:
        async with a_server(desktop.bus_address, abilities=ALL_ABILITIES) as server:
            server.about = about
            async with a_notifier(desktop.bus_address, patience_seconds=patience_seconds) as (notifier, _):
                await story(notifier, server)

    asyncio.run(run())


def test_what_holds_a_place_is_quiet_says_nothing_and_is_gone_by_itself(desktop: Desktop) -> None:
    """Should it be all that is ever shown: no dose, no button, a second at the longest."""

    async def story(notifier: DbusNotifier, server: Server) -> None:
        assert await notifier.needs_number("A")
        held = await notifier.reserve("A")
        assert held is not None
        (asked,) = server.asked
        assert (asked[TITLE], asked[BODY], asked[ACTIONS], asked[EXPIRES]) == ("taper", "", [], 1000)
        assert (asked[HINTS]["urgency"].value, asked[HINTS]["transient"].value) == (Urgency.LOW, True)
        assert held.server_id == server.given[0]

    play(desktop, story)


def test_the_message_comes_in_its_place_and_needs_no_other_while_it_stands(desktop: Desktop) -> None:
    """Once a bubble stands its number is known."""

    async def story(notifier: DbusNotifier, server: Server) -> None:
        held = await notifier.reserve("A")
        delivery = await notifier.send(a_dose(key="A"), reminder_id="r1", replaces=held)
        assert (delivery.outcome, delivery.server_id) == (Outcome.SHOWN, held and held.server_id)
        assert [asked[REPLACES] for asked in server.asked] == [0, delivery.server_id]
        assert not await notifier.needs_number("A")
        assert await notifier.needs_number("B")

    play(desktop, story)


def test_whoever_comes_after_a_crash_finds_the_bubble_by_the_number_that_was_written_down(desktop: Desktop) -> None:
    """The one who died had not heard what became of the message itself."""

    async def story(notifier: DbusNotifier, server: Server) -> None:
        held = await notifier.reserve("A")
        await notifier.send(a_dose(key="A"), reminder_id="r1", replaces=held)
        async with a_notifier(desktop.bus_address) as (later, _):
            again = await later.reserve("A", last=held)
            await later.send(a_dose(key="A"), reminder_id="r1", replaces=again)
        assert len(set(server.given)) == 1

    play(desktop, story)


@pytest.mark.parametrize("name", ["dunst", "gnome-shell", "Plasma", "of-my-own"])
def test_other_servers_are_not_asked_to_hold_one(desktop: Desktop, name: str) -> None:
    """They know tags, or were not seen to show what comes in the place of what has only just come."""

    async def story(notifier: DbusNotifier, server: Server) -> None:
        assert not await notifier.needs_number("A")

    play(desktop, story, about=(name, "x", "1", "1.2"))


@pytest.mark.parametrize("trouble", ["refuses", "is silent", "is gone"])
def test_where_none_is_to_be_had_the_message_goes_without(desktop: Desktop, trouble: str) -> None:
    """To hold a place is a help and no condition."""

    async def story(notifier: DbusNotifier, server: Server) -> None:
        assert await notifier.needs_number("A")
        server.refusal = "no" if trouble == "refuses" else None
        server.silent = trouble == "is silent"
        assert await notifier.reserve("A") is None
        server.release()
        server.refusal = None
        delivery = Delivery(Outcome.FAILED)
        while delivery.outcome is not Outcome.SHOWN:
            delivery = await notifier.send(a_dose(key="A"), reminder_id="r1")

    async def gone() -> None:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            assert not await notifier.needs_number("A")
            assert await notifier.reserve("A") is None

    if trouble == "is gone":
        asyncio.run(gone())
    else:
        play(desktop, story, patience_seconds=0.3)


def test_on_xfce_itself_the_dose_stands_in_the_held_place_alone_and_stays(xfce: XfceDesktop) -> None:
    """The real program: a place held later and left empty is gone by itself, the dose is not; sent again it is one."""
    xfce.start_server()

    async def life(last: Delivery | None) -> Delivery:
        async with a_notifier(xfce.bus_address) as (notifier, heard):
            held = await notifier.reserve("A", last=last)
            assert held is not None
            delivery = await notifier.send(a_dose(key="A"), reminder_id="r1", replaces=held)
            assert (delivery.outcome, delivery.server_id) == (Outcome.SHOWN, held.server_id)
            empty = await notifier.reserve("B")
            assert empty is not None
            await eventually(lambda: heard.dismissals, what="the empty place to be gone")
            assert [(one.server_id, one.by_person) for one in heard.dismissals] == [(empty.server_id, False)]
            return held

    first = asyncio.run(life(None))
    second = asyncio.run(life(first))
    assert first.server_id == second.server_id
    xfce.wait_bubble()
    assert xfce.photograph("xfce-held-place").stat().st_size > 1000
