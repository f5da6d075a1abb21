"""What a check finds: each code with its level, its place and its sentence, and nothing where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from life import MISREADABLE, days, mg, plan_of, slots, tablet_of
from strategies import plans

from taper.core.amount import read_plain
from taper.core.check import check
from taper.core.finding import Finding, Level
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, Interval, Limits, OnOff, OpenLength, Plan, Slots, Step, Tablet

ONCE = slots(("08:00", mg(10)))
TWICE = slots(("08:00", mg(10)), ("20:00", mg(10)))
LABEL = "https://example.org/label"
NOTED = DurationLimit(14, Level.NOTE, "The label says 2 or 3 weeks.", LABEL)
WARNED = DurationLimit(21, Level.WARN, "The label says 2 or 3 weeks.", LABEL)
HARD = DurationLimit(5, Level.STOP, "The label says 5 days at most.", "https://example.org/other")


def found(plan: Plan, *limits: DurationLimit) -> list[tuple[str, str, str]]:
    """Level, code and text of each finding, with ordinary spaces."""
    findings = check(plan, limits=limits, open_days=28)
    return [(finding.level.value, finding.code, finding.text.replace("\u00a0", " ")) for finding in findings]


def codes(plan: Plan, *limits: DurationLimit) -> list[tuple[str, str]]:
    """Level and code of each finding."""
    return [(level, code) for level, code, _ in found(plan, *limits)]


def limited(plan: Plan, **limits: object) -> Plan:
    """The plan with limits its provider stated."""
    return replace(plan, limits=Limits(**limits))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "plan",
    [
        plan_of(days(10, ONCE)),
        plan_of(days(10, ONCE), ends=Ends.REVIEW),
        plan_of(days(3, TWICE), days(3, ONCE), tablets=(tablet_of(10, quantity=9),)),
        limited(plan_of(days(10, TWICE)), max_per_day=mg(20), min_gap_hours=12, stop_by=date(2026, 12, 10)),
        plan_of(days(3, Interval(36, time(8), mg(10)))),
    ],
)
def test_a_plan_within_its_limits_draws_no_finding(plan: Plan) -> None:
    assert found(plan) == []


def test_a_plan_without_an_end_is_noted() -> None:
    plan = plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN)
    assert found(plan) == [
        (
            "note",
            "no-end",
            "No stop date is written: the last step goes on until you change the plan. Is that what the paper says?",
        )
    ]


def test_a_last_dose_past_the_stated_stop_is_a_stop() -> None:
    assert found(limited(plan_of(days(10, ONCE)), stop_by=date(2026, 12, 9))) == [
        (
            "stop",
            "stop-by",
            "The plan is to stop by Wed 9 December 2026, and its last dose is on Thu 10 December 2026.",
        )
    ]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (14, []),
        (15, [("note", "label-duration")]),
        (21, [("note", "label-duration")]),
        (22, [("warn", "label-duration")]),
    ],
)
def test_a_course_longer_than_a_cited_length_is_said_once_at_its_heaviest(
    count: int, expected: list[tuple[str, str]]
) -> None:
    assert codes(plan_of(days(count, ONCE)), NOTED, WARNED) == expected


def test_the_sentence_and_the_source_of_a_cited_length_are_handed_on() -> None:
    (finding,) = check(plan_of(days(22, ONCE)), limits=(WARNED, NOTED), open_days=28)
    text = "This plan has 22 days. The label says 2 or 3 weeks."
    assert finding == Finding(Level.WARN, "label-duration", text, LABEL)


def test_each_source_has_its_own_finding_and_the_heaviest_stands_first() -> None:
    plan = plan_of(days(22, ONCE))
    assert codes(plan, NOTED, WARNED, HARD) == [("stop", "label-duration"), ("warn", "label-duration")]


def test_an_open_plan_goes_past_every_length_but_a_noted_one() -> None:
    plan = plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN)
    assert found(plan, WARNED)[0][2] == "This plan has no end. The label says 2 or 3 weeks."
    far = DurationLimit(400, Level.NOTE, "A year.", LABEL)
    assert codes(plan, far) == [("note", "no-end")]


def test_a_day_above_the_stated_maximum_is_a_stop_and_names_its_dates() -> None:
    plan = limited(plan_of(days(2, ONCE), days(5, TWICE)), max_per_day=mg(15))
    assert found(plan) == [
        (
            "stop",
            "over-maximum",
            "20 mg on Thu 3 Dec, Fri 4 Dec, Sat 5 Dec and 2 days more: more than the 15 mg a day stated.",
        )
    ]
    (finding,) = check(plan, limits=(), open_days=28)
    assert finding.where == "step 2"


IN_TABLETS = slots(("08:00", read_plain("2 tablets")), ("20:00", read_plain("2 tablets")))


@pytest.mark.parametrize(
    ("schedule", "maximum", "tablets", "expected"),
    [
        (IN_TABLETS, "3 tablets", (), [("stop", "over-maximum")]),
        (IN_TABLETS, "4 tablets", (), []),
        (IN_TABLETS, "1399 mg", (tablet_of(350),), [("stop", "over-maximum")]),
        (IN_TABLETS, "1.4 g", (tablet_of(350),), []),
        (IN_TABLETS, "1400 mg", (), [("warn", "maximum-unchecked")]),
        (IN_TABLETS, "1400 mg", (Tablet("49/51 mg"),), [("warn", "maximum-unchecked")]),
        (IN_TABLETS, "10 mL", (tablet_of(350),), [("warn", "maximum-unchecked")]),
        (TWICE, "1 tablet", (tablet_of(10),), [("stop", "over-maximum")]),
        (TWICE, "2 tablets", (tablet_of(10),), []),
        (TWICE, "2 tablets", (), [("warn", "maximum-unchecked")]),
        (TWICE, "2 capsules", (tablet_of(10),), [("warn", "maximum-unchecked")]),
    ],
)
def test_a_maximum_in_another_unit_is_held_against_the_tablets_and_never_passed_over_in_silence(
    schedule: Slots, maximum: str, tablets: tuple[Tablet, ...], expected: list[tuple[str, str]]
) -> None:
    plan = limited(plan_of(days(3, schedule), tablets=tablets), max_per_day=read_plain(maximum))
    assert codes(plan) == expected


def test_doses_closer_than_the_stated_gap_are_warned_of() -> None:
    close = slots(("08:00", mg(10)), ("12:00", mg(10)))
    assert found(limited(plan_of(days(1, close)), min_gap_hours=6)) == [
        ("warn", "too-close", "On Tue 1 Dec doses stand closer than the 6 hours stated.")
    ]


def test_a_gap_across_a_seam_of_two_steps_counts() -> None:
    plan = limited(plan_of(days(1, slots(("22:00", mg(10)))), days(1, slots(("02:00", mg(10))))), min_gap_hours=6)
    assert codes(plan) == [("warn", "too-close")]


def test_more_tablets_needed_than_on_hand_are_warned_of_per_strength() -> None:
    plan = plan_of(days(1_200, TWICE), tablets=(tablet_of(10, quantity=2_399), tablet_of(5, quantity=1)), zone="UTC")
    assert found(plan) == [
        (
            "warn",
            "supply-short",
            "10 mg tablet: the plan needs 2,400 pieces, 2,399 are on hand. They last until the dose of Thu 14 March "
            "2030, 08:00, before the plan ends.",
        ),
        (
            "note",
            "supply-left",
            "5 mg tablet: the plan needs none, 1 is on hand. At its end 1 is left over; what is left over is no missed "
            "dose.",
        ),
    ]


def test_a_first_day_that_begins_at_an_hour_names_what_it_leaves_out() -> None:
    assert found(plan_of(days(3, TWICE), starts_at_time=time(18))) == [
        ("note", "first-day-short", "Day 1 begins at 18:00: its doses of 08:00 are left out.")
    ]
    assert found(plan_of(days(3, TWICE), starts_at_time=time(8))) == []


def test_a_dose_that_the_clocks_move_or_show_twice_is_noted() -> None:
    at_night = slots(("02:30", mg(10)))
    assert found(plan_of(days(3, at_night), starts_on="2027-03-27")) == [
        ("note", "clock-gap", "On Sun 28 March 2027 the clocks skip 02:30; that dose is at 03:00.")
    ]
    assert found(plan_of(days(3, at_night), starts_on="2026-10-24")) == [
        (
            "note",
            "clock-fold",
            "On Sun 25 October 2026 the clocks show 02:30 twice; the reminder comes the first time only.",
        )
    ]


def test_doses_that_a_clock_change_pushes_together_are_warned_of() -> None:
    both = slots(("02:30", mg(10)), ("03:00", mg(10)))
    assert found(plan_of(days(3, both), starts_on="2027-03-27")) == [
        (
            "warn",
            "doses-together",
            "On Sun 28 March 2027 the clock change puts two doses at the same time; ask which to take when.",
        ),
        ("note", "clock-gap", "On Sun 28 March 2027 the clocks skip 02:30; that dose is at 03:00."),
    ]


def test_doses_that_always_stand_together_are_warned_of_once() -> None:
    (one,) = ONCE.slots
    together = Slots((one, replace(one, name="with breakfast")))
    assert found(plan_of(days(9, together))) == [
        (
            "warn",
            "doses-together",
            "On Tue 1 Dec, Wed 2 Dec, Thu 3 Dec and 6 days more two doses stand at the same time; "
            "ask whether both are meant.",
        )
    ]


@given(plans())
@settings(max_examples=40, deadline=None)
def test_findings_stand_heaviest_first_and_none_can_be_misread(plan: Plan) -> None:
    findings = check(plan, limits=(NOTED, WARNED, HARD), open_days=28)
    weights = [list(Level).index(finding.level) for finding in findings]
    assert weights == sorted(weights, reverse=True)
    for finding in findings:
        assert not MISREADABLE.search(finding.text), finding.text
        assert finding.level is not Level.STOP or finding.code in ("stop-by", "label-duration", "over-maximum")


def test_more_on_hand_than_needed_is_noted_and_no_missed_dose() -> None:
    """Tablets may be left over on purpose."""
    plan = plan_of(days(10, ONCE), tablets=(tablet_of(10, quantity=12),), zone="UTC")
    assert found(plan) == [
        (
            "note",
            "supply-left",
            "10 mg tablet: the plan needs 10 pieces, 12 are on hand. At its end 2 are left over; what is left over is "
            "no missed dose.",
        )
    ]


def test_how_long_tablets_last_is_noted_of_an_open_plan() -> None:
    """Thirty tablets, two a day."""
    plan = plan_of(Step(OpenLength(), TWICE), ends=Ends.OPEN, tablets=(tablet_of(10, quantity=31),), zone="UTC")
    assert found(plan)[1] == (
        "note",
        "runs-out",
        "10 mg tablet: 31 are on hand. They last until the dose of Wed 16 December 2026, 08:00.",
    )


def test_nothing_is_said_of_tablets_that_are_taken_as_needed() -> None:
    """Nobody knows how many of them are."""
    plan = plan_of(days(3, ONCE), days(3, AsNeeded(mg(10), mg(10))), tablets=(tablet_of(10, quantity=5),))
    assert found(plan) == []


def test_an_open_plan_as_needed_is_noted() -> None:
    assert codes(plan_of(Step(OpenLength(), AsNeeded(mg(10), mg(10))), ends=Ends.OPEN)) == [("note", "no-end")]


@pytest.mark.parametrize(
    ("needed", "limits", "expected"),
    [
        (AsNeeded(mg(50), mg(100), max_per_day=mg(100)), Limits(), []),
        (
            AsNeeded(mg(50), mg(100), max_per_day=mg(75)),
            Limits(),
            [("stop", "over-maximum", "100 mg at a time, as needed: more than the 75 mg a day stated.")],
        ),
        (
            AsNeeded(mg(50), mg(50)),
            Limits(max_per_day=mg(40)),
            [("stop", "over-maximum", "50 mg at a time, as needed: more than the 40 mg a day stated.")],
        ),
        (
            AsNeeded(mg(50), mg(50), max_per_day=read_plain("2 mL")),
            Limits(),
            [
                (
                    "warn",
                    "maximum-unchecked",
                    "50 mg cannot be held against the 2 mL a day stated; name the strength.",
                )
            ],
        ),
        (
            AsNeeded(mg(50), mg(50)),
            Limits(stop_by=date(2026, 12, 4)),
            [
                (
                    "stop",
                    "stop-by",
                    "The plan is to stop by Fri 4 December 2026, and may be taken as needed until Sat 5 December 2026.",
                )
            ],
        ),
    ],
)
def test_what_is_as_needed_is_held_against_the_limits_stated(
    needed: AsNeeded, limits: Limits, expected: list[tuple[str, str, str]]
) -> None:
    assert found(replace(plan_of(days(5, needed)), limits=limits)) == expected


def test_the_days_on_which_something_may_be_taken_as_needed_count() -> None:
    """22 days as needed are as long as 22 days of doses, and so are 15 of doses with 7 as needed after them."""
    needed = AsNeeded(mg(10), mg(10))
    warned = [("warn", "label-duration")]
    assert codes(plan_of(days(21, needed)), WARNED) == []
    assert codes(plan_of(days(22, needed)), WARNED) == warned
    assert codes(plan_of(days(15, ONCE), days(7, needed)), WARNED) == warned
    assert codes(plan_of(days(7, needed), days(15, ONCE)), WARNED) == warned


def test_the_rest_days_of_a_cycle_count_up_to_its_last_dose() -> None:
    """Seven on and fourteen off, twice, end with the dose of day 28."""
    cycle = Slots(ONCE.slots, OnOff(7, 14))
    assert codes(plan_of(days(21, cycle)), DurationLimit(7, Level.WARN, "Said.", LABEL)) == []
    assert codes(plan_of(days(42, cycle)), DurationLimit(27, Level.WARN, "Said.", LABEL)) == [
        ("warn", "label-duration")
    ]
    assert codes(plan_of(days(42, cycle)), DurationLimit(28, Level.WARN, "Said.", LABEL)) == []
