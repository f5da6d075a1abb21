"""Travel: the same wall-clock times by other clocks, the hours between shown, and unusual ones asked about."""

from __future__ import annotations

from typing import Any

import pytest
from desks import Person

from taper.core.errors import Unanswered
from taper.core.ledger import doses_between
from taper.core.record import KeptPlan

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
TWICE = "carisoprodol 350 mg twice daily for 10 days, then stop"


def kept(person: Person) -> KeptPlan:
    """The one plan in the store."""
    (one,) = person.desk.store.kept_plans()
    return one


def due(person: Person, *, since: str, until: str) -> list[str]:
    """The instants (UTC) of the doses in a time."""
    doses = doses_between(kept(person), person.at(since).desk.now(), person.at(until).desk.now())
    return [f"{dose.due_at:%d %H:%M} {dose.id[8:]}" for dose in doses]


@pytest.mark.parametrize(
    ("text", "to", "taken", "now", "hours", "usual", "asked"),
    [
        # plan (in Berlin)              zone      last intake (UTC)     now (UTC)        between  usual  asked
        ("350 mg twice daily", NEW_YORK, "2026-12-03 07:00", "2026-12-03 14:00", 18.0, 12.0, False),
        ("350 mg daily", NEW_YORK, "2026-12-03 07:00", "2026-12-03 14:00", 30.0, 24.0, False),
        ("350 mg daily", TOKYO, "2026-12-03 07:00", "2026-12-03 14:00", 16.0, 24.0, False),
        ("350 mg daily", "Pacific/Kiritimati", "2026-12-03 07:00", "2026-12-03 14:00", 11.0, 24.0, True),
        ("350 mg twice daily", "Pacific/Honolulu", "2026-12-03 19:00", "2026-12-03 20:00", 23.0, 12.0, True),
        ("350 mg four times a day", "Europe/London", "2026-12-03 11:00", "2026-12-03 12:00", 7.0, 6.0, False),
        ("350 mg four times a day", NEW_YORK, "2026-12-03 11:00", "2026-12-03 12:00", 12.0, 6.0, True),
    ],
)
def test_the_hours_between(
    person: Person, text: str, to: str, *, taken: str, now: str, hours: float, usual: float, asked: bool
) -> None:
    """Below half the usual spacing or above one and a half times it, it is a question for the provider."""
    person.add(f"carisoprodol {text} for 10 days, then stop", start="2026-12-01")
    for at in ("2026-12-01 07:00", "2026-12-02 07:00"):
        person.at(at).take()
    person.at(taken).take()
    there = person.at(now)
    if asked:
        with pytest.raises(Unanswered, match="is for your provider or pharmacist to say"):
            there.ask("zone", zone=to)
        assert kept(there).plan.zone == "Europe/Berlin"
    shown: Any = there.ask("zone", zone=to, approved_by="Dr Wolf" if asked else None, preview=True)
    (plan,) = shown["plans"]
    assert (plan["hours_between"], plan["usual_hours"]) == (hours, usual)


def test_before_the_change_nothing_moves_and_after_it_the_clocks_there_count(person: Person) -> None:
    """The ids stay, so that this morning's dose is not due again where it is morning once more."""
    person.add(TWICE, start="2026-12-01")
    for at in ("2026-12-03 07:00",):
        person.at(at).take()
    noon = person.at("2026-12-03 12:00")  # 13:00 in Berlin, 07:00 in New York: 08:00 lies ahead there
    before = due(noon, since="2026-11-30 00:00", until="2026-12-03 12:00")
    noon.ask("zone", zone=NEW_YORK, note="holiday")
    assert due(noon, since="2026-11-30 00:00", until="2026-12-03 12:00") == before
    assert due(noon, since="2026-12-03 12:00", until="2026-12-05 00:00") == [
        "04 01:00 03/evening",
        "04 13:00 04/morning",
    ]
    assert kept(noon).versions[-1].note == "holiday"
    (line,) = noon.lists("list")
    assert (line["last_use_on"], line["prescribed_end_on"]) == ("2026-12-10", "2026-12-10")


def test_a_dose_that_is_over_there_is_named(person: Person) -> None:
    """Eastward a dose may be over on arrival: it is left out and said so."""
    person.add(TWICE, start="2026-12-01")
    person.at("2026-12-03 07:00").take()
    shown: Any = person.at("2026-12-03 14:00").ask("zone", zone=TOKYO, approved_by="Dr Wolf", preview=True)
    (plan,) = shown["plans"]
    assert plan["left_out"] == ["2026-12-03/evening"]
    assert "is left out. Ask your provider" in str(plan["says"])


def test_elapsed_hours_stay_where_they_are(person: Person) -> None:
    """Every 36 hours is every 36 hours anywhere."""
    person.add("carisoprodol 350 mg every 36 hours for 10 days, then stop", start="2026-12-01")
    third = person.at("2026-12-03 12:00")
    before = [one[:8] for one in due(third, since="2026-12-03 12:00", until="2026-12-09 00:00")]
    third.ask("zone", zone=NEW_YORK, approved_by="Dr Wolf")
    assert [one[:8] for one in due(third, since="2026-12-03 12:00", until="2026-12-09 00:00")] == before


def test_the_least_gap_of_the_plan_goes_before_half_the_usual(person: Person) -> None:
    """What the provider wrote down is what counts."""
    form = person.form(TWICE, start="2026-12-01") | {"limits": {"min_gap_hours": 10}}
    person.ask("add", form=form, plan_id="one")
    person.at("2026-12-03 07:00").take()
    with pytest.raises(Unanswered, match="less than the least gap of 10 hours"):
        person.at("2026-12-03 08:00").ask("zone", zone="Asia/Kolkata")  # 08:00 to 20:00 there is 7 and a half hours


def test_every_plan_is_asked_about_or_none_is_moved(person: Person) -> None:
    """One plan that is fine does not travel ahead of one that is not."""
    person.add(TWICE, start="2026-12-01")
    person.add("prednisone 350 mg daily for 10 days, then stop", start="2026-12-01")
    person.at("2026-12-03 07:00").take(plan="A")
    person.at("2026-12-03 07:00").take(plan="B")
    there = person.at("2026-12-03 14:00")
    with pytest.raises(Unanswered, match="Plan B"):
        there.ask("zone", zone="Pacific/Kiritimati")
    assert {one.plan.zone for one in there.desk.store.kept_plans()} == {"Europe/Berlin"}
    there.ask("zone", zone=NEW_YORK, plan="B")
    assert [one.plan.zone for one in there.desk.store.kept_plans()] == ["Europe/Berlin", NEW_YORK]


def test_what_is_no_zone_is_asked_about(person: Person) -> None:
    """A town is none."""
    person.add(TWICE, start="2026-12-01")
    with pytest.raises(Unanswered, match="is no zone"):
        person.ask("zone", zone="Springfield")
    assert person.ask("zone", zone="Europe/Berlin")["plans"] == []
