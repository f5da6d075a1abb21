"""The D-Bus notifier with a server that refuses, dawdles, or can do little."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from desktop import Desktop
from heard import Heard, a_dose, a_notice, a_notifier, eventually, shown
from notification_server import Server, a_server

from taper.core.record import Outcome
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import Button, Delivery, Press, Urgency

pytestmark = pytest.mark.desktop

REPLACES, TITLE, BODY, ACTIONS, HINTS, EXPIRES = 1, 3, 4, 5, 6, 7

Meeting = Callable[[DbusNotifier, Heard, Server], Coroutine[Any, Any, None]]


def meet(
    desktop: Desktop, story: Meeting, *, patience_seconds: float = 5.0, abilities: tuple[str, ...] | None = ("actions",)
) -> None:
    """Runs the story of a notifier and our own server on the private bus."""

    async def run() -> None:
        async with (
            a_server(desktop.bus_address, abilities=abilities) as server,
            a_notifier(desktop.bus_address, patience_seconds=patience_seconds) as (notifier, heard),
        ):
            await story(notifier, heard, server)

    asyncio.run(run())


def test_a_dose_is_critical_and_stays_and_offers_its_buttons_in_order(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        (asked,) = server.asked
        assert asked[ACTIONS][1::2] == ["Taken", "Snooze", "Skip"]
        assert "default" not in asked[ACTIONS]
        assert asked[HINTS]["urgency"].value == Urgency.CRITICAL
        assert asked[EXPIRES] == 0

    meet(desktop, story)


def test_a_notice_has_no_buttons_and_may_expire(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await notifier.send(a_notice(), reminder_id="r1")
        (asked,) = server.asked
        assert (asked[BODY], asked[ACTIONS], asked[EXPIRES]) == ("Plan A ends in 3 days", [], -1)
        assert asked[HINTS]["urgency"].value == Urgency.NORMAL

    meet(desktop, story)


@pytest.mark.parametrize("abilities", [("body",), (), None])
def test_a_server_without_buttons_gets_the_commands_in_the_body(
    desktop: Desktop, abilities: tuple[str, ...] | None
) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await notifier.send(a_dose(body="Step 1 of 3"), reminder_id="r1")
        (asked,) = server.asked
        assert asked[ACTIONS] == []
        assert asked[BODY] == "Step 1 of 3\nAnswer in a terminal: taper take · taper snooze · taper skip"

    meet(desktop, story, abilities=abilities)


def test_only_a_server_that_reads_markup_gets_it_escaped(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await notifier.send(a_dose("<A> & co", body="<b>&"), reminder_id="r1")
        assert server.asked[0][TITLE : BODY + 1] == ["<A> & co", "&lt;b&gt;&amp;"]

    async def plain_story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await notifier.send(a_dose("<A> & co", body="<b>&"), reminder_id="r1")
        assert server.asked[0][TITLE : BODY + 1] == ["<A> & co", "<b>&"]

    meet(desktop, story, abilities=("actions", "body-markup"))
    meet(desktop, plain_story, abilities=("actions",))


def test_a_refusal_is_a_failure_with_the_servers_words(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        server.refusal = "too many notifications"
        delivery = await notifier.send(a_dose(), reminder_id="r1")
        assert delivery == Delivery(Outcome.FAILED, why="the notification server said no: too many notifications")

    meet(desktop, story)


def test_a_silent_server_leaves_the_outcome_attempted(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await shown(notifier, a_notice(key="B"))
        server.silent = True
        delivery = await notifier.send(a_dose(), reminder_id="r1")
        assert delivery.outcome is Outcome.ATTEMPTED
        assert delivery.server_id is None
        assert "has not answered within 0.1 seconds" in (delivery.why or "")

    meet(desktop, story, patience_seconds=0.1)


def test_of_answers_that_come_late_only_the_newest_bubble_stays(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await shown(notifier, a_notice(key="B"))
        server.silent = True
        for turn in range(2):
            await notifier.send(a_dose(), reminder_id=f"r{turn}")
        server.silent = False
        server.release()
        older, newer = sorted(server.given)[-2:]
        await eventually(lambda: server.closed == [older], what="the older bubble to be closed")
        assert (await shown(notifier, a_dose())).server_id == newer

    meet(desktop, story, patience_seconds=0.2)


def test_a_bubble_withdrawn_before_its_late_answer_is_closed_when_that_comes(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        await shown(notifier, a_notice(key="B"))
        server.silent = True
        await notifier.send(a_dose(), reminder_id="r1")
        await notifier.withdraw("A")
        assert server.closed == []
        server.release()
        await eventually(lambda: server.closed == [max(server.given)], what="the withdrawn bubble to be closed")

    meet(desktop, story, patience_seconds=0.2)


def test_a_bubble_of_an_earlier_run_is_withdrawn_by_its_stored_delivery(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        first = await notifier.send(a_dose(), reminder_id="r1")
        async with a_notifier(desktop.bus_address) as (restarted, _heard):
            await restarted.withdraw("A")
            assert server.closed == []
            await restarted.withdraw("A", last=Delivery(Outcome.SHOWN, server=":1.9@another bus", server_id=1))
            assert server.closed == []
            await restarted.withdraw("A", last=first)
            assert server.closed == [1]

    meet(desktop, story)


def test_a_click_on_the_body_and_other_programs_buttons_are_no_answer(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        delivery = await notifier.send(a_dose(), reminder_id="r1")
        for key in ("default", "taken", "taper", "taper:taken", "taper:eat:r1", "other:taken:r1"):
            server.tell("ActionInvoked", "us", 1, key)
        server.tell("ActionInvoked", "us", 1, "taper:skip:r1")
        await eventually(lambda: heard.presses, what="the press")
        assert heard.presses == [Press(delivery.server or "", 1, Button.SKIP, "r1")]

    meet(desktop, story)


def test_the_closing_that_follows_a_press_is_no_dismissal_by_the_person(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        server.tell("ActionInvoked", "us", 1, "taper:taken:r1")
        server.tell("NotificationClosed", "uu", 1, 2)
        await notifier.send(a_dose(), reminder_id="r2")
        server.tell("NotificationClosed", "uu", 2, 2)
        await eventually(lambda: len(heard.dismissals) == 2, what="both closings")
        assert [dismissal.by_person for dismissal in heard.dismissals] == [False, True]

    meet(desktop, story)


def test_a_snoozed_bubble_that_comes_back_can_be_dismissed(desktop: Desktop) -> None:
    """The press belonged to the reminder before, though the bubble's id is the same."""

    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        server.tell("ActionInvoked", "us", 1, "taper:snooze:r1")
        await eventually(lambda: heard.presses, what="the press")
        assert (await notifier.send(a_dose(), reminder_id="r2")).server_id == 1
        server.tell("NotificationClosed", "uu", 1, 2)
        await eventually(lambda: heard.dismissals, what="the closing")
        assert heard.dismissals[0].by_person

    meet(desktop, story)


def test_a_closed_bubble_is_not_replaced(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        server.tell("NotificationClosed", "uu", 1, 2)
        await eventually(lambda: heard.dismissals, what="the closing")
        await notifier.send(a_dose(), reminder_id="r2")
        assert [asked[REPLACES] for asked in server.asked] == [0, 0]

    meet(desktop, story)


def test_a_server_that_answers_nonsense_is_attempted_and_nothing_raises(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, _: Heard, server: Server) -> None:
        server.babbles = True
        assert (await notifier.send(a_dose(), reminder_id="r1")).outcome is Outcome.ATTEMPTED
        assert "does not say its name" in (await notifier.probe()).words

    meet(desktop, story)


def test_a_demo_beside_the_real_program_is_another_instance(desktop: Desktop) -> None:
    """Its plan A is not the real plan A, and its buttons are not heard by the real program."""

    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        async with a_notifier(desktop.bus_address, instance="taper-demo") as (demo, demo_heard):
            await demo.send(a_dose(), reminder_id="r1")
            server.tell("ActionInvoked", "us", 2, "taper-demo:taken:r1")
            await eventually(lambda: demo_heard.presses, what="the demo's press")
            server.tell("ActionInvoked", "us", 1, "taper:taken:r1")
            await eventually(lambda: heard.presses, what="the real press")
        real_tag, demo_tag = (asked[HINTS]["x-dunst-stack-tag"].value for asked in server.asked)
        assert real_tag != demo_tag
        assert [press.server_id for press in heard.presses] == [1]

    meet(desktop, story)


def test_signals_of_another_shape_are_ignored(desktop: Desktop) -> None:
    async def story(notifier: DbusNotifier, heard: Heard, server: Server) -> None:
        await notifier.send(a_dose(), reminder_id="r1")
        server.tell("ActionInvoked", "s", "taper:taken:r1")
        server.tell("NotificationClosed", "s", "now")
        server.tell("ActivationToken", "us", 1, "taper:taken:r1")
        server.tell("NotificationClosed", "uu", 1, 1)
        await eventually(lambda: heard.dismissals, what="the closing")
        assert not heard.presses

    meet(desktop, story)


def test_without_a_bus_everything_fails_in_words_and_nothing_raises(tmp_path: Any) -> None:
    async def story() -> tuple[Delivery, str]:
        async with a_notifier(f"unix:path={tmp_path}/no-bus") as (notifier, _):
            await notifier.withdraw("A")
            return await notifier.send(a_dose(), reminder_id="r1"), (await notifier.probe()).words

    delivery, words = asyncio.run(story())
    assert delivery.outcome is Outcome.FAILED
    assert "the session bus cannot be reached" in (delivery.why or "")
    assert "the session bus cannot be reached" in words
