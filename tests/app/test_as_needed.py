"""What is taken as needed: recorded always, watched on every intake, and shown with what may still be taken."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from desks import Person

from taper.core.amount import read_plain
from taper.core.errors import NeedsApproval, NotFound, Unanswered
from taper.core.form import to_form
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryNthDay,
    Interval,
    Length,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Schedule,
    Slot,
    Slots,
    Step,
    Tablet,
    Weekday,
)

FIFTY = read_plain("50 mg")
PAIN = AsNeeded(FIFTY, FIFTY, min_gap_hours=6, max_times_per_day=4, reason="pain")
RANGE = AsNeeded(read_plain("1 tablet"), read_plain("3 tablets"), min_gap_hours=4)
MORNING = Slots((Slot("morning", time(8), FIFTY),))
WORD = {"approved_by": "Dr Wolf"}


def enter(person: Person, *steps: tuple[Length, Schedule], label: str = "A", **more: Any) -> dict[str, object]:
    """Enters a plan of 50 mg tablets in Berlin from Tue 1 December 2026."""
    made = tuple(Step(length, schedule) for length, schedule in steps)
    ends = Ends.OPEN if isinstance(made[-1].length, OpenLength) else Ends.STOP
    plan = Plan(
        made, ends, date(2026, 12, 1), "Europe/Berlin", label=label, tablets=(Tablet("50 mg", amount=FIFTY),), **more
    )
    return person.ask("add", form=to_form(plan), plan_id=person.fresh_id())


@pytest.fixture
def pain(person: Person) -> Person:
    """Five days as needed, entered on the evening before; it is 09:10 on day 1 in Berlin."""
    enter(person, (Days(5), PAIN))
    return person.at("2026-12-01 08:10")


def warnings(answer: dict[str, object]) -> list[str]:
    """What an intake was warned of, with ordinary spaces."""
    found: Any = answer["warnings"]
    return [one.replace("\u00a0", " ") for one in found]


def today(person: Person) -> dict[str, Any]:
    """What `today` says of plan A."""
    plans: Any = person.ask("today", plan="A")["plans"]
    return dict(plans[0])


def test_entering_says_that_nothing_will_be_reminded_of(person: Person) -> None:
    said = str(enter(person, (Days(5), PAIN))["text"])
    assert 'It is taken as needed, so that no dose is reminded of; "taper take" records each one.' in said


def test_a_taking_is_recorded_with_its_amount_and_is_not_extra(pain: Person) -> None:
    """It answers no dose, and nothing is unusual about that."""
    taken = pain.take(plan="A")
    recorded: Any = taken["recorded"]
    assert (recorded["dose"], recorded["amount"], recorded["marks"]) == (None, "50 mg", [])
    assert taken["warnings"] == []
    assert str(taken["text"]).replace("\u00a0", " ") == (
        "Recorded: plan A, 1 tablet of 50 mg taken Tue 1 Dec 09:10. As needed: last 09:10, next not before 15:10; 1 of "
        "at most 4 today."
    )


def test_in_a_terminal_nothing_is_asked_either(pain: Person) -> None:
    """There is no dose that could have been meant."""
    assert pain.take(interactive=True)["warnings"] == []


def test_too_soon_too_often_and_too_much_are_recorded_and_warned_of(pain: Person) -> None:
    """Never refused; each bound is named with what was counted."""
    pain.take(plan="A")
    soon = warnings(pain.at("2026-12-01 10:10").take(plan="A"))
    assert soon[0].startswith("This is 2 hours after the one of 09:10; the plan says at least 6 hours apart.")
    assert soon[-1] == "Recorded by mistake?  taper undo"
    for hour in ("16:10", "21:00"):
        pain.at(f"2026-12-01 {hour}").take(plan="A")
    fifth = warnings(pain.at("2026-12-02 07:00").take(plan="A"))
    assert any("That is 5 times in the 24 hours from Tue 1 Dec 09:10" in one for one in fifth)
    assert any("That makes 250 mg in the 24 hours" in one for one in fifth)
    assert len(pain.at("2026-12-02 07:00").lists("log")) == 5


def test_what_was_taken_back_does_not_count(pain: Person) -> None:
    pain.take(plan="A")
    pain.ask("undo", plan="A", intake_id="u1")
    assert pain.at("2026-12-01 08:20").take(plan="A")["warnings"] == []


def test_not_sure_is_recorded_and_named_beside_the_next(pain: Person) -> None:
    """What nobody knows is not counted, and said."""
    pain.take(plan="A", answer="unsure")
    said = warnings(pain.at("2026-12-01 08:40").take(plan="A"))
    assert "It is not sure whether one was taken on Tue 1 Dec 09:10; that one is not counted here." in said


def test_the_same_request_twice_is_one_taking(pain: Person) -> None:
    """And is not held against itself."""
    first = pain.take(plan="A", intake_id="same")
    again = pain.take(plan="A", intake_id="same")
    assert first["warnings"] == again["warnings"] == []
    assert len(pain.lists("log")) == 1


def test_today_shows_what_may_still_be_taken_and_from_when(pain: Person) -> None:
    """In words and as values."""
    pain.take(plan="A")
    pain.at("2026-12-01 14:15").take(plan="A")
    shown = today(pain.at("2026-12-01 15:00"))
    assert shown["doses"] == []
    (needed,) = shown["as_needed"]
    assert needed["text"].replace("\u00a0", " ") == (
        "as needed for pain: 1 tablet of 50 mg; last 15:15, next not before 21:15; 2 of at most 4 today; that one is "
        "the last allowed today"
    )
    assert needed["next_at"] == "2026-12-01T21:15:00+01:00"
    assert (needed["taken_today"], needed["is_last_today"], needed["max_per_day"]) == (2, True, "200 mg")


def test_a_range_is_asked_for_with_the_amounts_there_are(person: Person) -> None:
    """Nobody can know how many of 1 to 3 tablets were taken; nothing is stored until it is said."""
    enter(person, (Days(5), RANGE))
    later = person.at("2026-12-01 08:10")
    with pytest.raises(Unanswered) as asked:
        later.take(plan="A")
    (question,) = asked.value.questions
    assert question.where == "--amount"
    assert question.choices == ("1 tablet", "2 tablets", "3 tablets")
    assert later.lists("log") == []
    assert later.take(plan="A", amount="2 tablets")["warnings"] == []
    too_much = warnings(later.at("2026-12-01 18:10").take(plan="A", amount="4 tablets"))
    assert too_much[0].startswith("This is more than the 3 tablets at a time that the plan says.")


def test_not_sure_of_a_range_needs_no_amount(person: Person) -> None:
    enter(person, (Days(5), RANGE))
    recorded: Any = person.at("2026-12-01 08:10").take(plan="A", answer="unsure")["recorded"]
    assert recorded["amount"] is None


def test_after_the_end_it_is_past_end_as_for_any_plan(pain: Person) -> None:
    """Recorded, marked and warned of; the plan's last day is named."""
    late = pain.at("2026-12-07 08:10").take(plan="A")
    recorded: Any = late["recorded"]
    assert recorded["marks"] == ["past-end"]
    said = "This course ended 2 days ago (Sat 5 December 2026). This is day 7 of a 5-day course. "
    assert warnings(late)[0].startswith(said)
    findings: Any = pain.at("2026-12-07 08:10").ask("check", plan="A")["findings"]
    assert [one["code"] for one in findings] == ["past-end"]
    assert "as_needed" not in late


def test_before_day_1_it_is_recorded_and_not_extra(person: Person) -> None:
    enter(person, (Days(5), PAIN))
    early = person.take(plan="A")
    recorded: Any = early["recorded"]
    assert recorded["marks"] == []
    assert warnings(early)[0] == "Plan A has not begun: day 1 is Tue 1 December 2026."


def test_there_is_nothing_to_skip_or_to_snooze(pain: Person) -> None:
    """No dose waits."""
    for operation in ("take", "snooze"):
        with pytest.raises(NotFound):
            pain.ask(operation, plan="A", answer="skipped", intake_id="s1")


def test_the_views_lead_to_the_last_day(pain: Person) -> None:
    """`list`, `show` and `upcoming` speak of a day where there is no dose."""
    (line,) = pain.lists("list")
    assert (line["last_dose_on"], line["last_use_on"], line["days"]) == ("2026-12-05", "2026-12-05", 5)
    assert line["text"] == "Step 1 of 1, day 1 of 5; day 1 of 5. 4 days to the last day (Sat 5 Dec)."
    shown: Any = pain.ask("show", plan="A")
    assert (shown["days"], shown["last_dose_on"], shown["supply"]) == ([], "2026-12-05", None)
    kinds = [entry["kind"] for entry in pain.lists("upcoming", days=30)]
    assert kinds == ["stop-soon", "stop-soon", "last-dose", "stopped"]
    over: Any = pain.at("2026-12-10 08:00").lists("list", all=True)
    assert over[0]["text"] == "Ended. Last day Sat 5 December 2026."


def test_scheduled_doses_first_and_then_as_needed(person: Person) -> None:
    """A dose is answered while it waits; from the step's first day on a taking is as needed."""
    enter(person, (Days(2), MORNING), (Days(3), PAIN))
    first: Any = person.at("2026-12-02 07:10").take(plan="A")["recorded"]
    assert first["dose"] == "2026-12-02/morning"
    second: Any = person.at("2026-12-02 08:10").take(plan="A")["recorded"]
    assert second["marks"] == ["extra"]
    third: Any = person.at("2026-12-03 08:10").take(plan="A")["recorded"]
    assert (third["dose"], third["marks"]) == (None, [])
    (line,) = person.at("2026-12-03 08:10").lists("list")
    assert (line["last_dose_on"], line["last_use_on"]) == ("2026-12-02", "2026-12-05")


def test_the_gap_to_a_scheduled_dose_counts(person: Person) -> None:
    """What was taken is taken, whichever step it belonged to."""
    evening = Slots((Slot("23:00", time(23), FIFTY),))
    enter(person, (Days(1), evening), (Days(3), PAIN))
    person.at("2026-12-01 22:05").take(plan="A")
    said = warnings(person.at("2026-12-02 02:00").take(plan="A"))
    assert said[0].startswith("This is 3 hours and 55 minutes after the one of Tue 1 Dec 23:05")


def test_as_needed_first_and_then_scheduled_doses(person: Person) -> None:
    """The plan is not over when the step as needed is."""
    enter(person, (Days(2), PAIN), (OpenLength(), MORNING))
    recorded: Any = person.at("2026-12-01 08:10").take(plan="A")["recorded"]
    assert (recorded["dose"], recorded["marks"]) == (None, [])
    later = person.at("2026-12-20 07:10")
    (line,) = later.lists("list")
    assert (line["state"], line["last_dose_on"]) == ("active", None)
    answered: Any = later.take(plan="A")["recorded"]
    assert answered["dose"] == "2026-12-20/morning"


def test_stopping_ends_it_at_once(pain: Person) -> None:
    """What is taken after that is past the end."""
    stopped = pain.ask("stop", plan="A")
    lines: Any = stopped["lines"]
    assert ["last dose", "Sat 5 December 2026, as needed", "Tue 1 December 2026, as needed"] in lines
    later = pain.at("2026-12-01 09:10")
    assert later.lists("list") == []
    recorded: Any = later.take(plan="A")["recorded"]
    assert recorded["marks"] == ["past-end"]
    with pytest.raises(Unanswered, match="over already"):
        pain.at("2026-12-09 09:10").ask("stop", plan="A")


def test_an_open_plan_as_needed_is_stopped_on_the_day(person: Person) -> None:
    """Its last day is then the day of stopping, and a later intake names it."""
    enter(person, (OpenLength(), PAIN))
    person.at("2026-12-09 09:10").ask("stop", plan="A")
    said = warnings(person.at("2026-12-11 09:10").take(plan="A"))
    assert said[0] == (
        "This course ended 2 days ago (Wed 9 December 2026). This is day 11 of a course that was stopped on day 9. Ask "
        "your provider before taking more."
    )


def test_it_goes_on_for_longer_on_a_providers_word(pain: Person) -> None:
    """The same step with more days; without a word nothing changes."""
    with pytest.raises(NeedsApproval):
        pain.ask("extend", plan="A", days=2)
    assert pain.ask("extend", plan="A", days=2, **WORD)["text"] == (
        "Plan A: last day Mon 7 December 2026, as needed. Approved by Dr Wolf."
    )


def test_once_over_it_goes_on_from_the_day_of_the_word(pain: Person) -> None:
    """The days between were never days on which it might be taken."""
    later = pain.at("2026-12-08 08:10")
    later.ask("extend", plan="A", days=6, **WORD)
    steps: Any = later.ask("show", plan="A")["steps"]
    assert [(step["first_on"], step["last_on"]) for step in steps] == [
        ("2026-12-01", "2026-12-05"),
        ("2026-12-06", "2026-12-07"),
        ("2026-12-08", "2026-12-11"),
    ]
    with pytest.raises(Unanswered, match="which is over"):
        pain.at("2026-12-20 08:10").ask("extend", plan="A", days=1, **WORD)


def test_an_amount_written_down_wrongly_is_corrected(pain: Person) -> None:
    """A fixed amount is one amount; takings keep their step and stay unmarked."""
    pain.take(plan="A")
    done = pain.ask("correct", plan="A", step=1, amount="100 mg")
    assert done["relinked"] == 0
    assert today(pain)["as_needed"][0]["amount_max"] == "100 mg"
    assert pain.lists("log")[0]["marks"] == []


def test_days_say_nothing_of_a_step_counted_in_doses(person: Person) -> None:
    """Extending asks, and changes nothing."""
    enter(person, (Doses(3), MORNING))
    with pytest.raises(Unanswered, match="counted in doses"):
        person.ask("extend", plan="A", days=2, **WORD)


@pytest.mark.parametrize(
    ("schedule", "dose_days"),
    [
        (Slots(MORNING.slots, EveryNthDay(3, 1)), ["2026-12-08", "2026-12-11"]),
        (Slots(MORNING.slots, OnWeekdays(frozenset({Weekday.THURSDAY}), 2)), ["2026-12-17"]),
        (Interval(36, time(8), FIFTY), ["2026-12-08", "2026-12-10", "2026-12-11", "2026-12-13"]),
    ],
)
def test_a_plan_that_was_over_goes_on_in_its_own_rhythm(
    person: Person, schedule: Schedule, dose_days: list[str]
) -> None:
    """Every third day, every second week and every 36 hours are counted on from where they were."""
    enter(person, (Days(5), schedule))
    later = person.at("2026-12-07 08:10")
    days = 13 if isinstance(schedule, Slots) and isinstance(schedule.rhythm, OnWeekdays) else 8
    later.ask("extend", plan="A", days=days, **WORD)
    shown: Any = later.ask("show", plan="A")["days"]
    assert [day["date"] for day in shown if day["doses"] and day["date"] > "2026-12-05"] == dose_days


def test_where_a_cycle_would_go_on_is_asked(person: Person) -> None:
    """A cycle that was over has no clear day to go on from."""
    enter(person, (Days(5), Slots(MORNING.slots, OnOff(2, 1))))
    with pytest.raises(Unanswered, match="is not clear"):
        person.at("2026-12-08 08:10").ask("extend", plan="A", days=9, **WORD)
