"""A test reminder whose answers come in whatever order a server tells of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from fakes import FakeNotifier

from taper.app.arguments import UsageError
from taper.daemon.rehearsal import Rehearsals
from taper.notify.introduction import introduction
from taper.notify.port import Button, Delivery, Dismissal, Message, Press, Probe

WHO = introduction(("dunst", "knopwob", "1.9.0", "1.2"), frozenset({"actions", "body"}))


class Eager(FakeNotifier):
    """A server with buttons, and a person who is faster than its answer."""

    def __init__(self, act: Callable[[str], None]) -> None:
        super().__init__()
        self._act = act

    async def probe(self) -> Probe:
        return Probe("dbus", ready=True, words="a fake", server=WHO)

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        delivery = await super().send(message, reminder_id=reminder_id, replaces=replaces)
        self._act(reminder_id)
        return delivery


def play(*events: str) -> dict[str, object]:
    """What came of a test during whose sending these things happened, in this order."""
    rehearsals = Rehearsals()

    def act(reminder_id: str) -> None:
        for event in events:
            if event == "press":
                assert rehearsals.take_press(Press(":1.1@bus", 1, Button.TAKEN, reminder_id))
            else:
                rehearsals.take_dismissal(Dismissal(":1.1@bus", 1, by_person=True))

    notifier = Eager(act)
    result = asyncio.run(rehearsals.play(notifier, {"seconds": 30}))
    assert notifier.open == {}, "it is closed in the end"
    return result


def test_a_closing_that_is_heard_before_the_bubbles_number_counts() -> None:
    result = play("close")
    assert (result["pressed"], result["closed"]) == (None, True)


@pytest.mark.parametrize("events", [("press", "close"), ("close", "press"), ("press",)])
def test_a_press_counts_whichever_is_told_first(events: tuple[str, ...]) -> None:
    assert play(*events)["pressed"] == "taken"


def test_a_press_on_a_doses_bubble_is_none_of_its_business() -> None:
    assert not Rehearsals().take_press(Press(":1.1@bus", 1, Button.TAKEN, "0123abcd"))


@pytest.mark.parametrize("seconds", [0, 301, "30", True, None, 1.5])
def test_a_wait_that_is_no_number_of_seconds_is_refused(seconds: object) -> None:
    with pytest.raises(UsageError, match="from 1 to 300"):
        asyncio.run(Rehearsals().play(FakeNotifier(), {"seconds": seconds}))
