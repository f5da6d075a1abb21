"""The report for the provider: whatever it counts can be counted again from the days, and it judges nothing."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from desks import Person

from taper.app.reportbody import report_body
from taper.core.errors import NotFound

TAPER = "prednisone 20 mg daily for 3 days, then 10 mg daily for 3 days, then stop"


@pytest.fixture
def lived(person: Person) -> Person:
    """Somebody two days past the end of a plan of six doses: one skipped, two silent, one extra, one past the end."""
    person.add(TAPER, start="2026-12-01", strength="10 mg", medicine="prednisone")
    person.at("2026-12-01 07:10").take(plan="A")
    person.at("2026-12-01 15:00").take(plan="A", amount="10 mg", note="felt awful")
    person.at("2026-12-02 07:05").take(plan="A")
    person.at("2026-12-03 07:05").ask("take", answer="skipped", plan="A", intake_id="skip")
    person.at("2026-12-04 09:00").take(plan="A")
    person.at("2026-12-05 09:00").ask(
        "note", plan="A", words="dizzy <b>all</b> day", severity=4, for_provider=True, note_id="n1"
    )
    person.at("2026-12-08 07:05").take(plan="A")
    return person.at("2026-12-08 08:00")


def days_of(person: Person) -> list[dict[str, Any]]:
    """The days as the operation `days` gives them."""
    (plan,) = person.lists("days", plan="A")
    days: Any = plan["days"]
    return list(days)


def recounted(days: list[dict[str, Any]]) -> dict[str, object]:
    """The counts of some days, counted here anew."""
    states = Counter(dose["state"] for day in days for dose in day["doses"])
    waiting = sum(states[word] for word in ("due", "late", "unanswered"))
    known = ("taken", "skipped", "not sure", "missed", "not recorded", "not asked", "not tracked", "ahead")
    assert sum(states.values()) == sum(states[word] for word in known) + waiting
    return {
        **{word.replace(" ", "_"): states[word] for word in known},
        "waiting": waiting,
        "planned": states.total(),
        "due": states.total() - states["ahead"] - states["not tracked"],
        **{key: sum(day[key] for day in days) for key in ("extra", "as_needed", "past_end")},
    }


def test_every_count_is_that_of_the_days(lived: Person) -> None:
    """Of each step and of all, by another way than the program's."""
    report: Any = lived.ask("report", plan="A")
    days = days_of(lived)
    assert report["course"]["days"] == days
    for step in report["steps"]:
        expected = recounted([day for day in days if day["step"] == step["number"]])
        assert step == step | expected
    assert report["total"] == report["total"] | recounted(days)


def test_the_counts_are_those_of_what_happened(lived: Person) -> None:
    """Nobody was asked here, so that silence is never a missed dose; amounts add up with the one beside the doses."""
    report: Any = lived.ask("report", plan="A")
    first, second = report["steps"]
    assert (first["planned"], first["due"], first["taken"], first["skipped"], first["extra"]) == (3, 3, 2, 1, 1)
    assert (second["taken"], second["not_asked"], second["missed"]) == (1, 2, 0)
    assert (first["planned_amount"], first["due_amount"], first["taken_amount"]) == ("60 mg", "60 mg", "50 mg")
    assert (report["total"]["past_end"], report["total"]["taken_amount"]) == (1, "70 mg")
    assert report["total"]["past_end"] == len([one for one in report["unusual"] if "past-end" in one["marks"]])


def test_each_intake_is_counted_once(lived: Person) -> None:
    """As an answer to a dose, beside the doses, as needed, or past the end."""
    for day in days_of(lived):
        taken = sum(dose["state"] == "taken" for dose in day["doses"])
        assert day["intakes"] == taken + day["extra"] + day["as_needed"] + day["past_end"]


def test_the_supply_adds_up(lived: Person) -> None:
    """Needed by the whole plan; taken with what was extra and past the end; nothing still to be taken."""
    supply: Any = lived.ask("report", plan="A")["supply"]
    assert supply["needed"]["pieces"] == [{"count": "9", "of": "10 mg tablet"}]
    assert Fraction(supply["taken"]["pieces"][0]["count"]) == 7
    assert supply["still"]["pieces"] == []


def test_what_is_as_needed_is_counted_apart(person: Person) -> None:
    """Each taking of it, and none of them as extra."""
    person.add("ibuprofen 200 mg as needed for pain, at most 4 tablets a day", start="2026-12-01", strength="200 mg")
    person.at("2026-12-01 09:00").take(plan="A")
    person.at("2026-12-02 09:00").take(plan="A")
    report: Any = person.at("2026-12-02 10:00").ask("report", plan="A")
    assert (report["total"]["as_needed"], report["total"]["extra"], report["total"]["planned"]) == (2, 0, 0)
    assert "as needed for pain" in report["as_needed"][0]
    assert report["supply"]["needed"] is None


def test_an_open_plan_is_counted_up_to_today(person: Person) -> None:
    """However long ago it began."""
    person.add("prednisone 10 mg daily", start="2026-12-01", strength="10 mg")
    report: Any = person.at("2027-03-01 12:00").ask("report", plan="A")
    assert report["course"]["days"][-1]["date"] == "2027-03-01"
    assert (report["total"]["planned"], report["steps"][0]["days"]) == (91, None)


def test_with_names_hidden_no_text_names_the_medicine(person: Person) -> None:
    """Neither the plan, nor what person and provider said, by whichever of its names; shown when it is wanted."""
    person.add("carisoprodol 350 mg at bedtime for 14 days, then stop", start="2026-12-01", medicine="carisoprodol")
    later = person.at("2026-12-02 09:00")
    for words in ("Soma makes me sleepy", "CARISOPRODOL again", "slept well"):
        later.ask("note", plan="A", words=words, note_id=later.fresh_id())
    later.take(plan="A", note="one more carisoprodol")
    hidden, shown = (later.ask("report", plan="A", names=names) for names in (False, True))
    for report, expected in ((hidden, False), (shown, True)):
        text = f"{report}{report_body(report)}".casefold()
        assert ("carisoprodol" in text, "soma" in text) == (expected, expected)
        assert "slept well" in text
    assert later.ask("report", plan="A") == hidden


def test_what_it_is_taken_for_is_hidden_where_it_names_the_medicine(person: Person) -> None:
    """Wherever a step is said: in the steps, the curve's days and the changes of the plan."""
    said = json.dumps(
        person.form("ibuprofen 200 mg as needed for pain for 5 days", start="2026-12-01", strength="200 mg")
    )
    form: Any = json.loads(said.replace('"pain"', '"ibuprofen cravings"'))
    person.ask("add", form=form, plan_id="p1")
    person.at("2026-12-02 09:00").ask("hold", plan="A", days=2, expect_versions=1)
    later = person.at("2026-12-02 10:00")
    assert "ibuprofen cravings" in str(later.ask("report", plan="A", names=True))
    assert "ibuprofen" not in str(later.ask("report", plan="A", names=False))


def test_markup_in_words_is_shown_as_text(lived: Person) -> None:
    """In the HTML of it every sign of markup is escaped."""
    body = report_body(lived.ask("report", plan="A"))
    assert "dizzy &lt;b&gt;all&lt;/b&gt; day" in body
    assert "<b>" not in body


def test_the_days_of_a_stopped_plan_end_with_its_last_dose(lived: Person, person: Person) -> None:
    """In the days, in `show` and in the counts: what was planned behind the stop is planned no more."""
    person.add("amoxicillin 250 mg daily for 9 days", start="2026-12-01", strength="250 mg", label="S")
    person.at("2026-12-03 12:00").ask("stop", plan="S")
    later = person.at("2026-12-08 08:00")
    (shown,) = later.lists("days", plan="S")
    days: Any = shown["days"]
    assert [day["date"] for day in days] == ["2026-12-01", "2026-12-02", "2026-12-03"]
    written: Any = later.ask("show", plan="S")["days"]
    assert len(written) == 3
    report: Any = later.ask("report", plan="S")
    assert (report["total"]["planned"], report["stopped"]) == (3, True)


def test_nothing_is_judged_in_it(lived: Person) -> None:
    """No findings, no advice: whom to ask is not its matter either."""
    report = lived.ask("report", plan="A")
    body = report_body(report).casefold()
    assert "findings" not in report
    for word in ("should", "ask your", "too ", "warn", "adheren", "complian"):
        assert word not in body, word


def test_a_plan_that_was_stopped_before_its_first_dose_has_a_report(person: Person) -> None:
    """With nothing planned, nothing taken and no curve."""
    person.add(TAPER, start="2026-12-01", strength="10 mg")
    person.ask("stop", plan="A")
    report: Any = person.at("2026-12-02 09:00").ask("report", plan="A")
    assert (report["total"]["planned"], report["total"]["taken"]) == (0, 0)
    assert "No curve" in report_body(report)


def test_a_plan_that_is_not_there_is_none(person: Person) -> None:
    """As with every other operation."""
    with pytest.raises(NotFound):
        person.ask("report", plan="B")
