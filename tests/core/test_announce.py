"""What a plan announces besides its doses: the steps, the way to the stop date, the end."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from life import changed, days, kept_of, mg, plan_of, slots
from strategies import plans

from taper.core.announce import Kind, Policy, announcements
from taper.core.ledger import last_use_of
from taper.core.localtime import local
from taper.core.plan import Ends, EveryNthDay, OpenLength, Plan, Rest, Slot, Slots, Step
from taper.core.record import Change, KeptPlan

TWICE = slots(("08:00", mg(350)), ("20:00", mg(350)))
ONCE = slots(("22:00", mg(350)))
TWO_WEEKS = plan_of(days(10, TWICE), days(4, ONCE))


def said(kept: KeptPlan, policy: Policy | None = None) -> list[tuple[str, str, str]]:
    """Each announcement's id, and from when to when it may be said."""
    zone = kept.plan.zone
    return [
        (a.id, f"{local(a.at, zone=zone):%m-%d %H:%M}", f"{local(a.until, zone=zone):%m-%d %H:%M}")
        for a in announcements(kept, policy or Policy())
    ]


def test_a_course_with_a_taper_announces_its_step_its_countdown_and_its_end() -> None:
    assert said(kept_of(TWO_WEEKS)) == [
        ("stop-soon:2026-12-14:7", "12-07 09:00", "12-11 09:00"),
        ("step-change:2026-12-11", "12-10 19:00", "12-11 22:00"),
        ("stop-soon:2026-12-14:3", "12-11 09:00", "12-13 09:00"),
        ("stop-soon:2026-12-14:1", "12-13 09:00", "12-14 09:00"),
        ("last-dose:2026-12-14", "12-14 09:00", "12-14 22:00"),
        ("stopped:2026-12-14:ended", "12-15 09:00", "12-18 09:00"),
    ]


def test_a_plan_that_ends_in_a_review_leads_to_the_review() -> None:
    ids = [name for name, _, _ in said(kept_of(plan_of(days(10, ONCE), ends=Ends.REVIEW)))]
    assert ids == [
        *("review:2026-12-10:7", "review:2026-12-10:3", "review:2026-12-10:1"),
        *("last-dose:2026-12-10", "review:2026-12-10:ended"),
    ]


def test_an_open_plan_announces_its_steps_and_never_an_end() -> None:
    plan = plan_of(days(10, TWICE), Step(OpenLength(), ONCE), ends=Ends.OPEN)
    assert [name for name, _, _ in said(kept_of(plan))] == ["step-change:2026-12-11"]


@pytest.mark.parametrize(
    ("count", "ids"),
    [
        (1, []),
        (2, ["stop-soon:2026-12-02:1"]),
        (4, ["stop-soon:2026-12-04:3", "stop-soon:2026-12-04:1"]),
    ],
)
def test_a_short_plan_counts_down_no_further_back_than_its_first_day(count: int, ids: list[str]) -> None:
    found = [name for name, _, _ in said(kept_of(plan_of(days(count, ONCE))))]
    assert [name for name in found if name.startswith("stop-soon")] == ids
    assert found[len(ids) :] == [f"last-dose:2026-12-0{count}", f"stopped:2026-12-0{count}:ended"]


@pytest.mark.parametrize(
    ("first", "notice"),
    [("08:00", "07:30"), ("09:30", "09:00"), ("22:00", "09:00"), ("00:10", "00:00")],
)
def test_the_last_day_is_announced_ahead_of_its_first_dose(first: str, notice: str) -> None:
    kept = kept_of(plan_of(days(3, slots((first, mg(10)), ("23:00", mg(10))))))
    found = {name: at for name, at, _ in said(kept)}
    assert found["last-dose:2026-12-03"] == f"12-03 {notice}"


def test_the_days_off_at_the_end_do_not_move_the_end() -> None:
    every_other = slots(("08:00", mg(10)), rhythm=EveryNthDay(2))
    assert "last-dose:2026-12-03" in [name for name, _, _ in said(kept_of(plan_of(days(4, every_other))))]


def test_a_rest_is_announced_as_a_step_and_gives_way_after_a_day() -> None:
    kept = kept_of(plan_of(days(3, ONCE), days(3, Rest()), days(3, ONCE)))
    assert ("step-change:2026-12-04", "12-03 19:00", "12-04 19:00") in said(kept)


def test_the_end_after_a_bedtime_past_midnight_is_said_in_the_morning_after() -> None:
    night = Slots((Slot("bedtime", time(9, 15), mg(10), next_day=True),))
    found = {name: at for name, at, _ in said(kept_of(plan_of(days(2, night))))}
    assert found["stopped:2026-12-02:ended"] == "12-03 09:45"


def test_days_off_after_the_last_dose_are_no_step_to_announce() -> None:
    kept = kept_of(plan_of(days(3, ONCE), days(7, Rest()), days(7, Rest())))
    assert not [name for name, _, _ in said(kept) if name.startswith("step-change")]


def test_a_moved_end_has_new_ids_and_is_announced_again() -> None:
    kept = kept_of(TWO_WEEKS)
    extended = changed(kept, Change.EXTENDED, when="2026-12-12 10:00", plan=plan_of(days(10, TWICE), days(8, ONCE)))
    before, after = ({name for name, _, _ in said(one)} for one in (kept, extended))
    assert before & after == {"step-change:2026-12-11"}


def test_a_stopped_plan_announces_nothing_that_lies_after() -> None:
    stopped = changed(kept_of(TWO_WEEKS), Change.STOPPED, when="2026-12-10 18:00")
    assert said(stopped) == []


def test_the_person_may_set_the_hours_and_the_days() -> None:
    policy = Policy(stop_soon_days=(2,), announce_time=time(7), eve_time=time(21))
    assert said(kept_of(TWO_WEEKS), policy)[:2] == [
        ("step-change:2026-12-11", "12-10 21:00", "12-11 22:00"),
        ("stop-soon:2026-12-14:2", "12-12 07:00", "12-14 07:00"),
    ]


@given(plans())
@settings(max_examples=60, deadline=None)
def test_every_announcement_has_an_id_of_its_own_and_a_time_in_which_it_can_be_said(plan: Plan) -> None:
    kept = kept_of(plan, stored="2019-12-01 08:00")
    found, last = announcements(kept, Policy()), last_use_of(kept)
    assert len({a.id for a in found}) == len(found)
    assert all(a.at < a.until for a in found)
    assert list(found) == sorted(found, key=lambda a: a.at)
    ends = [a for a in found if a.kind in ("stop-soon", "review", "last-dose", "stopped")]
    assert all(last is not None and a.on == last.on for a in ends)
    assert last is not None or not ends


@given(plans())
@settings(max_examples=40, deadline=None)
def test_an_end_that_exists_is_announced_within_three_days_after_it(plan: Plan) -> None:
    kept = kept_of(plan, stored="2019-12-01 08:00")
    last = last_use_of(kept)
    if last is not None:
        ended = [a for a in announcements(kept, Policy()) if a.kind is not Kind.CHECK_IN][-1]
        assert last.until_at < ended.at <= last.until_at + timedelta(days=3)
