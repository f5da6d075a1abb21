"""This machine in another zone than its plans: asked once, in words that change nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with

from taper.app.desk import Desk
from taper.app.operations import perform
from taper.clock import StandingClock
from taper.core.notice import Manner
from taper.core.record import Change, Version
from taper.core.zonewords import same_clocks, zone_wording
from taper.daemon.journal import Journal
from taper.daemon.travelling import Travelling

BERLIN = kept(replace(plan_of(medicine="secretol"), zone="Europe/Berlin"))
THERE = "America/New_York"


def look(desk: Desk, travelling: Travelling, notifier: FakeNotifier, zone: str | None) -> None:
    """One look in a zone."""
    asyncio.run(travelling.look(desk, notifier, zone=zone))


def journal_of(desk: Desk) -> Journal:
    return Journal(desk.paths.log, StandingClock(at("12:00")))


def test_it_asks_once_when_the_zone_changes_and_names_the_command(tmp_path: Path) -> None:
    """Not at the first look of all, and not again after a restart; nothing of the medicine is said."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        for zone in ("Europe/Berlin", THERE, THERE, None, THERE):
            look(desk, Travelling(journal_of(desk)), notifier, zone)
        assert perform(desk, "list", {}) != []
        assert desk.store.kept_plan(BERLIN.id) == BERLIN
    (notice,) = notifier.sent
    assert notice.title == f"Nothing to take now. This machine's clocks are those of {THERE} now"
    assert notice.body.splitlines() == [
        "Plan A goes by the clocks of Europe/Berlin still: "
        "its next dose is Tue 1 Dec 20:00 there, Tue 1 Dec 14:00 here.",
        f"Nothing changes by itself. What going by the clocks here would change: taper zone {THERE}",
    ]
    assert (notice.is_dose, notice.buttons) == (False, ())
    assert "secretol" not in notice.title + notice.body


def test_in_a_demo_the_question_says_that_it_is_one(tmp_path: Path) -> None:
    """As every notice of a demo does."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        travelling = Travelling(journal_of(desk))
        for zone in ("Europe/Berlin", THERE):
            asyncio.run(travelling.look(desk, notifier, zone=zone, demo=True))
    assert [notice.title.startswith("DEMO") for notice in notifier.sent] == [True]


def test_a_plan_that_was_entered_in_another_zone_is_not_asked_about(tmp_path: Path) -> None:
    """Whoever did that knows; nothing changed."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        for _ in range(2):
            look(desk, Travelling(journal_of(desk)), notifier, THERE)
    assert notifier.sent == []


def test_a_question_that_was_refused_is_asked_at_the_next_look(tmp_path: Path) -> None:
    """At least once."""
    notifier = FakeNotifier(fails=True)
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        travelling = Travelling(journal_of(desk))
        look(desk, travelling, notifier, "Europe/Berlin")
        look(desk, travelling, notifier, THERE)
        notifier.fails = False
        look(desk, travelling, notifier, THERE)
        look(desk, travelling, notifier, THERE)
    assert len(notifier.sent) == 1


def test_a_question_that_is_settled_is_taken_back(tmp_path: Path) -> None:
    """By `taper zone`, or by going home."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        travelling = Travelling(journal_of(desk))
        look(desk, travelling, notifier, "Europe/Berlin")
        look(desk, travelling, notifier, THERE)
        assert len(notifier.open) == 1
        moved = Version(replace(BERLIN.plan, zone=THERE), Change.MOVED, at("12:00"), counts_from=at("12:00"))
        desk.store.add_version(BERLIN.id, moved, expect_versions=1)
        look(desk, travelling, notifier, THERE)
        assert notifier.open == {}
        look(desk, travelling, notifier, "Europe/Berlin")
        assert len(notifier.open) == 1
        look(desk, travelling, notifier, THERE)
        assert notifier.open == {}


def test_a_zone_whose_clocks_show_the_same_is_no_other_zone(tmp_path: Path) -> None:
    """From Berlin to Paris nothing is to be asked."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, BERLIN, now=at("12:00")) as desk:
        travelling = Travelling(journal_of(desk))
        for zone in ("Europe/Berlin", "Europe/Paris"):
            look(desk, travelling, notifier, zone)
    assert notifier.sent == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UTC", "Etc/UTC", True),
        ("Europe/Berlin", "Europe/Paris", True),
        ("Asia/Kolkata", "Asia/Calcutta", True),
        ("Europe/Berlin", "Africa/Lagos", False),
        ("America/New_York", "America/Bogota", False),
    ],
)
def test_the_same_clocks_show_the_same_all_year(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    """In winter Berlin and Lagos do, and in summer they do not."""
    assert same_clocks(one, other, now=at("12:00")) is same


def test_of_several_plans_each_has_its_line_and_a_plan_without_a_dose_ahead_has_none_named() -> None:
    """Persons are told apart."""
    anna = kept(replace(plan_of(person="Anna", label="B"), zone="Europe/Berlin"), plan_id="b" * 8)
    over = kept(replace(plan_of(step_of(1, "08:00")), zone="Europe/Berlin"))
    wording = zone_wording((over, anna), THERE, now=at("12:00"), manner=Manner(several_people=True))
    assert wording.body.splitlines()[:2] == [
        "Your plan A goes by the clocks of Europe/Berlin still.",
        "Anna's plan B goes by the clocks of Europe/Berlin still: "
        "its next dose is Tue 1 Dec 20:00 there, Tue 1 Dec 14:00 here.",
    ]
