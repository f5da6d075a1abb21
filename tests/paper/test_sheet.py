"""What stands on a sheet, before it is drawn: the end, whom to call, what is as needed, and where it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from life import changed, days, kept_of, mg, plan_of, slots, tablet_of
from papertools import said_in, sheet_for, steps_plan

from taper.app.printing import printed_sheet
from taper.core.missedrule import AlwaysSkip, ProvidersRule
from taper.core.plan import AsNeeded, Days, Ends, OpenLength, Plan, Step
from taper.core.record import Change
from taper.core.sheetparts import Sheet

NEEDED = AsNeeded(mg(10), mg(20), min_gap_hours=6, max_per_day=mg(40), reason="pain")


def open_plan(**more: Any) -> Plan:
    """10 mg daily without an end."""
    step = Step(OpenLength(), slots(("08:00", mg(10))))
    return plan_of(step, ends=Ends.OPEN, tablets=(tablet_of(10),), **more)


def days_on(sheet: Sheet) -> list[date]:
    """The days of a sheet."""
    return [day.on for step in sheet.steps for day in step.days]


def test_the_end_is_said_as_it_is() -> None:
    """A stop, a review, none, and a plan that was stopped; each with what comes behind the days."""
    stop, review = steps_plan(2), steps_plan(2, ends=Ends.REVIEW)
    assert (sheet_for(stop).end.word, sheet_for(stop).end.large) == ("Stop date", "Fri 4 December 2026")
    assert sheet_for(stop).end.beside[0] == "Last dose at 08:00."
    assert sheet_for(review).end.word == "Review"
    assert "Ask your provider" in sheet_for(review).end.behind
    assert (sheet_for(open_plan()).end.large, sheet_for(open_plan()).end.behind[:20]) == (
        "none",
        "This sheet ends here",
    )
    stopped = changed(kept_of(stop), Change.STOPPED, when="2026-12-02 12:00")
    sheet = sheet_for(stopped)
    assert (sheet.end.word, sheet.end.large) == ("Stopped", "Wed 2 December 2026")
    assert sheet.doses == 2
    assert "version 2" in sheet.as_of


def test_an_end_that_is_not_confirmed_says_so() -> None:
    """A plan that goes past its prescribed end on the person's word names both."""
    kept = kept_of(steps_plan(2))
    longer = plan_of(*kept.plan.steps[:1], replace(kept.plan.steps[1], length=Days(5)), tablets=kept.plan.tablets)
    held = changed(kept, Change.HELD, when="2026-12-02 12:00", plan=longer)
    assert "That is 3 days past the prescribed end (Fri 4 Dec), not confirmed." in sheet_for(held).end.beside


def test_an_open_plan_begins_today_and_ends_at_a_horizon() -> None:
    """However long ago it began; --days and --from move both."""
    sheet = sheet_for(open_plan(starts_on="2026-01-01"))
    assert (days_on(sheet)[0], days_on(sheet)[-1], sheet.ends_here_on) == (
        date(2026, 12, 1),
        date(2026, 12, 28),
        date(2026, 12, 28),
    )
    assert "This sheet ends Mon 28 December 2026." in sheet.end.beside
    further = sheet_for(open_plan(starts_on="2026-01-01"), open_days=10, from_on=date(2026, 12, 24))
    assert (days_on(further)[0], days_on(further)[-1]) == (date(2026, 12, 24), date(2027, 1, 2))


def test_a_sheet_may_begin_later() -> None:
    """It says that days are left out, and counts what is on it alone."""
    sheet = sheet_for(steps_plan(4), from_on=date(2026, 12, 4))
    assert days_on(sheet)[0] == date(2026, 12, 4)
    assert sheet.below[-1] == "This sheet begins on day 4; the days before it are left out."
    assert sheet.below[1] == "9\u00a0tablets of 1\u00a0mg in all."
    assert [step.changes for step in sheet.steps] == [False, True, True]


def test_a_day_before_the_first_changes_nothing() -> None:
    """The sheet begins on day 1, and nothing is left out."""
    for plan in (steps_plan(2), open_plan()):
        assert sheet_for(plan, from_on=date(2026, 11, 1)) == sheet_for(plan)


def test_whom_to_call_has_lines_for_what_is_not_known() -> None:
    """The provider's name where the plan has it."""
    named = said_in(printed_sheet(sheet_for(steps_plan(1, prescriber="Dr Lee")), size="a4", large=False).content)
    assert "Provider: Dr Lee phone: Pharmacy: phone:" in " ".join(named.split())
    unnamed = said_in(printed_sheet(sheet_for(steps_plan(1)), size="a4", large=False).content)
    assert "Provider: phone: Pharmacy: phone:" in " ".join(unnamed.split())


def test_the_rule_for_a_missed_dose_is_the_providers_or_whom_to_ask() -> None:
    """It never says to double or to catch up."""
    ruled = sheet_for(steps_plan(1, missed=ProvidersRule(AlwaysSkip())))
    assert ruled.missed.startswith("Your provider's rule for a missed dose: always skip.")
    assert "do not take two together" in sheet_for(steps_plan(1)).missed
    assert sheet_for(plan_of(Step(OpenLength(), NEEDED), ends=Ends.OPEN)).missed == ""


def test_what_is_as_needed_has_a_table_to_fill_in() -> None:
    """With its bounds in words, and no box: nothing of it is planned."""
    plan = plan_of(Step(OpenLength(), NEEDED), ends=Ends.OPEN, tablets=(tablet_of(10),))
    sheet = sheet_for(plan)
    (record,) = sheet.records
    bounds = "As needed for pain: 1 tablet of 10 mg to 2 tablets of 10 mg, at least 6 hours apart, at most 40 mg a day."
    assert record.bounds.replace("\u00a0", " ") == bounds
    assert (sheet.doses, sheet.steps, sheet.ends_here_on) == (0, (), None)
    said = said_in(printed_sheet(sheet, size="a4", large=False).content)
    assert bounds in said
    for column in ("Date", "Time", "How much", "In all that day"):
        assert column in said


def test_days_before_a_table_stay_on_its_page() -> None:
    """Five days and then as needed: one page, in large print too but for the table."""
    plan = plan_of(days(5, slots(("08:00", mg(10)))), days(10, NEEDED), tablets=(tablet_of(10),))
    sheet = sheet_for(plan)
    assert (sheet.doses, len(sheet.records)) == (5, 1)
    assert sheet.records[0].heading == "Step 2 of 2: as needed"
    assert printed_sheet(sheet, size="a4", large=False).pages == 1
    assert printed_sheet(sheet, size="a4", large=True).pages == 2


def test_what_is_as_needed_between_doses_points_to_its_table() -> None:
    """Those days are on the sheet, and not called days without a dose."""
    plan = plan_of(
        days(2, slots(("08:00", mg(10)))), days(3, NEEDED), days(2, slots(("08:00", mg(10)))), tablets=(tablet_of(10),)
    )
    middle = sheet_for(plan).steps[1]
    assert [(day.instead, day.last_on - day.on) for day in middle.days] == [
        ("as needed, to be written down below", timedelta(days=2))
    ]


def test_words_that_name_the_medicine_are_hidden_with_it() -> None:
    """What it is taken for, too."""
    plan = plan_of(
        Step(OpenLength(), replace(NEEDED, reason="prednisone cravings")), ends=Ends.OPEN, medicine="prednisone"
    )
    assert "prednisone" in sheet_for(plan).records[0].bounds
    assert "prednisone" not in f"{sheet_for(plan, names=False)}"


@pytest.mark.parametrize(("at", "said"), [("00:30", "00:30, after midnight"), ("08:00", "morning 08:00")])
def test_a_dose_after_midnight_says_so(at: str, said: str) -> None:
    """It stands on its plan date; the night is named."""
    schedule = slots((at, mg(10)))
    if at == "00:30":
        schedule = replace(schedule, slots=(replace(schedule.slots[0], next_day=True),))
    step = sheet_for(plan_of(days(3, schedule), tablets=(tablet_of(10),))).steps[0]
    assert [time.said for _, time in step.times] == [said]
    assert step.days[0].on == date(2026, 12, 1)
