"""A plan with something taken as needed has an end like any other, and reminds of no dose there."""

from __future__ import annotations

import pytest
from life import at, changed, days, kept_of, life_of, mg, plan_of, slots, times, titles

from taper.core.announce import Kind
from taper.core.ledger import ends_at, last_dose_of, last_use_of
from taper.core.plan import AsNeeded, Ends, OpenLength, Plan, Rest, Step
from taper.core.record import Change

PAIN = AsNeeded(mg(50), mg(50), min_gap_hours=6, max_times_per_day=4, reason="pain")
ONCE = slots(("08:00", mg(50)))
ALONE = plan_of(days(8, PAIN))
AFTER = plan_of(days(4, ONCE), days(4, PAIN))
BEFORE = plan_of(days(4, PAIN), days(4, ONCE))
OPEN = plan_of(days(4, ONCE), Step(OpenLength(), PAIN), ends=Ends.OPEN)
GOES_ON = plan_of(days(4, PAIN), Step(OpenLength(), ONCE), ends=Ends.OPEN)


def shown(plan: Plan, *, stopped: str | None = None) -> tuple[str | None, bool, str | None]:
    """The last date of use, whether a dose is the last of it, and from when an intake is past the end."""
    kept = kept_of(plan)
    if stopped is not None:
        kept = changed(kept, Change.STOPPED, when=stopped)
    last, end = last_use_of(kept), ends_at(kept)
    on = None if last is None else last.on.isoformat()[5:]
    return on, bool(last and last.dose), None if end is None else life_of(kept, now="2026-12-01 08:00").shows(end)[5:]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (ALONE, ("12-08", False, "12-09 00:00")),
        (AFTER, ("12-08", False, "12-09 00:00")),
        (BEFORE, ("12-08", True, "12-09 00:00")),
        (plan_of(days(4, PAIN), days(4, Rest())), ("12-04", False, "12-05 00:00")),
        (OPEN, (None, False, None)),
        (GOES_ON, (None, False, None)),
    ],
)
def test_the_end_is_that_of_the_last_day_of_use(plan: Plan, expected: tuple[str | None, bool, str | None]) -> None:
    """What follows or comes before does not matter, and an open step has no end whatever stood before it."""
    assert shown(plan) == expected


@pytest.mark.parametrize(
    ("plan", "stopped", "expected"),
    [
        (ALONE, "2026-12-03 12:00", ("12-03", False, "12-03 12:00")),
        (OPEN, "2026-12-20 12:00", ("12-20", False, "12-20 12:00")),
        (OPEN, "2026-12-03 12:00", ("12-03", True, "12-03 12:00")),
        (GOES_ON, "2026-12-20 12:00", ("12-20", True, "12-20 12:00")),
        (GOES_ON, "2026-12-02 12:00", ("12-02", False, "12-02 12:00")),
        (AFTER, "2026-12-02 07:00", ("12-01", True, "12-02 07:00")),
        (ALONE, "2026-11-30 21:00", (None, False, "11-30 21:00")),
    ],
)
def test_a_stopped_plan_ended_when_it_was_stopped(
    plan: Plan, stopped: str, expected: tuple[str | None, bool, str | None]
) -> None:
    """The last day of use is that of the last dose, or the day of stopping where it was taken as needed then."""
    assert shown(plan, stopped=stopped) == expected


def test_a_plan_that_is_only_as_needed_counts_down_and_reminds_of_no_dose() -> None:
    """Seven, three and one day before the last day, on that day, and on the morning after; nothing else."""
    life = life_of(kept_of(ALONE), now="2026-11-30 20:00")
    assert titles(life.run("2026-12-20 08:00")) == [
        ("2026-12-01 09:00", "Nothing to take now. Plan A ends in 7 days"),
        ("2026-12-05 09:00", "Nothing to take now. Plan A ends in 3 days"),
        ("2026-12-07 09:00", "Nothing to take now. Plan A ends tomorrow"),
        ("2026-12-08 09:00", "Nothing to take now. Plan A: today is the last day"),
        ("2026-12-09 09:00", "Nothing to take now. Plan A has ended"),
    ]
    assert "The last day was on Tue 8 December 2026." in life.said[-1].lines[0]


def test_doses_are_reminded_of_until_the_step_as_needed_begins() -> None:
    """The change is announced the evening before, with what may be taken; no dose is reminded of after it."""
    life = life_of(kept_of(AFTER), now="2026-11-30 20:00")
    said = life.run("2026-12-20 08:00", take=True)
    assert times(said) == ["12-01 08:00", "12-02 08:00", "12-03 08:00", "12-04 08:00"]
    change = next(one for one in said if Kind.STEP_CHANGE in one.kinds)
    assert change.lines[0].replace("\u00a0", " ") == (
        "From tomorrow (Sat 5 Dec): as needed for pain: 50 mg, at least 6 hours apart, at most 4 times a day."
    )


def test_doses_are_reminded_of_once_the_step_as_needed_is_over() -> None:
    """Four days as needed, then a dose on each of four mornings, the last of which ends the plan."""
    life = life_of(kept_of(BEFORE), now="2026-11-30 20:00")
    said = life.run("2026-12-20 08:00", take=True)
    assert times(said) == ["12-05 08:00", "12-06 08:00", "12-07 08:00", "12-08 08:00"]
    assert last_dose_of(life.kept) is not None
    assert said[-1].title.replace("\u00a0", " ") == "Nothing to take now. Plan A has ended"


def test_an_intake_past_the_last_day_is_warned_of() -> None:
    """At once and on the three mornings after, as for any plan."""
    life = life_of(kept_of(ALONE), now="2026-12-11 12:00")
    life.look()
    life.answer(None)
    said = life.run("2026-12-20 08:00")
    assert times(said, Kind.PAST_END) == ["12-11 12:00", "12-12 09:00", "12-13 09:00", "12-14 09:00"]


def test_an_open_plan_as_needed_is_left_alone() -> None:
    """Nothing to remind of and no end to lead to."""
    life = life_of(kept_of(plan_of(Step(OpenLength(), PAIN), ends=Ends.OPEN)), now="2026-12-01 07:00")
    assert life.run("2027-03-01 12:00") == []
    assert at("2027-03-01 12:00") == life.now
