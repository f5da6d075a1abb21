"""The daemon as a real process on a home of its own, with the console as its notifier."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from daemonplans import STORED_AT, at, keep, kept, plan_of
from desktop import until
from livedaemon import LiveDaemon, paths_of

from taper.client import OtherVersionError
from taper.clock import scaled_spec
from taper.core.record import Outcome
from taper.daemon.lock import holder_of
from taper.settings import change_setting

pytestmark = pytest.mark.daemon

EIGHT = "2026-12-01T08:00:00Z"
DOSE = "A: 1\N{NO-BREAK SPACE}tablet of 5\N{NO-BREAK SPACE}mg · "
CRASHING = str(Path(__file__).with_name("crashing.py"))


def home_with_a_plan(tmp_path: Path) -> Path:
    """A home whose store holds one plan."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    keep(paths_of(home).store, kept())
    return home


def test_it_says_a_due_dose_and_answers_how_it_is(tmp_path: Path) -> None:
    with LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT) as daemon:
        daemon.wait_said(f"{DOSE}08:00")
        status = daemon.wait_looked()
    assert (status["plans"], status["ready"], status["notifier"]) == (1, True, "printed on the console")
    assert (status["clock"], status["now"]) == ("standing still", "2026-12-01T08:00:00+00:00")
    assert (status["last_tick"], status["next_look"]) == ("2026-12-01T08:00:00+00:00", "2026-12-01T08:10:00+00:00")
    assert status["store"] == str(daemon.paths.store)


def test_it_creates_a_private_store_and_socket_where_there_is_nothing(tmp_path: Path) -> None:
    with LiveDaemon(tmp_path / "home", clock=EIGHT) as daemon:
        assert daemon.call("list") == []
        modes = {path.name: path.stat().st_mode & 0o777 for path in daemon.home.iterdir()}
    assert {name: modes[name] for name in ("taper.db", "taper.sock", "taper.lock", "taper.log")} == dict.fromkeys(
        ("taper.db", "taper.sock", "taper.lock", "taper.log"), 0o600
    )
    assert daemon.home.stat().st_mode & 0o777 == 0o700


def test_a_plan_added_over_the_socket_is_reminded_of_at_once(tmp_path: Path) -> None:
    with LiveDaemon(tmp_path / "home", clock=EIGHT) as daemon:
        daemon.wait_looked()
        keep(daemon.paths.store, kept(stored_at=STORED_AT))
        daemon.wait_looked()
        daemon.wait_said(f"{DOSE}08:00")
        daemon.call("take", plan="A", intake_id="i1")
        (intake,) = daemon.call("log")
    assert (intake["dose"], intake["answer"]) == ("2026-12-01/08:00", "taken")


def test_an_operation_that_changes_something_makes_it_look_without_being_asked(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_said(f"{DOSE}08:00")
        daemon.call("take", plan="A", intake_id="i1")

        def outcomes() -> set[Outcome]:
            with daemon.store() as store:
                return {reminder.outcome for reminder in store.reminders()}

        until(lambda: outcomes() == {Outcome.WITHDRAWN}, what="the answered dose's bubble to be closed")


def test_doses_come_when_a_scaled_clock_reaches_them(tmp_path: Path) -> None:
    """Without repeats, which would come every 15 ms by this clock."""
    home = home_with_a_plan(tmp_path)
    change_setting(paths_of(home).config, "repeats", "0")
    with LiveDaemon(home, clock=scaled_spec(at("07:59"), scale=40_000)) as daemon:
        for line in ("08:00", "20:00"):
            daemon.wait_said(f"{DOSE}{line}")
        daemon.wait_said("Nothing to take now. Plan A has ended")


def test_a_shutdown_ends_it_with_0_and_takes_its_socket_away(tmp_path: Path) -> None:
    with LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT) as daemon:
        daemon.wait_looked()
        assert daemon.stop() == 0
    assert not daemon.paths.socket.exists()
    assert daemon.errors() == ""
    assert holder_of(daemon.paths.lock) is None


def test_it_ends_when_it_is_asked_to_and_answers_first(tmp_path: Path) -> None:
    with LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT) as daemon:
        assert daemon.process is not None
        assert daemon.call("quit") == {"pid": daemon.process.pid}
        assert daemon.wait_end() == 0


def test_a_second_daemon_that_may_not_wait_ends_with_6_and_names_the_first(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    with LiveDaemon(home, clock=EIGHT) as first:
        second = LiveDaemon(home, clock=EIGHT, options=["--no-wait"])
        second.spawn()
        assert second.wait_end() == 6
        assert first.process is not None
        assert f"process {first.process.pid}" in second.errors()
        assert first.wait_looked()["pid"] == first.process.pid


def test_a_second_daemon_waits_and_takes_over_when_the_first_dies(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    with LiveDaemon(home, clock=EIGHT) as first, LiveDaemon(home, clock=EIGHT).waiting() as second:
        assert second.process is not None
        assert first.process is not None
        assert first.wait_looked()["pid"] == first.process.pid
        assert second.process.poll() is None
        first.kill()
        assert second.wait_answer()["pid"] == second.process.pid
        assert second.stop() == 0


@pytest.mark.parametrize("point", ["after-claim", "after-show", "after-record"])
def test_killed_anywhere_around_showing_a_dose_it_is_shown_and_stored_once(tmp_path: Path, point: str) -> None:
    home = home_with_a_plan(tmp_path)
    dying = LiveDaemon(home, clock=EIGHT, command=[CRASHING, point])
    dying.spawn()
    assert dying.wait_end() == -9
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_looked()
        daemon.wait_looked()
        said = daemon.said().count(f"{DOSE}08:00")
        with daemon.store() as store:
            (reminder,) = store.reminders()
    assert reminder.outcome is Outcome.SHOWN
    assert said == (2 if point == "after-show" else 1)


def test_a_dose_that_waits_is_sent_again_after_a_restart_because_its_buttons_died(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    with LiveDaemon(home, clock="2026-12-01T08:00:00Z") as daemon:
        daemon.wait_looked()
    with LiveDaemon(home, clock="2026-12-01T08:01:00Z") as daemon:
        daemon.wait_looked()
        daemon.wait_looked()
        assert daemon.said().count(f"{DOSE}08:00") == 2


def test_a_changed_setting_counts_at_the_next_look(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    with LiveDaemon(home, clock="2026-12-01T07:00:00Z") as daemon:
        daemon.wait_looked()
        change_setting(daemon.paths.config, "show-names", "yes")
        other = kept(plan_of(label="B", medicine="otherin"), plan_id="b" * 8, stored_at=at("00:00"))
        keep(daemon.paths.store, other)
    with LiveDaemon(home, clock=EIGHT) as daemon:
        daemon.wait_said("therin: 1")
        change_setting(daemon.paths.config, "show-names", "no")
        daemon.wait_looked()
        assert daemon.call("upcoming", days=1)[0]["title"] == f"{DOSE}08:00"
        daemon.paths.config.write_text("this is no TOML")
        assert daemon.wait_looked()["plans"] == 2


def test_the_notifier_can_be_switched_while_it_runs(tmp_path: Path) -> None:
    home = home_with_a_plan(tmp_path)
    change_setting(paths_of(home).config, "notifier", "none")
    with LiveDaemon(home, clock=EIGHT, notifier=None) as daemon:
        assert daemon.wait_looked()["ready"] is False
        assert daemon.said() == ""
        change_setting(daemon.paths.config, "notifier", "console")
        assert daemon.wait_looked()["notifier"] == "printed on the console"
        daemon.wait_said(f"{DOSE}08:00")


def test_a_demo_says_so_in_every_notice(tmp_path: Path) -> None:
    with LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT, options=["--demo"]) as daemon:
        daemon.wait_said(f"DEMO, take nothing. {DOSE}08:00")


def test_its_log_is_json_lines_and_names_no_medicine(tmp_path: Path) -> None:
    with LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT) as daemon:
        daemon.wait_looked()
        daemon.call("take", plan="A", intake_id="i1")
        daemon.wait_looked()
        daemon.stop()
    text = daemon.paths.log.read_text()
    events = [json.loads(line)["event"] for line in text.splitlines()]
    assert {"started", "dose", "withdrawn", "ended"} <= set(events)
    assert "madeupin" not in text


@pytest.mark.parametrize(
    ("clock", "home", "code", "sentence"),
    [
        ("soon", "home", 2, "is no clock"),
        (EIGHT, "file/home", 6, "see that the folder exists"),
        (EIGHT, "damaged", 6, "is no store of taper"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence_and_its_exit_code(
    tmp_path: Path, clock: str, home: str, code: int, sentence: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "taper.db").write_text("no database at all, but long enough to look like one" * 20)
    found = subprocess.run(
        [sys.executable, "-m", "taper.daemon", "--no-wait"],
        env={"TAPER_CLOCK": clock, "TAPER_HOME": str(tmp_path / home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == code
    assert sentence in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_after_an_update_it_goes_on_with_the_installed_code_when_a_newer_command_asks(tmp_path: Path) -> None:
    outdated = str(Path(__file__).with_name("outdated.py"))
    daemon = LiveDaemon(home_with_a_plan(tmp_path), clock=EIGHT, command=[outdated])
    with daemon.waiting():
        daemon.wait_said(f"{DOSE}08:00")
        with pytest.raises(OtherVersionError):
            daemon.call("list")
        assert daemon.process is not None
        assert daemon.wait_answer()["pid"] == daemon.process.pid
        assert [plan["label"] for plan in daemon.call("list")] == ["A"]
    assert daemon.errors() == ""
