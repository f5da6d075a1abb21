"""Short texts and the steps they mean, said back in the plain form."""

from __future__ import annotations

from datetime import date, time

import pytest
from readers import DAY_1, plan_of, reading_of, steps_in_words

from taper.core.daytimes import DEFAULT_TIMES
from taper.core.plan import Ends, Interval, Plan, Slots, Split
from taper.language import Setting, read

STEPS = {
    # how often
    "40 mg daily for 4 days": ["40 mg once daily for 4 days"],
    "40 mg every day for one week": ["40 mg once daily for 7 days"],
    "take 1 tablet by mouth 2 times a day for 5 days": ["1 tablet twice daily for 5 days"],
    "2 capsules tds for 2 weeks": ["2 capsules three times daily for 14 days"],
    "1 puff 4x/day for 3 days": ["1 puff in the morning, at noon, in the evening and at bedtime for 3 days"],
    "10 mg b.i.d. for 3 days": ["10 mg twice daily for 3 days"],
    "10 mg nocte for 3 days": ["10 mg at night for 3 days"],
    "10 mg qhs x3d": ["10 mg at bedtime for 3 days"],
    "1 caps po dailyx90 days": ["1 capsule once daily for 90 days"],
    "every morning take 2 tablets for 3 days": ["2 tablets once daily for 3 days"],
    # named times
    "1 tablet morning and evening for 3 days": ["1 tablet in the morning and in the evening for 3 days"],
    "1 tablet twice a day and at bedtime for 3 days": [
        "1 tablet in the morning, in the evening and at bedtime for 3 days"
    ],
    "350 mg three times a day and at bedtime for 14 days": [
        "350 mg in the morning, at noon, in the evening and at bedtime for 14 days"
    ],
    "1 tablet with breakfast and dinner for 5 days": ["1 tablet with breakfast and with dinner for 5 days"],
    "1 tablet three times a day before meals for 5 days": [
        "1 tablet before breakfast, before lunch and before dinner for 5 days"
    ],
    "1 tablet 3 times a day with meals and at bedtime for 1 day": [
        "1 tablet with breakfast, with lunch, with dinner and at bedtime for 1 day"
    ],
    "2 tablets in the morning and 1 at bedtime for 5 days": [
        "2 tablets in the morning and 1 tablet at bedtime for 5 days"
    ],
    "2 tablets every morning + 1 every night for 5 days": ["2 tablets in the morning and 1 tablet at night for 5 days"],
    # clock times and hours
    "80mg at 8am and 40mg at 2pm for 5 days. Then 40mg daily at 8am": [
        "80 mg at 08:00 and 40 mg at 14:00 for 5 days",
        "40 mg at 08:00",
    ],
    "1 tablet at 8 am, 2 pm and 8 pm for 4 days": ["1 tablet at 08:00, at 14:00 and at 20:00 for 4 days"],
    "10 mg every 8 hours for 5 days": ["10 mg every 8 hours (08:00, 16:00 and 00:00) for 5 days"],
    "10 mg q12h for 5 days": ["10 mg every 12 hours (08:00 and 20:00) for 5 days"],
    "10 mg every 12 hours (9 am and 9 pm) for 5 days": ["10 mg every 12 hours (09:00 and 21:00) for 5 days"],
    "10 mg every 36 hours for 6 days": ["10 mg every 36 hours from 08:00 for 6 days"],
    # days
    "25 mg every other day for 2 weeks": ["25 mg every other day for 14 days"],
    "25 mg on alternate days at night for 2 weeks": ["25 mg at night every other day for 14 days"],
    "25 mg every third day for 9 days": ["25 mg every 3 days for 9 days"],
    "25 mg every 2 weeks for 8 weeks": ["25 mg every 14 days for 56 days"],
    "10 mg once a week on Friday for 4 weeks": ["10 mg once a week on Friday for 28 days"],
    "10 mg on Mondays, Wednesdays and Fridays for 2 weeks": ["10 mg every Monday, Wednesday and Friday for 14 days"],
    "10 mg weekly for 4 weeks": ["10 mg every 7 days for 28 days"],
    # lengths and joints
    "20 mg daily for 1 month": ["20 mg once daily for 1 month"],
    "20 mg daily until 2026-12-16": ["20 mg once daily until 16 December 2026"],
    "20 mg daily until December 16, 2026, then stop": ["20 mg once daily until 16 December 2026"],
    "20 mg daily through Wed 16 Dec 2026": ["20 mg once daily until 16 December 2026"],
    "20 mg daily from 2026-12-01 to 2026-12-16": ["20 mg once daily until 16 December 2026"],
    "20 mg daily, a course of 6 days": ["20 mg once daily for 6 days"],
    "40 mg daily for 4 days, 30 mg daily for 4 days": ["40 mg once daily for 4 days", "30 mg once daily for 4 days"],
    "40 mg daily for 4 days followed by 20 mg daily for a fortnight, then stop": [
        "40 mg once daily for 4 days",
        "20 mg once daily for 14 days",
    ],
    "- 40 mg daily for 4 days\n- 30 mg daily for 4 days\n- stop": [
        "40 mg once daily for 4 days",
        "30 mg once daily for 4 days",
    ],
    "For 4 days: 40 mg daily; for 3 days: 20 mg daily": ["40 mg once daily for 4 days", "20 mg once daily for 3 days"],
    "week 1: 20 mg daily; week 2: 10 mg daily; then stop": [
        "20 mg once daily for 7 days",
        "10 mg once daily for 7 days",
    ],
    "weeks 1 to 2: 20 mg daily, weeks 3-4: 10 mg daily": [
        "20 mg once daily for 14 days",
        "10 mg once daily for 14 days",
    ],
    "2 tablets daily on day 1 and 1 tablet daily on days 2-5": [
        "2 tablets once daily for 1 day",
        "1 tablet once daily for 4 days",
    ],
    "on days 1-3 take 40 mg daily, on days 4-6 take 30 mg daily": [
        "40 mg once daily for 3 days",
        "30 mg once daily for 3 days",
    ],
    "350 mg three times a day for 14 days, then twice a day for 3 days, then at bedtime for 3 days, then stop": [
        "350 mg three times daily for 14 days",
        "350 mg twice daily for 3 days",
        "350 mg at bedtime for 3 days",
    ],
    # amounts
    "1 (one) tablet daily for 3 (three) days": ["1 tablet once daily for 3 days"],
    "Take 1 tab. daily for 3 days": ["1 tablet once daily for 3 days"],
    "twenty-five mcg daily for 3 days": ["25 mcg once daily for 3 days"],
    "0.6mls daily for 3 days": ["0.6 mL once daily for 3 days"],
    "2 tablets of 5 mg daily for 3 days": ["2 tablets of 5 mg once daily for 3 days"],
    "two 5 mg tablets daily for 3 days": ["2 tablets of 5 mg once daily for 3 days"],
    "2 x 5 mg tablets daily for 3 days": ["2 tablets of 5 mg once daily for 3 days"],
    "Take 40 mg of prednisolone once a day for 4 days": ["40 mg once daily for 4 days"],
    "40 mg (4 tablets of 10 mg) daily for 4 days": ["40 mg (4 tablets of 10 mg) once daily for 4 days"],
    "TAKE 40 MG DAILY FOR 4 DAYS THEN STOP": ["40 mg once daily for 4 days"],
    "1 tablet(s) daily for 3 days": ["1 tablet once daily for 3 days"],
}


@pytest.mark.parametrize("text", STEPS)
def test_a_short_text_means_its_steps(text: str) -> None:
    """The steps said back are those of the table."""
    assert steps_in_words(plan_of(text)) == STEPS[text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("half a tablet daily for 3 days", "0.5 tablet once daily for 3 days"),
        ("1/2 tab daily for 3 days", "0.5 tablet once daily for 3 days"),
        ("one and a half tablets daily for 3 days", "1.5 tablets once daily for 3 days"),
        ("1 1/2 tablets daily for 3 days", "1.5 tablets once daily for 3 days"),
        ("1½ tablets daily for 3 days", "1.5 tablets once daily for 3 days"),
    ],
)
def test_halves_are_read_where_tablets_may_be_split(text: str, words: str) -> None:
    """A half in words, as 1/2 or as ½ is the same half."""
    assert steps_in_words(plan_of(text, "10 mg tablet", split=Split.HALF)) == [words]


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("prednisone: 40 mg daily", "prednisone"),
        ("Carisoprodol (Soma) 350 mg daily", "Carisoprodol (Soma)"),
        ("co-amoxiclav 500 mg tds", "co-amoxiclav"),
        ("Vitamin D 1000 units daily", "Vitamin D"),
        ("Take prednisone 40 mg daily", "prednisone"),
        ("1 tab of Benadryl 3 times a day", "Benadryl"),
        ("Prednisone taper: 40 mg daily for 3 days", "Prednisone"),
        ("Prednisolone\n- 40 mg daily for 4 days", "Prednisolone"),
        ("prednisone 40 mg daily for 4 days then prednisone 20 mg daily for 4 days", "prednisone"),
        ("nicotine 21 mg patches: 1 patch daily for 4 weeks", "nicotine"),
        ("40 mg daily", None),
    ],
)
def test_the_medicine_is_named_as_it_was_written(text: str, medicine: str | None) -> None:
    """A name stands first, behind the verb, or behind the amount; it is kept as written, or there is none."""
    assert plan_of(text).medicine == medicine


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("40 mg daily for 4 days", Ends.STOP),
        ("40 mg daily for 4 days and stop", Ends.STOP),
        ("40 mg daily for 4 days. Stop taking it.", Ends.STOP),
        ("40 mg daily for 4 days then review", Ends.REVIEW),
        ("40 mg daily for 4 days, then 20 mg daily", Ends.OPEN),
        ("40 mg daily for 4 days, then 20 mg daily, then continue", Ends.OPEN),
        ("40 mg daily indefinitely", Ends.OPEN),
    ],
)
def test_a_plan_ends_as_it_says(text: str, ends: Ends) -> None:
    """A last length ends in a stop without the word; no length, or "continue", leaves the plan open."""
    assert plan_of(text).ends is ends


@pytest.mark.parametrize(
    "text", ["40 mg daily for 4 days starting 2026-12-01", "From 1 December 2026: 40 mg daily for 4 days"]
)
def test_a_start_in_the_text_stands_alone(text: str) -> None:
    """Without a start beside it, the date in the text is day 1."""
    plan = reading_of(text, starts_on=None)
    assert isinstance(plan, Plan)
    assert plan.starts_on == DAY_1


def test_a_latest_stop_becomes_a_limit() -> None:
    """ "Stop by" a date limits the plan and lengthens nothing."""
    assert plan_of("40 mg daily for 10 days, stop by 2026-12-20").limits.stop_by == date(2026, 12, 20)


def test_a_note_beside_the_dose_is_kept_as_a_precaution() -> None:
    """ "With food" is understood, and not lost."""
    assert plan_of("1 tablet twice a day with food for 5 days").precautions == ("with food",)


def test_a_strength_in_the_heading_becomes_the_tablet_with_its_split_and_count() -> None:
    """The tablet of the heading may be split as told, and "#15" is its quantity."""
    text = "Baclofen 10 mg tablets: half a tablet three times a day for 10 days. #15"
    (tablet,) = plan_of(text, split=Split.HALF).tablets
    assert (tablet.name, tablet.split, tablet.quantity) == ("10 mg tablet", Split.HALF, 15)


def test_an_interval_begins_at_the_first_hour_of_day_1() -> None:
    """A plan that starts at 18:00 has its "every 12 hours" at 18:00 and 06:00, the latter on the next day."""
    schedule = plan_of("10 mg every 12 hours for 3 days", starts_at_time=time(18)).steps[0].schedule
    assert isinstance(schedule, Slots)
    assert [(slot.name, slot.next_day) for slot in schedule.slots] == [("18:00", False), ("06:00", True)]


def test_hours_that_do_not_divide_a_day_stay_elapsed_hours() -> None:
    """36 hours never become wall-clock slots."""
    assert isinstance(plan_of("10 mg every 36 hours for 6 days").steps[0].schedule, Interval)


def test_the_slots_of_a_day_stand_in_order_of_time() -> None:
    """Bedtime said first still comes last."""
    schedule = plan_of("1 tablet at bedtime and 2 in the morning for 3 days").steps[0].schedule
    assert isinstance(schedule, Slots)
    assert [slot.name for slot in schedule.slots] == ["morning", "bedtime"]


def test_a_bedtime_after_midnight_keeps_its_plan_date() -> None:
    """A bedtime the person set to 00:30 falls on the next calendar day, and comes last."""
    times = {**DEFAULT_TIMES, "bedtime": time(0, 30)}
    setting = Setting(starts_on=DAY_1, zone="Europe/Berlin", today=DAY_1, times=times)
    plan = read("1 tablet in the morning and at bedtime for 3 days", setting)
    assert isinstance(plan, Plan)
    schedule = plan.steps[0].schedule
    assert isinstance(schedule, Slots)
    assert [(slot.name, slot.next_day) for slot in schedule.slots] == [("morning", False), ("bedtime", True)]
