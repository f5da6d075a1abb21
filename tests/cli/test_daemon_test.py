"""`taper daemon test`: a reminder that is none, shown to be pressed, and what came of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commandline import AT, Cli
from desktop import Desktop, until
from livedaemon import LiveDaemon
from notification_server import a_running_server

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]

TITLE = "TEST, take nothing"


@pytest.fixture
def on_desktop(cli: Cli, desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Commands that live on the private desktop."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.bus_address)
    return cli


def test_a_pressed_button_is_heard_by_the_daemon_and_nothing_is_recorded(
    on_desktop: Cli, desktop: Desktop, home: Path
) -> None:
    desktop.start_server()
    with LiveDaemon(home, clock=AT, env=desktop.env, notifier="dbus") as daemon, ThreadPoolExecutor(1) as other:

        def press() -> None:
            desktop.wait_shown(TITLE)
            desktop.press(TITLE, "Snooze")

        pressing = other.submit(press)
        result = on_desktop("daemon", "test", "--seconds", "30", "--json")
        pressing.result()
        until(lambda: not desktop.open(), what="the test's bubble to be closed")
        with daemon.store() as store:
            assert (store.intakes(), store.snoozes(), store.reminders()) == ((), (), ())
    assert result.code == 0, result.err
    assert {key: result.json[key] for key in ("outcome", "buttons", "pressed", "closed", "daemon")} == {
        "outcome": "shown",
        "buttons": True,
        "pressed": "snooze",
        "closed": False,
        "daemon": True,
    }
    assert result.json["notification"]["server"]["adapter"] == "dunst"


def test_closed_without_a_button_is_exit_1(on_desktop: Cli, desktop: Desktop) -> None:
    """Without a daemon the command shows it itself, and says that nothing is reminded of."""
    desktop.start_server()
    with ThreadPoolExecutor(1) as other:

        def close() -> None:
            desktop.wait_shown(TITLE)
            desktop.dismiss_last()

        closing = other.submit(close)
        result = on_desktop("daemon", "test")
        closing.result()
    assert result.code == 1
    assert "It was closed without a button." in result.out
    assert "No daemon answers" in result.err


def test_a_server_without_buttons_is_told_to_have_none(on_desktop: Cli, desktop: Desktop) -> None:
    """Then nothing is waited for, and no command is named that would record something of a test."""
    with a_running_server(desktop.bus_address, abilities=("body",)) as server:
        result = on_desktop("daemon", "test")
        (asked,) = server.wait_asked(TITLE)
    assert (result.code, asked[5]) == (0, [])
    assert "There are no buttons here" in result.out
    assert "Answer in a terminal" not in asked[4]


def test_a_press_after_the_time_is_no_answer_of_a_dose_either(on_desktop: Cli, desktop: Desktop, home: Path) -> None:
    """The bubble of an old test says "test" by its very button."""
    on_desktop.kept()
    with a_running_server(desktop.bus_address) as server:
        with LiveDaemon(home, clock="2026-12-02T08:00:00Z", env=desktop.env, notifier="dbus") as daemon:
            result = on_desktop("daemon", "test", "--seconds", "1")
            (asked,) = server.wait_asked(TITLE)
            server.press(server.number_of(asked), asked[5][0])
            daemon.wait_looked()
            with daemon.store() as store:
                assert store.intakes() == ()
        assert not [other for other in server.server.asked if "was not recorded" in other[3]]
    assert result.code == 1
    assert "No button was heard within 1 second." in " ".join(result.out.split())


@pytest.mark.parametrize(("setting", "why"), [("auto", "no notification server is running"), ("none", "switched off")])
def test_what_was_not_shown_is_exit_6(on_desktop: Cli, setting: str, why: str) -> None:
    on_desktop("config", "notifier", setting)
    result = on_desktop("daemon", "test")
    assert result.code == 6
    assert why in " ".join(result.out.split())


def test_a_wait_of_no_length_is_wrong_usage(on_desktop: Cli) -> None:
    assert on_desktop("daemon", "test", "--seconds", "0").code == 2
