"""One look at a plan that reminds of an activity and asks how it goes: said once, and not where it was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.core.checkin import ActivityTime, CheckedIn, CheckIns
from taper.core.record import KeptPlan

WALK = ActivityTime("walk", time(17))


def asking() -> KeptPlan:
    """A dose at 23:00 each day, a change on day 2, a walk at 17:00."""
    plan = plan_of(step_of(1, "23:00"), step_of(20, "23:30"))
    return kept(replace(plan, activities=("walk",), activity_times=(WALK,), check_ins=CheckIns(("sleep",))))


@pytest.mark.parametrize(("done", "titles"), [((), ["Nothing to take now. Walk, 17:00."]), (("walk",), [])])
def test_an_activity_is_said_once_at_its_time_unless_it_was_done(
    tmp_path: Path, done: tuple[str, ...], titles: list[str]
) -> None:
    """The daemon looks again exactly then."""
    notifier, plan = FakeNotifier(), asking()
    with desk_with(tmp_path, plan, now=at("16:00")) as desk:
        assert look(desk, notifier, at("16:00")) == at("17:00")
        desk.store.record_checked_in(CheckedIn(plan.id, one, None, at("16:30").date(), at("16:30")) for one in done)
        look(desk, notifier, at("17:00"))
        look(desk, notifier, at("17:05"))
    assert [message.title for message in notifier.sent] == titles


def test_on_the_evening_of_a_change_it_asks_how_it_goes(tmp_path: Path) -> None:
    """The notice waits for no answer of a dose, and has no buttons of one."""
    notifier, plan = FakeNotifier(), asking()
    with desk_with(tmp_path, plan, now=at("18:00", day=3)) as desk:
        look(desk, notifier, at("18:00", day=3))
        look(desk, notifier, at("19:00", day=3))
    last = notifier.sent[-1]
    assert "How was today? sleep, 0 to 10: taper checkin A sleep=3" in last.body
    assert not last.is_dose
