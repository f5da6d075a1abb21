"""The provider's word where no table of days says it: seams, ids, intakes, twice the same request, and the history."""

from __future__ import annotations

from typing import Any

import pytest
from desks import TWO_WEEKS, Person

from taper.core.errors import NeedsApproval, TaperError, Unanswered
from taper.core.form import to_form
from taper.core.ledger import doses_between
from taper.core.record import KeptPlan

BURST = "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop"
DR = {"approved_by": "Dr Wolf"}


@pytest.fixture
def burst(person: Person) -> Person:
    """A short taper from 1 December in Berlin, on the morning of day 3 after its dose."""
    person.add(BURST, start="2026-12-01", strength="10 mg")
    return person.at("2026-12-03 08:00")


def kept(person: Person, plan: str = "A") -> KeptPlan:
    """The plan in the store."""
    return next(one for one in person.desk.store.kept_plans() if one.label == plan)


def new_form(person: Person, text: str, start: str, strength: str = "10 mg") -> dict[str, object]:
    """What a text says from a day on."""
    return person.form(text, start=start, strength=strength)


def test_intakes_keep_their_doses(burst: Person) -> None:
    """What was taken before a change answers the same dose after it."""
    for at in ("2026-12-01 07:05", "2026-12-02 07:05", "2026-12-03 07:05"):
        burst.at(at).take()
    before = [(entry["dose"], entry["happened_at"]) for entry in burst.lists("log")]
    burst.ask("hold", plan="A", days=2)
    burst.ask("revise", plan="A", form=new_form(burst, "20 mg daily for 3 days", "2026-12-04"), **DR)
    assert [(entry["dose"], entry["happened_at"]) for entry in burst.lists("log")] == before
    assert before[-1][0] == "2026-12-03/morning"


def test_what_is_due_today_stays_what_it_was(burst: Person) -> None:
    """The amount of a dose gone by is never that of the new plan."""
    burst.ask("revise", plan="A", form=new_form(burst, "10 mg daily for 3 days", "2026-12-04"), **DR)
    days: Any = burst.ask("show", plan="A")["days"]
    assert [day["total"] for day in days] == ["40 mg", "40 mg", "40 mg", "10 mg", "10 mg", "10 mg"]


def test_a_correction_of_what_was_revised_leaves_the_rest(person: Person) -> None:
    """A day that began by the old plan and ended by the new one is not put together anew."""
    person.add("carisoprodol 350 mg three times a day and at bedtime for 6 days, then stop", start="2026-12-01")
    third = person.at("2026-12-03 12:00")
    left = third.ask("left", plan="A")
    assert (left["on"], left["at"]) == ("2026-12-03", "18:00")
    form = third.form("350 mg twice daily for 3 days", start="2026-12-03T18:00")
    third.ask("revise", plan="A", form=form, **DR)
    days: Any = third.ask("show", plan="A")["days"]
    assert [dose["slot"] for dose in days[2]["doses"]] == ["morning", "noon", "evening"]
    fourth = third.at("2026-12-04 06:00")
    fourth.ask("correct", plan="A", step=2, amount="700 mg", **DR)
    days = fourth.ask("show", plan="A")["days"]
    assert [dose["amount"] for dose in days[2]["doses"]] == ["350 mg", "350 mg", "700 mg"]


def test_a_dose_that_was_due_is_not_due_again_at_its_new_time(person: Person) -> None:
    """The same slot at a later time of the same day is asked about."""
    person.add("carisoprodol 350 mg in the morning for 6 days, then stop", start="2026-12-01")
    form = {**new_form(person, "350 mg in the morning for 3 days", "2026-12-03", "350 mg"), "label": "A"}
    steps: Any = form["steps"]
    steps[0]["slots"][0]["time"] = "11:00"
    with pytest.raises(Unanswered, match="would be due again at its new time"):
        person.at("2026-12-03 08:30").ask("revise", plan="A", form=form, **DR)


def test_a_dose_that_fell_due_while_looking_is_noticed(burst: Person) -> None:
    """What was previewed is what is done, or nothing is."""
    shown = burst.ask("hold", plan="A", days=2, preview=True)
    seen = {"expect_versions": shown["expect_versions"], "counts_from": shown["counts_from"]}
    with pytest.raises(Unanswered, match="the dose of 08:00 fell due"):
        burst.at("2026-12-04 07:01").ask("hold", plan="A", days=2, **seen)
    later = burst.at("2026-12-03 08:20")
    later.ask("hold", plan="A", days=2, **seen)
    assert kept(later).versions[-1].counts_from == burst.desk.now()


@pytest.mark.parametrize(("operation", "more"), [("hold", {"days": 2}), ("stop", {}), ("extend", {"days": 2, **DR})])
def test_the_same_request_arriving_twice_changes_once(burst: Person, operation: str, more: dict[str, object]) -> None:
    """A mute daemon that wakes up later does not hold the plan twice."""
    shown = burst.ask(operation, plan="A", preview=True, **more)
    seen = {key: shown[key] for key in ("expect_versions", "counts_from") if key in shown}
    for _ in range(2):
        burst.ask(operation, plan="A", **more, **seen)
    assert len(kept(burst).versions) == 2


def test_a_change_made_meanwhile_is_noticed(burst: Person) -> None:
    """Two people at one plan: the second looks again."""
    seen = burst.ask("hold", plan="A", days=2, preview=True)["expect_versions"]
    burst.ask("hold", plan="A", days=1)
    with pytest.raises(TaperError, match="meanwhile"):
        burst.ask("hold", plan="A", days=2, expect_versions=seen)


def test_the_history_names_every_change_and_who_said_so(burst: Person) -> None:
    """Dated, in words, by whom, with the note; and no entry is ever changed."""
    burst.ask("hold", plan="A", days=2, note="dizzy")
    first: Any = burst.ask("history", plan="A")["versions"]
    later = burst.at("2026-12-04 09:00")
    later.ask("extend", plan="A", **DR)
    later.ask("stop", plan="A")
    versions: Any = later.ask("history", plan="A")["versions"]
    assert versions[:2] == first
    assert [(one["change"], one["by"], one["note"]) for one in versions] == [
        ("entered", "reported by the person", None),
        ("held", "reported by the person", "dizzy"),
        ("confirmed", "Dr Wolf", None),
        ("stopped", "reported by the person", None),
    ]
    assert versions[1]["text"] == (
        "Step 1 goes on until Sun 6 Dec; step 2 moves to Mon 7 to Thu 10 Dec; last dose Thu 10 Dec 08:00."
    )
    assert versions[3]["text"] == "Stopped: no dose from Fri 4 Dec 10:00 on; last dose Fri 4 Dec 08:00."


def test_both_ends_are_named_everywhere(burst: Person) -> None:
    """A hold that nobody confirmed shows in the list, the glance, the countdown and the findings."""
    burst.ask("hold", plan="A", days=4)
    words = "4 days past the prescribed end (Tue 8 Dec), not confirmed"
    assert words in str(burst.lists("list")[0]["text"])
    assert words in str(burst.ask("today")["plans"])
    countdown = [entry for entry in burst.lists("upcoming", days=20) if entry["kind"] in ("stop-soon", "last-dose")]
    assert countdown
    assert all(words in str(entry["text"]) for entry in countdown)
    found: Any = burst.ask("check")["findings"]
    assert ("past-prescribed", "warn") in [(one["code"], one["level"]) for one in found]


def test_after_a_hold_past_the_end_both_lengths_are_named(burst: Person) -> None:
    """ "Prescribed: 8 days, 4 more as you reported"."""
    burst.ask("hold", plan="A", days=4)
    (warning, *_) = burst.at("2026-12-14 09:00").take()["warnings"]  # type: ignore[misc]
    assert "This is day 14 of an 8-day course (plus 4 days as you reported)." in str(warning)


def test_a_correction_after_a_hold_moves_the_prescribed_end_with_it(burst: Person) -> None:
    """The paper's first day was wrong: the days that were only reported stay only reported."""
    burst.ask("hold", plan="A", days=4)
    burst.ask("correct", plan="A", start="2026-11-30")
    (line,) = burst.lists("list")
    assert (line["prescribed_end_on"], line["last_use_on"], line["days_past_prescribed"]) == (
        "2026-12-07",
        "2026-12-11",
        4,
    )


def test_days_of_another_version_are_not_missed(burst: Person) -> None:
    """While a plan was stopped nobody was to take anything: those days have no doses, then or later."""
    burst.ask("stop", plan="A")
    later = burst.at("2026-12-06 12:00")
    later.ask("resume", plan="A")
    one = kept(later)
    around = doses_between(one, burst.desk.now(), later.desk.now())
    assert around == ()
    assert [dose.id for dose in doses_between(one, later.desk.now(), later.at("2026-12-09 00:00").desk.now())] == [
        "2026-12-07/morning",
        "2026-12-08/morning",
    ]


def test_a_stop_is_warned_of_once_and_never_refused(person: Person) -> None:
    """Even a broken file of facts does not keep anybody from stopping; from a day on it is the same."""
    person.add(TWO_WEEKS.replace("14 days", "21 days"), start="2026-12-01")
    shown = person.at("2026-12-05 10:00").ask("stop", plan="A", on="2026-12-16", preview=True)
    assert str(shown["warnings"]).count("Not to be stopped abruptly") == 1


def test_a_revision_of_what_has_not_begun_replaces_all_of_it(person: Person) -> None:
    """Before day 1 nothing is to be kept."""
    person.add(BURST, start="2026-12-01", strength="10 mg")
    form = new_form(person, "30 mg daily for 4 days, then 20 mg daily for 4 days, then stop", "2026-12-01")
    with pytest.raises(NeedsApproval, match="down to 30"):
        person.ask("revise", plan="A", form=form)
    person.ask("revise", plan="A", form=form, **DR)
    days: Any = person.ask("show", plan="A")["days"]
    assert days[0]["total"] == "30 mg"


def test_a_form_of_another_zone_is_asked_about(burst: Person) -> None:
    """Where the plan travels is another command."""
    form = {**new_form(burst, "20 mg daily for 3 days", "2026-12-04"), "zone": "UTC"}
    with pytest.raises(Unanswered, match="taper zone"):
        burst.ask("revise", plan="A", form=form, **DR)


def test_what_the_plan_says_already_is_no_revision(burst: Person) -> None:
    """Nothing would change."""
    form = to_form(kept(burst).plan)
    with pytest.raises(Unanswered):
        burst.ask("revise", plan="A", form=form, **DR)
