"""What is said around the end of a plan: moved, stopped, left to a review, never written, or passed."""

from __future__ import annotations

from life import at, changed, days, kept_of, life_of, mg, plan_of, slots, tablet_of, times, titles

from taper.core.announce import Kind, Policy
from taper.core.plan import Ends, OpenLength, Step
from taper.core.record import Answer, Change, Outcome, Reminder

SOMA = tablet_of(350)
TWICE = slots(("08:00", mg(350)), ("20:00", mg(350)))
BEDTIME = slots(("22:00", mg(350)))
TWO_WEEKS = kept_of(plan_of(days(10, TWICE), days(4, BEDTIME), tablets=(SOMA,)))
QUIET = Policy(repeats=0)


def test_an_extended_plan_announces_its_new_end() -> None:
    life = life_of(TWO_WEEKS, now="2026-11-30 20:00", policy=QUIET)
    life.run("2026-12-13 10:00", take=True)
    longer = plan_of(days(10, TWICE), days(11, BEDTIME), tablets=(SOMA,))
    life.kept = changed(TWO_WEEKS, Change.EXTENDED, when="2026-12-13 10:00", plan=longer)
    said = life.run("2027-01-15 00:00", take=True)
    assert [when for when, title in titles(said) if "ends" in title or "last" in title or "ended" in title] == [
        "2026-12-14 09:00",
        "2026-12-18 09:00",
        "2026-12-20 09:00",
        "2026-12-21 09:00",
        "2026-12-22 09:00",
    ]


def test_a_plan_extended_after_its_end_does_not_say_that_anybody_was_away() -> None:
    life = life_of(TWO_WEEKS, now="2026-11-30 20:00", policy=QUIET)
    life.run("2026-12-17 10:00", take=True)
    longer = plan_of(days(10, TWICE), days(11, BEDTIME), tablets=(SOMA,))
    life.kept = changed(TWO_WEEKS, Change.EXTENDED, when="2026-12-17 10:00", plan=longer)
    assert titles(life.run("2026-12-17 23:00"))[-1:] == [("2026-12-17 22:00", "A: 1 tablet of 350 mg · 22:00")]
    assert not any(Kind.DIGEST in one.kinds for one in life.said)


def test_a_stopped_plan_says_nothing_more_and_closes_its_bubble() -> None:
    life = life_of(TWO_WEEKS, now="2026-12-02 20:00")
    life.look()
    life.kept = changed(TWO_WEEKS, Change.STOPPED, when="2026-12-02 20:05")
    life.now = at("2026-12-02 20:05")
    assert [reminder.dose for reminder in life.decision().withdraw] == ["2026-12-02/20:00"]
    assert life.decision().next_look_at is None
    assert life.run("2027-01-15 00:00") == []


def test_a_plan_stopped_while_nobody_looked_is_not_asked_about_afterwards() -> None:
    stopped = changed(TWO_WEEKS, Change.STOPPED, when="2026-12-02 20:05")
    life = life_of(stopped, now="2026-12-02 20:05")
    assert life.look() is None
    assert life.run("2027-01-15 00:00") == []


def test_a_plan_that_ends_in_a_review_leads_to_it_and_stops_asking() -> None:
    kept = kept_of(plan_of(days(8, BEDTIME), ends=Ends.REVIEW, tablets=(SOMA,)))
    said = life_of(kept, now="2026-11-30 20:00").run("2027-01-15 00:00", take=True)
    assert [one for one in titles(said) if "Nothing" in one[1]] == [
        ("2026-12-01 09:00", "Nothing to take now. Plan A: review in 7 days"),
        ("2026-12-05 09:00", "Nothing to take now. Plan A: review in 3 days"),
        ("2026-12-07 09:00", "Nothing to take now. Plan A: review tomorrow"),
        ("2026-12-08 09:00", "Nothing to take now. Plan A: today is the last dose"),
        ("2026-12-09 09:00", "Nothing to take now. Plan A: its written part is over"),
    ]
    assert said[-1].when == "2026-12-09 09:00"


def test_an_open_plan_never_speaks_of_an_end() -> None:
    kept = kept_of(plan_of(days(3, TWICE), Step(OpenLength(), BEDTIME), ends=Ends.OPEN, tablets=(SOMA,)))
    said = life_of(kept, now="2026-11-30 20:00").run("2027-03-01 00:00", take=True)
    assert {kind for one in said for kind in one.kinds} == {Kind.DOSE, Kind.STEP_CHANGE}
    assert times(said)[-1] == "02-28 22:00"
    assert all("No stop date." in one.lines[0] for one in said if Kind.DOSE in one.kinds)


def test_an_intake_past_the_end_is_warned_of_at_once_and_on_the_three_mornings_after() -> None:
    life = life_of(TWO_WEEKS, now="2026-12-16 21:00")
    life.kept = kept_of(TWO_WEEKS.plan, stored="2026-12-16 20:00")
    ended = ("stopped:2026-12-14:ended",)
    life.reminders.append(Reminder("r", "p1", ended, at("2026-12-15 09:00"), outcome=Outcome.SHOWN))
    life.answer(None)
    said = life.run("2027-01-15 00:00")
    assert titles(said) == [
        ("2026-12-16 21:00", "Nothing to take now. Plan A ended 2 days ago"),
        ("2026-12-17 09:00", "Nothing to take now. Plan A ended 3 days ago"),
        ("2026-12-18 09:00", "Nothing to take now. Plan A ended 4 days ago"),
        ("2026-12-19 09:00", "Nothing to take now. Plan A ended 5 days ago"),
    ]


def test_a_second_intake_past_the_end_is_warned_of_too_and_its_mornings_are_shared() -> None:
    life = life_of(kept_of(TWO_WEEKS.plan, stored="2026-12-18 20:00"), now="2026-12-18 21:00")
    life.answer(None)
    life.run("2026-12-19 20:00")
    life.answer(None)
    said = life.run("2027-01-15 00:00")
    assert times(said, Kind.PAST_END) == ["12-19 20:00", "12-20 09:00", "12-21 09:00", "12-22 09:00"]


def test_an_intake_past_the_end_that_is_undone_is_warned_of_no_more() -> None:
    life = life_of(kept_of(TWO_WEEKS.plan, stored="2026-12-18 20:00"), now="2026-12-18 21:00")
    taken = life.answer(None)
    life.look()
    life.answer(None, Answer.UNDONE, undoes=taken.id)
    assert life.run("2027-01-15 00:00") == []


def test_a_warning_that_was_slept_through_is_given_once_the_next_morning_and_not_weeks_later() -> None:
    kept = kept_of(TWO_WEEKS.plan, stored="2026-12-18 20:00")
    life = life_of(kept, now="2026-12-18 21:00")
    life.answer(None)
    life.now = at("2026-12-19 09:30")
    said = life.look()
    assert said is not None
    assert len(said.lines) == 1
    assert life.look() is None
    asleep = life_of(kept, now="2027-01-08 21:00", intakes=life.intakes)
    assert asleep.look() is None


def test_an_intake_after_a_plan_was_stopped_is_past_its_end() -> None:
    stopped = changed(TWO_WEEKS, Change.STOPPED, when="2026-12-05 10:00")
    life = life_of(stopped, now="2026-12-06 10:00")
    life.answer(None)
    said = life.run("2026-12-20 00:00")
    assert titles(said)[0] == ("2026-12-06 10:00", "Nothing to take now. Plan A ended 1 day ago")
    assert len(said) == 4
