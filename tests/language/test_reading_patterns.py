"""What each pattern a prescriber writes means, day by day, in a table that a pharmacist could tick."""

from __future__ import annotations

from itertools import groupby

import pytest
from readers import asked_about, plan_of, reading_of

from taper.core.amount import plain
from taper.core.expand import days_of
from taper.core.plan import AsNeeded, Plan, Split
from taper.language import say_plan

DAYS = {
    # lists by day and by week
    "Week 1: 12,12,11,11,10,10,9 tablets. Week 2: 9,8,8,7,7,6,6 tablets. Then stop.": (
        "1-2: 12 tablets | 3-4: 11 tablets | 5-6: 10 tablets | 7-8: 9 tablets | 9-10: 8 tablets | 11-12: 7 tablets | "
        "13-14: 6 tablets"
    ),
    "Days 1 to 6: 6, 5, 4, 3, 2, 1 tablets in the morning, then stop": (
        "1: 6 tablets | 2: 5 tablets | 3: 4 tablets | 4: 3 tablets | 5: 2 tablets | 6: 1 tablet"
    ),
    "Take 30, 20 and 10 mg on successive days": "1: 30 mg | 2: 20 mg | 3: 10 mg",
    "Day 1: 40 mg\nDay 2: 30 mg\nDay 3: 20 mg\nthen stop": "1: 40 mg | 2: 30 mg | 3: 20 mg",
    "Days 1-3: 40 mg once daily, days 4-5: 20 mg once daily": "1-3: 40 mg | 4-5: 20 mg",
    "alternate 10 mg and 5 mg each morning for 3 days": "1: 10 mg | 2: 5 mg | 3: 10 mg",
    "Prednisolone 10 mg alternating with 5 mg on alternate days for 4 days": "1: 10 mg | 2: 5 mg | 3: 10 mg | 4: 5 mg",
    "Alternate 5 mg one day with 7.5 mg the next day for 3 days": "1: 5 mg | 2: 7.5 mg | 3: 5 mg",
    "1. 20 mg once daily for 2 days\n2. 10 mg once daily for 2 days\nThen stop.": "1-2: 20 mg | 3-4: 10 mg",
    "500 mg on day 1, then 250 mg once daily for 4 days": "1: 500 mg | 2-5: 250 mg",
    # every so many days and weeks
    "10 mg every 3 days for 7 days": "1: 10 mg | 2-3: - | 4: 10 mg | 5-6: - | 7: 10 mg",
    "1 patch every 72 hours for 7 days": "1: 1 patch | 2-3: - | 4: 1 patch | 5-6: - | 7: 1 patch",
    "5 mg every 2 weeks on Wednesday for 5 weeks": "1: - | 2: 5 mg | 3-15: - | 16: 5 mg | 17-29: - | 30: 5 mg",
    "1 tablet once a month for 3 months": "1: 1 tablet | 2-31: - | 32: 1 tablet | 33-62: - | 63: 1 tablet",
    # alternating
    "20 mg one day and 10 mg the next for 4 days": "1: 20 mg | 2: 10 mg | 3: 20 mg | 4: 10 mg",
    "20 mg one day and 10 mg the next day, in the evening, for 3 days": "1: 20 mg | 2: 10 mg | 3: 20 mg",
    "20 mg every other day and 10 mg on the other days for 4 days": "1: 20 mg | 2: 10 mg | 3: 20 mg | 4: 10 mg",
    "5 mg on Mondays and Fridays and 2.5 mg on the other days, for 7 days": (
        "1-3: 2.5 mg | 4: 5 mg | 5-6: 2.5 mg | 7: 5 mg"
    ),
    # cycles
    "200 mg twice a day for 2 days, then 3 days with no doses; 2 cycles in all, then stop": (
        "1-2: 200 mg + 200 mg | 3-5: - | 6-7: 200 mg + 200 mg"
    ),
    "1 tablet daily for 2 days, then a 1-day break, repeat for 3 cycles": (
        "1-2: 1 tablet | 3: - | 4-5: 1 tablet | 6: - | 7-8: 1 tablet"
    ),
    "1 tablet daily for 2 days, repeat every 4 days for 2 cycles": "1-2: 1 tablet | 3-4: - | 5-6: 1 tablet",
    "1 tablet daily, 3 days on and 2 days off, for 10 days": "1-3: 1 tablet | 4-5: - | 6-8: 1 tablet",
    "1 tablet daily on days 1 to 3 of each 5-day cycle for 10 days": "1-3: 1 tablet | 4-5: - | 6-8: 1 tablet",
    "1 tablet daily for 2 days, then stop for 3 days, then 1 tablet daily for 2 days, then stop": (
        "1-2: 1 tablet | 3-5: - | 6-7: 1 tablet"
    ),
    # loading doses and intervals across midnight
    "2 tablets at once, then 1 tablet every 8 hours for 7 doses": (
        "1: 2 tablets + 1 tablet + 1 tablet | 2: 1 tablet + 1 tablet + 1 tablet | 3: 1 tablet + 1 tablet"
    ),
    "2 tablets at once, then 1 tablet once daily for 2 days": "1: 2 tablets | 2-3: 1 tablet",
    "2 tablets as a single dose": "1: 2 tablets",
    "2.5 mg every 12 hours for 3 doses once a week on Saturday for 12 days": (
        "1-4: - | 5: 2.5 mg + 2.5 mg + 2.5 mg | 6-11: - | 12: 2.5 mg + 2.5 mg + 2.5 mg"
    ),
    "1 tablet three times a day for 10 doses": "1-3: 1 tablet + 1 tablet + 1 tablet | 4: 1 tablet",
    # different amounts at each time
    "10 mg in the morning and 5 mg at noon for 2 days, then 5 mg in the morning and 2.5 mg at noon for 1 day": (
        "1-2: 10 mg + 5 mg | 3: 5 mg + 2.5 mg"
    ),
    # rules
    "40 mg daily for 5 days, then reduce by 10 mg every 5 days until 10 mg, then stop": (
        "1-5: 40 mg | 6-10: 30 mg | 11-15: 20 mg | 16-20: 10 mg"
    ),
    "prednisolone from 20 mg once daily, reduce by 5 mg every week until 10 mg, then by 2.5 mg every week, then stop": (
        "1-7: 20 mg | 8-14: 15 mg | 15-21: 10 mg | 22-28: 7.5 mg | 29-35: 5 mg | 36-42: 2.5 mg"
    ),
    "6 tablets on day 1, then one tablet fewer each day, then stop": (
        "1: 6 tablets | 2: 5 tablets | 3: 4 tablets | 4: 3 tablets | 5: 2 tablets | 6: 1 tablet"
    ),
    "100 mg daily for 2 days, reducing by 25% of the original dose every 2 days until stopped": (
        "1-2: 100 mg | 3-4: 75 mg | 5-6: 50 mg | 7-8: 25 mg"
    ),
    "64 mg daily for 1 day, then halve the dose each day until 8 mg, then stop": (
        "1: 64 mg | 2: 32 mg | 3: 16 mg | 4: 8 mg"
    ),
    "0.25 mg twice daily for 3 days, reduce by 0.125 mg twice daily every 3 days, then stop": (
        "1-3: 0.25 mg + 0.25 mg | 4-6: 0.125 mg + 0.125 mg"
    ),
    "20 mg twice daily for 2 days, reduce the daily dose by 20 mg every 2 days until stopped": (
        "1-2: 20 mg + 20 mg | 3-4: 10 mg + 10 mg"
    ),
    "25 mg daily for 1 week, then increase by 25 mg every week for 2 weeks, then stop": (
        "1-7: 25 mg | 8-14: 50 mg | 15-21: 75 mg"
    ),
    "40 mg once daily for 2 days, then reduce to 30 mg for 2 days": "1-2: 40 mg | 3-4: 30 mg",
}


def in_brief(plan: Plan, *, open_days: int = 0) -> str:
    """Runs of days with the same doses: "1-7: 200 mg + 200 mg | 8-28: -"."""
    days = [
        (day.number, " + ".join(plain(dose.amount) for dose in day.doses) or "-")
        for day in days_of(plan, open_days=open_days)
    ]
    runs = []
    for doses, run in groupby(days, key=lambda day: day[1]):
        numbers = [number for number, _ in run]
        span = f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        runs.append(f"{span}: {doses}")
    return " | ".join(runs)


@pytest.mark.parametrize("text", DAYS, ids=ascii)
def test_a_pattern_means_these_doses_on_these_days(text: str) -> None:
    """Each text beside its days and doses, worked out by hand."""
    assert in_brief(plan_of(text)) == DAYS[text]


@pytest.mark.parametrize("text", DAYS, ids=ascii)
def test_what_is_said_back_is_read_again_as_the_same_plan(text: str) -> None:
    """The plain form of the reading, with its rules, means the same plan."""
    plan = plan_of(text)
    assert plan_of(say_plan(plan)) == plan, say_plan(plan)


NEEDED = {
    "1 tablet as needed for pain": "1 tablet as needed for pain",
    "1-2 tablets every 4 to 6 hours prn pain, max 8 tablets in 24 hours": (
        "1 to 2 tablets every 4 to 6 hours as needed for pain, at least 4 hours apart, at most 8 tablets a day"
    ),
    "50 mg every 6 hours as needed, no more than 200 mg in 24 hours, for 5 days": (
        "50 mg as needed, at least 6 hours apart, at most 200 mg a day for 5 days"
    ),
    "2 tablets up to three times a day when required for nausea or vomiting": (
        "2 tablets as needed for nausea or vomiting, at most 3 times a day"
    ),
    "1 tablet at bedtime as needed for sleep for up to 10 days": "1 tablet at bedtime as needed for sleep for 10 days",
    "half a tablet prn anxiety, at least 8 hours apart": "0.5 tablet as needed for anxiety, at least 8 hours apart",
    "1 tablet tid prn": "1 tablet as needed, at most 3 times a day",
    "2 puffs every 4 hours as needed for wheezing or shortness of breath": (
        "2 puffs as needed for wheezing or shortness of breath, at least 4 hours apart"
    ),
}


@pytest.mark.parametrize("text", NEEDED)
def test_what_is_taken_as_needed_keeps_every_bound_and_schedules_nothing(text: str) -> None:
    """The amount or its range, the shortest gap, the most a day, the reason and the length."""
    plan = plan_of(text, split=Split.HALF)
    assert all(isinstance(step.schedule, AsNeeded) for step in plan.steps)
    assert days_of(plan, open_days=28) == ()
    assert say_plan(plan).removesuffix(", then stop") == NEEDED[text]
    assert plan_of(say_plan(plan), split=Split.HALF) == plan


OPEN = {
    "40 mg daily for 5 days, then reduce by 10 mg every 5 days until 20 mg, then stay on 20 mg once a day": (
        "1-5: 40 mg | 6-10: 30 mg | 11-18: 20 mg"
    ),
    "Dose escalation: 2.5mg 3x/day for 1 week, then increase weekly by 2.5mg to 5mg 3x/day maintenance": (
        "1-7: 2.5 mg + 2.5 mg + 2.5 mg | 8-18: 5 mg + 5 mg + 5 mg"
    ),
    "1 tablet daily for 3 days, then 2 days off, repeat": (
        "1-3: 1 tablet | 4-5: - | 6-8: 1 tablet | 9-10: - | 11-13: 1 tablet | 14-15: - | 16-18: 1 tablet"
    ),
    "2 tablets at once, then 1 tablet every 12 hours": "1: 2 tablets + 1 tablet | 2-18: 1 tablet + 1 tablet",
    "Amoxicillin 500 mg capsules: ONE to be taken THREE times a day": "1-18: 1 capsule + 1 capsule + 1 capsule",
}


@pytest.mark.parametrize("text", OPEN)
def test_a_plan_without_an_end_goes_on_as_it_says(text: str) -> None:
    """Eighteen days of each are written out."""
    assert in_brief(plan_of(text), open_days=18) == OPEN[text]


TWO_STEPS = "20 mg daily for 5 days, then 10 mg daily for 5 days."


@pytest.mark.parametrize(
    "rule",
    [
        'Step 2 by the rule "reduce by 5 mg every 5 days until 15 mg"',
        'Step 7 by the rule "reduce by 10 mg every 5 days until 10 mg"',
        'Step 2 by the rule "reduce by 10 mg every 5 days, as told"',
    ],
)
def test_steps_that_do_not_follow_from_the_rule_named_beside_them_are_asked_about(rule: str) -> None:
    """A rule and its steps are compared whenever both are said."""
    assert asked_about(reading_of(f"{TWO_STEPS} {rule}")) == [rule]
    assert plan_of(f'{TWO_STEPS} Step 2 by the rule "reduce by 10 mg every 5 days until 10 mg"').rules
