"""What is learned of a reminder after the look that sent it, and what a person who comes back to the screen sees."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from daemonplans import at, keep, kept
from desktop import Desktop, until
from fakes import FakeNotifier, desk_with, look
from livedaemon import LiveDaemon, paths_of
from notification_server import a_server
from screensaver import a_saver

from taper.app.desk import Desk
from taper.clock import StandingClock, scaled_spec
from taper.core.record import Outcome
from taper.daemon.journal import Journal
from taper.daemon.outcomes import note_late
from taper.daemon.presses import note_dismissal
from taper.notify.port import Delivery, Dismissal
from taper.notify.screen import SAVERS

SHOWN = Delivery(Outcome.SHOWN, ":1.1@bus", 7)
FAILED = Delivery(Outcome.FAILED, why="not today")


def late(desk: Desk, reminder_id: str, delivery: Delivery) -> None:
    """The server's answer comes at last."""
    note_late(desk, reminder_id, delivery, journal=Journal(desk.paths.log, StandingClock(at("08:01"))))


def test_a_late_answer_takes_the_place_of_attempted_with_the_bubbles_number(tmp_path: Path) -> None:
    notifier = FakeNotifier(outcome=Outcome.ATTEMPTED)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        late(desk, notifier.reminder_ids[0], SHOWN)
        (reminder,) = desk.store.reminders()
    assert (reminder.outcome, reminder.server_id) == (Outcome.SHOWN, 7)


def test_a_late_refusal_is_said_again_at_the_next_look(tmp_path: Path) -> None:
    notifier = FakeNotifier(outcome=Outcome.ATTEMPTED)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        late(desk, notifier.reminder_ids[0], FAILED)
        look(desk, notifier, at("08:00"))
        (reminder,) = desk.store.reminders()
    assert notifier.reminder_ids == [reminder.id, reminder.id], "the same attempt, not another one"


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.DISMISSED, Outcome.WITHDRAWN, Outcome.SHOWN])
def test_what_happened_meanwhile_stands(tmp_path: Path, outcome: Outcome) -> None:
    notifier = FakeNotifier(outcome=Outcome.ATTEMPTED)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.settle(notifier.reminder_ids[0], outcome=outcome, outcome_at=at("08:00"))
        late(desk, notifier.reminder_ids[0], FAILED)
        (reminder,) = desk.store.reminders()
    assert reminder.outcome is outcome


def test_an_answer_to_what_was_no_reminder_is_nobodys(tmp_path: Path) -> None:
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        late(desk, "press", SHOWN)
        assert desk.store.reminders() == ()


def test_closing_a_bubble_proves_that_it_was_seen(tmp_path: Path) -> None:
    """Also one that was only attempted, behind a locked screen."""
    notifier = FakeNotifier(outcome=Outcome.ATTEMPTED)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        note_dismissal(desk, Dismissal(notifier.server, 1, by_person=True))
        (reminder,) = desk.store.reminders()
    assert reminder.outcome is Outcome.DISMISSED


@pytest.mark.daemon
@pytest.mark.desktop
def test_the_daemon_shows_a_dose_again_when_the_screen_is_unlocked(desktop: Desktop, tmp_path: Path) -> None:
    """The real process; what it could only attempt before is shown then, in the same bubble."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    keep(paths_of(home).store, kept())
    saver = SAVERS[0]

    def outcomes(daemon: LiveDaemon) -> list[str]:
        with daemon.store() as store:
            return [reminder.outcome.value for reminder in store.reminders()]

    def live(unlock: Callable[[], object]) -> None:
        clock = scaled_spec(at("08:00"), scale=1)
        with LiveDaemon(home, clock=clock, env=desktop.env, notifier="dbus") as daemon:
            daemon.wait_looked()
            assert outcomes(daemon) == ["attempted"]
            unlock()
            until(lambda: outcomes(daemon) == ["attempted", "shown"], what="the dose to be shown again")

    async def run() -> list[int]:
        address = desktop.bus_address
        async with a_server(address) as server, a_saver(address, saver.name, saver.path, active=True) as screen:
            loop = asyncio.get_running_loop()
            await asyncio.to_thread(live, lambda: loop.call_soon_threadsafe(lambda: screen.turn(active=False)))
            return server.given

    assert asyncio.run(run()) == [1, 1]


@pytest.mark.parametrize(
    ("outcome", "unlocked_at", "times"),
    [(Outcome.ATTEMPTED, "08:02", 2), (Outcome.SHOWN, "08:02", 1), (Outcome.ATTEMPTED, "07:59", 1)],
)
def test_a_dose_sent_to_a_covered_screen_is_shown_once_more_when_it_can_be_seen(
    tmp_path: Path, outcome: Outcome, unlocked_at: str, times: int
) -> None:
    """Not one that was seen before, nor one sent after it was unlocked; no repeat is used up."""
    notifier = FakeNotifier(outcome=outcome)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        notifier.outcome = Outcome.SHOWN
        for minute in ("08:02", "08:03"):
            look(desk, notifier, at(minute), unseen_until=at(unlocked_at))
        said = {item for reminder in desk.store.reminders() for item in reminder.items}
    assert len(notifier.sent) == times
    assert len(said) == 1
