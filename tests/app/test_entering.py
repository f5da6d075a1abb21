"""Entering a plan: kept once, asked about where it could be doubled, and tracked only from now on."""

from __future__ import annotations

import pytest
from desks import TWO_WEEKS, Person

from taper.core.errors import NeedsApproval, Unanswered


def test_the_same_plan_entered_twice_is_kept_once(person: Person) -> None:
    """An identical plan that is active already is said to be there, not stored again."""
    first, second = person.add(TWO_WEEKS, start="2026-12-01"), person.add(TWO_WEEKS, start="2026-12-01")
    assert (first["already"], second["already"]) == (False, True)
    assert len(person.lists("list")) == 1


def test_the_same_request_arriving_twice_keeps_one_plan(person: Person) -> None:
    """A request that a slow daemon answers late changes nothing."""
    arguments = {"form": person.form(TWO_WEEKS, start="2026-12-01"), "plan_id": "one", "also": True}
    person.ask("add", **arguments)
    person.ask("add", **arguments)
    assert len(person.lists("list")) == 1


@pytest.mark.parametrize("other", ["carisoprodol 350 mg at bedtime for 5 days", "Soma 350 mg at bedtime for 5 days"])
def test_a_second_plan_of_one_medicine_is_asked_about(person: Person, other: str) -> None:
    """A brand and its name are one medicine; both run only where the person says so."""
    person.add(TWO_WEEKS, start="2026-12-01")
    with pytest.raises(Unanswered, match="same medicine"):
        person.add(other, start="2026-12-01")
    assert person.add(other, start="2026-12-01", also=True)["label"] == "B"


def test_a_plan_of_another_person_is_not_asked_about(person: Person) -> None:
    """Two people may take one medicine."""
    person.add(TWO_WEEKS, start="2026-12-01")
    assert person.add(TWO_WEEKS, start="2026-12-01", person="Anna")["label"] == "B"


def test_a_label_in_use_is_asked_about(person: Person) -> None:
    """A label tells active plans apart."""
    person.add(TWO_WEEKS, start="2026-12-01", label="white bottle")
    with pytest.raises(Unanswered, match="White Bottle"):
        person.add("prednisone 350 mg daily for 3 days", start="2026-12-01", label="White Bottle")


def test_an_example_is_refused(person: Person) -> None:
    """Made-up numbers are never kept."""
    form = person.form(TWO_WEEKS, start="2026-12-01") | {"example": True}
    with pytest.raises(Unanswered, match="example"):
        person.ask("add", form=form, plan_id="one")
    assert person.lists("list", all=True) == []


def test_past_its_own_latest_stop_a_plan_needs_a_providers_word(person: Person) -> None:
    """A finding of level "stop" is passed on a provider's word only."""
    form = person.form(TWO_WEEKS, start="2026-12-01") | {"limits": {"stop_by": "2026-12-10"}}
    with pytest.raises(NeedsApproval, match="10 December 2026"):
        person.ask("add", form=form, plan_id="one")
    person.ask("add", form=form, plan_id="one", approved_by="Dr Wolf")
    versions = person.ask("show", plan="A")["versions"]
    assert isinstance(versions, list)
    assert versions[0]["approved_by"] == "Dr Wolf"


def test_entered_at_one_o_clock_the_morning_is_not_tracked(person: Person) -> None:
    """What was due before the plan was entered is neither late nor asked about; what was taken is recorded."""
    midday = person.at("2026-12-01 12:05")  # 13:05 in Berlin
    kept = midday.add(TWO_WEEKS, start="2026-12-01", taken=["2026-12-01/morning"])
    assert kept["not_tracked"] == ["2026-12-01/noon"]
    plans = midday.ask("today")["plans"]
    assert isinstance(plans, list)
    assert [dose["state"] for dose in plans[0]["doses"]] == ["taken", "not tracked", "ahead", "ahead"]


def test_entered_in_mid_course_the_days_before_count(person: Person) -> None:
    """Day 5 of the course is day 5, and nothing of days 1 to 4 is asked about."""
    later = person.at("2026-12-05 05:00")
    later.add(TWO_WEEKS, start="2026-12-01")
    (line,) = later.lists("list")
    assert (line["day"], line["days"], line["step"]) == (5, 17, 1)
    assert later.lists("upcoming", days=1)[0]["dose"] == "2026-12-05/morning"
