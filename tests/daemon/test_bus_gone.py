"""A session bus that is not there, or goes and comes back: nothing is lost, and the daemon stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from daemonplans import at, keep, kept
from desktop import Desktop, until
from livedaemon import LiveDaemon, paths_of
from notification_server import a_running_server

from taper.clock import scaled_spec

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    keep(paths_of(found).store, kept())
    return found


def outcomes_in(daemon: LiveDaemon) -> list[str]:
    """The outcome of each reminder."""
    with daemon.store() as store:
        return [reminder.outcome.value for reminder in store.reminders()]


def test_a_dose_that_fell_due_without_any_bus_is_shown_when_one_comes(desktop: Desktop, home: Path) -> None:
    desktop.stop_bus()
    with LiveDaemon(home, clock="2026-12-01T08:00:00Z", env=desktop.env, notifier="auto") as daemon:
        assert daemon.wait_looked()["notification"]["server"] is None
        assert outcomes_in(daemon) == ["failed"]
        desktop.start_bus()
        with a_running_server(desktop.bus_address) as server:
            daemon.wait_looked()
            server.wait_asked("A: 1 tablet")
            until(lambda: outcomes_in(daemon)[-1] == "shown", what="the dose to be noted as shown")


def test_when_the_bus_came_back_the_waiting_dose_is_shown_again_and_its_buttons_answer(
    desktop: Desktop, home: Path
) -> None:
    with LiveDaemon(home, clock=scaled_spec(at("08:00"), scale=1), env=desktop.env, notifier="dbus") as daemon:
        with a_running_server(desktop.bus_address) as server:
            server.wait_asked("A: 1 tablet")
            daemon.wait_looked()
            desktop.stop_bus()
        assert daemon.call("today")["plans"]
        desktop.start_bus()
        with a_running_server(desktop.bus_address) as server:
            (asked, *_) = server.wait_asked("A: 1 tablet")
            daemon.wait_looked()
            newest = server.server.asked[-1]
            server.press(server.number_of(newest), newest[5][0])

            def intakes() -> int:
                with daemon.store() as store:
                    return len(store.intakes())

            until(intakes, what="the press to be recorded")
            assert asked[1] == 0, "the number of the bus before means nothing here"
