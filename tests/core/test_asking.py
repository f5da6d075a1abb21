"""When a dose is asked about, how loudly, and what waits for the end of the quiet hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import Life, at, days, kept_of, life_of, mg, plan_of, slots, tablet_of

from taper.core.announce import Kind, Policy
from taper.core.asking import Stage
from taper.core.plan import Ends
from taper.core.quiet import QuietHours
from taper.core.record import Outcome

NIGHT = QuietHours(time(22, 30), time(6, 30))
AT_NIGHT = Policy(quiet=NIGHT)
EVENING = kept_of(plan_of(days(20, slots(("22:20", mg(5)))), tablets=(tablet_of(5),)))
EARLY = kept_of(plan_of(days(20, slots(("06:00", mg(5)), ("20:00", mg(5)))), tablets=(tablet_of(5),)))


def stages(life: Life) -> list[tuple[str, Stage]]:
    """Every asking: when, and how loud."""
    found = [(one.when[5:], item.stage) for one in life.said for item in one.items if item.stage]
    return [(when, stage) for when, stage in found if stage is not None]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy(), "22:20 first, 22:30 again, 22:40 again, 22:50 last, 23:00 quiet"),
        (Policy(repeats=0), "22:20 first"),
        (Policy(repeats=1), "22:20 first, 22:30 last, 22:40 quiet"),
        (Policy(repeat_every=timedelta(minutes=25), repeats=2), "22:20 first, 22:45 again, 23:10 last, 23:35 quiet"),
        (AT_NIGHT, "22:20 first"),
        (Policy(repeat_every=timedelta(minutes=5), repeats=2, quiet=NIGHT), "22:20 first, 22:25 again"),
    ],
)
def test_a_dose_of_20_past_10_is_asked_about(policy: Policy, said: str) -> None:
    """In the quiet hours nothing is asked again."""
    life = life_of(EVENING, now="2026-12-01 20:00", policy=policy)
    life.run("2026-12-01 23:59")
    assert ", ".join(f"{when[6:]} {stage}" for when, stage in stages(life)) == said


def test_the_last_asking_and_the_quiet_one_say_what_they_are() -> None:
    life = life_of(EVENING, now="2026-12-01 20:00")
    lines = [one.lines for one in life.run("2026-12-01 23:05")]
    assert ["This is the last time it is asked about." in one for one in lines] == [False, False, False, True, False]
    assert "It is not asked about any more; it still waits for an answer." in lines[4]
    assert not any("Asked" in line for line in lines[4])


def test_repeats_wait_for_the_end_of_the_quiet_hours_and_none_is_used_up_by_them() -> None:
    """The dose of 06:00 is asked about in them, for it is its first asking."""
    life = life_of(EARLY, now="2026-12-01 05:00", policy=AT_NIGHT)
    life.run("2026-12-01 12:00")
    assert stages(life) == [
        ("12-01 06:00", Stage.FIRST),
        ("12-01 06:30", Stage.AGAIN),
        ("12-01 06:40", Stage.AGAIN),
        ("12-01 06:50", Stage.LAST),
        ("12-01 07:00", Stage.QUIET),
    ]


def test_a_snooze_that_ends_in_the_quiet_hours_was_asked_for_and_is_heard() -> None:
    life = life_of(EARLY, now="2026-12-01 06:00", policy=AT_NIGHT)
    life.look()
    life.snooze("2026-12-01/06:00", minutes=15)
    life.run("2026-12-01 06:29")
    assert [when for when, _ in stages(life)] == ["12-01 06:00", "12-01 06:15"]


def test_a_dose_asked_about_at_night_and_never_answered_is_told_of_in_the_morning() -> None:
    """At the first look after the quiet hours that has something to say; it is not lost."""
    life = life_of(EVENING, now="2026-12-01 20:00", policy=AT_NIGHT)
    said = life.run("2026-12-02 23:00")
    assert any(item.kind is Kind.DIGEST and item.dose for one in said for item in one.items)


def test_what_nobody_was_asked_about_waits_for_the_end_of_the_quiet_hours() -> None:
    life = life_of(EVENING, now="2026-12-02 02:00", policy=AT_NIGHT)
    assert life.look() is None
    said = life.run("2026-12-02 12:00")
    assert [(one.when[5:], one.kinds) for one in said] == [("12-02 06:30", (Kind.DIGEST,))]


def test_the_notice_of_a_last_dose_in_the_quiet_hours_is_said_with_the_dose() -> None:
    """The dose of 06:00 is the last one: its notice, due half an hour before, waits and comes with it."""
    kept = kept_of(plan_of(days(4, slots(("06:00", mg(5)))), tablets=(tablet_of(5),), ends=Ends.STOP))
    life = life_of(kept, now="2026-12-04 00:30", policy=AT_NIGHT)
    said = life.run("2026-12-04 12:00")
    (told,) = [one for one in said if Kind.LAST_DOSE in one.kinds]
    assert told.when[11:] == "06:00"
    assert told.kinds[0] is Kind.DOSE


def test_a_step_change_that_nobody_heard_in_the_evening_is_said_with_the_first_dose_of_the_step() -> None:
    """The machine was off until midnight, and the first dose of the step is due in the quiet hours."""
    kept = kept_of(
        plan_of(days(1, slots(("06:00", mg(10)))), days(2, slots(("06:00", mg(5)))), tablets=(tablet_of(5),))
    )
    life = life_of(kept, now="2026-12-02 00:30", policy=AT_NIGHT)
    said = life.run("2026-12-02 12:00")
    assert Kind.STEP_CHANGE in said[0].kinds
    assert said[0].when[11:] == "06:00"


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        ("22:30-06:30", "2026-12-01 22:29", None),
        ("22:30-06:30", "2026-12-01 22:30", "2026-12-02 06:30"),
        ("22:30-06:30", "2026-12-02 06:29", "2026-12-02 06:30"),
        ("22:30-06:30", "2026-12-02 06:30", None),
        ("13:00-15:00", "2026-12-01 14:00", "2026-12-01 15:00"),
        ("13:00-15:00", "2026-12-01 15:00", None),
        ("22:30-02:30", "2027-03-27 23:00", "2027-03-28 03:00"),  # the clocks skip 02:30
        ("22:30-02:30", "2026-10-24 23:00", "2026-10-25 02:30"),  # and show it twice: the first one counts
    ],
)
def test_quiet_hours_end(quiet: str, now: str, ends: str | None) -> None:
    begin, _, end = quiet.partition("-")
    hours = QuietHours(time.fromisoformat(begin), time.fromisoformat(end))
    assert str(hours) == quiet
    assert hours.ends_at(at(now), zone="Europe/Berlin") == (at(ends) if ends else None)


walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
instants = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes))


@settings(deadline=None)
@given(walls, walls, instants, st.sampled_from(("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")))
def test_quiet_hours_always_end_within_a_day_and_are_over_then(
    begin: time, end: time, now: datetime, zone: str
) -> None:
    """Never later, so that nothing waits for ever; a clock change may add its hour."""
    hours = QuietHours(begin, end)
    ends_at = hours.ends_at(now, zone=zone)
    if ends_at is not None:
        assert now <= ends_at <= now + timedelta(hours=25)
        assert begin == end or hours.ends_at(ends_at, zone=zone) in (None, ends_at)


@given(
    st.lists(st.tuples(st.integers(1, 90), st.sampled_from(("look", "dismiss", "snooze", "fail"))), max_size=25),
    st.sampled_from((Policy(), AT_NIGHT)),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_slept_through_dismissed_or_snoozed_no_loud_asking_is_lost(
    moves: list[tuple[int, str]], policy: Policy
) -> None:
    """A dose that stays open long enough is asked about once and all its repeats, since its last snooze."""
    kept = kept_of(plan_of(days(2, slots(("05:00", mg(5))))))
    life = life_of(kept, now="2026-12-01 05:00", policy=policy)
    life.look()
    snoozes = 0
    for minutes, move in moves:
        life.now += timedelta(minutes=minutes)
        if life.now > at("2026-12-01 20:00"):
            break
        if move == "snooze" and snoozes < 3:
            life.snooze("2026-12-01/05:00", minutes=15)
            snoozes += 1
            life.said.clear()
        life.look({"dismiss": Outcome.DISMISSED, "fail": Outcome.FAILED}.get(move, Outcome.SHOWN))
    life.run("2026-12-01 23:59")
    begun_at = life.snoozes[-1].recorded_at if life.snoozes else at("2026-12-01 05:00")
    since = [r for r in life.reminders if r.claimed_at >= begun_at]
    said = [item for r in since if r.outcome is not Outcome.FAILED for item in r.items if item.startswith("dose:")]
    assert len(set(said)) == 5
