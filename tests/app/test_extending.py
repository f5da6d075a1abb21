"""Extending: more days on a provider's word, and no day gone by is filled with doses nobody was to take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from desks import TWO_WEEKS, Person

from taper.core.errors import Unanswered

WORD = {"approved_by": "Dr Wolf"}


def days_with_doses(person: Person, *, since: str) -> dict[str, list[str]]:
    """The slots of each date from one on, days without doses left out."""
    days: Any = person.ask("show", plan="A")["days"]
    return {
        day["date"]: [dose["slot"] for dose in day["doses"]] for day in days if day["doses"] and day["date"] >= since
    }


def states_on(person: Person) -> Mapping[str, str]:
    """Today's doses and what became of each."""
    plans: Any = person.ask("today", plan="A")["plans"]
    return {dose["slot"]: dose["state"] for dose in plans[0]["doses"]}


@pytest.fixture
def course(person: Person) -> Person:
    """A course of four doses a day that ends on 3 December, on its last day at noon."""
    person.add("carisoprodol 350 mg three times a day and at bedtime for 3 days, then stop", start="2026-12-01")
    return person.at("2026-12-03 11:00")


def test_the_last_step_goes_on_as_it_was(course: Person) -> None:
    """Nothing else changes: the same step, the same slots, two days more."""
    shown = course.ask("extend", plan="A", days=2, **WORD)
    assert shown["text"] == "Plan A: last dose Sat 5 December 2026 22:00. Approved by Dr Wolf."
    assert len(course.ask("show", plan="A")["steps"]) == 1  # type: ignore[arg-type]
    assert list(days_with_doses(course, since="2026-12-03")) == ["2026-12-03", "2026-12-04", "2026-12-05"]


def test_days_gone_by_stay_without_doses(course: Person) -> None:
    """Two days after the end the course goes on with the next dose; what lies between was never to be taken."""
    later = course.at("2026-12-05 12:30")  # 13:30 in Berlin
    lines: Any = later.ask("extend", plan="A", days=3, preview=True, **WORD)["lines"]
    assert "no doses, Fri 4 Dec to Fri 4 Dec" in lines[-1][2]
    later.ask("extend", plan="A", days=3, **WORD)
    assert days_with_doses(later, since="2026-12-04") == {
        "2026-12-05": ["evening", "bedtime"],
        "2026-12-06": ["morning", "noon", "evening", "bedtime"],
    }
    assert states_on(later) == {"evening": "ahead", "bedtime": "ahead"}
    assert later.lists("list")[0]["last_dose_on"] == "2026-12-06"


def test_on_the_morning_after_the_end_nothing_is_left_out(course: Person) -> None:
    """Before the day's first dose is due, the whole day belongs to the course."""
    morning = course.at("2026-12-04 06:00")
    morning.ask("extend", plan="A", days=1, **WORD)
    assert days_with_doses(morning, since="2026-12-04") == {"2026-12-04": ["morning", "noon", "evening", "bedtime"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every other day for 5 days", ["2026-12-09", "2026-12-11", "2026-12-13"]),  # 1, 3, 5, (7), 9 ...
        ("every 36 hours for 5 days", ["2026-12-08", "2026-12-10", "2026-12-11", "2026-12-13"]),
        ("every Monday and Thursday for 5 days", ["2026-12-10"]),
    ],
)
def test_the_rhythm_is_kept(person: Person, text: str, expected: list[str]) -> None:
    """A course that was over goes on with its own dose days, not from the day on which it was extended."""
    person.add(f"carisoprodol 350 mg {text}, then stop", start="2026-12-01")
    later = person.at("2026-12-07 20:00")
    later.ask("extend", plan="A", days=8, **WORD)
    assert list(days_with_doses(later, since="2026-12-06")) == expected


def test_half_a_dose_day_of_a_rhythm_does_not_shift_it(person: Person) -> None:
    """Extended between two doses of a dose day, the rest of that day counts, and the days after stay even."""
    person.add("carisoprodol 350 mg twice daily every other day for 3 days, then stop", start="2026-12-01")
    later = person.at("2026-12-05 12:00")
    later.ask("extend", plan="A", days=6, **WORD)
    assert days_with_doses(later, since="2026-12-04") == {
        "2026-12-05": ["evening"],
        "2026-12-07": ["morning", "evening"],
        "2026-12-09": ["morning", "evening"],
    }


def test_days_that_are_over_are_no_extension(course: Person) -> None:
    """A week after the end, three days more would end in the past."""
    with pytest.raises(Unanswered, match="which is over"):
        course.at("2026-12-10 08:00").ask("extend", plan="A", days=3, **WORD)


def test_days_without_a_dose_are_no_extension(person: Person) -> None:
    """A weekly dose is not extended by three days."""
    person.add("carisoprodol 350 mg every Tuesday for 8 days, then stop", start="2026-12-01")
    with pytest.raises(Unanswered, match="no further dose"):
        person.ask("extend", plan="A", days=3, **WORD)


@pytest.mark.parametrize("days", [0, -1, 3661, 10**30])
def test_a_number_of_days_that_no_plan_has_is_asked_about(course: Person, days: int) -> None:
    """By how many?"""
    with pytest.raises(Unanswered, match="By how many days"):
        course.ask("extend", plan="A", days=days, **WORD)


def test_a_plan_never_becomes_longer_than_one_that_is_entered(course: Person) -> None:
    """Ten years and a little is the longest."""
    with pytest.raises(Unanswered, match="over 3,660 days"):
        course.ask("extend", plan="A", days=3660, **WORD)


def test_what_has_no_end_or_was_stopped_is_not_extended(person: Person) -> None:
    """An open plan goes on anyway, and a stopped one is another plan."""
    person.add("carisoprodol 350 mg daily", start="2026-12-01", label="open")
    person.add("prednisone 350 mg daily for 5 days", start="2026-12-01", label="B")
    second = person.at("2026-12-02 12:00")
    second.ask("stop", plan="B")
    with pytest.raises(Unanswered, match="no stop date"):
        second.ask("extend", plan="open", days=1, **WORD)
    with pytest.raises(Unanswered, match="was stopped"):
        second.ask("extend", plan="B", days=1, **WORD)


def test_the_same_request_arriving_twice_extends_once(course: Person) -> None:
    """A late answer and the command's own work are one change."""
    seen = course.ask("extend", plan="A", days=2, preview=True, **WORD)["expect_versions"]
    for _ in range(2):
        done = course.ask("extend", plan="A", days=2, expect_versions=seen, **WORD)
        assert done["text"] == "Plan A: last dose Sat 5 December 2026 22:00. Approved by Dr Wolf."
    assert len(course.ask("show", plan="A")["versions"]) == 2  # type: ignore[arg-type]


def test_an_extension_past_a_limit_is_warned_of(person: Person) -> None:
    """The provider's word is there; that the plan's own latest stop is passed is said all the same."""
    form = person.form(TWO_WEEKS, start="2026-12-01") | {"limits": {"stop_by": "2026-12-20"}}
    person.ask("add", form=form, plan_id="one")
    assert "20 December 2026" in str(person.ask("extend", plan="A", days=7, **WORD)["warnings"])
