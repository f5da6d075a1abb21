"""What a calendar says: titles that tell nobody the medicine, days that are no dose, and what a person could read."""

from __future__ import annotations

import getpass
import re
import socket
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from calreaders import written
from life import days, kept_of, mg, plan_of, slots, tablet_of
from test_calendar_versions import STOPPED

from taper.core.amount import Amount
from taper.core.notice import Manner
from taper.core.plan import AsNeeded, Ends, OpenLength, Plan, Slot, Slots, Step
from taper.core.record import KeptPlan
from taper.interop.ics import OnDay

GOLDEN = Path(__file__).parent / "golden"
PLAN = plan_of(
    days(2, slots(("08:00", mg(10)))), days(2, slots(("08:00", mg(5)))), tablets=(tablet_of(5),), medicine="prednisone"
)
CLOCKS = plan_of(
    days(3, slots(("02:30", mg(10)))), starts_on="2026-10-24", tablets=(tablet_of(5),), medicine="prednisone"
)
FILES: dict[str, KeptPlan] = {
    "two-steps": kept_of(PLAN),
    "clocks-back": kept_of(CLOCKS, stored="2026-10-20 12:00"),
    "held-then-stopped": STOPPED,
}


def titles(plan: Plan, *, manner: Manner | None = None) -> dict[str, str]:
    """The titles and texts of a plan's events, with ordinary spaces."""
    entries = written(kept_of(plan), manner=manner).calendar.entries
    return {one.title.replace("\u00a0", " "): one.text.replace("\u00a0", " ") for one in entries}


@pytest.mark.parametrize("name", FILES)
def test_a_golden_calendar(name: str, request: pytest.FixtureRequest) -> None:
    """The whole file, to be read by a person before it is kept."""
    path, said = GOLDEN / f"{name}.ics", written(FILES[name]).as_ics().encode()
    if request.config.getoption("--write-golden"):
        path.write_bytes(said)
    assert path.read_bytes() == said


def test_the_title_of_a_dose_is_that_of_its_notification() -> None:
    """The plan's label and the tablets; the medicine's name only where names are shown."""
    assert next(iter(titles(PLAN))) == "A: 2 tablets of 5 mg"
    assert next(iter(titles(PLAN, manner=Manner(names_shown=True)))) == "Prednisone: 2 tablets of 5 mg"
    anna = replace(PLAN, person="Anna")
    assert next(iter(titles(anna, manner=Manner(several_people=True)))) == "Anna, A: 2 tablets of 5 mg"


def test_whole_days_say_what_changes_and_hold_no_amount_in_the_title() -> None:
    """A change of step, the last dose and the passed stop date; a calendar's own alert of one makes nobody take it."""
    found = titles(PLAN)
    assert found["Plan A changes today: step 2 of 2"] == (
        "From Thu 3 Dec: 1 tablet of 5 mg in the morning. Until then: 2 tablets of 5 mg in the morning."
    )
    assert found["Plan A: last dose today, 08:00"] == "It stops after that."
    assert found["Plan A has ended: stop date passed"].startswith("Nothing to take now. The last dose was on Fri 4")
    on_days = [one for one in written(kept_of(PLAN)).calendar.entries if isinstance(one.when, OnDay)]
    assert len(on_days) == 3
    assert not any("mg" in one.title or "tablet" in one.title for one in on_days)


def test_a_plan_that_leads_to_a_review_says_so() -> None:
    """No stop date is passed: the written part is over."""
    found = titles(replace(PLAN, ends=Ends.REVIEW))
    assert "Plan A: its written part is over" in found
    assert not any("stop" in title for title in found)


def test_a_last_dose_after_midnight_stands_on_the_day_it_falls_on() -> None:
    """Its plan date is the day before; the plan has ended on the day behind it."""
    night = Slots((Slot("at night", time(0, 30), mg(5), next_day=True),))
    entries = written(kept_of(plan_of(days(2, night)))).calendar.entries
    on = {one.title: one.when for one in entries if isinstance(one.when, OnDay)}
    assert on["Plan A: last dose today, 00:30"] == OnDay(date(2026, 12, 3))
    assert on["Plan A has ended: stop date passed"] == OnDay(date(2026, 12, 4))


def test_what_is_as_needed_has_no_event() -> None:
    """Only its last day stands in the calendar; without one, nothing does."""
    some = AsNeeded(mg(5), mg(10))
    assert set(titles(plan_of(days(3, some)))) == {"Plan A: last day today", "Plan A has ended: stop date passed"}
    assert not titles(plan_of(Step(OpenLength(), some), ends=Ends.OPEN))


def test_nothing_in_the_file_says_who_or_where() -> None:
    """No machine, no person, no medicine; the ids are made of the plan's id and the dose alone."""
    text = written(kept_of(PLAN)).as_ics()
    for word in ("prednisone", socket.gethostname(), f"{getpass.getuser()}@", "@"):
        assert word.casefold() not in text.casefold()
    assert len(set(re.findall(r"UID:([0-9a-f-]{36})\r\n", text))) == text.count("BEGIN:VEVENT") == 7
    assert "RRULE" not in text


def test_words_that_steer_a_calendar_are_text() -> None:
    """A label with separators, new lines and properties of its own stays one title."""
    text = written(kept_of(replace(PLAN, label="a;b,c\\\r\nATTENDEE:x\x07"))).as_ics()
    unfolded = text.replace("\r\n ", "").replace("\u00a0", " ")
    assert "SUMMARY:A\\;b\\,c\\\\\\nATTENDEE:x: 2 tablets" in unfolded
    assert "\nATTENDEE" not in text


def test_amounts_without_a_strength_stand_as_written() -> None:
    """A plan in mg without tablets says mg."""
    plan = plan_of(days(1, slots(("08:00", Amount(mg(5).number, mg(5).unit)))))
    assert "A: 5 mg" in titles(plan)
