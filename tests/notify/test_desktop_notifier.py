"""The D-Bus notifier with a real notification server."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from desktop import Desktop, require_desktop
from heard import a_dose, a_notice, a_notifier, eventually, shown

from taper.core.record import Outcome
from taper.notify import session_bus
from taper.notify.port import Button, Delivery, Press

pytestmark = pytest.mark.desktop


def test_a_message_is_shown_with_title_and_body_and_the_outcome_names_the_servers_id(desktop: Desktop) -> None:
    desktop.start_server()

    async def send() -> Delivery:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            return await notifier.send(a_dose(body="Step 1 of 3\nday 4 of 14"), reminder_id="r1")

    delivery = asyncio.run(send())
    (entry,) = desktop.wait_shown("A: 1 tablet of 350 mg")
    assert delivery.outcome is Outcome.SHOWN
    assert delivery.server_id == entry.id
    assert (entry.body, entry.urgency) == ("Step 1 of 3\nday 4 of 14", "CRITICAL")


def test_a_second_message_of_a_plan_replaces_the_first_and_leaves_other_plans_alone(desktop: Desktop) -> None:
    desktop.start_server()

    async def send() -> list[Delivery]:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            return [
                await notifier.send(a_dose("A: 1 tablet"), reminder_id="r1"),
                await notifier.send(a_dose("B: 2 tablets", key="B"), reminder_id="r2"),
                await notifier.send(a_dose("A: half tablet"), reminder_id="r3"),
            ]

    first, _, third = asyncio.run(send())
    assert first.server_id == third.server_id
    assert sorted(entry.summary for entry in desktop.open()) == ["A: half tablet", "B: 2 tablets"]


def test_after_a_restart_of_the_program_the_stored_delivery_is_replaced(desktop: Desktop) -> None:
    desktop.start_server()

    async def send(title: str, replaces: Delivery | None) -> Delivery:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            return await notifier.send(a_dose(title), reminder_id=title, replaces=replaces)

    first = asyncio.run(send("A: 1 tablet", None))
    second = asyncio.run(send("A: half tablet", first))
    assert second == first
    assert [entry.summary for entry in desktop.open()] == ["A: half tablet"]


def test_a_bubble_whose_id_was_never_learned_is_replaced_all_the_same(desktop: Desktop) -> None:
    """The program was killed between sending and writing down the id."""
    desktop.start_server()

    async def send(title: str) -> None:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            await notifier.send(a_dose(title), reminder_id=title)

    asyncio.run(send("A: 1 tablet"))
    asyncio.run(send("A: 1 tablet, again"))
    assert [entry.summary for entry in desktop.open()] == ["A: 1 tablet, again"]


@pytest.mark.parametrize("button", list(Button))
def test_a_press_names_the_server_the_bubble_the_button_and_the_reminder(desktop: Desktop, button: Button) -> None:
    desktop.start_server()

    async def send_and_press() -> tuple[Delivery, list[Press]]:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            delivery = await notifier.send(replace(a_dose(), buttons=tuple(Button)), reminder_id="r:1")
            await asyncio.to_thread(desktop.press, "A: 1 tablet", button.label)
            await eventually(lambda: heard.presses, what="the press")
            return delivery, heard.presses

    delivery, presses = asyncio.run(send_and_press())
    assert presses == [Press(delivery.server or "", delivery.server_id or 0, button, "r:1")]


def test_a_replaced_bubble_answers_the_newer_reminder(desktop: Desktop) -> None:
    desktop.start_server()

    async def send_and_press() -> list[Press]:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            await notifier.send(a_dose("A: 1 tablet"), reminder_id="older")
            await notifier.send(a_dose("A: half tablet"), reminder_id="newer")
            await asyncio.to_thread(desktop.press, "A: half tablet", "Taken")
            await eventually(lambda: heard.presses, what="the press")
            return heard.presses

    assert [press.reminder_id for press in asyncio.run(send_and_press())] == ["newer"]


def test_a_bubble_closed_by_the_person_is_a_dismissal_and_the_next_one_is_shown_anew(desktop: Desktop) -> None:
    desktop.start_server()

    async def send_and_dismiss() -> None:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            delivery = await notifier.send(a_dose(), reminder_id="r1")
            await asyncio.to_thread(desktop.dismiss_last)
            await eventually(lambda: heard.dismissals, what="the dismissal")
            (dismissal,) = heard.dismissals
            assert (dismissal.server, dismissal.server_id) == (delivery.server, delivery.server_id)
            assert dismissal.by_person
            assert not heard.presses
            await notifier.send(a_dose("A: again"), reminder_id="r2", replaces=delivery)

    asyncio.run(send_and_dismiss())
    assert [entry.summary for entry in desktop.open()] == ["A: again"]


def test_a_withdrawn_bubble_is_gone_and_nobody_is_said_to_have_closed_it(desktop: Desktop) -> None:
    desktop.start_server()

    async def send_and_withdraw() -> None:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            await notifier.send(a_dose(), reminder_id="r1")
            await notifier.send(a_notice(key="B"), reminder_id="r2")
            await notifier.withdraw("A")
            await eventually(lambda: heard.dismissals, what="the closing")
            assert not heard.dismissals[0].by_person

    asyncio.run(send_and_withdraw())
    assert [entry.summary for entry in desktop.open()] == ["Nothing to take now."]


def test_without_a_server_a_message_fails_and_is_shown_once_one_appears(desktop: Desktop) -> None:
    async def send_twice() -> tuple[Delivery, Delivery]:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            early = await notifier.send(a_dose(), reminder_id="r1")
            assert not (await notifier.probe()).ready
            await asyncio.to_thread(desktop.start_server)
            await eventually(lambda: heard.ready, what="word of the server")
            return early, await notifier.send(a_dose(), reminder_id="r1")

    early, late = asyncio.run(send_twice())
    assert early.outcome is Outcome.FAILED
    assert "no notification server is running" in (early.why or "")
    assert not desktop.activated
    assert late.outcome is Outcome.SHOWN
    assert len(desktop.wait_shown("A: 1 tablet")) == 1


def test_a_new_life_of_the_server_is_another_server_and_old_ids_are_not_replaced(desktop: Desktop) -> None:
    desktop.start_server()

    async def outlive_the_server() -> None:
        async with a_notifier(desktop.bus_address) as (notifier, heard):
            first = await notifier.send(a_dose("A: 1 tablet"), reminder_id="r1")
            await asyncio.to_thread(desktop.kill_server)
            await asyncio.to_thread(desktop.start_server)
            await eventually(lambda: heard.ready, what="word of the new server")
            other = await notifier.send(a_dose("B: 2 tablets", key="B"), reminder_id="r2")
            assert other.server_id == first.server_id
            again = await notifier.send(a_dose("A: 1 tablet"), reminder_id="r1", replaces=first)
            assert again.server != first.server

    asyncio.run(outlive_the_server())
    assert sorted(entry.summary for entry in desktop.open()) == ["A: 1 tablet", "B: 2 tablets"]


def test_a_hung_server_shows_one_bubble_when_it_wakes_however_often_it_was_sent(desktop: Desktop) -> None:
    desktop.start_server()

    async def send_to_a_hung_server() -> list[Delivery]:
        async with a_notifier(desktop.bus_address, patience_seconds=0.2) as (notifier, _):
            await shown(notifier, a_notice(key="B"))  # so that its abilities are known
            desktop.pause_server()
            sent = [await notifier.send(a_dose(), reminder_id=f"r{turn}") for turn in range(3)]
            desktop.wake_server()
            await asyncio.to_thread(desktop.wait_shown, "A: 1 tablet", count=3)
            return sent

    assert {delivery.outcome for delivery in asyncio.run(send_to_a_hung_server())} == {Outcome.ATTEMPTED}
    assert sorted(entry.summary for entry in desktop.open()) == ["A: 1 tablet of 350 mg", "Nothing to take now."]


def test_a_bus_that_went_away_is_found_again(desktop: Desktop) -> None:
    desktop.start_server()

    async def outlive_the_bus() -> tuple[Delivery, Delivery, Delivery]:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            first = await notifier.send(a_dose("before"), reminder_id="r1")
            await asyncio.to_thread(desktop.stop_bus)
            between = await notifier.send(a_dose("between"), reminder_id="r2")
            await asyncio.to_thread(desktop.stop_server)
            await asyncio.to_thread(desktop.start_bus)
            await asyncio.to_thread(desktop.start_server)
            return first, between, await notifier.send(a_dose("after"), reminder_id="r3", replaces=first)

    first, between, after = asyncio.run(outlive_the_bus())
    assert between.outcome is Outcome.FAILED
    assert "session bus" in (between.why or "")
    assert after.outcome is Outcome.SHOWN
    assert after.server != first.server  # though both may be ":1.0" of their bus


def test_word_of_a_server_comes_also_after_the_bus_came_back_by_itself(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_bus, "FIRST_WAIT_SECONDS", 0.01)

    async def outlive_the_bus() -> None:
        async with a_notifier(desktop.bus_address) as (_, heard):
            await asyncio.to_thread(desktop.stop_bus)
            await asyncio.to_thread(desktop.start_bus)
            await asyncio.to_thread(desktop.start_server)
            await eventually(lambda: heard.ready, what="word of the server")

    asyncio.run(outlive_the_bus())


@pytest.mark.parametrize("markup", [True, False])
def test_what_looks_like_markup_is_shown_as_text(markup: bool) -> None:  # noqa: FBT001 - a parameter of the test
    require_desktop()
    body = "bottle <b>&amp; co</b> & more"

    async def send(address: str) -> None:
        async with a_notifier(address) as (notifier, _):
            await notifier.send(a_dose("A & <i>B</i>", body=body), reminder_id="r1")

    with Desktop(markup=markup) as desktop:
        desktop.start_server()
        asyncio.run(send(desktop.bus_address))
        (entry,) = desktop.wait_shown("A & <i>B</i>")
        assert entry.body == body


def test_characters_no_bus_carries_do_not_cost_the_reminder(desktop: Desktop) -> None:
    desktop.start_server()

    async def send() -> Delivery:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            return await notifier.send(a_dose("A\0\x1b: 1 tablet \udcff", key="A\0\udcff"), reminder_id="r1")

    assert asyncio.run(send()).outcome is Outcome.SHOWN
    assert len(desktop.wait_shown("A: 1 tablet ?")) == 1


def test_the_probe_names_the_server(desktop: Desktop) -> None:
    desktop.start_server()

    async def ask() -> str:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            return (await notifier.probe()).words

    assert asyncio.run(ask()).startswith("desktop notifications by dunst")
