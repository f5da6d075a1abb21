"""Limits that hold for a reason: held against what the plan says it is for, and named all where it does not say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from life import days, mg, plan_of, slots

from taper.core.check import check
from taper.core.facts import LongestCourse, Nature
from taper.core.finding import Level
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, OpenLength, Plan, Step

ONCE = slots(("08:00", mg(10)))
LABEL = "https://example.org/label"
PAIN = DurationLimit(10, Level.WARN, "For pain, 10 days.", LABEL, reasons=("pain", "headache", "ache"))
FEVER = DurationLimit(3, Level.WARN, "For fever, 3 days.", LABEL, reasons=("fever",))
SICKNESS = DurationLimit(10, Level.WARN, "For mountain sickness, 10 days.", LABEL, reasons=("mountain sickness",))
ALWAYS = DurationLimit(5, Level.STOP, "Never longer than 5 days.", LABEL)


def found(plan: Plan, *limits: DurationLimit) -> list[tuple[str, str]]:
    """Level and text of each finding on the plan's length."""
    findings = check(plan, limits=limits, open_days=28)
    return [(one.level.value, one.text) for one in findings if one.code == "label-duration"]


def lasting(count: int, reason: str | None = None) -> Plan:
    """A plan of so many days for a reason."""
    return replace(plan_of(days(count, ONCE)), reason=reason)


@pytest.mark.parametrize(
    ("count", "reason", "sentence"),
    [
        (10, "pain", None),
        (11, "pain", "For pain, 10 days."),
        (11, "lower back PAIN after lifting", "For pain, 10 days."),
        (11, "headaches", "For pain, 10 days."),
        (3, "fever", None),
        (4, "fever", "For fever, 3 days."),
        (4, "pain and fever", "For fever, 3 days."),
        (11, "pain and fever", "For pain, 10 days."),
    ],
)
def test_a_limit_counts_where_the_reason_says_so(count: int, reason: str, sentence: str | None) -> None:
    """The word may stand anywhere in the reason, in any case, one or several."""
    expected = [] if sentence is None else [("warn", f"This plan has {count} days. {sentence}")]
    assert found(lasting(count, reason), PAIN, FEVER) == expected


@pytest.mark.parametrize(("count", "level"), [(3, None), (4, "note"), (10, "note"), (11, "warn")])
def test_without_a_reason_the_finding_names_both(count: int, level: str | None) -> None:
    """A note while one of them may still hold; past each of them as heavy as they are."""
    both = "For pain, 10 days. For fever, 3 days. The plan does not say what it is for."
    expected = [] if level is None else [(level, f"This plan has {count} days. {both}")]
    assert found(lasting(count), PAIN, FEVER) == expected


@pytest.mark.parametrize("reason", ["gout", "painless swelling", "feverfew allergy"])
def test_another_reason_is_said_and_never_warned_of(reason: str) -> None:
    """Only whole words count, so that a word that merely begins alike is another reason."""
    both = f'For pain, 10 days. For fever, 3 days. The plan\'s reason ("{reason}") names none of these.'
    assert found(lasting(11, reason), PAIN, FEVER) == [("note", f"This plan has 11 days. {both}")]


def test_a_source_that_names_one_reason_says_nothing_of_others() -> None:
    """It is named, and is no more than noted."""
    (finding,) = found(lasting(30), SICKNESS)
    assert finding == (
        "note",
        "This plan has 30 days. For mountain sickness, 10 days. The plan does not say what it is for.",
    )
    assert found(lasting(30, "mountain sickness"), SICKNESS)[0][0] == "warn"
    assert found(lasting(10), SICKNESS) == []


def test_the_reason_of_a_taking_as_needed_counts() -> None:
    """Where the words say "as needed for fever"."""
    needed = replace(plan_of(days(4, AsNeeded(mg(10), mg(10), reason="fever"))), reason=None)
    assert found(needed, PAIN, FEVER) == [("warn", "This plan has 4 days. For fever, 3 days.")]


def test_a_limit_without_a_reason_holds_beside_those_with_one() -> None:
    """The hard limit of the same source is not lost, nor is what is stated for reasons."""
    assert found(lasting(6, "pain"), PAIN, FEVER, ALWAYS) == [
        ("stop", "This plan has 6 days. Never longer than 5 days.")
    ]
    assert [level for level, _ in found(lasting(6), PAIN, FEVER, ALWAYS)] == ["stop", "note"]


def test_a_plan_without_an_end_is_past_each_limit() -> None:
    """As for any limit that is more than noted."""
    plan = plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN)
    assert [level for level, _ in found(plan, PAIN, FEVER)] == ["warn"]
    assert found(replace(plan, reason="fever"), PAIN, FEVER) == [("warn", "This plan has no end. For fever, 3 days.")]


def test_a_lock_out_is_no_length_of_a_course() -> None:
    """The type does not allow it."""
    with pytest.raises(ValueError, match="a lock-out is the wait after a course"):
        LongestCourse(5, Nature.LOCK_OUT)
