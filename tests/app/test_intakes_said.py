"""What the person says of an intake: which dose by name or time, when, how much; and what is asked back."""

from __future__ import annotations

from typing import Any

import pytest
from desks import TWO_WEEKS, Person

from taper.app.arguments import UsageError
from taper.core.errors import NotFound, Unanswered

FOUR_A_DAY = ["morning", "noon", "evening", "bedtime"]


@pytest.fixture
def at_noon(person: Person) -> Person:
    """12:10 in Berlin on day 2: nothing was answered yet, and the dose of noon waits."""
    person.add(TWO_WEEKS, start="2026-12-01")
    return person.at("2026-12-02 11:10")


def recorded(answer: dict[str, object]) -> tuple[object, ...]:
    """The dose, when it was taken, and the marks."""
    said: Any = answer["recorded"]
    return said["dose"], said["happened_at"][:16], said["marks"]


def todays_states(person: Person) -> list[str]:
    """What became of today's four doses."""
    plans: Any = person.ask("today")["plans"]
    return [dose["state"] for dose in plans[0]["doses"]]


@pytest.mark.parametrize("name", ["morning", "Morning", "08:00", "2026-12-02/morning"])
def test_a_dose_is_named_by_slot_time_or_id(at_noon: Person, name: str) -> None:
    """Late as it is, it is that dose."""
    assert recorded(at_noon.take(dose=name)) == ("2026-12-02/morning", "2026-12-02T12:10", [])
    assert todays_states(at_noon)[:2] == ["taken", "due"]


def test_a_dose_of_another_day_is_named_by_its_id(at_noon: Person) -> None:
    """However long ago."""
    assert recorded(at_noon.take(dose="2026-12-01/bedtime"))[0] == "2026-12-01/bedtime"
    assert recorded(at_noon.at("2026-12-14 20:00").take(dose="2026-12-01/noon"))[0] == "2026-12-01/noon"


def test_a_dose_the_plan_does_not_have_is_not_found(at_noon: Person) -> None:
    """The sentence lists today's."""
    with pytest.raises(NotFound, match=r'no dose "midnight"\. Today\'s: A 2026-12-02/morning'):
        at_noon.take(dose="midnight")
    with pytest.raises(NotFound, match="Without --dose, whatever was taken is recorded"):
        at_noon.at("2026-12-20 12:00").take(dose="noon")


def test_a_slot_of_two_plans_is_asked_about(at_noon: Person) -> None:
    """Neither plan is picked; a slot that only one of them has needs no plan."""
    at_noon.add("prednisone 5 mg in the morning for 5 days", start="2026-12-02", strength="5 mg")
    with pytest.raises(Unanswered, match="Several plans") as asked:
        at_noon.take(dose="morning")
    assert len(asked.value.questions[0].choices) == 2
    assert recorded(at_noon.take(dose="noon"))[0] == "2026-12-02/noon"
    with pytest.raises(NotFound, match="No active plan"):
        at_noon.take(dose="midnight")


def test_a_time_said_is_when_it_happened(at_noon: Person) -> None:
    """At ten past twelve, "at 08:05" is the dose of eight: noon still waits."""
    assert recorded(at_noon.take(at="08:05")) == ("2026-12-02/morning", "2026-12-02T08:05", [])
    assert todays_states(at_noon)[:2] == ["taken", "due"]


def test_a_time_before_the_first_dose_is_early(at_noon: Person) -> None:
    """Ten minutes ahead of eight o'clock it is the morning's, and said to be early."""
    answer = at_noon.take(at="07:50")
    assert recorded(answer) == ("2026-12-02/morning", "2026-12-02T07:50", ["early"])
    assert "planned for 08:00, Wed 2 Dec" in str(answer["warnings"])


def test_an_instant_of_yesterday_is_yesterdays_dose(at_noon: Person) -> None:
    """Given with its offset, whatever that is."""
    assert recorded(at_noon.take(at="2026-12-01T21:30Z")) == ("2026-12-01/bedtime", "2026-12-01T22:30", [])


def test_a_time_said_before_a_stop_is_not_past_the_end(at_noon: Person) -> None:
    """The morning's tablet was within the course, though it is recorded after it."""
    at_noon.ask("stop", plan="A")
    after = at_noon.at("2026-12-02 15:00")
    assert recorded(after.take(plan="A", at="08:10")) == ("2026-12-02/morning", "2026-12-02T08:10", [])


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        ("18:00", "lies ahead today"),
        ("8", "no time"),
        ("25:00", "no time"),
        ("+8:00", "no time"),
        ("2026-12-01T08:00", "offset"),
        ("2026-12-03T08:00+01:00", "lies ahead"),
        ("0001-01-01T00:00+14:00", "before 1900"),
        ("Tuesday", "no instant"),
    ],
)
def test_a_time_that_cannot_be_is_asked_about(at_noon: Person, at: str, asked: str) -> None:
    """With an example of how one is written; nothing is recorded."""
    with pytest.raises(Unanswered, match=asked):
        at_noon.take(at=at)
    assert at_noon.lists("log") == []


def test_a_time_that_lies_ahead_may_have_been_yesterday(at_noon: Person) -> None:
    """As after midnight, of the dose of the evening: the question names the instant, and by it the dose is recorded."""
    with pytest.raises(Unanswered) as asked:
        at_noon.take(plan="A", at="23:30")
    (choice,) = asked.value.questions[0].choices
    assert choice == "2026-12-01T23:30+01:00"
    assert recorded(at_noon.take(plan="A", at=choice))[1] == "2026-12-01T23:30"


def test_a_wall_clock_time_in_two_zones_is_asked_about(at_noon: Person) -> None:
    """08:00 in Berlin is not 08:00 in New York."""
    form = at_noon.form("prednisone 350 mg daily for 5 days", start="2026-12-02", zone="America/New_York")
    at_noon.ask("add", form=form, plan_id="two")
    with pytest.raises(Unanswered, match="which zone"):
        at_noon.take(at="05:00")
    assert recorded(at_noon.take(plan="A", at="08:05"))[0] == "2026-12-02/morning"


def test_an_amount_said_is_the_amount(at_noon: Person) -> None:
    """More than the plan says is recorded too, and warned of."""
    answer = at_noon.take(amount="700 mg")
    assert answer["recorded"]["amount"] == "700 mg"  # type: ignore[index]
    assert "more than the plan says for this dose (350\u00a0mg)" in str(answer["warnings"][0])  # type: ignore[index]
    assert "2\u00a0tablets of 350\u00a0mg taken Wed 2 Dec 12:10" in str(answer["text"])
    for amount, asked in (("many", "no amount"), ("0 mg", "taper skip"), ("-1 mg", "no amount")):
        with pytest.raises(Unanswered, match=asked):
            at_noon.take(amount=amount)


def test_an_intake_that_answers_no_dose_has_the_amount_of_its_step(person: Person) -> None:
    """Not that of the last step, which is another; past the end that of the last dose."""
    person.add("prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days", start="2026-12-01", strength="10 mg")
    second = person.at("2026-12-02 07:05")
    second.take()
    assert second.take(**{"as": "extra"})["recorded"]["amount"] == "40 mg"  # type: ignore[index]
    before = person.at("2026-11-30 19:00").take()
    assert before["recorded"]["amount"] == "40 mg"  # type: ignore[index]
    assert person.at("2027-03-01 07:00").take()["recorded"]["amount"] == "20 mg"  # type: ignore[index]


def test_before_the_plan_begins_an_intake_is_recorded_and_warned_of(person: Person) -> None:
    """It answers no dose, and the day on which the plan begins is said."""
    person.add(TWO_WEEKS, start="2026-12-05")
    answer = person.take()
    assert recorded(answer)[::2] == (None, ["extra"])
    assert "has not begun: day 1 is Sat 5 December 2026" in str(answer["warnings"])


def test_not_sure_is_an_answer(at_noon: Person) -> None:
    """It is no amount, draws no warning, and the dose no longer waits."""
    answer = at_noon.take(answer="unsure")
    assert (answer["recorded"]["amount"], answer["warnings"]) == (None, [])  # type: ignore[index]
    assert str(answer["text"]).endswith("dose of Wed 2 Dec 12:00: not sure whether it was taken.")
    assert todays_states(at_noon)[1] == "not sure"


def test_a_dose_is_skipped_once(at_noon: Person) -> None:
    """The same request again is answered alike; a dose with an answer is not skipped after it."""
    first = at_noon.take(answer="skipped", intake_id="one")
    assert at_noon.take(answer="skipped", intake_id="one") == first
    assert todays_states(at_noon)[1] == "skipped"
    with pytest.raises(Unanswered, match="has an answer already"):
        at_noon.take(answer="skipped", dose="noon")
    with pytest.raises(Unanswered, match="has an answer already"):
        at_noon.take(answer="skipped")
    assert len(at_noon.lists("log")) == 1


def test_there_is_nothing_to_skip_past_the_end(at_noon: Person) -> None:
    """A course that is over has no dose left."""
    with pytest.raises(NotFound, match="nothing to skip"):
        at_noon.at("2026-12-20 12:00").take(answer="skipped")


def test_a_repeated_request_is_answered_as_it_was(at_noon: Person) -> None:
    """Even where the same words would mean something else by now, and a terminal would ask."""
    first = at_noon.take(intake_id="one", interactive=True)
    later = at_noon.at("2026-12-02 11:20")
    assert later.take(intake_id="one", interactive=True) == first
    assert later.at("2026-12-02 17:05").take(intake_id="one") == first
    assert len(later.lists("log")) == 1


def test_an_id_of_another_request_is_refused(at_noon: Person) -> None:
    """An undoing is no intake, and an intake undoes nothing."""
    at_noon.take(intake_id="one")
    at_noon.ask("undo", intake_id="two")
    for operation, known in (("take", "two"), ("undo", "one")):
        with pytest.raises(UsageError, match="another request"):
            at_noon.ask(operation, intake_id=known)


def test_undoing_twice_takes_back_two_records(at_noon: Person) -> None:
    """The newest first, of one plan where one is named; then there is nothing left."""
    at_noon.take(dose="morning")
    at_noon.take(dose="noon")
    taken_back: Any = [at_noon.ask("undo", intake_id=f"undo-{n}", plan="A")["undone"] for n in (1, 2)]
    assert [record["dose"] for record in taken_back] == ["2026-12-02/noon", "2026-12-02/morning"]
    with pytest.raises(NotFound, match="Nothing is recorded"):
        at_noon.ask("undo", intake_id="undo-3")


def test_just_after_midnight_a_second_tablet_is_not_the_next_mornings(person: Person) -> None:
    """The dose of 00:30 belongs to the day before; what follows it is one more, and the morning still rings."""
    form = person.form("carisoprodol 350 mg twice daily for 5 days", start="2026-12-01")
    steps: Any = form["steps"]
    steps[0]["slots"][1] |= {"slot": "bedtime", "time": "00:30", "next_day": True}
    person.ask("add", form=form, plan_id="one")
    night = person.at("2026-12-01 23:35")  # 00:35 in Berlin
    assert todays_states(night)[:1] == ["due"]
    assert recorded(night.take())[0] == "2026-12-01/bedtime"
    assert recorded(person.at("2026-12-01 23:50").take()) == ("2026-12-01/bedtime", "2026-12-02T00:50", ["extra"])
    assert recorded(person.at("2026-12-02 20:00").take(dose="bedtime"))[0] == "2026-12-02/bedtime"


@pytest.mark.parametrize("minutes", [0, -10, 7, 61, 10**30])
def test_a_snooze_is_of_a_few_lengths_only(at_noon: Person, minutes: int) -> None:
    """5, 10, 15, 30 or 60 minutes."""
    with pytest.raises(UsageError, match="5, 10, 15, 30, 60"):
        at_noon.ask("snooze", minutes=minutes)


def test_the_same_snooze_arriving_twice_counts_once(at_noon: Person) -> None:
    """Seconds later it is the one that runs already; a longer one is another."""
    first = at_noon.ask("snooze")
    assert at_noon.ask("snooze") == first
    assert at_noon.ask("snooze", minutes=30) != first
    assert len(at_noon.desk.store.snoozes()) == 2


def test_snoozing_needs_a_dose_that_waits(at_noon: Person) -> None:
    """One that was answered or is not yet due has nothing to snooze; of several it asks which."""
    with pytest.raises(NotFound):
        at_noon.ask("snooze", dose="evening")
    at_noon.add("prednisone 5 mg at noon for 5 days", start="2026-12-03", strength="5 mg")
    third = at_noon.at("2026-12-03 11:05")
    with pytest.raises(Unanswered, match="Several doses wait"):
        third.ask("snooze")
    assert third.ask("snooze", plan="B", dose="12:00")["until"] == "2026-12-03T12:15:00+01:00"
    third.take(plan="A")
    third.take(plan="B")
    with pytest.raises(NotFound):
        third.ask("snooze")
