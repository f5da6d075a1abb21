"""What a notice says, word for word, and what no notice ever says."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import MISREADABLE, Life, Said, at, changed, days, kept_of, life_of, mg, plan_of, slots, tablet_of
from strategies import plans

from taper.core.amount import read_plain
from taper.core.announce import Kind, Policy
from taper.core.ledger import last_dose_of
from taper.core.localtime import local
from taper.core.notice import Manner, dose_title, past_end_warning, place_of, say_amount
from taper.core.plan import Ends, OnWeekdays, OpenLength, Plan, Rest, Slot, Slots, Split, Step, Weekday
from taper.core.record import Change, KeptPlan
from taper.core.sentences import NOTHING_NOW

FOUR = slots(*((hour, mg(350)) for hour in ("08:00", "12:00", "18:00", "22:00")))
BEDTIME = slots(("22:00", mg(350)))
SOMA = plan_of(
    days(14, FOUR),
    days(3, slots(("08:00", mg(350)), ("20:00", mg(350)))),
    days(3, BEDTIME),
    starts_on="2026-11-23",
    medicine="carisoprodol (Soma)",
    tablets=(tablet_of(350),),
)
KEPT = kept_of(SOMA, stored="2026-11-22 20:00")
QUIET = Policy(repeats=0)


def said_at(now: str, kept: KeptPlan = KEPT, manner: Manner | None = None, *, told_until: str | None = None) -> Said:
    """The notice at a time, with everything before it said and answered."""
    life = life_of(kept, now=told_until or now, policy=QUIET, manner=manner or Manner())
    if told_until is None:
        life.kept = replace(kept, stored_at=min(at(now), kept.versions[0].recorded_at + timedelta(days=365)))
    else:
        life.run(told_until, take=True)
        life.now = at(now)
    said = life.look()
    assert said is not None
    return said


def shown(said: Said) -> str:
    """Title and body as one text, with ordinary spaces."""
    return "\n".join((said.title, *said.lines)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("now", "notice"),
    [
        (
            "2026-11-26 18:00",
            "A: 1 tablet of 350 mg · 18:00\n"
            "Step 1 of 3, day 4 of 14; day 4 of 20. 16 days to the last dose (Sat 12 Dec).",
        ),
        (
            "2026-12-07 08:00",
            "A: 1 tablet of 350 mg · 08:00\n"
            "Step 2 of 3, day 1 of 3; day 15 of 20. 5 days to the last dose (Sat 12 Dec).\n"
            "New step today. Until yesterday: "
            "1 tablet of 350 mg in the morning, at noon, in the evening and at bedtime.",
        ),
        (
            "2026-12-06 19:00",
            "Nothing to take now. From tomorrow (Mon 7 Dec), plan A changes\n"
            "From tomorrow (Mon 7 Dec): 1 tablet of 350 mg in the morning and at 20:00.\n"
            "Until then: 1 tablet of 350 mg in the morning, at noon, in the evening and at bedtime.",
        ),
        (
            "2026-12-09 09:00",
            "Nothing to take now. Plan A ends in 3 days\n"
            "Last dose in 3 days: Sat 12 December 2026, 22:00.\n"
            "If you think you need more, ask your provider before then, not after.",
        ),
        (
            "2026-12-11 09:00",
            "Nothing to take now. Plan A ends tomorrow\n"
            "Last dose tomorrow: Sat 12 December 2026, 22:00.\n"
            "If you think you need more, ask your provider before then, not after.",
        ),
        (
            "2026-12-12 09:00",
            "Nothing to take now. Plan A: today is the last dose\n"
            "The last dose of this plan is today, 22:00. It stops after that.",
        ),
        (
            "2026-12-12 22:00",
            "A: 1 tablet of 350 mg · 22:00\n"
            "Step 3 of 3, day 3 of 3; day 20 of 20. The last dose is today.\n"
            "This is the last dose of this plan.",
        ),
        (
            "2026-12-13 09:00",
            "Nothing to take now. Plan A has ended\n"
            "The last dose was on Sat 12 December 2026, 22:00. There is nothing more to take of this plan.",
        ),
    ],
)
def test_the_main_notices_of_a_course_read_so(now: str, notice: str) -> None:
    assert shown(said_at(now, told_until=_a_minute_before(now))) == notice


def _a_minute_before(now: str) -> str:
    return f"{local(at(now) - timedelta(minutes=1), zone='Europe/Berlin'):%Y-%m-%d %H:%M}"


def test_a_late_dose_says_how_late_it_is_and_when_the_next_is_due() -> None:
    life = life_of(KEPT, now="2026-11-26 10:15", policy=QUIET)
    life.kept = replace(KEPT, stored_at=at("2026-11-26 07:00"))
    said = life.look()
    assert said is not None
    assert said.lines[1:] == (
        "This was due at 08:00, 2 hours ago. The next one is due at 12:00. Do not take two together; ask if unsure.",
    )


def test_a_late_last_dose_of_the_day_names_no_next_one() -> None:
    life = life_of(KEPT, now="2026-11-26 23:30", policy=QUIET)
    life.kept = replace(KEPT, stored_at=at("2026-11-26 21:00"))
    said = life.look()
    assert said is not None
    assert said.lines[1:] == ("This was due at 22:00, 1 hour ago. Do not take two together; ask if unsure.",)


def test_a_day_away_is_one_line_per_reason_in_the_notice_of_the_dose() -> None:
    life = life_of(KEPT, now="2026-11-26 08:00", policy=QUIET)
    life.kept = replace(KEPT, stored_at=at("2026-11-26 07:00"))
    life.look()
    life.now = at("2026-11-27 08:00")
    said = life.look()
    assert said is not None
    assert said.lines[1:] == (
        "Yesterday 12:00, 18:00 and 22:00: no answer recorded while the computer was off. "
        "If you did not take them, do not take them together; ask your provider or pharmacist.",
        "Yesterday 08:00: no answer recorded. "
        "If you did not take it, do not take two together; ask your provider or pharmacist.",
    )


def test_a_long_absence_is_told_as_a_span_and_a_count() -> None:
    life = life_of(KEPT, now="2026-11-30 08:00", policy=QUIET)
    said = life.look()
    assert said is not None
    span = "Mon 23 Nov to Sun 29 Nov, 28 doses"
    assert said.lines[-1].startswith(f"{span}: no answer recorded while the computer was off.")


def test_two_doses_a_clock_change_puts_together_are_told_apart() -> None:
    both = slots(("02:30", mg(10)), ("03:00", mg(10)))
    kept = kept_of(plan_of(days(1, both), starts_on="2027-03-28"), stored="2027-03-27 20:00")
    life = life_of(kept, now="2027-03-28 03:00")
    said = life.look()
    assert said is not None
    assert said.title.replace("\u00a0", " ") == "A: 10 mg · 03:00"
    assert said.lines[-1] == (
        "03:00: no answer recorded as the next dose fell at the same time. "
        "If you did not take it, do not take two together; ask your provider or pharmacist."
    )


def test_a_last_dose_after_midnight_names_the_night_and_the_calendar_day() -> None:
    night = Slots((Slot("bedtime", time(0, 30), mg(10), next_day=True),))
    kept = kept_of(plan_of(days(3, night)))
    assert said_at("2026-12-02 09:00", kept, told_until="2026-12-02 08:59").lines[0] == (
        "Last dose tomorrow: Thu 3 December 2026, at night, 00:30 on Fri 4 Dec."
    )
    assert said_at("2026-12-03 09:00", kept, told_until="2026-12-03 08:59").lines[0] == (
        "The last dose of this plan is today, at night, 00:30 on Fri 4 Dec. It stops after that."
    )


def test_a_plan_that_ends_in_a_review_never_says_that_it_stops() -> None:
    kept = kept_of(plan_of(days(8, BEDTIME), ends=Ends.REVIEW, tablets=(tablet_of(350),)))
    said = life_of(kept, now="2026-11-30 20:00", policy=QUIET).run("2027-01-01 00:00", take=True)
    lines = [line for one in said for line in one.lines]
    assert not [line for line in lines if "stop" in line.lower()]
    assert "Step 1 of 1, day 2 of 8; day 2 of 8. 6 days to the review (Tue 8 Dec)." in lines
    assert "The last dose written down is on Tue 8 December 2026, 22:00. Nothing goes on by itself:" in lines
    assert "The last dose of this plan is today, 22:00. Ask your provider what comes after it." in lines


def test_a_plan_without_an_end_says_so() -> None:
    kept = kept_of(plan_of(Step(OpenLength(), BEDTIME), ends=Ends.OPEN))
    assert place_of(kept, SOMA.starts_on + timedelta(days=20)) == "Step 1 of 1, day 13; day 13. No stop date."


def test_the_rest_before_a_step_is_said_in_words() -> None:
    kept = kept_of(plan_of(days(2, BEDTIME), days(2, Rest()), days(2, BEDTIME)))
    said = said_at("2026-12-04 19:00", kept, told_until="2026-12-04 18:59")
    assert [line.replace("\u00a0", " ") for line in said.lines] == [
        "From tomorrow (Sat 5 Dec): 350 mg at bedtime.",
        "Until then: no doses.",
    ]


def test_a_course_that_has_ended_is_warned_of_with_its_day_and_its_length() -> None:
    assert past_end_warning(KEPT, today=at("2026-12-14 12:00").date()) == (
        "This course ended 2 days ago (Sat 12 December 2026). This is day 22 of a 20-day course. "
        "Ask your provider before taking more."
    )
    stopped = changed(KEPT, Change.STOPPED, when="2026-11-22 21:00")
    assert past_end_warning(stopped, today=at("2026-11-25 12:00").date()) == (
        "This course was stopped before its first dose. Ask your provider before taking more."
    )


TWO_PEOPLE = Manner(several_people=True)
SHOWN_NAMES = Manner(names_shown=True)


@pytest.mark.parametrize(
    ("plan", "manner", "dose", "notice"),
    [
        (SOMA, Manner(), "A", "Plan A"),
        (replace(SOMA, label="white bottle"), Manner(), "White bottle", "Plan white bottle"),
        (replace(SOMA, label=None), Manner(), "P1", "Plan p1"),
        (SOMA, SHOWN_NAMES, "Carisoprodol (Soma)", "Plan A, carisoprodol (Soma)"),
        (replace(SOMA, medicine=None), SHOWN_NAMES, "A", "Plan A"),
        (SOMA, TWO_PEOPLE, "You, A", "Your plan A"),
        (replace(SOMA, person="Anna"), TWO_PEOPLE, "Anna, A", "Anna's plan A"),
        (
            replace(SOMA, person="Anna"),
            replace(SHOWN_NAMES, several_people=True),
            "Anna, carisoprodol (Soma)",
            "Anna's plan A, carisoprodol (Soma)",
        ),
    ],
)
def test_every_notice_says_which_bottle_and_whose_and_the_medicine_only_where_it_may(
    plan: Plan, manner: Manner, dose: str, notice: str
) -> None:
    kept = kept_of(plan, stored="2026-11-22 20:00")
    said = said_at("2026-11-26 18:00", kept, manner, told_until="2026-11-26 17:59")
    assert said.title.replace("\u00a0", " ") == f"{dose}: 1 tablet of 350 mg · 18:00"
    ends = said_at("2026-12-09 09:00", kept, manner, told_until="2026-12-09 08:59")
    assert ends.title == f"Nothing to take now. {notice} ends in 3 days"


@given(plan=plans(), several_people=st.booleans())
@settings(max_examples=20, deadline=None)
def test_a_hidden_name_stands_in_no_notice(plan: Plan, *, several_people: bool) -> None:
    hidden = replace(plan, medicine="Xyzzyprodol", label="A", person="me", reason="Xyzzy")
    for said in _life_of_notices(hidden, Manner(several_people=several_people)):
        assert "xyzzy" not in shown(said).lower()


def test_every_notice_of_a_demo_says_that_there_is_nothing_to_take() -> None:
    said = life_of(KEPT, now="2026-11-22 20:00", manner=Manner(demo=True)).run("2027-01-01 00:00")
    assert all(one.title.startswith("DEMO, take nothing. ") for one in said)
    kinds = {kind for one in said for kind in one.kinds}
    assert kinds >= {Kind.DOSE, Kind.STEP_CHANGE, Kind.STOP_SOON, Kind.LAST_DOSE, Kind.STOPPED}


def _life_of_notices(plan: Plan, manner: Manner, *, pauses: tuple[int, ...] = (0, 5, 700, 3000)) -> list[Said]:
    """The notices of a plan's first weeks with some sleep, and of the time after its end."""
    kept = kept_of(plan, stored=f"{plan.starts_on} 00:00")
    life = Life(kept, kept.stored_at, manner=manner, policy=Policy(repeats=1))
    for turn in range(16):
        life.look()
        next_look_at = life.decision().next_look_at
        if next_look_at is None:
            break
        life.now = next_look_at + timedelta(minutes=pauses[turn % len(pauses)])
    last = last_dose_of(kept)
    if last is not None:
        life.now = max(life.now, last.due_at + timedelta(days=2))
        life.answer(None)
        life.look()
    return life.said


@given(plans())
@settings(max_examples=30, deadline=None)
def test_a_title_holds_only_what_is_to_be_taken_now(plan: Plan) -> None:
    plan = replace(plan, label="A", person="me")
    for said in _life_of_notices(plan, Manner()):
        doses = [item.dose.dose for item in said.items if item.dose is not None and item.kind is Kind.DOSE]
        if said.title.startswith(NOTHING_NOW):
            assert not doses
            assert "mg" not in said.title
            assert "tablet" not in said.title
        else:
            name, _, rest = said.title.partition(": ")
            amount, _, clock = rest.partition(" · ")
            assert name == "A"
            assert time.fromisoformat(clock)
            assert not doses or amount == say_amount(plan, doses[0].amount, doses[0].of)


@given(plans())
@settings(max_examples=30, deadline=None)
def test_no_notice_can_be_misread(plan: Plan) -> None:
    own = replace(plan, label="A", person="me", activities=(), activity_times=(), check_ins=None)
    for said in _life_of_notices(own, Manner()):  # without the words that stand as the provider wrote them
        assert not MISREADABLE.search(shown(said)), shown(said)
        assert all(line.strip() for line in said.lines)
        assert len(set(said.lines)) == len(said.lines)


def test_a_dose_that_no_tablets_make_is_said_as_it_is_written() -> None:
    kept = kept_of(plan_of(days(1, slots(("08:00", mg("12.5")))), tablets=(tablet_of(5),)))
    (dose,) = [item.dose.dose for item in said_at("2026-12-01 08:00", kept).items if item.dose]
    assert dose_title(kept, dose, Manner()).replace("\u00a0", " ") == "A: 12.5 mg · 08:00"


def test_halves_are_said_in_words() -> None:
    kept = kept_of(plan_of(days(1, slots(("08:00", mg("7.5")))), tablets=(tablet_of(5, split=Split.HALF),)))
    assert said_at("2026-12-01 08:00", kept).title.replace("\u00a0", " ") == "A: 1 and a half tablets of 5 mg · 08:00"


def test_days_of_the_week_are_said_in_the_notice_of_a_step() -> None:
    mondays = slots(("08:00", read_plain("2 tablets")), rhythm=OnWeekdays(frozenset({Weekday.MONDAY})))
    kept = kept_of(plan_of(days(6, BEDTIME), days(14, mondays)))
    said = said_at("2026-12-06 19:00", kept, told_until="2026-12-06 18:59")
    assert said.lines[0].replace("\u00a0", " ") == "From tomorrow (Mon 7 Dec): 2 tablets in the morning, on Mon."
