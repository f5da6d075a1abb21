"""Each family of notification servers is spoken to in its own way, and what cannot be known of it is not claimed."""

from __future__ import annotations

import asyncio
import subprocess
from typing import Any

import pytest
from desktop import Desktop
from heard import a_dose, a_notice, a_notifier
from notification_server import ALL_ABILITIES, a_server

from taper.core.record import Outcome
from taper.notify.desktop_call import notify_arguments
from taper.notify.introduction import introduction
from taper.notify.port import Delivery, Message, Probe
from taper.notify.probejson import probe_json
from taper.notify.servers import adapter_for

TITLE, ACTIONS, HINTS, EXPIRES = 3, 5, 6, 7

DUNST = ("dunst", "knopwob", "1.9.0", "1.2")
KDE = ("Plasma", "KDE", "5.27.5", "1.2")
GNOME = ("gnome-shell", "GNOME", "43.9", "1.2")
OTHER = ("of-my-own", "me", "1", "1.3")
XFCE = ("Xfce Notify Daemon", "Xfce", "0.7.3", "1.2")


def asked_of(about: tuple[str, str, str, str], message: Message, *abilities: str) -> list[Any]:
    """What a server that introduces itself so is asked to show."""
    who = introduction(about, frozenset(abilities))
    return notify_arguments(message, instance="taper", reminder_id="r1", replaces_id=0, server=who)


@pytest.mark.parametrize(
    ("name", "adapter"),
    [
        ("gnome-shell", "gnome"),
        ("Plasma", "kde"),
        ("Xfce Notify Daemon", "xfce"),
        ("dunst", "dunst"),
        ("mako", "plain"),
        (None, "plain"),
    ],
)
def test_a_server_is_known_by_the_name_it_gives_itself(name: str | None, adapter: str) -> None:
    assert adapter_for(name).name == adapter


def test_a_bubble_of_unknown_number_is_found_again_where_the_server_knows_tags() -> None:
    assert "x-dunst-stack-tag" in asked_of(DUNST, a_dose())[HINTS]
    assert not [hint for hint in asked_of(KDE, a_dose())[HINTS] if "tag" in hint or "synchronous" in hint]


@pytest.mark.parametrize("about", [DUNST, KDE, GNOME, XFCE])
def test_a_dose_stays_until_it_is_answered_and_also_when_nobody_hears_the_press(
    about: tuple[str, str, str, str],
) -> None:
    asked = asked_of(about, a_dose(), *ALL_ABILITIES)
    assert (asked[EXPIRES], asked[HINTS]["resident"].value, asked[HINTS]["urgency"].value) == (0, True, 2)
    notice = asked_of(about, a_notice(), *ALL_ABILITIES)
    assert "resident" not in notice[HINTS]


def test_a_server_that_shows_titles_only_gets_the_command_in_the_title() -> None:
    assert asked_of(DUNST, a_dose("A: 1 tablet"))[TITLE] == "A: 1 tablet (taper take)"
    assert asked_of(DUNST, a_dose("A: 1 tablet"), "actions")[TITLE] == "A: 1 tablet"
    assert asked_of(DUNST, a_notice("Nothing to take now."))[TITLE] == "Nothing to take now."


@pytest.mark.desktop
@pytest.mark.parametrize(
    ("about", "held_back", "message", "outcome"),
    [
        (DUNST, "paused", a_dose(), Outcome.ATTEMPTED),
        (KDE, "Inhibited", a_dose(), Outcome.ATTEMPTED),
        (KDE, "Inhibited", a_notice(), Outcome.ATTEMPTED),
        (GNOME, "Inhibited", a_dose(), Outcome.SHOWN),
        (OTHER, "Inhibited", a_dose(), Outcome.ATTEMPTED),
        (XFCE, "Inhibited", a_dose(), Outcome.SHOWN),
    ],
)
def test_do_not_disturb_makes_shown_into_attempted_unless_a_dose_passes_it(
    desktop: Desktop, about: tuple[str, str, str, str], held_back: str, message: Message, outcome: Outcome
) -> None:
    async def send() -> tuple[Delivery, Probe, Delivery]:
        abilities = (*ALL_ABILITIES, "inhibitions")
        async with (
            a_server(desktop.bus_address, abilities=abilities) as server,
            a_notifier(desktop.bus_address) as (notifier, _),
        ):
            server.about, server.properties = about, {held_back: True}
            during, probe = await notifier.send(message, reminder_id="r1"), await notifier.probe()
            server.properties = {held_back: False}
            return during, probe, await notifier.send(message, reminder_id="r2")

    during, probe, after = asyncio.run(send())
    assert (during.outcome, after.outcome) == (outcome, Outcome.SHOWN)
    assert during.server_id == 1, "a press on it is still known for what it is"
    if outcome is Outcome.ATTEMPTED:
        assert "do-not-disturb is on" in (during.why or "")
        assert "do-not-disturb is on" in probe.words


@pytest.mark.desktop
def test_a_paused_dunst_is_not_said_to_have_shown_anything(desktop: Desktop) -> None:
    """The real one: it takes the dose, gives a number and shows nothing until it is resumed."""
    desktop.start_server()

    async def send() -> tuple[Delivery, Delivery]:
        async with a_notifier(desktop.bus_address) as (notifier, _):
            await asyncio.to_thread(dunstctl, desktop, "set-paused", "true")
            paused = await notifier.send(a_dose(), reminder_id="r1")
            await asyncio.to_thread(dunstctl, desktop, "set-paused", "false")
            return paused, await notifier.send(a_dose(), reminder_id="r2")

    paused, resumed = asyncio.run(send())
    assert (paused.outcome, resumed.outcome) == (Outcome.ATTEMPTED, Outcome.SHOWN)


def dunstctl(desktop: Desktop, *arguments: str) -> None:
    """dunst's own remote control."""
    subprocess.run(["dunstctl", *arguments], env=desktop.env, check=True, capture_output=True)


@pytest.mark.desktop
def test_the_probe_is_a_value_for_programs(desktop: Desktop) -> None:
    """Who the server is, what it can, and what is made of it; a hostile name is no more than a text."""

    async def ask() -> Probe:
        async with a_server(desktop.bus_address, abilities=("actions", "body")) as server:
            server.about = ("evil\x1b[2J\u202e", "nobody", "1", "1.2")
            async with a_notifier(desktop.bus_address) as (notifier, _):
                return await notifier.probe()

    assert probe_json(asyncio.run(ask())) == {
        "by": "dbus",
        "ready": True,
        "text": "desktop notifications by evil[2J 1, with buttons",
        "server": {
            "name": "evil[2J",
            "vendor": "nobody",
            "version": "1",
            "spec": "1.2",
            "capabilities": ["actions", "body"],
            "adapter": "plain",
            "buttons": True,
            "press": "the buttons are where this desktop puts them",
            "body": "plain",
            "replaces": ["number", "tag"],
            "keeps": False,
        },
        "do_not_disturb": None,
        "screen_covered": None,
    }
