"""What is stored comes back as it was: plans, versions, intakes, snoozes, reminders and facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from stored_values import NOW, intake_of, kept, plan_of, reminder_of, version_of
from strategies import plans

from taper.core.errors import NotFound, StoreFailed
from taper.core.form import FormError
from taper.core.plan import Interval, Plan, Step
from taper.core.record import Answer, Change, KeptPlan, Outcome, Snooze, Version
from taper.store.store import Conflict, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a real file."""
    with Store.open(tmp_path / "taper.db") as opened:
        yield opened


@pytest.fixture
def with_plan(store: Store) -> Store:
    """A store that keeps plan A."""
    store.keep(kept("A"))
    return store


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_every_plan_comes_back_equal(store: Store, plan: Plan) -> None:
    whole = KeptPlan("any", NOW, (Version(plan, Change.ENTERED, NOW),))
    store.keep(whole)
    assert store.kept_plan("any") == whole
    store.delete_plan("any")


def test_a_version_comes_back_with_every_field(store: Store) -> None:
    store.keep(kept("A"))
    assert store.kept_plan("A") == kept("A")


def test_plans_come_in_the_order_in_which_they_were_kept(store: Store) -> None:
    for name, days in (("C", 0), ("A", 1), ("B", 2)):
        store.keep(kept(name, days=days))
    assert [plan.id for plan in store.kept_plans()] == ["C", "A", "B"]
    assert store.kept_plans()[1] == kept("A", days=1)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert (store.kept_plans(), store.intakes(), store.reminders(), store.snoozes()) == ((), (), (), ())
    assert (store.next_looks(), store.meta("tick")) == ({}, None)


def test_a_second_plan_of_the_same_id_is_a_conflict_and_changes_nothing(with_plan: Store) -> None:
    with pytest.raises(Conflict, match="already is a plan"):
        with_plan.keep(replace(kept("A"), versions=(version_of("5 mg"),)))
    assert with_plan.kept_plans() == (kept("A"),)


def test_a_plan_that_could_not_be_read_back_is_refused_before_it_is_written(store: Store) -> None:
    plan = plan_of()
    every_8_hours = Interval(8, plan.steps[0].schedule.slots[0].at_time, plan.steps[0].schedule.slots[0].amount)  # type: ignore[union-attr]
    wrong = (replace(plan, zone="Mars/Base"), replace(plan, steps=(Step(plan.steps[0].length, every_8_hours),)))
    for bad in wrong:
        with pytest.raises(FormError):
            store.keep(KeptPlan("A", NOW, (Version(bad, Change.ENTERED, NOW),)))
    assert store.kept_plans() == ()


def test_a_new_version_is_in_force_and_the_older_ones_stay(with_plan: Store) -> None:
    with_plan.add_version("A", version_of("5 mg", change=Change.EXTENDED), expect_versions=1)
    plan = with_plan.kept_plan("A")
    assert [version.change for version in plan.versions] == [Change.ENTERED, Change.EXTENDED]
    assert plan.plan == plan_of("5 mg")


def test_a_version_of_a_plan_changed_meanwhile_is_a_conflict(with_plan: Store) -> None:
    with_plan.add_version("A", version_of("5 mg"), expect_versions=1)
    with pytest.raises(Conflict, match="changed meanwhile"):
        with_plan.add_version("A", version_of("20 mg"), expect_versions=1)
    assert len(with_plan.kept_plan("A").versions) == 2


def test_an_intake_comes_back_with_every_field_once(with_plan: Store) -> None:
    with_plan.record_intake(intake_of(1))
    with_plan.record_intake(intake_of(1))
    assert with_plan.intakes() == (intake_of(1),)


def test_intakes_come_in_the_order_of_recording_by_plan_and_since(with_plan: Store) -> None:
    with_plan.keep(kept("B"))
    for number, plan_id in ((1, "A"), (2, "B"), (3, "A")):
        with_plan.record_intake(intake_of(number, plan_id=plan_id))
    assert with_plan.intakes("A") == (intake_of(1), intake_of(3))
    assert with_plan.intakes(since=NOW + timedelta(minutes=2)) == (intake_of(2, plan_id="B"), intake_of(3))


def test_an_instant_of_another_zone_is_the_same_instant_in_utc(with_plan: Store) -> None:
    elsewhere = datetime(2026, 12, 1, 20, tzinfo=timezone(timedelta(hours=9)))
    with_plan.record_intake(replace(intake_of(1), recorded_at=elsewhere))
    (found,) = with_plan.intakes(since=elsewhere)
    assert found.recorded_at == elsewhere
    assert found.recorded_at.tzinfo is UTC


def test_a_correction_relinks_intakes_together_with_its_version(with_plan: Store) -> None:
    for number in (1, 2):
        with_plan.record_intake(intake_of(number))
    first = replace(intake_of(1), dose="2026-11-30/morning", step=None, marks=frozenset())
    corrected = version_of("5 mg", change=Change.CORRECTED)
    with_plan.add_version("A", corrected, expect_versions=1, relinked=[first])
    assert with_plan.intakes("A") == (first, intake_of(2))
    again = replace(first, dose=None)
    with_plan.add_version("A", corrected, expect_versions=2, relinked=[again])
    assert with_plan.intakes("A") == (again, intake_of(2))


def test_a_correction_that_fails_keeps_neither_version_nor_links(with_plan: Store) -> None:
    with_plan.record_intake(intake_of(1))
    links = [replace(intake_of(1), dose=None), intake_of(7)]
    with pytest.raises(NotFound):
        with_plan.add_version("A", version_of(), expect_versions=1, relinked=links)
    assert with_plan.intakes() == (intake_of(1),)
    assert len(with_plan.kept_plan("A").versions) == 1


def test_snoozes_come_back_by_plan_and_since(with_plan: Store) -> None:
    early = Snooze("A", "dose", NOW, NOW + timedelta(minutes=10))
    late = replace(early, recorded_at=NOW + timedelta(minutes=10))
    with_plan.record_snooze(early)
    with_plan.record_snooze(late)
    assert with_plan.snoozes("A") == (early, late)
    assert with_plan.snoozes(since=NOW + timedelta(minutes=1)) == (late,)
    assert with_plan.snoozes("B") == ()


def test_a_claimed_reminder_is_settled_with_an_honest_outcome(with_plan: Store) -> None:
    with_plan.claim([reminder_of(1), reminder_of(2)])
    assert with_plan.reminders() == (reminder_of(1), reminder_of(2))
    with_plan.settle("reminder-1", outcome=Outcome.SHOWN, outcome_at=NOW, server=":1.7", server_id=3)
    with_plan.settle("reminder-1", outcome=Outcome.DISMISSED, outcome_at=NOW + timedelta(minutes=1))
    fared = replace(
        reminder_of(1),
        outcome=Outcome.DISMISSED,
        outcome_at=NOW + timedelta(minutes=1),
        server=":1.7",
        server_id=3,
    )
    assert with_plan.reminders("A") == (fared, reminder_of(2))
    assert with_plan.reminders(since=NOW + timedelta(minutes=2)) == (reminder_of(2),)


def test_a_reminder_claimed_again_is_one_reminder_that_begins_anew(with_plan: Store) -> None:
    with_plan.claim([reminder_of(1)])
    with_plan.settle("reminder-1", outcome=Outcome.FAILED, outcome_at=NOW)
    with_plan.claim([reminder_of(1)])
    assert with_plan.reminders() == (reminder_of(1),)


def test_a_press_finds_the_newest_reminder_of_its_server_and_id(with_plan: Store) -> None:
    with_plan.claim([reminder_of(1), reminder_of(2), reminder_of(3)])
    for name, server in (("reminder-1", ":1.7"), ("reminder-2", ":1.7"), ("reminder-3", ":1.9")):
        with_plan.settle(name, outcome=Outcome.SHOWN, outcome_at=NOW, server=server, server_id=3)
    found = with_plan.reminder_at(":1.7", 3)
    assert found is not None
    assert found.id == "reminder-2"
    assert with_plan.reminder_at(":1.8", 3) is None


def test_a_reminder_deleted_with_its_plan_stays_deleted(with_plan: Store) -> None:
    with_plan.claim([reminder_of(1)])
    with_plan.delete_plan("A")
    with_plan.settle("reminder-1", outcome=Outcome.SHOWN, outcome_at=NOW)
    assert with_plan.reminders() == ()


def test_deleting_a_plan_takes_all_of_it_and_nothing_of_another(with_plan: Store) -> None:
    with_plan.keep(kept("B"))
    for plan_id in ("A", "B"):
        with_plan.record_intake(intake_of(1, plan_id=plan_id))
        with_plan.record_snooze(Snooze(plan_id, "dose", NOW, NOW))
    with_plan.add_version("A", version_of(), expect_versions=1, relinked=[intake_of(1)])
    with_plan.claim([reminder_of(1), reminder_of(2, plan_id="B")])
    with_plan.delete_plan("A")
    assert [plan.id for plan in with_plan.kept_plans()] == ["B"]
    assert [intake.plan_id for intake in with_plan.intakes()] == ["B"]
    assert [snooze.plan_id for snooze in with_plan.snoozes()] == ["B"]
    assert [reminder.plan_id for reminder in with_plan.reminders()] == ["B"]


def test_what_belongs_to_no_plan_is_not_found(with_plan: Store) -> None:
    attempts = (
        lambda: with_plan.kept_plan("Z"),
        lambda: with_plan.delete_plan("Z"),
        lambda: with_plan.record_intake(intake_of(1, plan_id="Z")),
        lambda: with_plan.record_snooze(Snooze("Z", "dose", NOW, NOW)),
        lambda: with_plan.claim([reminder_of(1), reminder_of(2, plan_id="Z")]),
        lambda: with_plan.add_version("Z", version_of(), expect_versions=1),
        lambda: with_plan.note_next_look("Z", NOW),
    )
    for attempt in attempts:
        with pytest.raises(NotFound, match='no plan "Z"'):
            attempt()
    assert (with_plan.intakes(), with_plan.reminders()) == ((), ())


def test_the_next_look_at_each_plan_is_noted(with_plan: Store) -> None:
    with_plan.keep(kept("B", days=1))
    with_plan.note_next_look("A", NOW)
    assert with_plan.next_looks() == {"A": NOW, "B": None}
    with_plan.note_next_look("A", None)
    assert with_plan.next_looks() == {"A": None, "B": None}


def test_a_fact_is_noted_replaced_and_changed(store: Store) -> None:
    store.set_meta("tick", "one")
    store.set_meta("tick", "two")
    assert store.change_meta("tick", lambda value: f"{value}, three") == "two, three"
    assert store.change_meta("fresh", repr) == "None"
    assert (store.meta("tick"), store.meta("fresh")) == ("two, three", "None")


def test_a_transaction_keeps_all_or_nothing(with_plan: Store) -> None:
    def breaks_off() -> None:
        with with_plan.transaction():
            with_plan.record_intake(intake_of(1))
            assert with_plan.intakes() == (intake_of(1),)
            raise KeyError

    with pytest.raises(KeyError):
        breaks_off()
    assert with_plan.intakes() == ()
    with with_plan.transaction():
        with_plan.record_intake(intake_of(1))
        with_plan.set_meta("tick", "one")
    assert (with_plan.intakes(), with_plan.meta("tick")) == ((intake_of(1),), "one")


def test_what_is_stored_is_there_for_whoever_opens_the_file_next(tmp_path: Path) -> None:
    with Store.open(tmp_path / "taper.db") as first:
        first.keep(kept("A"))
        first.record_intake(replace(intake_of(1), answer=Answer.UNDONE))
    with Store.open(tmp_path / "taper.db") as second:
        assert second.kept_plans() == (kept("A"),)
        assert second.intakes()[0].answer is Answer.UNDONE


def test_text_that_cannot_be_written_down_is_refused_in_words(with_plan: Store) -> None:
    with pytest.raises(StoreFailed, match="cannot be written down"):
        with_plan.record_intake(replace(intake_of(1), note="\ud800"))
    assert with_plan.intakes() == ()


def test_a_revision_is_kept_with_the_instant_from_which_it_counts(store: Store) -> None:
    """It stands beside the plan's own keys, so that stores from before need no change."""
    store.keep(kept("A"))
    version = replace(version_of(change=Change.HELD), counts_from=NOW + timedelta(hours=3))
    store.add_version("A", version, expect_versions=1)
    assert store.kept_plan("A").versions == (version_of(), version)
