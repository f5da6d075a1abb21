"""Everything in the store as plain values: the same store comes back, all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel
from stored_values import NOW, intake_of, kept, reminder_of, version_of
from strategies import plans

from taper.core.checkin import CheckedIn
from taper.core.errors import Unanswered
from taper.core.notes import Note
from taper.core.record import Change, KeptPlan, Outcome, Snooze, Version
from taper.core.telling import Answered, Told
from taper.store.store import Conflict, Store
from taper.store.whole import checked_content

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with something in every table, which no test here changes."""
    with Store.open(tmp_path_factory.mktemp("full") / "taper.db") as store:
        store.keep(kept("B"))
        store.keep(kept("A", days=-1))
        for number in range(4):
            store.record_intake(intake_of(number, plan_id="AB"[number % 2]))
        moved = replace(intake_of(0), dose="2026-12-03/noon")
        store.add_version("A", version_of(change=Change.CORRECTED), expect_versions=1, relinked=(moved,))
        store.record_snooze(Snooze("A", "2026-12-01/morning", NOW, NOW + timedelta(minutes=10)))
        store.record_told([Answered("A", "seizures", Told.NO, NOW)])
        store.record_note(Note("n1", "B", 'could not "sleep"\n', NOW, NOW, severity=4, for_provider=True))
        store.record_checked_in([CheckedIn("A", "sleep", 3, date(2026, 12, 1), NOW)])
        store.claim([reminder_of(1)])
        store.settle("reminder-1", outcome=Outcome.SHOWN, outcome_at=NOW, server=":1.7", server_id=5)
        store.note_next_look("A", NOW)
        store.set_meta("tick", "x")
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store on another machine."""
    with Store.open(tmp_path / "empty.db") as store:
        yield store


def through_json(store: Store) -> Any:
    """What the store gives, written down and read again."""
    return json.loads(json.dumps(store.content()))


def test_the_same_store_comes_back(full: Store, empty: Store) -> None:
    """Every plan, record and link, in the order of recording."""
    empty.fill(checked_content(through_json(full)))
    assert empty.content() == full.content()
    assert empty.kept_plans() == full.kept_plans()
    assert empty.intakes() == full.intakes()
    assert [empty.told(name) for name in "AB"] == [full.told(name) for name in "AB"]
    assert (empty.notes(), empty.snoozes(), empty.checked_in("A")) == (
        full.notes(),
        full.snoozes(),
        full.checked_in("A"),
    )


def test_every_table_is_in_it(full: Store) -> None:
    """Also one that is added later; only the program's own facts stay behind. Nothing here is empty."""
    content = full.content()
    assert content.keys() == SQLModel.metadata.tables.keys() - {"meta"}
    assert all(content.values())


def test_a_server_on_another_machine_is_never_taken_for_this_one(full: Store, empty: Store) -> None:
    """A press on its notification of the same number would answer another dose."""
    empty.fill(checked_content(through_json(full)))
    assert full.reminder_at(":1.7", 5) is not None
    assert empty.reminder_at(":1.7", 5) is None
    assert empty.reminders()[0].outcome is Outcome.SHOWN
    assert empty.next_looks() == {"A": None, "B": None}


@st.composite
def histories(draw: st.DrawFn) -> KeptPlan:
    """A kept plan of one or two versions, as entered by somebody."""
    made = [replace(plan, example=False) for plan in draw(st.lists(plans(max_steps=2), min_size=1, max_size=2))]
    entered = Version(made[0], Change.ENTERED, NOW, draw(st.none() | st.just("Dr Ex")), draw(st.none() | st.just("ü")))
    later = [Version(plan, Change.REVISED, NOW, counts_from=NOW + timedelta(days=1)) for plan in made[1:]]
    return KeptPlan("p", NOW, (entered, *later))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Two stores that are empty between the examples."""
    folder = tmp_path_factory.mktemp("pair")
    with Store.open(folder / "a.db") as store, Store.open(folder / "b.db") as fresh:
        yield store, fresh


@settings(max_examples=10, deadline=None)
@given(history=histories(), count=st.integers(0, 3))
def test_any_history_comes_back(pair: tuple[Store, Store], history: KeptPlan, count: int) -> None:
    """Written out, read into a fresh store and written out again, it is the same."""
    store, fresh = pair
    for used in pair:
        for found in used.kept_plans():
            used.delete_plan(found.id)
    store.keep(history)
    for number in range(count):
        store.record_intake(intake_of(number, plan_id="p"))
    fresh.fill(checked_content(through_json(store)))
    assert fresh.content() == store.content()
    assert fresh.kept_plans() == (history,)


def test_a_store_with_plans_is_never_filled(full: Store) -> None:
    """What was there stays."""
    before = full.content()
    with pytest.raises(Conflict):
        full.fill(checked_content(through_json(full)))
    assert full.content() == before


SPOILT: dict[str, Spoil] = {
    "table": lambda all_of: all_of.update(pills=[]),
    "no list": lambda all_of: all_of.update(intake={"a": 1}),
    "no object": lambda all_of: all_of["intake"].append("x"),
    "column": lambda all_of: all_of["intake"][0].update(mood="good"),
    "surrogate key": lambda all_of: all_of["intake"][0].update(seq=1),
    "no instant": lambda all_of: all_of["intake"][0].update(happened_at="yesterday"),
    "no offset": lambda all_of: all_of["intake"][0].update(happened_at="2026-12-01T13:05:07"),
    "far away": lambda all_of: all_of["intake"][0].update(happened_at="0001-01-01T00:00:00+14:00"),
    "no answer": lambda all_of: all_of["intake"][0].update(answer="perhaps"),
    "no amount": lambda all_of: all_of["intake"][0].update(amount="some"),
    "too large": lambda all_of: all_of["intake"][0].update(step=10**30),
    "no id": lambda all_of: all_of["intake"][0].pop("id"),
    "severity": lambda all_of: all_of["note"][0].update(severity=11),
    "no plan": lambda all_of: all_of["plan_version"][0].update(content={"steps": []}),
    "plan is text": lambda all_of: all_of["plan_version"][0].update(content="x"),
    "example": lambda all_of: all_of["plan_version"][0]["content"].update(example=True),
    "version gone": lambda all_of: all_of["plan_version"].pop(0),
    "plan without versions": lambda all_of: all_of["plan"].append({"id": "C", "stored_at": NOW.isoformat()}),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_named_with_its_place(full: Store, name: str) -> None:
    """Before anything is written."""
    content = deepcopy(through_json(full))
    SPOILT[name](content)
    with pytest.raises(Unanswered) as asked:
        checked_content(content)
    assert all(question.where for question in asked.value.questions)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda all_of: all_of["relink"][0].update(intake_id="gone"),
        lambda all_of: all_of["note"].append(all_of["note"][0]),
        lambda all_of: all_of["snooze"][0].update(plan_id="gone"),
    ],
)
def test_a_record_of_what_is_not_there_leaves_nothing_behind(full: Store, empty: Store, spoil: Spoil) -> None:
    """The last table may be the one that fails: the first ones are not kept either."""
    content = through_json(full)
    spoil(content)
    with pytest.raises(Unanswered):
        empty.fill(checked_content(content))
    assert not any(empty.content().values())


def test_no_tables_are_asked_about() -> None:
    """A list or a text is no content."""
    for content in ([], "x", None):
        with pytest.raises(Unanswered):
            checked_content(content)


def test_an_instant_is_compared_by_its_value(full: Store) -> None:
    """An instant written with another offset is the same one."""
    content = through_json(full)
    content["plan"][0]["stored_at"] = "2026-11-30T14:05:07.123456+01:00"
    assert checked_content(content) == full.content()
