"""The real daemon on Xfce's notification server, answered by a real click of the mouse."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from daemonplans import keep, kept
from desktop import until
from livedaemon import LiveDaemon, paths_of
from xfcedesktop import XfceDesktop
from xfcedesktop import xfce as xfce

from taper.core.record import Outcome
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import ALL_BUTTONS, Callbacks, Delivery, Message, Probe

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]

EIGHT = "2026-12-01T08:00:00Z"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    keep(paths_of(found).store, kept())
    return found


def test_a_click_on_taken_is_recorded_and_the_bubble_is_gone(xfce: XfceDesktop, home: Path) -> None:
    """What it looks like is kept as a picture."""
    xfce.start_server()
    with LiveDaemon(home, clock=EIGHT, env=xfce.env, notifier="dbus") as daemon:
        xfce.wait_bubble()
        daemon.wait_looked()
        assert xfce.photograph("xfce-dose").stat().st_size > 1000
        xfce.click_button(0, of=3)

        def answers() -> list[tuple[str | None, str]]:
            with daemon.store() as store:
                return [(intake.dose, intake.answer.value) for intake in store.intakes()]

        assert until(answers, what="the click to be recorded") == [("2026-12-01/08:00", "taken")]
        xfce.wait_no_bubble()
        status = daemon.call("status")["notification"]
    assert (status["server"]["adapter"], status["server"]["buttons"]) == ("xfce", True)


def test_a_click_beside_the_buttons_records_no_intake(xfce: XfceDesktop, home: Path) -> None:
    """Xfce closes the bubble then: dismissed, which is never skipped."""
    xfce.start_server()
    with LiveDaemon(home, clock=EIGHT, env=xfce.env, notifier="dbus") as daemon:
        xfce.wait_bubble()
        daemon.wait_looked()
        xfce.click_text()

        def outcomes() -> list[str]:
            with daemon.store() as store:
                return [reminder.outcome.value for reminder in store.reminders()]

        until(lambda: outcomes() == ["dismissed"], what="the closing to be noted")
        with daemon.store() as store:
            assert store.intakes() == ()


@pytest.mark.parametrize("is_dose", [True, False])
def test_do_not_disturb_of_xfce_lets_a_dose_pass_and_no_notice(xfce: XfceDesktop, *, is_dose: bool) -> None:
    """What the adapter takes for granted, held against the real program and its setting."""
    xfce.start_server()
    xfce.set_do_not_disturb()

    async def send() -> tuple[Delivery, Probe]:
        notifier = DbusNotifier(callbacks=Callbacks(), address=xfce.bus_address)
        await notifier.start()
        try:
            message = Message(
                "A", "A: 1 tablet", "Step 1 of 3", is_dose=is_dose, buttons=ALL_BUTTONS if is_dose else ()
            )
            return await notifier.send(message, reminder_id="r1"), await notifier.probe()
        finally:
            await notifier.close()

    delivery, probe = asyncio.run(send())
    assert probe.quiet is True
    if is_dose:
        xfce.wait_bubble()
        assert delivery.outcome is Outcome.SHOWN
    else:
        assert delivery.outcome is Outcome.ATTEMPTED
