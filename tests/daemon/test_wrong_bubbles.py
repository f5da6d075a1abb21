"""Old bubbles, servers that begin their numbers anew, doses that were overtaken: no press ever books the wrong dose.

The real daemon, and a server of our own that tells of any press it is told to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from daemonplans import at, keep, kept, plan_of
from desktop import Desktop, until
from livedaemon import LiveDaemon, paths_of
from notification_server import RunningServer, a_running_server

from taper.clock import scaled_spec
from taper.core.record import Intake

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]

EIGHT, TEN_PAST, TWENTY = (f"2026-12-01T{time}:00Z" for time in ("08:00", "08:10", "20:00"))
NOT_RECORDED = "That press was not recorded"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds the plans A and B, each with a tablet at 08:00 and 20:00.

    They are of one medicine, so that each has a bubble of its own.
    """
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    keep(paths_of(found).store, kept(), kept(plan_of(label="B"), plan_id="b" * 8))
    return found


def daemon_on(desktop: Desktop, home: Path, clock: str) -> LiveDaemon:
    """The daemon on this bus at that time."""
    return LiveDaemon(home, clock=clock, env=desktop.env, notifier="dbus")


def intakes_in(daemon: LiveDaemon) -> tuple[Intake, ...]:
    """What the store holds."""
    with daemon.store() as store:
        return store.intakes()


def taken_key(asked: list[Any]) -> str:
    """The key of the button Taken on that bubble."""
    key, label = asked[5][:2]
    assert label == "Taken"
    return str(key)


def press(server: RunningServer, asked: list[Any], *, number: int | None = None) -> None:
    """Taken is pressed on that bubble, told with its own number or another."""
    server.press(server.number_of(asked) if number is None else number, taken_key(asked))


def test_a_press_on_an_older_bubble_of_the_same_dose_is_told_and_not_recorded(desktop: Desktop, home: Path) -> None:
    with a_running_server(desktop.bus_address) as server:
        with daemon_on(desktop, home, EIGHT) as daemon:
            older = server.wait_asked("A: 1 tablet")[0]
            daemon.wait_looked()
        with daemon_on(desktop, home, TEN_PAST) as daemon:
            newer = server.wait_asked("A: 1 tablet", count=2)[1]
            daemon.wait_looked()
            press(server, older)
            server.wait_asked(NOT_RECORDED)
            assert intakes_in(daemon) == ()
            press(server, newer)
            (intake,) = until(lambda: intakes_in(daemon), what="the press on the newer one")
    assert (intake.plan_id, intake.dose) == ("a" * 8, "2026-12-01/08:00")


def test_a_number_that_another_life_of_the_server_gives_to_another_plan_books_neither(
    desktop: Desktop, home: Path
) -> None:
    with daemon_on(desktop, home, scaled_spec(at("08:00"), scale=1)) as daemon:
        with a_running_server(desktop.bus_address) as server:
            first = server.wait_asked("A: 1 tablet")[0]
            server.wait_asked("B: 1 tablet")
            daemon.wait_looked()
            number = server.number_of(first)
            daemon.call("take", plan="A", intake_id="by command")
        with a_running_server(desktop.bus_address) as server:
            second = server.wait_asked("B: 1 tablet")[0]
            daemon.wait_looked()
            assert server.number_of(second) == number, "the numbers begin anew"
            press(server, first, number=number)
            server.wait_asked(NOT_RECORDED)
            assert [intake.id for intake in intakes_in(daemon)] == ["by command"]
            press(server, second)
            until(lambda: len(intakes_in(daemon)) == 2, what="the press on what stands there now")
            assert intakes_in(daemon)[1].plan_id == "b" * 8


def test_a_press_on_a_dose_whose_successor_is_due_books_neither(desktop: Desktop, home: Path) -> None:
    with a_running_server(desktop.bus_address) as server:
        with daemon_on(desktop, home, EIGHT) as daemon:
            morning = server.wait_asked("A: 1 tablet of 5 mg · 08:00")[0]
            daemon.wait_looked()
        with daemon_on(desktop, home, TWENTY) as daemon:
            evening = server.wait_asked("A: 1 tablet of 5 mg · 20:00")[0]
            daemon.wait_looked()
            press(server, morning)
            server.wait_asked(NOT_RECORDED)
            assert intakes_in(daemon) == ()
            press(server, evening)
            (intake,) = until(lambda: intakes_in(daemon), what="the press on the evening's")
    assert intake.dose == "2026-12-01/20:00"


def test_a_slow_server_keeps_neither_commands_nor_other_plans_waiting_and_its_answer_is_noted(
    desktop: Desktop, home: Path
) -> None:
    """It takes half a minute to answer, as far as anybody waits for it: here until it is told to."""
    with a_running_server(desktop.bus_address, silent=True) as server, daemon_on(desktop, home, EIGHT) as daemon:
        server.wait_asked("A: 1 tablet")
        assert daemon.call("today")["plans"], "while the look still waits for the server"
        assert "dbus" in daemon.call("status")["notification"]["by"]
        server.wait_asked("B: 1 tablet")
        daemon.wait_looked()

        def outcomes() -> list[str]:
            with daemon.store() as store:
                return sorted(reminder.outcome.value for reminder in store.reminders())

        assert outcomes() == ["attempted", "attempted"]
        server.release()
        until(lambda: outcomes() == ["shown", "shown"], what="the late answers to be noted")
        press(server, server.wait_asked("A: 1 tablet")[0])
        until(lambda: intakes_in(daemon), what="the press to be recorded")


def test_a_refused_dose_is_sent_again_and_is_the_same_attempt(desktop: Desktop, home: Path) -> None:
    with a_running_server(desktop.bus_address) as server:
        server.server.refusal = "not today"
        with daemon_on(desktop, home, EIGHT) as daemon:
            server.wait_asked("A: 1 tablet")
            daemon.wait_looked()

            def outcomes() -> list[str]:
                with daemon.store() as store:
                    return [reminder.outcome.value for reminder in store.reminders()]

            until(
                lambda: outcomes() == ["failed", "failed"], what="the refusals to be noted"
            )  # a look may be under way
            server.server.refusal = None
            daemon.wait_looked()
            until(lambda: outcomes() == ["shown", "shown"], what="the same attempts to be shown")
