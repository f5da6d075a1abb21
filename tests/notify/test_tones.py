"""How loud a dose is, and when one button may answer several, on servers of several abilities."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from desktop import Desktop
from heard import a_dose, a_notice, a_notifier
from notification_server import a_server

from taper.notify.port import Button, Message, Tone, Urgency

pytestmark = pytest.mark.desktop

ACTIONS, HINTS, EXPIRES = 5, 6, 7
ALL = ("actions", "body", "sound")


def asked(desktop: Desktop, message: Message, *, abilities: tuple[str, ...] = ALL) -> list[Any]:
    """What a server of these abilities is asked to show."""

    async def run() -> list[Any]:
        async with (
            a_server(desktop.bus_address, abilities=abilities) as server,
            a_notifier(desktop.bus_address, patience_seconds=5.0) as (notifier, _),
        ):
            await notifier.send(message, reminder_id="r1")
            return server.asked[0]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("tone", "urgency", "sound"),
    [
        (Tone.USUAL, Urgency.CRITICAL, None),
        (Tone.LAST, Urgency.CRITICAL, "alarm-clock-elapsed"),
        (Tone.QUIET, Urgency.LOW, None),
    ],
)
def test_the_last_asking_has_a_sound_and_the_quiet_one_stays_and_disturbs_nobody(
    desktop: Desktop, tone: Tone, urgency: Urgency, sound: str | None
) -> None:
    """A server that makes no sounds is not asked for one; whatever the tone, a dose stays until it is answered."""
    message = replace(a_dose(), tone=tone)
    shown, mute = asked(desktop, message), asked(desktop, message, abilities=("actions", "body"))
    assert (shown[HINTS]["urgency"].value, shown[EXPIRES]) == (urgency, 0)
    assert (shown[HINTS]["sound-name"].value if "sound-name" in shown[HINTS] else None) == sound
    assert "sound-name" not in mute[HINTS]


def test_one_button_for_several_is_offered_only_where_each_is_named(desktop: Desktop) -> None:
    """The body names them; a server that shows none gets no such button."""
    message = replace(a_dose(), buttons=(Button.ALL_TAKEN, Button.SNOOZE))
    assert asked(desktop, message)[ACTIONS][1::2] == ["All taken", "Snooze"]
    assert asked(desktop, message, abilities=("actions",))[ACTIONS][1::2] == ["Snooze"]


def test_what_can_be_taken_back_stays_for_a_minute(desktop: Desktop) -> None:
    """Longer than a server's few seconds, and it is no dose."""
    shown = asked(desktop, replace(a_notice(), buttons=(Button.UNDO,)))
    assert (shown[ACTIONS][1::2], shown[EXPIRES], shown[HINTS]["urgency"].value) == (["Undo"], 60_000, Urgency.NORMAL)
