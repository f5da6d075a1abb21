"""The real daemon with a real notification server: what is shown, pressed, lost and found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from daemonplans import at, keep, kept, plan_of
from desktop import Desktop, until
from livedaemon import LiveDaemon, paths_of

from taper.clock import scaled_spec
from taper.core.ledger import standing
from taper.core.record import Answer, Intake, Snooze
from taper.store import Store

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]

EIGHT = "2026-12-01T08:00:00Z"
LATER = "2026-12-01T08:01:00Z"
DOSE = "A: 1\N{NO-BREAK SPACE}tablet of 5\N{NO-BREAK SPACE}mg · 08:00"
CRASHING = str(Path(__file__).with_name("crashing.py"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    keep(paths_of(found).store, kept())
    return found


def daemon_on(desktop: Desktop, home: Path, *, clock: str = EIGHT) -> LiveDaemon:
    """The daemon on this desktop."""
    return LiveDaemon(home, clock=clock, env=desktop.env, notifier="dbus")


def intakes_in(daemon: LiveDaemon) -> tuple[Intake, ...]:
    """What the store holds."""
    with daemon.store() as store:
        return store.intakes()


def snoozes_in(daemon: LiveDaemon) -> tuple[Snooze, ...]:
    """What the store holds."""
    with daemon.store() as store:
        return store.snoozes()


@pytest.mark.parametrize(("label", "answer"), [("Taken", "taken"), ("Skip", "skipped")])
def test_a_pressed_button_ends_up_as_an_intake_in_the_store(
    desktop: Desktop, home: Path, label: str, answer: str
) -> None:
    desktop.start_server()
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown(DOSE)
        desktop.press(DOSE, label)
        (intake,) = until(lambda: intakes_in(daemon), what="the press to be recorded")
        until(lambda: not desktop.open(), what="the bubble to be closed")
    assert (intake.dose, intake.answer.value) == ("2026-12-01/08:00", answer)


def test_the_snooze_button_is_recorded_as_one(desktop: Desktop, home: Path) -> None:
    desktop.start_server()
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown(DOSE)
        desktop.press(DOSE, "Snooze")
        (snooze,) = until(lambda: snoozes_in(daemon), what="the snooze to be recorded")
        assert intakes_in(daemon) == ()
    assert snooze.until_at.isoformat() == "2026-12-01T08:10:00+00:00"


def test_a_bubble_closed_without_an_answer_is_no_skipped_dose(desktop: Desktop, home: Path) -> None:
    desktop.start_server()
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown(DOSE)
        desktop.dismiss_last()

        def outcomes() -> list[str]:
            with daemon.store() as store:
                return [reminder.outcome.value for reminder in store.reminders()]

        until(lambda: outcomes() == ["dismissed"], what="the closing to be noted")
        assert intakes_in(daemon) == ()


def test_where_no_server_runs_the_dose_is_shown_as_soon_as_one_appears(desktop: Desktop, home: Path) -> None:
    with daemon_on(desktop, home) as daemon:
        assert daemon.wait_looked()["ready"] is False
        desktop.start_server()
        desktop.wait_shown(DOSE)
        daemon.wait_looked()
        assert len(desktop.shown()) == 1
        assert daemon.wait_looked()["ready"] is True
    assert not desktop.activated


def test_a_dose_that_waits_is_shown_again_by_a_server_that_was_started_anew(desktop: Desktop, home: Path) -> None:
    desktop.start_server()
    with daemon_on(desktop, home, clock=scaled_spec(at("08:00"), scale=1)) as daemon:
        desktop.wait_shown(DOSE)
        desktop.kill_server()
        desktop.start_server()
        desktop.wait_shown(DOSE, count=2)
        daemon.wait_looked()
        assert len(desktop.open()) == 1
        desktop.press(DOSE, "Taken")
        until(lambda: intakes_in(daemon), what="the press to be recorded")


def test_after_a_restart_of_the_daemon_the_buttons_of_the_waiting_dose_answer(desktop: Desktop, home: Path) -> None:
    desktop.start_server()
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown(DOSE)
        daemon.wait_looked()
    with daemon_on(desktop, home, clock=LATER) as daemon:
        desktop.wait_shown(DOSE, count=2)
        daemon.wait_looked()
        assert len(desktop.open()) == 1
        desktop.press(DOSE, "Taken")
        (intake,) = until(lambda: intakes_in(daemon), what="the press to be recorded")
    assert intake.dose == "2026-12-01/08:00"


@pytest.mark.parametrize("point", ["after-claim", "after-show", "after-record"])
def test_killed_anywhere_around_showing_a_dose_one_bubble_stands(desktop: Desktop, home: Path, point: str) -> None:
    desktop.start_server()
    dying = LiveDaemon(home, clock=EIGHT, env=desktop.env, notifier="dbus", command=[CRASHING, point])
    dying.spawn()
    assert dying.wait_end() == -9
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown(DOSE, count=2 if point == "after-show" else 1)
        daemon.wait_looked()
        (bubble,) = desktop.open()
        with daemon.store() as store:
            (reminder,) = store.reminders()
    assert (reminder.outcome.value, reminder.server_id) == ("shown", bubble.id)


def test_a_dose_taken_by_command_closes_its_bubble_and_so_does_deleting_the_plan(desktop: Desktop, home: Path) -> None:
    other = kept(plan_of(label="B", medicine="otherin"), plan_id="b" * 8)
    keep(paths_of(home).store, other)
    desktop.start_server()
    with daemon_on(desktop, home) as daemon:
        desktop.wait_shown("2 medicines · 08:00: A and B")
        daemon.wait_looked()
        daemon.call("take", plan="A", intake_id="i1")
        until(lambda: [shown.summary[0] for shown in desktop.open()] == ["B"], what="the bubble of A to be closed")
        daemon.call("delete", plan="b" * 8)
        until(lambda: not desktop.open(), what="the bubble of B to be closed")


TOGETHER = "2 medicines · 08:00: A and B"


@pytest.fixture
def two(home: Path) -> Path:
    """The home, with a second medicine at the same times."""
    keep(paths_of(home).store, kept(plan_of(label="B", medicine="otherin"), plan_id="b" * 8))
    return home


def test_all_taken_is_recorded_for_each_and_undo_takes_it_back(desktop: Desktop, two: Path) -> None:
    """The doses are shown again at once, and can be answered again."""
    desktop.start_server()
    with daemon_on(desktop, two) as daemon:
        desktop.wait_shown(TOGETHER)
        daemon.wait_looked()
        desktop.press(TOGETHER, "All taken")
        (told,) = desktop.wait_shown("Recorded as taken: A and B")
        assert {intake.dose for intake in intakes_in(daemon)} == {"2026-12-01/08:00"}
        assert [bubble.id for bubble in desktop.open()] == [told.id]
        desktop.press("Recorded as taken", "Undo")
        desktop.wait_shown(TOGETHER, count=2)
        assert len(standing(intakes_in(daemon))) == 0
        daemon.wait_looked()
        (again,) = desktop.open()
        assert again.summary == TOGETHER
        desktop.press(TOGETHER, "All taken")
        desktop.wait_shown("Recorded as taken: A and B", count=2)
        assert len(standing(intakes_in(daemon))) == 2


@pytest.mark.parametrize("point", ["after-claim", "after-show", "after-record"])
def test_killed_anywhere_around_showing_a_group_one_bubble_stands(desktop: Desktop, two: Path, point: str) -> None:
    """Also when one of its doses was answered while the program was dead: the bubble that named it is replaced."""
    desktop.start_server()
    dying = LiveDaemon(two, clock=EIGHT, env=desktop.env, notifier="dbus", command=[CRASHING, point])
    dying.spawn()
    assert dying.wait_end() == -9
    with Store.open(paths_of(two).store) as store:
        store.record_intake(Intake("i1", "a" * 8, Answer.TAKEN, at("08:00"), at("08:00"), dose="2026-12-01/08:00"))
    with daemon_on(desktop, two) as daemon:
        desktop.wait_shown("B: 1")
        daemon.wait_looked()
        (bubble,) = desktop.open()
    assert bubble.summary.startswith("B: 1")


def test_a_hung_notification_server_keeps_no_command_waiting(desktop: Desktop, home: Path) -> None:
    desktop.start_server()
    desktop.pause_server()
    with daemon_on(desktop, home) as daemon:
        assert daemon.call("today")["plans"]
        assert daemon.call("take", plan="A", intake_id="i1")["recorded"]["dose"] == "2026-12-01/08:00"
        desktop.wake_server()
