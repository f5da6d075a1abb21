"""Correcting: the paper was written down wrongly; what was recorded is carried over by time, none of it lost."""

from __future__ import annotations

from typing import Any

import pytest
from desks import TWO_WEEKS, Person

from taper.app.arguments import UsageError
from taper.core.errors import NeedsApproval, Unanswered

BURST = "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop"


@pytest.fixture
def burst(person: Person) -> Person:
    """Eight days of 10 mg tablets from 1 December on."""
    person.add(BURST, start="2026-12-01", strength="10 mg")
    return person


def logged(person: Person) -> list[tuple[object, object]]:
    """The dose and the marks of each record."""
    return [(entry["dose"], entry["marks"]) for entry in person.lists("log")]


def test_the_old_and_the_new_reading_stand_side_by_side(burst: Person) -> None:
    """Day 1, the last dose and the steps, as they are and as they would be."""
    shown = burst.ask("correct", plan="A", start="2026-12-03", preview=True)
    lines: Any = shown["lines"]
    assert [line[:2] for line in lines][:2] == [
        ["day 1", "Tue 1 December 2026"],
        ["last dose", "Tue 8 December 2026 08:00"],
    ]
    assert [line[2] for line in lines][:2] == ["Thu 3 December 2026", "Thu 10 December 2026 08:00"]
    assert burst.lists("list")[0]["starts_on"] == "2026-12-01"


def test_an_amount_is_corrected_in_its_step_alone(burst: Person) -> None:
    """What is still to be taken follows it, the tablets are counted anew, and what was recorded stays as it was."""
    burst.at("2026-12-01 07:05").take()
    later = burst.at("2026-12-01 08:00")
    answer = later.ask("correct", plan="A", step=2, amount="30 mg")
    assert (answer["relinked"], answer["recorded"]) == (0, 1)
    assert answer["tablets"] == [{"count": "24", "of": "10 mg tablet"}]
    days: Any = later.ask("show", plan="A")["days"]
    assert [day["total"] for day in days] == ["40 mg"] * 4 + ["30 mg"] * 4
    assert logged(later) == [("2026-12-01/morning", [])]


def test_one_slot_of_a_step_may_be_wrong(person: Person) -> None:
    """Then the others stay."""
    person.add("prednisone 20 mg twice daily for 4 days, then stop", start="2026-12-01", strength="10 mg")
    person.ask("correct", plan="A", step=1, slot="evening", amount="10 mg")
    days: Any = person.ask("show", plan="A")["days"]
    assert [dose["amount"] for dose in days[0]["doses"]] == ["20 mg", "10 mg"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"amount": "30 mg"}, "Which step"),
        ({"amount": "30 mg", "step": 3}, "Which step"),
        ({"amount": "30 mg", "step": 1, "slot": "noon"}, 'no slot "noon"'),
        ({"amount": "35 mg", "step": 1}, "cannot make"),
        ({"amount": "0 mg", "step": 1}, "nothing"),
        ({"amount": "much", "step": 1}, "no amount"),
        ({"amount": "40 mg", "step": 1}, "nothing would change"),
        ({"start": "2026-12-01"}, "nothing would change"),
        ({"start": "2026-02-30"}, "no date"),
        ({"start": "2026-W49-2"}, "no date"),
        ({"start": "1066-10-14"}, "1900"),
        ({"start": "9999-12-31"}, "2199"),
        ({"form": {"medicine": "x"}}, "steps"),
    ],
)
def test_what_cannot_be_a_correction_is_asked_about(burst: Person, said: dict[str, object], asked: str) -> None:
    """With the place and, where there are some, the choices; nothing is changed."""
    with pytest.raises(Unanswered, match=asked):
        burst.ask("correct", plan="A", **said)
    assert len(burst.ask("show", plan="A")["versions"]) == 1  # type: ignore[arg-type]


def test_tablets_near_an_amount_are_named(burst: Person) -> None:
    """The amounts next to one that cannot be made are choices, none of them chosen."""
    with pytest.raises(Unanswered) as asked:
        burst.ask("correct", plan="A", step=1, amount="35 mg")
    near = [choice.replace("\u00a0", " ") for choice in asked.value.questions[0].choices]
    assert near == ["3 tablets of 10 mg", "4 tablets of 10 mg"]


def test_nothing_to_correct_is_no_request(burst: Person) -> None:
    """Neither start, amount nor a plan was given."""
    with pytest.raises(UsageError):
        burst.ask("correct", plan="A", step=1)


def test_amounts_that_do_not_add_up_are_refused(person: Person) -> None:
    """A step in mg does not get a slot in tablets."""
    form = person.form("prednisone 20 mg twice daily for 4 days", start="2026-12-01", strength="10 mg")
    form.pop("tablets")
    person.ask("add", form=form, plan_id="one")
    with pytest.raises(Unanswered, match="amounts that add up"):
        person.ask("correct", plan="A", step=1, slot="evening", amount="2 tablets")


def test_intakes_of_days_the_plan_does_not_have_are_kept_and_shown(burst: Person) -> None:
    """Day 1 was 3 December, not the first: the tablets of the first two days answer nothing any more."""
    for day in ("01", "02", "03"):
        burst.at(f"2026-12-{day} 07:05").take()
    fourth = burst.at("2026-12-04 06:00")
    answer = fourth.ask("correct", plan="A", start="2026-12-03")
    assert answer["to_check"] == [
        "Tue 1 Dec 08:05: answers no dose any more",
        "Wed 2 Dec 08:05: answers no dose any more",
    ]
    assert logged(fourth) == [(None, ["extra"]), (None, ["extra"]), ("2026-12-03/morning", [])]


def test_intakes_past_a_wrong_end_become_the_doses_they_were(burst: Person) -> None:
    """Day 1 was entered a week too early: what seemed to be past the end answers the last days."""
    ninth = burst.at("2026-12-09 07:05")
    assert ninth.take()["recorded"]["marks"] == ["past-end"]  # type: ignore[index]
    later = burst.at("2026-12-09 09:00")
    assert later.ask("check")["findings"] != []
    later.ask("correct", plan="A", start="2026-12-08")
    assert logged(later) == [("2026-12-09/morning", [])]
    assert later.ask("check")["findings"] == []


def test_a_second_intake_of_a_dose_stays_a_second_one(person: Person) -> None:
    """It never slips to the next dose, which would then not ring."""
    person.add("carisoprodol 350 mg every 4 hours for 4 days, then stop", start="2026-12-01")
    early = person.at("2026-12-01 07:05")
    early.take()
    early.take()
    later = person.at("2026-12-01 08:00")
    later.ask("correct", plan="A", start="2026-11-30")
    assert logged(later) == [("2026-12-01/08:00", []), ("2026-12-01/08:00", ["extra"])]


def test_an_intake_that_answered_no_dose_is_not_put_down_to_one(person: Person) -> None:
    """The person said that it was none of the plan's, so the dose of noon still waits."""
    midday = person.at("2026-12-01 11:05")
    midday.add(TWO_WEEKS, start="2026-12-01")
    midday.take(**{"as": "extra"})
    midday.ask("correct", plan="A", start="2026-11-30")
    assert logged(midday) == [(None, ["extra"])]


def test_the_first_hour_stays_where_only_the_day_was_wrong(person: Person) -> None:
    """Begun in the evening, it was the evening of the day before."""
    person.add(TWO_WEEKS, start="2026-12-02T17:00")
    shown = person.ask("correct", plan="A", start="2026-12-01")
    lines: Any = shown["lines"]
    assert lines[0] == ["day 1", "Wed 2 December 2026, from 17:00", "Tue 1 December 2026, from 17:00"]
    days: Any = person.ask("show", plan="A")["days"]
    assert [dose["slot"] for dose in days[0]["doses"]] == ["evening", "bedtime"]


def test_another_first_hour_is_taken_over(person: Person) -> None:
    """The slots before it are left out of day 1."""
    person.add(TWO_WEEKS, start="2026-12-01")
    person.ask("correct", plan="A", start="2026-12-01T11:00")
    days: Any = person.ask("show", plan="A")["days"]
    assert [dose["slot"] for dose in days[0]["doses"]] == ["noon", "evening", "bedtime"]


@pytest.mark.parametrize("text", ["every 8 hours for 4 days", "every 36 hours for 4 days"])
def test_doses_counted_from_the_first_hour_are_asked_about(person: Person, text: str) -> None:
    """Whether they move with it nobody knows; with the day alone they stay at their times."""
    person.add(f"carisoprodol 350 mg {text}, then stop", start="2026-12-01T06:00")
    with pytest.raises(Unanswered, match="06:00"):
        person.ask("correct", plan="A", start="2026-12-01T07:00")
    person.ask("correct", plan="A", start="2026-12-02")
    days: Any = person.ask("show", plan="A")["days"]
    assert days[0]["doses"][0]["at"] == "2026-12-02T06:00:00+01:00"


def test_a_whole_plan_read_again_keeps_its_label_and_person(person: Person) -> None:
    """Only what the paper says is replaced."""
    person.add(BURST, start="2026-12-01", strength="10 mg", person="Anna", label="white bottle")
    form = person.form(BURST.replace("20", "30"), start="2026-12-01", strength="10 mg")
    person.ask("correct", plan="white bottle", form=form)
    (line,) = person.lists("list")
    assert (line["label"], line["person"], line["plan"]) == ("white bottle", "Anna", "id-0")
    with pytest.raises(Unanswered, match="example"):
        person.ask("correct", plan="white bottle", form=form | {"example": True})


def test_a_correction_past_a_limit_needs_a_providers_word(person: Person) -> None:
    """What `add` would have asked for, `correct` asks for too."""
    form = person.form(BURST, start="2026-12-01", strength="10 mg") | {"limits": {"max_per_day": "40 mg"}}
    person.ask("add", form=form, plan_id="one")
    with pytest.raises(NeedsApproval, match="40"):
        person.ask("correct", plan="A", step=1, amount="50 mg")
    person.ask("correct", plan="A", step=1, amount="50 mg", approved_by="Dr Wolf")
    assert person.lists("list")[0]["plan"] == "one"


def test_the_wrong_entry_stays_in_the_history(burst: Person) -> None:
    """With the person's words beside the new one."""
    burst.ask("correct", plan="A", step=1, amount="30 mg", note="  misread  ")
    versions: Any = burst.ask("show", plan="A")["versions"]
    assert [(version["change"], version["note"]) for version in versions] == [
        ("entered", None),
        ("corrected", "misread"),
    ]


def test_the_same_correction_arriving_twice_is_made_once(burst: Person) -> None:
    """And the intakes are linked anew once."""
    burst.at("2026-12-01 07:05").take()
    later = burst.at("2026-12-01 08:00")
    seen = later.ask("correct", plan="A", start="2026-11-30", preview=True)["expect_versions"]
    first = later.ask("correct", plan="A", start="2026-11-30", expect_versions=seen)
    assert later.ask("correct", plan="A", start="2026-11-30", expect_versions=seen)["text"] == first["text"]
    assert len(later.ask("show", plan="A")["versions"]) == 2  # type: ignore[arg-type]


def test_a_dose_that_was_skipped_and_then_taken_is_no_second_one_afterwards_either(person: Person) -> None:
    """What was recorded of it is carried over with no mark."""
    person.add(TWO_WEEKS, start="2026-12-01")
    morning = person.at("2026-12-01 07:05")
    morning.take(answer="skipped")
    morning.take(dose="morning")
    morning.ask("correct", plan="A", start="2026-11-30")
    assert [entry["marks"] for entry in morning.lists("log")] == [[], []]
