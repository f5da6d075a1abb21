"""How the machine's time jumped is remembered; and what a clock put right puts right in the store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from stored_values import NOW, intake_of, kept, reminder_of

from taper.core.errors import NotFound
from taper.core.jump import Jump, JumpKind
from taper.core.record import Answer, Intake
from taper.store import Store
from taper.store.migrate import VERSIONS, IfOld, prepare
from taper.store.state import state_of
from taper.store.store import MOST_JUMPS

BACK = Jump(NOW, JumpKind.BACK, -315_360_000.25)
ZONE = Jump(NOW + timedelta(hours=1), JumpKind.ZONE, -21_600.0, "Europe/Berlin to America/New_York")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a closed store with a plan."""
    with Store.open(tmp_path / "taper.db") as store:
        store.keep(kept("A"))
    return tmp_path / "taper.db"


def test_jumps_come_back_in_the_order_in_which_they_were_noticed(path: Path) -> None:
    """With kind, span and zones."""
    with Store(path) as store:
        store.record_jumps([ZONE])
        store.record_jumps([BACK])
        assert store.jumps() == (ZONE, BACK)


def test_a_clock_set_again_and_again_fills_no_disk(path: Path) -> None:
    """The oldest jumps are forgotten."""
    with Store(path) as store:
        store.record_jumps([Jump(NOW, JumpKind.FORWARD, float(n)) for n in range(MOST_JUMPS + 7)])
        assert [jump.seconds for jump in store.jumps()] == [float(n) for n in range(7, MOST_JUMPS + 7)]


def test_a_plan_entered_by_a_wrong_clock_is_restamped_with_its_first_version(path: Path) -> None:
    """Nothing else of it changes; a plan that is gone is not found."""
    with Store(path) as store:
        before = store.kept_plan("A")
        store.restamp("A", stored_at=NOW - timedelta(days=1))
        after = store.kept_plan("A")
        assert (after.stored_at, after.versions[0].recorded_at) == (NOW - timedelta(days=1),) * 2
        assert after.plan == before.plan
        with pytest.raises(NotFound):
            store.restamp("B", stored_at=NOW)


def test_an_intake_of_a_clock_before_the_plan_is_found_among_the_recent_ones(path: Path) -> None:
    """A battery-dead clock stamps it 1970; it was recorded after the plan all the same."""
    of_1970 = Intake("old", "A", Answer.TAKEN, NOW.replace(year=1970), NOW.replace(year=1970))
    with Store(path) as store:
        for intake in (intake_of(1), of_1970, intake_of(99)):
            store.record_intake(intake)
        since = NOW + timedelta(minutes=50)
        assert [one.id for one in store.intakes("A", since=since)] == ["intake-A-99"]
        assert [one.id for one in store.intakes("A", since=since, or_before=NOW)] == ["old", "intake-A-99"]


def test_what_is_read_in_a_snapshot_is_one_state_of_the_file(path: Path) -> None:
    """What another program stores meanwhile is seen after it."""
    with Store(path) as store, Store(path) as other:
        with store.snapshot():
            assert store.reminders() == ()
            with pytest.raises(AssertionError):
                store.claim([reminder_of(1)])
        other.claim([reminder_of(1)])
        assert [one.id for one in store.reminders()] == ["reminder-1"]


def test_the_state_of_the_file_differs_after_every_commit_and_only_then(path: Path) -> None:
    """Reading changes nothing; a file that is not there has no state."""
    with Store(path) as store:
        states = [state_of(path)]
        for number in range(5):
            store.reminders()
            assert state_of(path) == states[-1]
            store.set_meta("key", str(number))
            states.append(state_of(path))
    assert len(set(states)) == 6
    path.unlink()
    assert state_of(path) is None


def test_a_store_of_the_version_before_gets_room_for_jumps(tmp_path: Path) -> None:
    """All it holds stays, and the records of one plan's last days are found by plan and time from then on."""
    path = tmp_path / "taper.db"
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[: VERSIONS.index("0005")])
    with Store(path) as store:
        store.keep(kept("A"))
        store.record_intake(intake_of(1))
        store.claim([reminder_of(1)])
    with Store.open(path) as store:
        assert store.jumps() == ()
        store.record_jumps([BACK])
        assert (store.jumps(), len(store.intakes("A")), len(store.reminders("A"))) == ((BACK,), 1, 1)
    with closing(sqlite3.connect(path)) as connection:
        plan = "EXPLAIN QUERY PLAN SELECT * FROM {} WHERE plan_id = 'A' AND {} >= '2026-12-01'"
        for table, at in (("intake", "recorded_at"), ("reminder", "claimed_at")):
            ((*_, how),) = connection.execute(plan.format(table, at)).fetchall()
            assert f"plan_id=? AND {at}>?" in how
