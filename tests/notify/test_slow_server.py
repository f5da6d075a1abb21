"""A server that is slow, says no too late, or never answers: what is said of it, and who has to wait for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from desktop import Desktop
from heard import Heard, a_dose, a_notice, a_notifier, eventually, shown
from notification_server import Server, a_server

from taper.core.record import Outcome
from taper.notify import patience, session_bus
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import Delivery

pytestmark = pytest.mark.desktop

Story = Callable[[DbusNotifier, Heard, Server], Awaitable[None]]


def live(desktop: Desktop, story: Story, *, seconds: float = 0.1) -> None:
    """Runs the story of a notifier of little patience and our own server."""

    async def run() -> None:
        async with (
            a_server(desktop.bus_address) as server,
            a_notifier(desktop.bus_address, patience_seconds=seconds) as (notifier, heard),
        ):
            await shown(notifier, a_notice(key="first"))
            await story(notifier, heard, server)

    asyncio.run(run())


def test_an_answer_that_comes_late_says_that_it_was_shown_after_all(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        server.silent = True
        assert (await notifier.send(a_dose(), reminder_id="r1")).outcome is Outcome.ATTEMPTED
        server.release()
        await eventually(lambda: heard.late, what="the late answer")
        ((reminder_id, delivery),) = heard.late
        assert (reminder_id, delivery.outcome, delivery.server_id) == ("r1", Outcome.SHOWN, server.given[-1])

    live(desktop, story)


def test_a_refusal_that_comes_late_is_a_failure(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        server.silent = True
        assert (await notifier.send(a_dose(), reminder_id="r1")).outcome is Outcome.ATTEMPTED
        server.refusal = "not today"
        server.release()
        await eventually(lambda: heard.late, what="the late refusal")
        assert heard.late == [("r1", Delivery(Outcome.FAILED, why="the notification server said no: not today"))]

    live(desktop, story)


def test_a_server_that_dies_with_a_message_in_its_hands_has_failed(desktop: Desktop) -> None:
    async def run() -> None:
        async with a_notifier(desktop.bus_address, patience_seconds=0.1) as (notifier, heard):
            async with a_server(desktop.bus_address) as server:
                await shown(notifier, a_notice(key="first"))
                server.silent = True
                await notifier.send(a_dose(), reminder_id="r1")
            await eventually(lambda: heard.late, what="word of the death")
            assert [(one, delivery.outcome) for one, delivery in heard.late] == [("r1", Outcome.FAILED)]

    asyncio.run(run())


def test_only_the_first_of_many_messages_waits_in_full_for_a_server_that_never_answers(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HURRIED_SECONDS", 0.001)
    seconds, plans = 0.5, 12

    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        server.silent = True
        begun = asyncio.get_running_loop().time()
        for plan in range(plans):
            delivery = await notifier.send(a_dose(key=str(plan)), reminder_id=str(plan))
            assert delivery.outcome is Outcome.ATTEMPTED
            await notifier.withdraw(str(plan))
        taken = asyncio.get_running_loop().time() - begun
        assert seconds <= taken < plans * seconds / 2
        assert len(server.asked) == plans + 1, "each was handed over all the same"

    live(desktop, story, seconds=seconds)


def test_once_it_answers_again_it_is_waited_for_in_full_again(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        server.silent = True
        await notifier.send(a_dose(), reminder_id="r1")
        server.release()
        await eventually(lambda: heard.late, what="the late answer")
        assert (await shown(notifier, a_dose(key="B"))).outcome is Outcome.SHOWN

    live(desktop, story)


def test_a_bus_that_hangs_is_waited_for_once_and_found_again(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_bus, "FIRST_WAIT_SECONDS", 0.3)
    desktop.pause_bus()

    async def run() -> None:
        async with a_notifier(desktop.bus_address, patience_seconds=0.1) as (notifier, _):
            failed = [await notifier.send(a_dose(), reminder_id=f"r{turn}") for turn in range(50)]
            assert {(one.outcome, one.why) for one in failed} == {(Outcome.FAILED, "the session bus does not answer")}
            desktop.wake_bus()
            async with a_server(desktop.bus_address):
                assert (await shown(notifier, a_dose())).outcome is Outcome.SHOWN

    before = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - before < 50 * 0.1


def test_a_server_that_does_not_even_say_what_it_can_has_failed_and_word_comes_when_it_does(desktop: Desktop) -> None:
    """Nothing was handed over, so nothing is lost by sending it again then."""

    async def run() -> None:
        async with a_server(desktop.bus_address) as server:
            server.mute = True
            async with a_notifier(desktop.bus_address, patience_seconds=0.1) as (notifier, heard):
                mute = await notifier.send(a_dose(), reminder_id="r1")
                assert (mute.outcome, server.asked) == (Outcome.FAILED, [])
                assert not (await notifier.probe()).ready
                before = heard.ready
                server.release()
                await eventually(lambda: heard.ready > before, what="word that it answers")
                assert (await shown(notifier, a_dose())).outcome is Outcome.SHOWN

    asyncio.run(run())
