"""How it goes: a plan file asks, `upcoming` shows it, `checkin` and `tick` answer, `show` and `log` keep it."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import AT, Cli, Shell
from livedaemon import LiveDaemon

PLAN = """\
medicine = "madeupin"
label = "A"
starts_on = 2026-11-30
zone = "Europe/Berlin"
activities = ["rest", { activity = "physical therapy", at = "17:00" }]

[check_in]
ask = ["sleep", "anxiety", "pain"]
days_after = 1

[[steps]]
days = 2
slots = [{ slot = "morning", amount = "10 mg" }]

[[steps]]
days = 3
slots = [{ slot = "morning", amount = "5 mg" }]
"""
EVENING = "2026-12-02T18:30:00Z"


@pytest.fixture
def asked(cli: Cli, tmp_path: Path) -> Cli:
    """Commands where that plan is kept since Tue 1 December 2026, 14:05 in Berlin."""
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    added = cli("add", "--file", str(file), "--yes")
    assert added.code == 0, added.err
    assert "each day at 17:00" in added.out
    return cli


def test_upcoming_shows_both_kinds_in_order(asked: Cli) -> None:
    """With the words a notification would have; what has no time is in none."""
    entries = [
        one for one in asked("upcoming", "--days", "3", "--json").json if one["kind"] in ("check-in", "activity")
    ]
    assert [(one["at"][5:16], one["kind"]) for one in entries] == [
        ("12-01T17:00", "activity"),
        ("12-02T17:00", "activity"),
        ("12-02T19:00", "check-in"),
        ("12-03T17:00", "activity"),
        ("12-03T19:00", "check-in"),
    ]
    assert entries[0]["title"] == "Nothing to take now. Physical therapy, 17:00."
    assert entries[2]["title"] == "Nothing to take now. How was today?"
    assert "sleep, anxiety, pain, each 0 to 10: taper checkin A sleep=3 anxiety=2 pain=4" in entries[2]["text"]
    shown = asked("upcoming", "--days", "3").out
    assert "Physical therapy, 17:00." in shown
    assert "How was today?" in shown


def test_answers_are_kept_and_the_newest_counts(asked: Cli) -> None:
    """The earlier one stays in the log."""
    first = asked("checkin", "A", "sleep=3", "anxiety=2", at=EVENING)
    assert first.out == "Plan A, Wed 2 Dec: sleep 3, anxiety 2. Not answered: pain.\n"
    again = asked("checkin", "A", "SLEEP=10", "--json", at="2026-12-02T18:40:00Z").json
    assert again["answers"] == [{"about": "sleep", "score": 10}, {"about": "anxiety", "score": 2}]
    assert again["on"] == "2026-12-02"
    shown = asked("show", "A", "--json").json
    assert [(one["on"], one["about"], one["score"]) for one in shown["checked_in"]] == [
        ("2026-12-02", "sleep", 10),
        ("2026-12-02", "anxiety", 2),
    ]
    assert shown["check_in"] == {"ask": ["sleep", "anxiety", "pain"], "days_after": 1}
    assert "Wed 2 Dec: sleep 10, anxiety 2" in asked("show", "A").out
    log = [one for one in asked("log", "A", "--json").json if one.get("kind") == "check-in"]
    assert [(one["about"], one["score"]) for one in log] == [("sleep", 3), ("anxiety", 2), ("sleep", 10)]
    assert "sleep 10 of 10" in asked("log", "A").out


def test_a_ticked_activity_is_not_announced_that_day(asked: Cli) -> None:
    """And one without a time can be ticked too, for an earlier day as well."""
    assert asked("tick", "A", "Physical Therapy").out == "Plan A, Tue 1 Dec: physical therapy, done.\n"
    assert asked("tick", "A", "rest", "--on", "2026-11-30").code == 0
    activities = [one["at"][:10] for one in asked("upcoming", "A", "--json").json if one["kind"] == "activity"]
    assert activities[0] == "2026-12-02"
    kept = [(one["on"], one["about"], one["score"]) for one in asked("show", "A", "--json").json["checked_in"]]
    assert kept == [("2026-11-30", "rest", None), ("2026-12-01", "physical therapy", None)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("checkin", "A", "sleep=11"), 3, "from 0 to 10"),
        (("checkin", "A", "sleep=-1"), 3, "from 0 to 10"),
        (("checkin", "A", "sleep=2.5"), 3, "from 0 to 10"),
        (("checkin", "A", "sleep"), 3, "has no score"),
        (("checkin", "A", "mood=3"), 3, "anxiety"),
        (("checkin", "A", "sleep=1", "sleep=2"), 3, "answered twice"),
        (("checkin", "A", "sleep=1", "--on", "2027-01-01"), 3, "lies ahead"),
        (("checkin", "A", "sleep=1", "--on", "2026-01-01"), 3, "before the plan's first day"),
        (("checkin", "B", "sleep=1"), 4, 'no plan "B"'),
        (("tick", "A", "swimming"), 3, "physical therapy"),
        (("tick", "B", "rest"), 4, 'no plan "B"'),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_nothing(
    asked: Cli, words: tuple[str, ...], code: int, said: str
) -> None:
    """Exit 3 for a question, 4 where there is no such plan."""
    refused = asked(*words)
    assert refused.code == code
    assert said in " ".join(refused.err.split())
    assert asked("show", "A", "--json").json["checked_in"] == []


def test_a_plan_that_asks_nothing_says_so(cli: Cli) -> None:
    """Neither a check-in nor an activity."""
    cli.kept()
    assert "asks for no check-in" in cli("checkin", "A", "sleep=3").err
    assert "names no activity" in cli("tick", "A", "walk").err


def test_the_plan_file_comes_back_whole(asked: Cli, tmp_path: Path) -> None:
    """`show --output` and `preview --file` agree on what is asked."""
    file = tmp_path / "again.toml"
    assert asked("show", "A", "--output", str(file)).code == 0
    read = asked("preview", "--file", str(file), "--json").json
    assert read["check_in"] == {"ask": ["sleep", "anxiety", "pain"], "days_after": 1}
    assert read["activities"] == ["rest", "physical therapy"]
    assert read["activity_times"] == {"physical therapy": "17:00"}


def test_today_lists_the_activities_and_what_was_done(asked: Cli) -> None:
    """By time, those without one after them; a tick shows, and only for its day."""
    assert asked("tick", "A", "Physical Therapy").code == 0
    (plan,) = asked("today", "--json").json["plans"]
    assert plan["activities"] == [
        {"activity": "physical therapy", "time": "17:00", "done": True},
        {"activity": "rest", "time": None, "done": False},
    ]
    assert asked("today").out.rstrip().splitlines()[-2:] == ["   17:00  physical therapy: done", "          rest"]


@pytest.mark.daemon
@pytest.mark.usefixtures("asked")
def test_a_running_daemon_keeps_what_was_done(shell: Shell, home: Path) -> None:
    """Its socket knows a nudge of the same name, which has no arguments."""
    with LiveDaemon(home, clock=AT) as daemon:
        daemon.wait_answer()
        done = shell("tick", "A", "rest")
        assert (done.code, done.out, done.err) == (0, "Plan A, Tue 1 Dec: rest, done.\n", "")
    assert [one["about"] for one in shell("show", "A", "--json").json["checked_in"]] == ["rest"]
