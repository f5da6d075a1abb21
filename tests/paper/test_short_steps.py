"""A plan that changes every day or every few days: its steps stand together, each with its number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import days, mg, plan_of, slots, tablet_of
from papertools import daily_plan, faults_of, pages_of, said_in, sheet_for

from taper.app.papers import sheet_page
from taper.app.printing import printed_sheet
from taper.core.plan import Days, OnWeekdays, Plan, Slots, Weekday
from taper.core.sheetparts import SheetStep
from taper.interop.marks import Drawn, Rule, Written
from taper.interop.pdf import A4, Letters, Page
from taper.interop.pdfsheet import SMALLEST, SMALLEST_LARGE, sheet_pages

TWICE = ("08:00", "18:00")
OFTEN = (*TWICE, "22:00")


def begun(step: SheetStep) -> list[str]:
    """The words with which the steps of a table begin."""
    return [day.begins for day in step.days if day.begins]


def headings(plan: Plan) -> list[str]:
    """The headings of a plan's sheet."""
    return [step.heading for step in sheet_for(plan).steps]


def test_steps_of_a_day_stand_together() -> None:
    """Below one heading with the dates and how often the plan changes, the slots once, and each step's number."""
    (step,) = sheet_for(daily_plan(60, hours=TWICE)).steps
    assert (step.heading, step.within) == ("Steps 1 to 60", "the plan changes every day")
    assert step.dates == "Tue 1 Dec 2026 to Fri 29 Jan 2027"
    assert [at.said for _, at in step.times] == ["morning 08:00", "evening 18:00"]
    assert begun(step) == [f"step {number}" for number in range(1, 61)]
    assert not step.changes


def test_steps_of_two_or_three_days_stand_together_too() -> None:
    """The number stands at the first day of each; where their lengths differ, the plan changes every few days."""
    (step,) = sheet_for(daily_plan(8, length=2)).steps
    assert step.within == "the plan changes every 2 days"
    assert [day.begins for day in step.days[:4]] == ["step 1", "", "step 2", ""]
    plan = daily_plan(8, length=3)
    (mixed,) = sheet_for(replace(plan, steps=(replace(plan.steps[0], length=Days(1)), *plan.steps[1:]))).steps
    assert mixed.within == "the plan changes every few days"
    assert begun(mixed) == [f"step {number}" for number in range(1, 9)]


def test_a_longer_step_has_its_own_heading() -> None:
    """With the words that the plan changes, before such a table and behind it."""
    plan = daily_plan(9, then=14)
    before, table, after = sheet_for(replace(plan, steps=(days(5, slots(("08:00", mg(20)))), *plan.steps))).steps
    assert [one.heading for one in (before, table, after)] == ["Step 1 of 11", "Steps 2 to 10", "Step 11 of 11"]
    assert [one.changes for one in (before, table, after)] == [False, True, True]
    assert (before.within, after.within) == ("", "")


def test_what_is_not_alike_stands_apart() -> None:
    """Few steps, steps of four days, other hours, days without a dose."""
    assert headings(daily_plan(6)) == [f"Step {number} of 6" for number in range(1, 7)]
    assert headings(daily_plan(7)) == ["Steps 1 to 7"]
    assert len(headings(daily_plan(9, length=4))) == 9
    plan = daily_plan(15)
    schedule = plan.steps[7].schedule
    assert isinstance(schedule, Slots)
    later = replace(schedule, slots=(replace(schedule.slots[0], at_time=time(9)),))
    apart = replace(plan, steps=(*plan.steps[:7], replace(plan.steps[7], schedule=later), *plan.steps[8:]))
    assert headings(apart) == ["Steps 1 to 7", "Step 8 of 15", "Steps 9 to 15"]
    weekdays = OnWeekdays(frozenset({Weekday.TUESDAY}))
    steps = (days(1, slots(("08:00", mg(number)), rhythm=weekdays)) for number in range(9, 0, -1))
    assert not any(one.startswith("Steps") for one in headings(plan_of(*steps, tablets=(tablet_of(1),))))


def test_a_sheet_that_begins_within_says_so() -> None:
    """At a day in the midst of a step the step's number stands, and nothing is said to change there."""
    (step,) = sheet_for(daily_plan(20, length=2), from_on=date(2026, 12, 4)).steps
    assert (step.heading, step.days[0].begins, step.changes) == ("Steps 2 to 20", "step 2", False)
    (step,) = sheet_for(daily_plan(20, length=2), from_on=date(2026, 12, 5)).steps
    assert (step.heading, step.changes) == ("Steps 3 to 20", True)


def test_a_clock_change_among_them_is_told_on_its_day() -> None:
    """The table stays one, with its hour once, and the remark stands at the day it is about."""
    steps = (days(1, slots(("02:30", mg(number)))) for number in range(9, 0, -1))
    (step,) = sheet_for(plan_of(*steps, starts_on="2027-03-26", tablets=(tablet_of(1),))).steps
    assert [at.clock for _, at in step.times] == ["02:30"]
    assert [day.dated for day in step.days if day.remarks] == ["Sun 28 Mar"]


@pytest.mark.parametrize(
    ("plan", "size", "large", "most"),
    [
        *((daily_plan(60), size, False, 2) for size in ("a4", "letter")),
        *((daily_plan(60, hours=TWICE), size, False, 2) for size in ("a4", "letter")),
        *((daily_plan(30), size, False, 1) for size in ("a4", "letter")),
        *((replace(daily_plan(60), tablets=(tablet_of(1),)), size, False, 1) for size in ("a4", "letter")),
        *((daily_plan(60), size, True, 4) for size in ("a4", "letter")),
    ],
)
def test_it_needs_few_pages(plan: Plan, size: str, *, large: bool, most: int) -> None:
    """Sixty days on one page in two columns, on two where the amounts are long; no amount is broken into lines."""
    printed = printed_sheet(sheet_for(plan), size=size, large=large)
    assert printed.pages <= most
    said = [text.said.replace("\u00a0", " ").strip() for page in pages_of(printed.content) for text in page.texts]
    amounts = [
        entry.amount.replace("\u00a0", " ")
        for step in sheet_for(plan).steps
        for day in step.days
        for entry in day.entries
    ]
    assert [one for one in said if one in set(amounts)] == amounts


def test_its_heading_and_hours_stand_on_every_page() -> None:
    """Also on the second, where it goes on."""
    for page in pages_of(printed_sheet(sheet_for(daily_plan(60, hours=TWICE)), size="a4", large=False).content):
        said = [text.said.strip() for text in page.texts]
        assert sum(one.startswith("Steps 1 to 60: ") for one in said) == 1
        assert said.count("morning 08:00") == said.count("evening 18:00") == 1


def marks_of(plan: Plan, *, large: bool) -> list[list[Drawn]]:
    """What is drawn on each page of A4."""
    return sheet_pages(sheet_for(plan), page=Page(A4, 40), letters=Letters(), large=large)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_each_step_begins_at_a_strong_line(length: int, *, large: bool) -> None:
    """A number and a rule, never colour alone; its days are on one page, in one column."""
    count = 0
    for page in marks_of(daily_plan(25, length=length), large=large):
        rules = {mark.points[0] for mark in page if isinstance(mark, Rule) and mark.width == 1.0}
        numbers = [mark for mark in page if isinstance(mark, Written) and re.fullmatch(r"step \d+", mark.text)]
        dates = [mark for mark in page if isinstance(mark, Written) and re.fullmatch(r"\w{3} \d+ \w{3}", mark.text)]
        assert len(rules) == len(numbers)
        assert len(dates) == len(numbers) * length
        assert {mark.x for mark in dates} == {x for x, _ in rules}
        count += len(numbers)
    assert count == 25


def test_a_longer_step_behind_it_begins_at_the_thick_line() -> None:
    """Stronger than those between the short ones."""
    widths = [
        mark.width for page in marks_of(daily_plan(9, then=5), large=False) for mark in page if isinstance(mark, Rule)
    ]
    assert widths.count(1.0) == 9
    assert widths.count(2.2) == 2, "the longer step, and the end"


def test_the_page_of_html_has_a_row_a_day() -> None:
    """The slot names once, the steps in a column of their own, a group of rows for each step."""
    html = sheet_page(sheet_for(daily_plan(12, length=2, then=5)), large=False)
    assert html.count("<h2>Step") == 2
    assert "<h2>Steps 1 to 12: the plan changes every 2 days</h2>" in html
    assert html.count('<tbody class="begins">') == 12
    assert re.findall(r"<td>step (\d+)</td>", html) == [str(number) for number in range(1, 13)]
    assert html.count('<th scope="row">') == html.count('class="box"') == 29
    assert html.count("<tbody") == html.count("</tbody>") == 13
    other = sheet_page(sheet_for(daily_plan(3)), large=False)
    assert "begins" not in other


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lengths=st.lists(st.integers(1, 3), min_size=7, max_size=70),
    hours=st.sampled_from([TWICE[:1], TWICE, OFTEN]),
    coarse=st.sampled_from([10, 5, 1]),
    size=st.sampled_from(["a4", "letter"]),
    large=st.booleans(),
)
def test_any_of_them_is_whole(
    lengths: list[int], hours: tuple[str, ...], coarse: int, size: str, *, large: bool
) -> None:
    """A box a dose and each day once, whatever lengths, hours, tablets and paper; nothing touches anything."""
    steps = (
        days(length, slots(*((at, mg(len(lengths) - down)) for at in hours))) for down, length in enumerate(lengths)
    )
    sheet = sheet_for(plan_of(*steps, tablets=(tablet_of(coarse), tablet_of(1)) if coarse > 1 else (tablet_of(1),)))
    (step,) = sheet.steps
    assert all(one.on + timedelta(days=1) == other.on for one, other in pairwise(step.days))
    content = printed_sheet(sheet, size=size, large=large).content
    pages = pages_of(content)
    assert sum(len(page.boxes) for page in pages) == sheet.doses == sum(lengths) * len(hours)
    assert min(text.size for page in pages for text in page.texts) >= (SMALLEST_LARGE if large else SMALLEST) - 0.01
    assert [fault for page in pages for fault in faults_of(page, margin=40)] == []
    assert re.findall(r"step (\d+)", said_in(content)) == [str(number) for number in range(1, len(lengths) + 1)]
    assert sheet_page(sheet, large=large).count('class="box"') == sheet.doses
