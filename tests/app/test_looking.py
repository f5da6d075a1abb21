"""Looking: list, show, today, upcoming, log and check answer in the contract's shapes, and change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from desks import TWO_WEEKS, Person

from taper.app.arguments import Arguments, UsageError
from taper.app.operations import CHANGING, OPERATIONS
from taper.core.errors import NotFound, Unanswered

KINDS = {"dose", "step-change", "stop-soon", "last-dose", "stopped", "review", "refill", "check-in", "activity"}


@pytest.fixture
def two(person: Person) -> Person:
    """Two plans of two people, on the first day at 08:05 in Berlin."""
    person.add(TWO_WEEKS, start="2026-12-01")
    person.add(
        "prednisone 10 mg daily for 5 days, then 5 mg daily for 5 days, then review",
        start="2026-12-01",
        strength="5 mg",
        person="Anna",
    )
    return person.at("2026-12-01 07:05")


def test_list_says_where_each_plan_stands(two: Person) -> None:
    """One line each: the step, the day, the days to the last dose."""
    first, second = two.lists("list")
    assert first == first | {
        "label": "A",
        "person": "me",
        "medicine": "carisoprodol",
        "starts_on": "2026-12-01",
        "last_dose_on": "2026-12-17",
        "ends": "stop",
        "day": 1,
        "days": 17,
        "step": 1,
        "steps": 2,
        "state": "active",
    }
    assert str(first["text"]).startswith("Step 1 of 2, day 1 of 14; day 1 of 17. 16 days to the last dose")
    assert (second["label"], second["person"], second["ends"]) == ("B", "Anna", "review")


def test_list_tells_what_is_ahead_active_ended_and_stopped(two: Person) -> None:
    """Those that are over only when they are asked for."""
    two.add("amoxicillin 250 mg daily for 3 days", start="2026-12-08", strength="250 mg")
    two.ask("stop", plan="A")
    later = two.at("2026-12-07 10:00")
    assert [line["state"] for line in later.lists("list")] == ["active", "ahead"]
    assert [line["state"] for line in later.lists("list", all=True)] == ["stopped", "active", "ahead"]
    much_later = two.at("2027-01-07 10:00")
    assert much_later.lists("list") == []
    assert [line["state"] for line in much_later.lists("list", all=True)] == ["stopped", "ended", "ended"]
    assert much_later.lists("list", all=True)[1]["text"] == "Ended. Last dose Thu 10 December 2026."


def test_show_is_a_preview_with_the_history(two: Person) -> None:
    """The keys of the contract, the versions, and the form it can be read back from."""
    two.take(plan="B")
    shown = two.ask("show", plan="B")
    assert set(shown) >= {
        *("medicine", "starts_on", "last_dose_on", "ends", "steps", "days", "as_needed", "supply", "findings"),
        *("plan", "label", "state", "stored_at", "stopped_at", "versions", "intakes", "form"),
    }
    assert (shown["last_dose_on"], shown["ends"], shown["intakes"]) == ("2026-12-10", "review", 1)
    assert shown["supply"] == [{"of": "5 mg tablet", "count": "15"}]
    days: Any = shown["days"]
    assert (days[0]["day"], days[0]["date"], days[0]["step"], days[0]["total"]) == (1, "2026-12-01", 1, "10 mg")
    assert days[0]["doses"] == [
        {
            "at": "2026-12-01T08:00:00+01:00",
            "slot": "morning",
            "amount": "10 mg",
            "units": [{"count": "2", "of": "5 mg tablet"}],
        }
    ]


def test_show_writes_an_open_plan_out_as_far_as_it_is_told(person: Person) -> None:
    """28 days without a word; a number of days that no plan has is refused."""
    person.add("prednisone 350 mg daily", start="2026-12-01")
    for days, count in ((None, 28), (3, 3), (3660, 3660)):
        shown: Any = person.ask("show", plan="A", days=days)["days"]
        assert len(shown) == count
    for operation in ("show", "upcoming", "log"):
        for wrong in (0, -1, 3661, 10**30):
            with pytest.raises(UsageError, match="from 1 to 3660"):
                OPERATIONS[operation](person.desk, arguments(plan="A", days=wrong))


def arguments(**given: object) -> Arguments:
    """Arguments as they come over the socket."""
    return Arguments(given)


def test_today_says_what_became_of_each_dose(two: Person) -> None:
    """With what to take in words, and when it was answered."""
    two.take(plan="A")
    shown: Any = two.ask("today", plan="A")
    assert (shown["date"], shown["plans"][0]["label"]) == ("2026-12-01", "A")
    morning, noon = shown["plans"][0]["doses"][:2]
    assert (morning["state"], morning["answered_at"]) == ("taken", "2026-12-01T08:05:00+01:00")
    assert (noon["state"], noon["answered_at"], noon["dose"]) == ("ahead", None, "2026-12-01/noon")
    assert noon["what"] == "1\u00a0tablet of 350\u00a0mg"


def test_upcoming_is_in_order_of_time_and_of_the_contracts_kinds(two: Person) -> None:
    """Everything that will be said of both plans, each with its offset, title and text."""
    entries = two.lists("upcoming", days=30)
    assert {entry["kind"] for entry in entries} == {
        *("dose", "step-change", "stop-soon", "last-dose", "stopped", "review")
    }
    assert {str(entry["kind"]) for entry in entries} <= KINDS
    times = [datetime.fromisoformat(str(entry["at"])) for entry in entries]
    assert times == sorted(times)
    assert all({"at", "kind", "plan", "label", "person", "title", "text"} <= set(entry) for entry in entries)
    assert len([entry for entry in entries if entry["kind"] == "dose"]) == 14 * 4 + 3 + 10


def test_upcoming_begins_with_the_dose_that_waits(two: Person) -> None:
    """Until it is answered."""
    assert [(entry["dose"], entry["state"]) for entry in two.lists("upcoming", plan="A", days=1)][:2] == [
        ("2026-12-01/morning", "due"),
        ("2026-12-01/noon", "ahead"),
    ]
    two.take(plan="A")
    assert two.lists("upcoming", plan="A", days=1)[0]["dose"] == "2026-12-01/noon"


def test_a_notice_that_is_no_dose_says_so_first(two: Person) -> None:
    """Only what is to be taken now stands in a title."""
    for entry in two.lists("upcoming", days=30):
        assert str(entry["title"]).startswith("Nothing to take now.") is (entry["kind"] != "dose")


def test_names_are_in_titles_only_where_the_person_wants_them(two: Person) -> None:
    """One setting shows them."""
    settings = replace(two.desk.settings, show_names=True)
    open_minded = replace(two, desk=replace(two.desk, settings=settings))
    titles = " ".join(str(entry["title"]) for entry in two.lists("upcoming", days=30))
    shown = " ".join(str(entry["title"]) for entry in open_minded.lists("upcoming", days=30))
    for medicine in ("carisoprodol", "prednisone"):
        assert medicine not in titles.casefold()
        assert medicine in shown.casefold()


def test_the_log_is_in_the_order_of_recording(two: Person) -> None:
    """Oldest first, whatever was taken when; what was taken back is marked and stays."""
    two.at("2026-12-01 11:05").take(plan="A")
    two.at("2026-12-01 11:06").take(plan="A", at="08:10", note="on the train")
    two.at("2026-12-01 11:07").ask("undo", intake_id="back")
    entries = two.at("2026-12-01 11:08").lists("log")
    assert [(entry["dose"], entry["undone"], entry["note"]) for entry in entries] == [
        ("2026-12-01/noon", False, None),
        ("2026-12-01/morning", True, "on the train"),
    ]
    assert set(entries[0]) >= {"plan", "label", "answer", "amount", "happened_at", "recorded_at", "marks", "text"}
    assert two.at("2026-12-20 11:00").lists("log", days=3) == []


def test_check_names_the_plan_of_each_finding(two: Person) -> None:
    """With its level, code and source; a plan that is over is checked when it is named."""
    findings: Any = two.ask("check")["findings"]
    assert [(finding["label"], finding["level"], finding["code"]) for finding in findings] == [
        ("A", "note", "label-duration")
    ]
    assert (
        findings[0]["source"]
        == "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=93f909ea-2d2e-4a10-be50-7f33f3e904d4"
    )
    later = two.at("2027-01-07 10:00")
    assert later.ask("check")["findings"] == []
    assert later.ask("check", plan="A")["findings"] != []


def test_a_plan_is_chosen_by_label_medicine_or_id(two: Person) -> None:
    """In any case of letters; without a name only where there is one."""
    for name in ("B", "b", "Prednisone", "id-1"):
        assert two.ask("show", plan=name)["label"] == "B"
    with pytest.raises(Unanswered, match="Which plan") as asked:
        two.ask("show")
    assert len(asked.value.questions[0].choices) == 2
    with pytest.raises(NotFound, match=r'no plan "C"\. There are: A, B'):
        two.ask("show", plan="C")


def test_an_active_plan_goes_before_one_that_is_over(two: Person) -> None:
    """A label is given again once its plan is over; then it means the one that runs."""
    later = two.at("2027-01-07 10:00")
    later.add("amoxicillin 250 mg daily for 3 days", start="2027-01-08", strength="250 mg")
    assert later.ask("show", plan="A")["medicine"] == "amoxicillin"
    assert later.ask("show")["medicine"] == "amoxicillin"


def test_looking_changes_nothing(two: Person) -> None:
    """The store is the same before and after."""
    before = two.desk.store.kept_plans(), two.desk.store.intakes(), two.desk.store.reminders()
    for operation in set(OPERATIONS) - CHANGING:
        OPERATIONS[operation](two.desk, arguments(plan="A", form=two.form(TWO_WEEKS, start="2026-12-20")))
    for operation in ("stop", "extend", "correct", "delete"):
        OPERATIONS[operation](
            two.desk, arguments(plan="A", preview=True, days=3, approved_by="Dr Wolf", start="2026-12-02")
        )
    assert (two.desk.store.kept_plans(), two.desk.store.intakes(), two.desk.store.reminders()) == before
