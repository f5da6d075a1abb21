"""What became of each dose: every state of the glossary, and what moves a dose from one to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from life import Life, at, changed, days, kept_of, life_of, mg, plan_of, slots, utc

from taper.core.ledger import DoseState, State, doses_between, end_of_day, ends_at, last_dose_of, standing, states
from taper.core.plan import Ends, OpenLength, Slot, Slots, Step
from taper.core.record import Answer, Change, Intake, KeptPlan, Outcome, Reminder

THREE = slots(("08:00", mg(10)), ("12:00", mg(10)), ("22:00", mg(10)))
PLAN = plan_of(days(3, THREE))
KEPT = kept_of(PLAN)
MORNING, NOON, BEDTIME = (f"2026-12-01/{slot}" for slot in ("morning", "noon", "bedtime"))


def state_of(dose: str, life: Life) -> DoseState:
    """What became of a dose by now."""
    found = states(
        life.kept,
        intakes=life.intakes,
        reminders=life.reminders,
        now=life.now,
        from_at=at("2026-11-20 00:00"),
        until_at=at("2027-01-20 00:00"),
    )
    return next(state for state in found if state.dose.id == dose)


def asked(dose: str, *, when: str, outcome: Outcome = Outcome.SHOWN) -> Reminder:
    """A reminder of a dose."""
    return Reminder(f"r-{dose}", "p1", (f"dose:{dose}:1",), at(when), dose, outcome)


@pytest.mark.parametrize(
    ("dose", "now", "was_asked", "state"),
    [
        (MORNING, "07:59", False, State.AHEAD),
        (MORNING, "08:00", False, State.DUE),
        (MORNING, "08:59", False, State.DUE),
        (MORNING, "08:00", True, State.DUE),
        (MORNING, "08:59", True, State.DUE),
        (MORNING, "09:00", False, State.LATE),
        (MORNING, "09:00", True, State.UNANSWERED),
        (MORNING, "11:59", False, State.LATE),
        (MORNING, "11:59", True, State.UNANSWERED),
        (MORNING, "12:00", False, State.NOT_ASKED),
        (MORNING, "12:00", True, State.NOT_RECORDED),
        (BEDTIME, "23:59", False, State.LATE),
        (BEDTIME, "23:59", True, State.UNANSWERED),
    ],
)
def test_silence_gives_a_dose_the_state_of_its_hour(dose: str, now: str, *, was_asked: bool, state: State) -> None:
    life = life_of(KEPT, now=f"2026-12-01 {now}", reminders=[asked(dose, when="2026-12-01 07:00")] if was_asked else [])
    assert state_of(dose, life).state is state


def test_the_last_dose_of_a_day_is_waited_for_until_the_day_is_over() -> None:
    bedtime = state_of(BEDTIME, life_of(KEPT, now="2026-12-02 00:00"))
    assert (bedtime.state, bedtime.closes_at) == (State.NOT_ASKED, at("2026-12-02 00:00"))


def test_a_dose_shortly_before_midnight_is_waited_for_an_hour_all_the_same() -> None:
    kept = kept_of(plan_of(days(2, slots(("23:50", mg(10))))))
    assert state_of("2026-12-01/23:50", life_of(kept, now="2026-12-02 00:30")).state is State.DUE
    assert state_of("2026-12-01/23:50", life_of(kept, now="2026-12-02 00:50")).state is State.NOT_ASKED
    assert ends_at(kept) == at("2026-12-03 00:50")


def test_a_dose_after_midnight_is_waited_for_until_the_next_is_due() -> None:
    night = Slots((Slot("bedtime", at("2026-12-01 00:30").replace(hour=0).time(), mg(10), next_day=True),))
    kept = kept_of(plan_of(days(1, night), days(1, THREE)))
    assert state_of("2026-12-01/bedtime", life_of(kept, now="2026-12-02 07:59")).closes_at == at("2026-12-02 08:00")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.CLAIMED, State.LATE),
        (Outcome.FAILED, State.LATE),
        (Outcome.ATTEMPTED, State.UNANSWERED),
        (Outcome.SHOWN, State.UNANSWERED),
        (Outcome.ANSWERED, State.UNANSWERED),
        (Outcome.DISMISSED, State.UNANSWERED),
        (Outcome.WITHDRAWN, State.UNANSWERED),
    ],
)
def test_a_person_was_asked_only_by_a_reminder_that_may_have_been_seen(outcome: Outcome, state: State) -> None:
    reminder = asked(MORNING, when="2026-12-01 08:00", outcome=outcome)
    assert state_of(MORNING, life_of(KEPT, now="2026-12-01 10:00", reminders=[reminder])).state is state


def test_a_reminder_stamped_after_now_has_asked_nobody() -> None:
    reminder = asked(MORNING, when="2026-12-01 10:30")
    assert state_of(MORNING, life_of(KEPT, now="2026-12-01 10:00", reminders=[reminder])).state is State.LATE


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Answer.TAKEN, State.TAKEN), (Answer.SKIPPED, State.SKIPPED), (Answer.UNSURE, State.UNSURE)],
)
def test_an_answer_is_the_state_from_then_on(answer: Answer, state: State) -> None:
    life = life_of(KEPT, now="2026-12-01 08:05")
    intake = life.answer(MORNING, answer)
    for now in ("2026-12-01 08:05", "2026-12-01 12:00", "2026-12-20 12:00"):
        life.now = at(now)
        found = state_of(MORNING, life)
        assert (found.state, found.intake, found.further) == (state, intake, ())


def test_an_answer_that_is_undone_never_was() -> None:
    life = life_of(KEPT, now="2026-12-01 08:05")
    taken = life.answer(MORNING)
    life.answer(None, Answer.UNDONE, undoes=taken.id)
    assert state_of(MORNING, life).state is State.DUE
    assert standing(life.intakes) == ()


def test_a_second_intake_of_a_dose_stands_beside_the_first() -> None:
    life = life_of(KEPT, now="2026-12-01 08:05")
    first, second = life.answer(MORNING), life.answer(MORNING)
    found = state_of(MORNING, life)
    assert (found.intake, found.further) == (first, (second,))


@pytest.mark.parametrize("before", [Answer.SKIPPED, Answer.UNSURE])
def test_an_intake_outweighs_an_earlier_no(before: Answer) -> None:
    life = life_of(KEPT, now="2026-12-01 08:05")
    said = life.answer(MORNING, before)
    taken = life.answer(MORNING)
    found = state_of(MORNING, life)
    assert (found.state, found.intake, found.further) == (State.TAKEN, taken, (said,))


def test_the_intakes_that_count_stand_in_the_order_in_which_they_happened() -> None:
    late = Intake("late", "p1", Answer.TAKEN, at("2026-12-01 12:00"), at("2026-12-01 12:01"))
    early = Intake("early", "p1", Answer.TAKEN, at("2026-12-01 08:00"), at("2026-12-01 13:00"))
    assert standing([late, early]) == (early, late)


def test_a_dose_taken_early_is_taken() -> None:
    life = life_of(KEPT, now="2026-12-01 07:00")
    life.answer(MORNING)
    assert state_of(MORNING, life).state is State.TAKEN


@pytest.mark.parametrize(
    ("dose", "state"), [(MORNING, State.NOT_TRACKED), (NOON, State.NOT_TRACKED), (BEDTIME, State.AHEAD)]
)
def test_what_was_due_before_the_plan_was_entered_is_not_tracked(dose: str, state: State) -> None:
    kept = kept_of(PLAN, stored="2026-12-01 13:00")
    assert state_of(dose, life_of(kept, now="2026-12-01 13:00")).state is state


def test_a_dose_taken_before_the_plan_was_entered_is_taken_all_the_same() -> None:
    life = life_of(kept_of(PLAN, stored="2026-12-01 13:00"), now="2026-12-01 13:00")
    life.answer(MORNING)
    assert state_of(MORNING, life).state is State.TAKEN


def test_a_dose_of_a_version_entered_after_its_time_is_not_tracked() -> None:
    longer = plan_of(days(9, THREE))
    extended = changed(KEPT, Change.EXTENDED, when="2026-12-05 13:00", plan=longer)
    life = life_of(extended, now="2026-12-05 13:00")
    assert state_of("2026-12-03/bedtime", life).state is State.NOT_ASKED
    assert state_of("2026-12-04/morning", life).state is State.NOT_TRACKED
    assert state_of("2026-12-05/noon", life).state is State.NOT_TRACKED
    assert state_of("2026-12-05/bedtime", life).state is State.AHEAD


def test_a_slot_that_was_written_down_wrongly_keeps_its_answers_and_a_new_one_is_not_tracked_before() -> None:
    noon_was_left_out = plan_of(days(3, slots(("08:00", mg(10)), ("22:00", mg(10)))))
    corrected = changed(kept_of(noon_was_left_out), Change.CORRECTED, when="2026-12-02 20:00", plan=PLAN)
    life = life_of(corrected, now="2026-12-01 08:05")
    life.answer(MORNING)
    life.now = at("2026-12-02 20:00")
    assert state_of(MORNING, life).state is State.TAKEN
    assert state_of(NOON, life).state is State.NOT_TRACKED
    assert state_of("2026-12-02/morning", life).state is State.NOT_ASKED
    assert state_of("2026-12-03/noon", life).state is State.AHEAD


def test_a_stopped_plan_has_no_doses_from_then_on_and_waits_for_none() -> None:
    stopped = changed(KEPT, Change.STOPPED, when="2026-12-02 08:10")
    assert [dose.id for dose in doses_between(stopped, at("2026-12-02 00:00"), at("2026-12-20 00:00"))] == [
        "2026-12-02/morning"
    ]
    assert not state_of("2026-12-02/morning", life_of(stopped, now="2026-12-02 08:10")).state.is_open


def test_the_end_is_the_end_of_the_last_doses_day_or_the_instant_of_stopping() -> None:
    assert ends_at(KEPT) == at("2026-12-04 00:00")
    assert ends_at(changed(KEPT, Change.STOPPED, when="2026-12-02 08:10")) == at("2026-12-02 08:10")
    assert ends_at(changed(KEPT, Change.STOPPED, when="2026-12-10 08:10")) == at("2026-12-04 00:00")
    assert ends_at(_open_plan()) is None


def test_the_last_dose_is_the_one_before_the_plan_was_stopped() -> None:
    def last_of(kept: KeptPlan) -> str | None:
        last = last_dose_of(kept)
        return None if last is None else last.id

    assert last_of(KEPT) == "2026-12-03/bedtime"
    assert last_of(changed(KEPT, Change.STOPPED, when="2026-12-02 08:10")) == "2026-12-02/morning"
    assert last_of(changed(KEPT, Change.STOPPED, when="2026-12-01 07:00")) is None
    assert last_of(_open_plan()) is None
    assert last_of(changed(_open_plan(), Change.STOPPED, when="2028-02-01 12:01")) == "2028-02-01/noon"


def _open_plan() -> KeptPlan:
    return kept_of(plan_of(Step(OpenLength(), THREE), ends=Ends.OPEN))


@pytest.mark.parametrize(
    ("zone", "at_", "end"),
    [
        ("Europe/Berlin", "2027-03-28T00:30", "2027-03-28T22:00"),
        ("Africa/Cairo", "2027-04-29T20:00", "2027-04-29T22:00"),
        ("Pacific/Apia", "2011-12-30T05:00", "2011-12-30T10:00"),
    ],
)
def test_a_day_ends_where_the_clocks_of_the_zone_say(zone: str, at_: str, end: str) -> None:
    assert end_of_day(utc(at_), zone=zone) == utc(end)


def test_a_dose_the_clock_change_puts_on_the_next_one_gives_way_to_it_at_once() -> None:
    both = slots(("02:30", mg(10)), ("03:00", mg(10)))
    kept = kept_of(plan_of(days(1, both), starts_on="2027-03-28"), stored="2027-03-27 20:00")
    life = life_of(kept, now="2027-03-28 03:00")
    found = states(kept, intakes=[], reminders=[], now=life.now, from_at=life.now, until_at=at("2027-03-29 00:00"))
    assert [state.state for state in found] == [State.NOT_ASKED, State.DUE]


def test_a_dose_keeps_its_state_whatever_window_is_looked_at() -> None:
    life = life_of(KEPT, now="2026-12-01 12:30")
    alone = states(
        KEPT, intakes=[], reminders=[], now=life.now, from_at=at("2026-12-01 08:00"), until_at=at("2026-12-01 08:01")
    )
    assert alone == (state_of(MORNING, life),)
    assert replace(alone[0].dose, on=date(2026, 12, 1)) == alone[0].dose
