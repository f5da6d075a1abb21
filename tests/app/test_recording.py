"""Recording: every real intake is written down, what is unusual is marked, and doubt is asked about or marked."""

from __future__ import annotations

import pytest
from desks import TWO_WEEKS, Person

from taper.core.errors import NotFound, Unanswered

ENDED = "This course ended 2 days ago (Thu 17 December 2026). This is day 19 of a 17-day course."


@pytest.fixture
def at_eight(person: Person) -> Person:
    """08:05 in Berlin on day 1, the morning dose waits."""
    person.add(TWO_WEEKS, start="2026-12-01")
    return person.at("2026-12-01 07:05")


def marks(answer: dict[str, object]) -> object:
    """The marks of what was recorded."""
    recorded = answer["recorded"]
    assert isinstance(recorded, dict)
    return recorded["dose"], recorded["marks"]


def test_the_one_dose_that_waits_is_answered(at_eight: Person) -> None:
    """Nothing is unusual about it."""
    answer = at_eight.take()
    assert marks(answer) == ("2026-12-01/morning", [])
    assert answer["warnings"] == []


def test_the_same_request_twice_records_one_intake(at_eight: Person) -> None:
    """A late request of a mute daemon changes nothing."""
    at_eight.take(intake_id="one")
    at_eight.take(intake_id="one")
    assert len(at_eight.lists("log")) == 1


def test_a_second_one_is_recorded_as_extra(at_eight: Person) -> None:
    """From a script it is written down, marked and warned of."""
    at_eight.take()
    answer = at_eight.take()
    assert marks(answer) == ("2026-12-01/morning", ["extra"])
    assert "taper undo" in str(answer["warnings"])


def test_in_a_terminal_a_second_one_is_asked_about(at_eight: Person) -> None:
    """The same one records nothing; one more and an early one are told apart."""
    at_eight.take()
    with pytest.raises(Unanswered) as asked:
        at_eight.take(interactive=True)
    assert [choice.split(":")[0] for choice in asked.value.questions[0].choices] == ["same", "extra", "early"]
    assert at_eight.take(interactive=True, **{"as": "same"})["recorded"] is None
    assert marks(at_eight.take(interactive=True, **{"as": "early"})) == ("2026-12-01/noon", ["early"])


def test_before_the_first_dose_of_the_day_it_is_early(at_eight: Person) -> None:
    """At seven only the dose of eight can be meant."""
    assert marks(at_eight.at("2026-12-01 06:00").take()) == ("2026-12-01/morning", ["early"])


def test_an_intake_of_the_noon_hours_is_never_put_down_to_the_evening(person: Person) -> None:
    """Entered at 13:05, an intake at 13:10 is the one of noon: the evening dose still rings."""
    midday = person.at("2026-12-01 12:05")
    midday.add(TWO_WEEKS, start="2026-12-01")
    assert marks(midday.at("2026-12-01 12:10").take()) == ("2026-12-01/noon", [])
    assert midday.lists("upcoming", days=1)[0]["dose"] == "2026-12-01/evening"


def test_two_plans_with_open_doses_are_asked_about(at_eight: Person) -> None:
    """It never picks one of them."""
    at_eight.add("prednisone 5 mg daily for 3 days", start="2026-12-02", strength="5 mg")
    morning = at_eight.at("2026-12-02 07:10")
    with pytest.raises(Unanswered) as asked:
        morning.take()
    assert len(asked.value.questions[0].choices) == 2
    assert marks(morning.take(plan="B")) == ("2026-12-02/morning", [])


def test_past_the_end_it_is_recorded_and_warned_of(at_eight: Person) -> None:
    """Always recorded, marked, and said at once."""
    answer = at_eight.at("2026-12-19 20:40").take()
    assert marks(answer) == (None, ["past-end"])
    assert str(answer["warnings"]).count(ENDED) == 1
    findings = at_eight.at("2026-12-19 20:41").ask("check")["findings"]
    assert isinstance(findings, list)
    assert [finding["code"] for finding in findings] == ["past-end", "exposure"]


def test_after_a_stop_an_intake_is_past_the_end(at_eight: Person) -> None:
    """Stopped at noon, the evening's tablet is one too many, and is recorded."""
    at_eight.ask("stop", plan="A")
    assert marks(at_eight.at("2026-12-01 17:05").take())[1] == ["past-end"]  # type: ignore[index]


def test_undo_takes_back_the_last_record_and_keeps_it_in_the_log(at_eight: Person) -> None:
    """The dose waits again; the same request twice takes back one."""
    at_eight.take()
    at_eight.ask("undo", intake_id="back")
    at_eight.ask("undo", intake_id="back")
    assert [entry["undone"] for entry in at_eight.lists("log")] == [True]
    assert marks(at_eight.take()) == ("2026-12-01/morning", [])


def test_there_is_nothing_to_undo_or_skip_in_an_empty_store(person: Person) -> None:
    """Exit 4, with a sentence."""
    for operation in ("undo", "take"):
        with pytest.raises(NotFound):
            person.ask(operation, intake_id="x", answer="skipped")


def test_a_snooze_ends_half_an_hour_before_the_next_dose(at_eight: Person) -> None:
    """And there are three at most."""
    assert at_eight.ask("snooze")["until"] == "2026-12-01T08:15:00+01:00"
    with pytest.raises(Unanswered, match="too close"):
        at_eight.at("2026-12-01 10:20").ask("snooze", minutes=15)
    at_eight.at("2026-12-01 07:30").ask("snooze")
    at_eight.at("2026-12-01 07:45").ask("snooze")
    with pytest.raises(Unanswered, match="3 times"):
        at_eight.at("2026-12-01 08:30").ask("snooze")
