"""What a plan asks after a step change, and the activities it reminds of: when, in which words, never over a dose."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from life import Life, at, changed, days, kept_of, mg, plan_of, slots

from taper.core.announce import Kind, Policy, activities_between, announcements
from taper.core.checkin import ActivityTime, CheckedIn, CheckIns, counting
from taper.core.checkindays import answered_ids
from taper.core.due import decide
from taper.core.form import FormError, from_form, to_form
from taper.core.localtime import local
from taper.core.notice import Manner
from taper.core.plan import Ends, OpenLength, Plan, Step
from taper.core.record import Change, KeptPlan

TWICE = slots(("08:00", mg(350)), ("20:00", mg(350)))
ONCE = slots(("08:00", mg(350)))
ASKED = CheckIns(("sleep", "anxiety", "pain"))
THERAPY = ActivityTime("physical therapy", time(17))


def asking(*steps: Step, days_after: int = 3, **more: Any) -> Plan:
    """A plan that asks for check-ins and names two activities, one of them at 17:00."""
    said = {"activities": ("physical therapy", "rest"), "activity_times": (THERAPY,)} | more
    return plan_of(*steps, check_ins=CheckIns(ASKED.ask, days_after), **said)


def when(kept: KeptPlan, kind: Kind) -> list[tuple[str, str, str]]:
    """Each announcement of a kind: its id, and from when to when it may be said."""
    far = {"from_on": date(2026, 1, 1), "until_on": date(2027, 1, 1)}
    return [
        (a.id, f"{local(a.at, zone=kept.plan.zone):%m-%d %H:%M}", f"{local(a.until, zone=kept.plan.zone):%m-%d %H:%M}")
        for a in (*announcements(kept, Policy()), *activities_between(kept, **far))
        if a.kind is kind
    ]


def test_each_evening_of_a_step_change_and_three_days_after() -> None:
    assert when(kept_of(asking(days(10, TWICE), days(10, ONCE))), Kind.CHECK_IN) == [
        ("check-in:2026-12-11", "12-11 19:00", "12-12 00:00"),
        ("check-in:2026-12-12", "12-12 19:00", "12-13 00:00"),
        ("check-in:2026-12-13", "12-13 19:00", "12-14 00:00"),
        ("check-in:2026-12-14", "12-14 19:00", "12-15 00:00"),
    ]


@pytest.mark.parametrize(
    ("lengths", "days_after", "dates"),
    [
        ((10,), 3, []),  # no step changes
        ((4, 4), 0, ["05"]),  # the evening of the change alone
        ((2, 2, 2), 3, ["03", "04", "05", "06", "07", "08"]),  # two changes close together: each evening once
        ((4, 1), 3, ["05", "06", "07", "08"]),  # the days after reach past the last dose
    ],
)
def test_the_evenings_of_a_plan(lengths: tuple[int, ...], days_after: int, dates: list[str]) -> None:
    plan = asking(*(days(length, ONCE) for length in lengths), days_after=days_after)
    assert [name.removeprefix("check-in:2026-12-") for name, _, _ in when(kept_of(plan), Kind.CHECK_IN)] == dates


def test_an_activity_with_a_time_is_announced_each_day_until_the_last_use() -> None:
    assert when(kept_of(asking(days(2, ONCE))), Kind.ACTIVITY) == [
        ("activity:2026-12-01:physical therapy", "12-01 17:00", "12-02 00:00"),
        ("activity:2026-12-02:physical therapy", "12-02 17:00", "12-03 00:00"),
    ]


def test_a_stopped_plan_asks_and_reminds_no_more() -> None:
    kept = changed(kept_of(asking(days(3, ONCE), days(9, ONCE))), Change.STOPPED, when="2026-12-05 12:00")
    assert [name for name, _, _ in when(kept, Kind.CHECK_IN)] == ["check-in:2026-12-04"]
    assert [at for _, at, _ in when(kept, Kind.ACTIVITY)] == [f"12-0{day} 17:00" for day in range(1, 5)]


def test_an_open_plan_reminds_of_its_activity_without_an_end() -> None:
    life = Life(kept_of(asking(Step(OpenLength(), ONCE), ends=Ends.OPEN)), at("2026-12-30 07:00"))
    life.run("2026-12-30 16:00", take=True)
    assert life.decision().next_look_at == at("2026-12-30 17:00")


def test_what_is_said_is_no_dose_and_tells_how_to_answer() -> None:
    life = Life(kept_of(asking(days(1, TWICE), days(9, ONCE))), at("2026-12-02 17:00"))
    life.look()
    life.now = at("2026-12-02 19:00")
    life.look()
    activity, question = life.said[0], life.said[1]
    assert life.look() is None
    # the dose of 08:00 still waits, and keeps the title
    assert [one.title.startswith("A: ") for one in (activity, question)] == [True, True]
    assert 'Physical therapy, 17:00. When it is done: taper tick A "physical therapy"' in activity.lines
    asks = "How was today? sleep, anxiety, pain, each 0 to 10: taper checkin A sleep=3 anxiety=2 pain=4"
    assert asks in question.lines


def alone(when: str, manner: Manner | None = None, **more: Any) -> tuple[str, tuple[str, ...]]:
    """The title and lines said at a time at which no dose waits: the plan's one dose a day is still to come."""
    plan = asking(days(1, slots(("23:00", mg(350)))), days(20, slots(("23:30", mg(350)))), **more)
    life = Life(kept_of(plan, stored="2026-12-03 12:00"), at(when), manner=manner or Manner())
    said = life.look()
    assert said is not None
    return said.title, said.lines


def test_without_a_dose_the_title_begins_with_nothing_to_take() -> None:
    title, lines = alone("2026-12-03 17:00")
    assert title == "Nothing to take now. Physical therapy, 17:00."
    assert lines[-1] == 'Physical therapy, 17:00. When it is done: taper tick A "physical therapy"'
    title, lines = alone("2026-12-03 19:00", activity_times=())
    assert title == "Nothing to take now. How was today?"
    assert lines[-1].startswith("How was today? sleep, anxiety, pain, each 0 to 10: taper checkin A sleep=3")


def test_with_several_people_the_title_says_whose_activity_it_is() -> None:
    title, _ = alone("2026-12-03 17:00", Manner(several_people=True), person="Anna")
    assert title == "Nothing to take now. Anna, A: Physical therapy, 17:00."


def test_words_that_name_a_hidden_medicine_stay_away() -> None:
    walk = {"medicine": "madeupin", "activities": ("walk after Madeupin",)}
    timed = (ActivityTime("walk after Madeupin", time(17)),)
    title, lines = alone("2026-12-03 17:00", activity_times=timed, **walk)
    assert title == "Nothing to take now. An activity of your plan, 17:00."
    assert not any("madeupin" in line.casefold() for line in lines)
    shown, _ = alone("2026-12-03 17:00", Manner(names_shown=True), activity_times=timed, **walk)
    assert shown == "Nothing to take now. Walk after Madeupin, 17:00."


def test_what_was_answered_before_is_not_said() -> None:
    plan = asking(days(1, ONCE), days(9, ONCE))
    on, now = date(2026, 12, 2), at("2026-12-02 16:00")
    done = CheckedIn("p1", "physical therapy", None, on, now)
    scores = [CheckedIn("p1", word, 3, on, now) for word in ASKED.ask]
    assert answered_ids(plan, [done]) == {"activity:2026-12-02:physical therapy"}
    assert answered_ids(plan, scores[:2]) == frozenset()
    assert answered_ids(plan, scores) == {"check-in:2026-12-02"}
    decided = decide(
        kept_of(plan, stored="2026-12-02 12:00"),
        intakes=(),
        reminders=(),
        snoozes=(),
        now=at("2026-12-02 20:00"),
        since=at("2026-12-02 12:00"),
        policy=Policy(),
        answered=answered_ids(plan, [done, *scores]),
    )
    kinds = {item.kind for item in decided.saying.items} if decided.saying else set()
    assert not kinds & {Kind.ACTIVITY, Kind.CHECK_IN}


def test_of_several_answers_of_one_day_the_newest_counts() -> None:
    now, on = at("2026-12-02 19:30"), date(2026, 12, 2)
    first = CheckedIn("p1", "sleep", 3, on, now)
    second = CheckedIn("p1", "sleep", 8, on, now + timedelta(minutes=1))
    other = CheckedIn("p1", "sleep", 1, date(2026, 12, 1), now)
    assert counting([first, other, second]) == (other, second)


@pytest.mark.parametrize(
    ("key", "value", "place", "expected"),
    [
        ("check_in", {"ask": []}, "check_in, ask", "from 1 to 12"),
        ("check_in", {"days_after": 3}, "check_in, ask", "from 1 to 12"),
        ("check_in", {"ask": ["a=b"]}, "check_in, ask", 'without "="'),
        ("check_in", {"ask": ["pain", "Pain"]}, "check_in, ask", "each once"),
        ("check_in", {"ask": ["pain"], "days_after": 29}, "check_in, days_after", "from 0 to 28"),
        ("check_in", {"ask": ["pain"], "at": "18:00"}, "check_in, at", "one of ask, days_after"),
        ("activities", [{"activity": "walk"}], "activity 1, at", "a time"),
        ("activities", [{"at": "17:00"}], "activity 1, activity", "its words"),
        ("activities", ["walk", {"activity": "walk", "at": "17:00"}], "activities", "once"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_place(key: str, value: object, place: str, expected: str) -> None:
    form = to_form(plan_of(days(3, ONCE))) | {key: value}
    with pytest.raises(FormError) as caught:
        from_form(form)
    assert any(one.place == place and expected in one.expected for one in caught.value.problems)


def test_a_form_from_before_check_ins_is_the_same_plan_without_any() -> None:
    form = to_form(plan_of(days(3, ONCE), activities=("walk", "rest")))
    assert "check_in" not in form
    assert form["activities"] == ["walk", "rest"]
    plan = from_form(form)
    assert (plan.activities, plan.activity_times, plan.check_ins) == (("walk", "rest"), (), None)
