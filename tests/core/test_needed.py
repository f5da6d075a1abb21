"""What is taken as needed: what goes past the provider's bounds, and from when on the next one may be taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import MISREADABLE, at, days, mg, plan_of, slots, tablet_of, utc
from strategies import as_needed

from taper.core.amount import read_plain
from taper.core.breach import Use
from taper.core.needed import bounded, needed_on, next_allowed_at, watch
from taper.core.neededwords import needed_phrase, say_breach, standing_words
from taper.core.plan import AsNeeded, Ends, Limits, OpenLength, Plan, Rest, Step

ZONE = "Europe/Berlin"
PAIN = AsNeeded(mg(50), mg(100), min_gap_hours=6, max_per_day=mg(200), reason="pain")
ONE = AsNeeded(mg(50), mg(50), min_gap_hours=6, max_times_per_day=4)
TABLETS = (tablet_of(50),)


def use(when: str, amount: str = "50 mg") -> Use:
    """A taking in December 2026: "1 09:10"."""
    day, hour = when.split()
    return Use(at(f"2026-12-{int(day):02} {hour}"), read_plain(amount))


def breaches(needed: AsNeeded, this: Use, *others: Use, limits: Limits | None = None) -> list[str]:
    """What is said of a taking beside the others."""
    found = watch(bounded(needed, limits or Limits()), this, others, tablets=TABLETS, zone=ZONE)
    return [say_breach(one, this, zone=ZONE).replace("\u00a0", " ") for one in found]


ASK = "Ask your provider or pharmacist before taking more."


@pytest.mark.parametrize(
    ("needed", "this", "others", "said"),
    [
        (PAIN, use("1 15:10"), [use("1 09:10")], []),
        (
            PAIN,
            use("1 15:09"),
            [use("1 09:10")],
            ["5 hours and 59 minutes after the one of 09:10; the plan says at least 6 hours"],
        ),
        (PAIN, use("1 08:10"), [use("1 09:10")], ["1 hour before the one of 09:10; the plan says at least 6 hours"]),
        (PAIN, use("2 01:00"), [use("1 23:30")], ["1 hour and 30 minutes after the one of Tue 1 Dec 23:30"]),
        (PAIN, use("1 09:10", "150 mg"), [], ["more than the 100 mg at a time that the plan says"]),
        (PAIN, use("1 20:00"), [use("1 07:00", "100 mg"), use("1 13:30", "100 mg")], ["That makes 250 mg that day"]),
        (
            PAIN,
            use("2 07:00", "100 mg"),
            [use("1 13:30", "100 mg"), use("1 20:00")],
            ["That makes 250 mg in the 24 hours from Tue 1 Dec 13:30; the plan says at most 200 mg a day"],
        ),
        (PAIN, use("2 13:30", "100 mg"), [use("1 13:30", "100 mg"), use("1 20:00", "100 mg")], []),
        (PAIN, use("1 20:00", "1 tablet"), [use("1 08:00", "3 tablets")], []),
        (PAIN, use("1 20:00", "2 tablets"), [use("1 08:00", "3 tablets")], ["That makes 250 mg that day"]),
        (
            PAIN,
            use("1 20:00", "5 mL"),
            [],
            [
                "The plan says at most 100 mg at a time, and nothing tells whether 5 mL is more.",
                "The plan says at most 200 mg a day, and it is not known",
            ],
        ),
        (PAIN, use("1 20:00", "1.5 tablet"), [use("1 08:00", "3 tablets")], ["That makes 225 mg that day"]),
        (PAIN, use("1 20:00"), [use("1 13:00", "5 mL"), use("1 06:00", "200 mg")], ["That makes at least 250 mg that"]),
        (ONE, use("1 23:30"), [use("1 00:10"), use("1 08:00"), use("1 14:00")], []),
        (
            ONE,
            use("2 06:20"),
            [use("1 08:00"), use("1 14:00"), use("1 20:00"), use("2 00:10")],
            ["That is 5 times in the 24 hours from Tue 1 Dec 08:00", "That makes 250 mg in the 24 hours"],
        ),
        (AsNeeded(mg(50), mg(50)), use("1 08:00"), [use("1 08:00")], []),
    ],
)
def test_a_taking_is_held_against_its_bounds(needed: AsNeeded, this: Use, others: list[Use], said: list[str]) -> None:
    """The gap to either side, the amount at a time, the day's total and any 24 hours; within them nothing is said."""
    found = breaches(needed, this, *others)
    assert len(found) == len(said), found
    for one, words in zip(found, said, strict=True):
        assert words in one


def test_a_taking_written_down_late_is_held_against_those_after_it() -> None:
    """100 mg at noon join 100 mg in the morning and 50 mg in the evening."""
    assert breaches(PAIN, use("1 12:30", "100 mg"), use("1 06:00", "100 mg"), use("1 19:00")) == [
        f"That makes 250 mg that day; the plan says at most 200 mg a day. {ASK}"
    ]


def test_where_only_takings_are_counted_the_maximum_is_their_product() -> None:
    """Four times of 50 mg are 200 mg; of a range nobody can know."""
    assert bounded(ONE, Limits()).max_per_day == mg(200)
    assert bounded(AsNeeded(mg(50), mg(100), max_times_per_day=4), Limits()).max_per_day is None


def test_the_bounds_of_the_whole_plan_stand_in() -> None:
    """What the step does not say, the plan's limits do; what it says goes first."""
    limits = Limits(max_per_day=mg(150), min_gap_hours=8)
    assert bounded(AsNeeded(mg(50), mg(50)), limits) == AsNeeded(mg(50), mg(50), min_gap_hours=8, max_per_day=mg(150))
    assert bounded(PAIN, limits) == PAIN


@pytest.mark.parametrize(
    ("needed", "uses", "now", "next_at"),
    [
        (PAIN, [], "1 09:00", "1 09:00"),
        (PAIN, [use("1 09:10")], "1 10:00", "1 15:10"),
        (PAIN, [use("1 09:10")], "1 16:00", "1 16:00"),
        (PAIN, [use("1 09:10", "100 mg"), use("1 15:10", "100 mg")], "1 22:00", "2 09:10"),
        (ONE, [use("1 00:10"), use("1 06:10"), use("1 12:10"), use("1 18:10")], "1 19:00", "2 00:10"),
        (AsNeeded(mg(50), mg(50)), [use("1 09:10")], "1 09:11", "1 09:11"),
        (AsNeeded(read_plain("5 mL"), read_plain("5 mL"), max_per_day=mg(200)), [], "1 09:00", None),
    ],
)
def test_the_next_one_may_be_taken_from(needed: AsNeeded, uses: list[Use], now: str, next_at: str | None) -> None:
    """The least gap, midnight and the 24 hours tell when; where the maximum is in another unit, nothing does."""
    found = next_allowed_at(bounded(needed, Limits()), uses, now=use(now).at, tablets=TABLETS, zone=ZONE)
    assert found == (None if next_at is None else use(next_at).at)


@given(
    as_needed(),
    st.lists(st.integers(0, 3 * 24 * 4), max_size=6),
    st.integers(0, 4 * 24 * 4),
    st.integers(1, 10_000),
)
@settings(max_examples=150, deadline=None)
def test_nothing_is_past_its_bounds_then_and_something_is_at_any_time_before(
    needed: AsNeeded, quarters: list[int], now_quarter: int, part: int
) -> None:
    """The instant named is the first one: an earlier one would break a bound."""
    begin = utc("2026-12-01")
    uses = [Use(begin + timedelta(minutes=15 * quarter), needed.amount_min) for quarter in sorted(quarters)]
    now = begin + timedelta(minutes=15 * now_quarter)
    known = [one for one in uses if one.at <= now]
    found = next_allowed_at(needed, known, now=now, tablets=(), zone=ZONE)
    if found is None:
        return
    assert not watch(needed, Use(found, needed.amount_min), known, tablets=(), zone=ZONE)
    if found > now:
        before = now + (found - now) * part / 10_001
        assert watch(needed, Use(before, needed.amount_min), known, tablets=(), zone=ZONE)


def test_which_step_is_taken_as_needed_on_a_date() -> None:
    """Scheduled steps are none; past the end it is the last step, where that was as needed."""
    first = plan_of(days(2, PAIN), days(2, slots(("08:00", mg(50)))))
    last = plan_of(days(2, slots(("08:00", mg(50)))), days(2, PAIN))
    alone = plan_of(days(2, PAIN), days(1, Rest()), days(2, ONE))

    def steps(plan: Plan) -> list[int | None]:
        found = [needed_on(plan, date(2026, 12, 1) + timedelta(days=day)) for day in range(-1, 7)]
        return [None if one is None else one.dated.number for one in found]

    assert steps(first) == [None, 1, 1, None, None, None, None, None]
    assert steps(last) == [None, None, None, 2, 2, 2, 2, 2]
    assert steps(alone) == [1, 1, 1, 1, 3, 3, 3, 3]


@pytest.mark.parametrize(
    ("needed", "uses", "now", "words"),
    [
        (ONE, [], "1 09:00", "none taken so far; 0 of at most 4 today"),
        (
            ONE,
            [use("1 03:00"), use("1 09:10")],
            "1 10:00",
            "last 09:10, next not before 15:10; 2 of at most 4 today",
        ),
        (
            ONE,
            [use("1 00:10"), use("1 06:10"), use("1 12:10")],
            "1 14:00",
            "last 12:10, next not before 18:10; 3 of at most 4 today; that one is the last allowed today",
        ),
        (PAIN, [use("1 09:10")], "1 16:00", "last 09:10; 50 mg of at most 200 mg today"),
        (
            PAIN,
            [use("3 18:00", "200 mg")],
            "3 20:00",
            "last 18:00, no further one until the end (Thu 3 Dec); 200 mg of at most 200 mg today",
        ),
        (AsNeeded(mg(50), mg(50)), [use("1 09:10")], "1 10:00", "last 09:10; 1 time today"),
    ],
)
def test_how_it_stands_is_said_in_one_line(needed: AsNeeded, uses: list[Use], now: str, words: str) -> None:
    """The last one, the next one, the count of today, and whether the next is the last that day."""
    plan = plan_of(days(3, needed), tablets=TABLETS)
    now_at = use(now).at
    step = needed_on(plan, now_at.date())
    assert step is not None
    assert standing_words(plan, step, uses, now=now_at).replace("\u00a0", " ") == words


def test_what_may_be_taken_is_said_in_tablets() -> None:
    """A range as it was stated, with the reason."""
    plan = plan_of(Step(OpenLength(), PAIN), tablets=TABLETS, ends=Ends.OPEN)
    step = needed_on(plan, date(2026, 12, 1))
    assert step is not None
    said = needed_phrase(plan, step.needed).replace("\u00a0", " ")
    assert said == "as needed for pain: 1 tablet of 50 mg to 2 tablets of 50 mg"


@given(as_needed(), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_said_of_what_is_as_needed_can_be_misread(needed: AsNeeded, data: Any) -> None:
    """Every amount passes the spoken form, whatever was taken when."""
    from dataclasses import replace

    needed = replace(needed, reason=None)
    plan = plan_of(days(30, needed))
    step = needed_on(plan, date(2026, 12, 3))
    assert step is not None
    minutes = data.draw(st.lists(st.integers(0, 4320), max_size=5))
    uses = [Use(utc("2026-12-01") + timedelta(minutes=minute), needed.amount_max) for minute in sorted(minutes)]
    this = Use(utc("2026-12-03T12:00"), needed.amount_max)
    found = watch(step.needed, this, uses, tablets=(), zone=ZONE)
    said = [say_breach(one, this, zone=ZONE) for one in found]
    for text in [*said, standing_words(plan, step, uses, now=this.at), needed_phrase(plan, step.needed)]:
        assert not MISREADABLE.search(text.replace("\u00a0", " ")), text
