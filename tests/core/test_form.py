"""The plain form of a plan: what is written is read back, and what is no plan is refused with every problem."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plans

from taper.core.amount import Amount, Unit
from taper.core.daytimes import DEFAULT_TIMES
from taper.core.form import FormError, from_form, to_form
from taper.core.formtable import Problem, place_of
from taper.core.plan import (
    Days,
    Ends,
    Interval,
    OnWeekdays,
    OpenLength,
    Plan,
    Slot,
    Slots,
    Split,
    Step,
    Tablet,
    Weekday,
)

MORNING = {"slot": "morning", "amount": "40 mg"}


def form_of(**changes: object) -> dict[str, object]:
    """A small good form, with some keys changed and those set to None left out."""
    form = {"zone": "Europe/Berlin", "starts_on": "2026-12-01", "steps": [{"days": 4, "slots": [MORNING]}], **changes}
    return {key: value for key, value in form.items() if value is not None}


def step_form_of(**changes: object) -> dict[str, object]:
    """The small form with another single step."""
    step = {"days": 4, "slots": [MORNING], **changes}
    return form_of(steps=[{key: value for key, value in step.items() if value is not None}])


def problems_of(form: dict[str, object], **beside: object) -> dict[str, Problem]:
    """The problems of a form by their place."""
    with pytest.raises(FormError) as caught:
        from_form(form, **beside)  # type: ignore[arg-type]
    return {problem.place: problem for problem in caught.value.problems}


@settings(deadline=None)
@given(plans())
def test_every_plan_written_as_json_is_read_back_equal(plan: Plan) -> None:
    assert from_form(json.loads(json.dumps(to_form(plan)))) == plan


def test_a_slot_without_a_time_takes_the_persons_own() -> None:
    plan = from_form(form_of(), times={**DEFAULT_TIMES, "morning": time(6, 45)})
    assert plan.steps[0].schedule == Slots((Slot("morning", time(6, 45), Amount(Fraction(40), Unit.MG)),))


def test_a_persons_bedtime_after_midnight_belongs_to_the_plan_date_before() -> None:
    form = step_form_of(slots=[{"slot": "bedtime", "amount": "40 mg"}])
    schedule = from_form(form, times={**DEFAULT_TIMES, "bedtime": time(0, 30)}).steps[0].schedule
    assert isinstance(schedule, Slots)
    assert schedule.slots[0].next_day


def test_a_slot_without_a_name_is_called_by_its_time() -> None:
    schedule = from_form(step_form_of(slots=[{"time": "14:30", "amount": "40 mg"}])).steps[0].schedule
    assert schedule == Slots((Slot("14:30", time(14, 30), Amount(Fraction(40), Unit.MG)),))


def test_hours_that_divide_a_day_become_slots_of_the_wall_clock() -> None:
    form = step_form_of(slots=None, every_hours=8, amount="40 mg")
    schedule = from_form(form, starts_at=time(18)).steps[0].schedule
    assert isinstance(schedule, Slots)
    assert [(slot.name, slot.next_day) for slot in schedule.slots] == [
        ("18:00", False),
        ("02:00", True),
        ("10:00", True),
    ]


def test_hours_that_do_not_divide_a_day_stay_an_interval() -> None:
    schedule = from_form(step_form_of(slots=None, every_hours=36, amount="40 mg", first_time="09:15")).steps[0].schedule
    assert schedule == Interval(36, time(9, 15), Amount(Fraction(40), Unit.MG))


def test_weekdays_are_read_by_name() -> None:
    schedule = from_form(step_form_of(weekdays=["monday", "friday"])).steps[0].schedule
    assert isinstance(schedule, Slots)
    assert schedule.rhythm == OnWeekdays(frozenset({Weekday.MONDAY, Weekday.FRIDAY}))


def test_dates_and_times_may_be_those_of_toml() -> None:
    form = step_form_of(slots=[{"slot": "morning", "time": time(9), "amount": "40 mg"}]) | {
        "starts_on": date(2026, 12, 2)
    }
    assert from_form(form).starts_on == date(2026, 12, 2)


def test_an_end_that_is_not_said_is_open_only_after_an_open_step() -> None:
    assert from_form(form_of()).ends is Ends.STOP
    assert from_form(step_form_of(days=None, open=True)).ends is Ends.OPEN


def test_a_combination_strength_is_a_name_and_no_amount() -> None:
    (tablet,) = from_form(form_of(tablets=[{"strength": "49/51 mg", "split": "half"}])).tablets
    assert tablet == Tablet("49/51 mg", split=Split.HALF)


@pytest.mark.parametrize("holds", [None, Amount(Fraction(5), Unit.MG)])
def test_what_a_tablet_holds_is_kept_where_its_name_says_otherwise(holds: Amount | None) -> None:
    tablet = Tablet("10 mg", amount=holds)
    form = to_form(from_form(form_of())) | {"tablets": [{"strength": "10 mg"}]}
    written = to_form(from_form(form))
    assert written["tablets"] == [{"strength": "10 mg", "form": "tablet"}]
    plan = from_form(form)
    changed = Plan(plan.steps, plan.ends, plan.starts_on, plan.zone, tablets=(tablet,))
    assert from_form(to_form(changed)).tablets == (tablet,)


def test_what_is_assumed_stands_in_only_where_nobody_said() -> None:
    form = form_of(starts_on=None, zone=None)
    plan = from_form(form, starts_on=date(2027, 1, 1), assumed_starts_on=date(2028, 1, 1), assumed_zone="UTC")
    assert (plan.starts_on, plan.zone) == (date(2027, 1, 1), "UTC")
    assert from_form(form_of(), assumed_starts_on=date(2028, 1, 1), assumed_zone="UTC") == from_form(form_of())


def test_a_start_or_zone_said_otherwise_beside_the_form_is_a_problem() -> None:
    form = form_of(starts_at="10:00")
    found = problems_of(form, starts_on=date(2026, 12, 2), starts_at=time(9), zone="UTC")
    assert set(found) == {"starts_on", "starts_at", "zone"}


def test_made_up_numbers_are_named_in_examples_only() -> None:
    assert from_form(form_of(example=True, made_up=["steps 2 and 3"])).example
    assert "made_up" in problems_of(form_of(made_up=["steps 2 and 3"]))


def test_every_problem_is_told_at_once() -> None:
    form = form_of(
        medicine=5, zone="Europe/Nowhere", colour="red", steps=[{"days": 0, "slots": []}, {"days": True, "rest": True}]
    )
    assert set(problems_of(form)) == {"medicine", "zone", "colour", "step 1, days", "step 1, slots", "step 2, days"}


def test_a_problem_says_its_place_what_was_found_and_what_was_expected() -> None:
    problem = Problem(("steps", 1, "slots", 0, "amount"), '"a lot"', "an amount")
    assert str(problem) == 'step 2, slot 1, amount: found "a lot", expected an amount'
    assert place_of(()) == "the plan"


@pytest.mark.parametrize("value", [0, -1, True, 1.0, "4", 10**30, 3661, None])
def test_a_length_is_a_whole_number_within_bounds(value: object) -> None:
    assert "step 1, days" in problems_of(form_of(steps=[{"days": value, "slots": [MORNING]}]))


@pytest.mark.parametrize("value", ["0 mg", "-5 mg", "1000000000 mg", "5", "5 lumps", 5, 5.0, "", "1e3 mg", ["5 mg"]])
def test_an_amount_is_text_with_a_number_above_zero_and_a_unit(value: object) -> None:
    form = step_form_of(slots=[{"slot": "morning", "amount": value}])
    assert "step 1, slot 1, amount" in problems_of(form)


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "20261201", "2026-W49-2", "1 Dec 2026", 20261201, datetime(2026, 12, 1), "1066-10-14", "9999-12-31"],  # noqa: DTZ001
)
def test_a_date_exists_and_is_no_slip_of_the_pen(value: object) -> None:
    assert "starts_on" in problems_of(form_of(starts_on=value))


@pytest.mark.parametrize("value", ["24:00", "08:60", "8:00", "8 am", "08:00:30", time(8, 0, 30), 8, True])
def test_a_time_is_a_wall_clock_time_in_whole_minutes(value: object) -> None:
    form = step_form_of(slots=[{"slot": "morning", "time": value, "amount": "40 mg"}])
    assert "step 1, slot 1, time" in problems_of(form)


@pytest.mark.parametrize("value", ["Mars/Base", "../etc/passwd", "/etc/passwd", "America", "", "a\x00b", 1, "x" * 300])
def test_a_zone_is_one_that_is_known(value: object) -> None:
    assert "zone" in problems_of(form_of(zone=value))


@pytest.mark.parametrize(
    "value", ["", "  ", " x", "a\nb", "a\x1bb", "a\x00b", "a\u202eb", "a\u2028b", "\ud800", "x" * 201, 5, None, ["x"]]
)
def test_a_name_is_one_line_without_control_characters(value: object) -> None:
    assert "person" in problems_of({**form_of(), "person": value})


def test_free_text_may_have_lines() -> None:
    assert from_form(form_of(reason="pain\nat night", precautions=["no\ndriving"])).reason == "pain\nat night"


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"slots": [MORNING]}, "step 1"),
        ({"days": 1, "months": 1, "slots": [MORNING]}, "step 1"),
        ({"days": 1}, "step 1"),
        ({"days": 1, "slots": []}, "step 1, slots"),
        ({"days": 1, "slots": [MORNING, MORNING]}, "step 1, slot 2, slot"),
        ({"days": 1, "slots": [{"slot": "dawn", "amount": "1 mg"}]}, "step 1, slot 1, time"),
        ({"days": 1, "slots": [{"amount": "1 mg"}]}, "step 1, slot 1, slot"),
        ({"days": 1, "slots": [{"slot": "morning"}]}, "step 1, slot 1, amount"),
        ({"days": 1, "slots": [MORNING] * 49}, "step 1, slots"),
        ({"days": 1, "slots": [MORNING], "rest": True}, "step 1"),
        ({"days": 1, "rest": False}, "step 1, rest"),
        ({"open": False, "slots": [MORNING]}, "step 1, open"),
        ({"days": 1, "rest": True, "every_days": 2}, "step 1, every_days"),
        ({"days": 9, "slots": [MORNING], "every_days": 2, "weekdays": ["monday"]}, "step 1, weekdays"),
        ({"days": 9, "slots": [MORNING], "weekdays": []}, "step 1, weekdays"),
        ({"days": 9, "slots": [MORNING], "weekdays": ["moonday"]}, "step 1, weekdays"),
        ({"days": 9, "slots": [MORNING], "weekdays": ["monday", "monday"]}, "step 1, weekdays"),
        ({"days": 9, "slots": [MORNING], "weekdays": [1]}, "step 1, weekdays"),
        ({"weeks": 2, "slots": [MORNING]}, "step 1, weeks"),
        ({"days": 1, "every_hours": 36}, "step 1, amount"),
        ({"until": "2026-11-30", "slots": [MORNING]}, "steps"),
        ("a step", "step 1"),
    ],
)
def test_a_step_has_one_length_and_one_kind_of_doses(step: object, place: str) -> None:
    assert place in problems_of(form_of(steps=[step]))


@pytest.mark.parametrize("steps", [None, [], {}, "x"])
def test_a_plan_has_at_least_one_step(steps: object) -> None:
    assert "steps" in problems_of(form_of(steps=steps))


def test_only_the_last_step_may_be_open() -> None:
    steps = [{"open": True, "slots": [MORNING]}, {"days": 1, "slots": [MORNING]}]
    assert "step 1, open" in problems_of(form_of(steps=steps))


@pytest.mark.parametrize(
    ("ends", "length"), [("stop", {"open": True}), ("review", {"open": True}), ("open", {"days": 1})]
)
def test_how_a_plan_ends_agrees_with_its_last_step(ends: str, length: dict[str, object]) -> None:
    assert "ends" in problems_of(form_of(ends=ends, steps=[{**length, "slots": [MORNING]}]))


def test_a_month_counted_from_the_31st_is_asked_about() -> None:
    form = step_form_of(days=None, months=1) | {"starts_on": "2026-12-31"}
    assert "steps" in problems_of(form)


@pytest.mark.parametrize("counts", [(3660, 1), (3000, 3000), (3660,) * 3000])
def test_a_plan_of_more_than_ten_years_is_refused(counts: tuple[int, ...]) -> None:
    assert "steps" in problems_of(form_of(steps=[{"days": count, "slots": [MORNING]} for count in counts]))


def test_the_longest_plan_is_read() -> None:
    assert from_form(step_form_of(days=3660)).steps == (Step(Days(3660), from_form(form_of()).steps[0].schedule),)


def test_a_form_that_an_open_step_ends_says_so_when_written() -> None:
    plan = from_form(step_form_of(days=None, open=True))
    assert isinstance(plan.steps[-1].length, OpenLength)
    assert to_form(plan)["ends"] == "open"


@settings(deadline=None)
@given(plans(), st.data())
def test_no_damage_to_a_form_brings_anything_but_a_plan_or_problems(plan: Plan, data: st.DataObject) -> None:
    form = json.loads(json.dumps(to_form(plan)))
    _damage(form, data)
    with suppress(FormError):
        assert isinstance(from_form(form), Plan)


def _damage(value: object, data: st.DataObject) -> None:
    """Replaces one value somewhere inside by something else."""
    junk = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({}) | st.dates()
    places = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not places or not isinstance(value, dict | list):
        return
    place = data.draw(st.sampled_from(places))
    if isinstance(value[place], dict | list) and value[place] and data.draw(st.booleans()):
        _damage(value[place], data)
    else:
        value[place] = data.draw(junk)
