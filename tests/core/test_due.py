"""What is said, and when: whole lives of plans, lived by looking exactly when the program asked to look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import Life, at, days, kept_of, life_of, mg, plan_of, slots, tablet_of, times, titles
from strategies import plans

from taper.core.announce import Kind, Policy
from taper.core.ledger import DoseState, State, states
from taper.core.plan import Ends, EveryNthDay, OnWeekdays, OpenLength, Plan, Step, Weekday
from taper.core.record import Answer, Outcome

SOMA = tablet_of(350)
TWICE = slots(("08:00", mg(350)), ("20:00", mg(350)))
BEDTIME = slots(("22:00", mg(350)))
FOUR = slots(("08:00", mg(350)), ("12:00", mg(350)), ("18:00", mg(350)), ("22:00", mg(350)))
TWO_WEEKS = kept_of(plan_of(days(10, TWICE), days(4, BEDTIME), tablets=(SOMA,)))
ONE_DAY = kept_of(plan_of(days(1, FOUR), tablets=(SOMA,)))
QUIET = Policy(repeats=0)
MORNING, NOON = "2026-12-01/morning", "2026-12-01/noon"


def test_a_two_week_course_with_a_taper_says_each_thing_once_and_at_its_time() -> None:
    life = life_of(TWO_WEEKS, now="2026-11-30 20:00")
    said = titles(life.run("2027-01-15 00:00", take=True))
    doses = [
        *(
            (f"2026-12-{day:02} {hour}", f"A: 1 tablet of 350 mg · {hour}")
            for day in range(1, 11)
            for hour in ("08:00", "20:00")
        ),
        *((f"2026-12-{day} 22:00", "A: 1 tablet of 350 mg · 22:00") for day in range(11, 15)),
    ]
    notices = [
        ("2026-12-07 09:00", "Nothing to take now. Plan A ends in 7 days"),
        ("2026-12-10 19:00", "Nothing to take now. From tomorrow (Fri 11 Dec), plan A changes"),
        ("2026-12-11 09:00", "Nothing to take now. Plan A ends in 3 days"),
        ("2026-12-13 09:00", "Nothing to take now. Plan A ends tomorrow"),
        ("2026-12-14 09:00", "Nothing to take now. Plan A: today is the last dose"),
        ("2026-12-15 09:00", "Nothing to take now. Plan A has ended"),
    ]
    assert said == sorted(doses + notices)


def test_a_dose_is_repeated_three_times_then_once_quietly_and_then_left_alone() -> None:
    life = life_of(ONE_DAY, now="2026-11-30 20:00")
    said = life.run("2026-12-01 11:59")
    assert times(said) == ["12-01 08:00", "12-01 08:10", "12-01 08:20", "12-01 08:30", "12-01 08:40"]
    assert [line for one in said for line in one.lines if "Asked" in line] == [
        "Asked for the second time.",
        "Asked for the third time.",
        "Asked for the fourth time.",
    ]


@pytest.mark.parametrize("answer", [Answer.TAKEN, Answer.SKIPPED, Answer.UNSURE])
def test_an_answered_dose_is_not_asked_about_again_and_its_bubble_is_closed(answer: Answer) -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    life.look()
    life.now = at("2026-12-01 08:05")
    life.answer(MORNING, answer)
    assert [reminder.dose for reminder in life.decision().withdraw] == [MORNING]
    assert times(life.run("2026-12-01 11:59")) == []


def test_an_answer_that_is_undone_is_asked_for_again() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    life.look()
    taken = life.answer(MORNING)
    life.now = at("2026-12-01 08:45")
    assert life.look() is None
    life.answer(None, Answer.UNDONE, undoes=taken.id)
    assert life.look() is not None


def test_a_snoozed_dose_is_quiet_until_then_and_asked_about_again() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    life.look()
    life.now = at("2026-12-01 08:05")
    life.snooze(MORNING, minutes=40)
    said = life.run("2026-12-01 11:59")
    assert times(said) == ["12-01 08:45", "12-01 08:55", "12-01 09:05", "12-01 09:15", "12-01 09:25"]
    assert "Asked for the second time." in said[0].lines


def test_a_snooze_that_was_recorded_after_now_is_not_heeded() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:05")
    life.snooze(MORNING, minutes=40)
    life.now = at("2026-12-01 08:00")
    assert life.look() is not None


def test_a_newer_dose_folds_the_older_into_one_line() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00", policy=QUIET)
    life.look()
    said = life.run("2026-12-01 12:00")
    assert titles(said) == [("2026-12-01 12:00", "A: 1 tablet of 350 mg · 12:00")]
    assert (
        said[0].lines[-1].startswith("08:00: no answer recorded. If you did not take it, do not take two together; ask")
    )
    assert [reminder.outcome for reminder in life.reminders] == [Outcome.WITHDRAWN, Outcome.SHOWN]


def test_a_line_about_a_dose_that_was_asked_about_waits_for_the_next_notice() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 22:00", policy=QUIET)
    life.look()
    said = life.run("2026-12-04 00:00")
    assert [(one.when, one.kinds) for one in said] == [("2026-12-02 09:00", (Kind.DIGEST, Kind.STOPPED))]


def test_a_night_away_is_told_of_in_one_line_of_the_first_dose_after_it() -> None:
    kept = kept_of(plan_of(days(3, FOUR), tablets=(SOMA,)))
    life = life_of(kept, now="2026-12-01 12:00", policy=QUIET)
    life.look()
    life.answer(MORNING)
    life.answer(NOON)
    life.now = at("2026-12-02 08:00")
    said = life.look()
    assert said is not None
    assert said.title.replace("\u00a0", " ") == "A: 1 tablet of 350 mg · 08:00"
    assert said.lines[1:] == (
        "Yesterday 18:00 and 22:00: no answer recorded while the computer was off. "
        "If you did not take them, do not take them together; ask your provider or pharmacist.",
    )
    assert life.look() is None


def test_an_absence_that_ends_between_doses_is_told_of_at_once_with_nothing_to_take() -> None:
    life = life_of(kept_of(plan_of(days(3, slots(("22:00", mg(350)))))), now="2026-12-02 07:00")
    said = life.look()
    assert said is not None
    assert (said.title, said.kinds) == ("Nothing to take now. Plan A: no answer recorded", (Kind.DIGEST,))


def test_attempts_slept_through_are_made_up_for_by_one_that_is_the_first_of_a_whole_row() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:35")
    said = life.look()
    assert said is not None
    assert not any("Asked" in line for line in said.lines)
    assert life.look() is None
    said_after = life.run("2026-12-01 11:59")
    assert times(said_after) == ["12-01 08:45", "12-01 08:55", "12-01 09:05", "12-01 09:15"]


def test_entered_at_13_00_on_day_1_the_morning_dose_is_never_spoken_of() -> None:
    kept = kept_of(ONE_DAY.plan, stored="2026-12-01 13:00")
    life = life_of(kept, now="2026-12-01 13:00")
    said = life.run("2026-12-10 00:00")
    assert times(said)[0] == "12-01 18:00"
    assert not any(item.dose is not None and item.dose.dose.id in (MORNING, NOON) for one in said for item in one.items)
    assert not any("08:00" in line or "12:00" in line for one in said for line in one.lines)


@pytest.mark.parametrize("outcome", [Outcome.CLAIMED, Outcome.FAILED])
def test_what_was_claimed_or_failed_is_said_again_in_the_same_reminders_place(outcome: Outcome) -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    first = life.look(outcome)
    saying = life.decision().saying
    assert saying is not None
    assert saying.retry_of == life.reminders[0].id
    again = life.look()
    assert first == again
    assert len(life.reminders) == 1
    assert life.look() is None


@pytest.mark.parametrize(
    "outcome", [Outcome.ATTEMPTED, Outcome.SHOWN, Outcome.ANSWERED, Outcome.DISMISSED, Outcome.WITHDRAWN]
)
def test_what_may_have_been_seen_is_not_said_again(outcome: Outcome) -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    life.look(outcome)
    assert life.decision().saying is None


def test_after_the_clock_went_back_what_was_said_later_counts_as_not_said() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:30")
    life.look()
    life.now = at("2026-12-01 08:05")
    assert life.decision().withdraw == ()
    said = life.look()
    assert said is not None
    assert said.title.endswith("08:00")


def test_dismissing_a_bubble_answers_nothing() -> None:
    life = life_of(ONE_DAY, now="2026-12-01 08:00")
    life.look(Outcome.DISMISSED)
    life.now = at("2026-12-01 08:10")
    assert life.look() is not None


def test_a_notice_that_falls_due_while_a_dose_waits_is_said_in_the_doses_own_notice() -> None:
    life = life_of(TWO_WEEKS, now="2026-12-07 08:59", policy=QUIET)
    life.kept = kept_of(TWO_WEEKS.plan, stored="2026-12-07 07:00")
    said = life.run("2026-12-07 09:00")
    assert [one.kinds for one in said] == [(Kind.DOSE,), (Kind.STOP_SOON,)]
    assert titles(said)[1] == ("2026-12-07 09:00", "A: 1 tablet of 350 mg · 08:00")
    assert "Last dose in 7 days: Mon 14 December 2026, 22:00." in said[1].lines


def test_a_plan_entered_late_says_only_the_countdown_that_still_stands() -> None:
    life = life_of(kept_of(TWO_WEEKS.plan, stored="2026-12-12 13:00"), now="2026-12-12 13:00")
    said = life.look()
    assert said is not None
    assert said.title == "Nothing to take now. Plan A ends in 2 days"
    assert "Last dose in 2 days: Mon 14 December 2026, 22:00." in said.lines


def test_a_plan_stored_after_its_end_has_nothing_to_say() -> None:
    life = life_of(kept_of(TWO_WEEKS.plan, stored="2027-02-01 13:00"), now="2027-02-01 13:00")
    assert life.run("2027-03-01 00:00") == []


def test_a_weekly_medicine_is_asked_about_once_a_week() -> None:
    mondays = slots(("08:00", mg(10)), rhythm=OnWeekdays(frozenset({Weekday.MONDAY})))
    kept = kept_of(plan_of(days(28, mondays)))
    said = life_of(kept, now="2026-11-30 20:00").run("2027-01-15 00:00", take=True)
    assert times(said) == ["12-07 08:00", "12-14 08:00", "12-21 08:00", "12-28 08:00"]


def test_a_dose_months_away_is_reached_by_looking_again_on_the_way() -> None:
    rare = slots(("08:00", mg(10)), rhythm=EveryNthDay(90))
    kept = kept_of(plan_of(Step(OpenLength(), rare), ends=Ends.OPEN))
    said = life_of(kept, now="2026-11-30 20:00").run("2027-12-31 00:00", take=True)
    assert times(said) == ["12-01 08:00", "03-01 08:00", "05-30 08:00", "08-28 08:00", "11-26 08:00"]


def test_over_both_clock_changes_each_dose_is_asked_about_once() -> None:
    kept = kept_of(plan_of(days(3, slots(("02:30", mg(10)))), starts_on="2027-03-27"), stored="2027-03-26 20:00")
    said = life_of(kept, now="2027-03-26 20:00").run("2027-04-10 00:00", take=True)
    assert times(said) == ["03-27 02:30", "03-28 03:00", "03-29 02:30"]
    kept = kept_of(plan_of(days(3, slots(("02:30", mg(10)))), starts_on="2026-10-24"), stored="2026-10-23 20:00")
    said = life_of(kept, now="2026-10-23 20:00").run("2026-11-10 00:00", take=True)
    assert times(said) == ["10-24 02:30", "10-25 02:30", "10-26 02:30"]


sleeps = st.integers(1, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
outcomes = st.sampled_from((Outcome.SHOWN, Outcome.SHOWN, Outcome.CLAIMED, Outcome.FAILED))


@given(plans(max_steps=3), st.lists(st.tuples(sleeps, outcomes), min_size=1, max_size=20), st.sampled_from((0, 3)))
@settings(max_examples=60, deadline=None)
def test_no_sleep_and_no_failure_loses_a_dose_and_none_are_stacked(
    plan: Plan, looks: list[tuple[timedelta, Outcome]], repeats: int
) -> None:
    kept = kept_of(plan, stored=f"{plan.starts_on} 00:00")
    life = Life(kept, kept.stored_at, policy=Policy(repeats=repeats))
    told: set[str] = set()
    for sleep, outcome in [*looks, (timedelta(minutes=1), Outcome.SHOWN)]:
        life.now += sleep
        said = life.look(outcome)
        if said is not None and outcome is Outcome.SHOWN:
            told |= {item.dose.dose.id for item in said.items if item.dose is not None}
            assert life.decision().saying is None
        assert sum(state.state.is_open for state in past(life)) <= 1
    assert {state.dose.id for state in past(life) if state.state is State.NOT_ASKED} <= told


@given(plans(max_steps=2), st.integers(1, 92))
@settings(max_examples=30, deadline=None)
def test_after_any_absence_of_up_to_92_days_every_dose_is_in_the_one_notice(plan: Plan, absence: int) -> None:
    kept = kept_of(plan, stored=f"{plan.starts_on} 00:00")
    life = Life(kept, kept.stored_at + timedelta(days=absence), policy=QUIET)
    said = life.look()
    named = {item.dose.dose.id for item in said.items if item.dose is not None} if said else set()
    assert named == {state.dose.id for state in past(life)}


def past(life: Life) -> list[DoseState]:
    """The states of all doses that have fallen due since the plan was stored."""
    found = states(
        life.kept,
        intakes=life.intakes,
        reminders=life.reminders,
        now=life.now,
        from_at=life.kept.stored_at,
        until_at=life.now + timedelta(seconds=1),
    )
    return [state for state in found if state.dose.due_at >= life.kept.stored_at]
