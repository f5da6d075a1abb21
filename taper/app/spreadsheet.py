"""What does each table of the CSV folder hold? Plans, their versions, planned doses, and everything recorded.

Amounts are in the plain form, times with the offset of the plan's zone. It is for reading elsewhere; what is read back
is the JSON document (`app.everything`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from taper.app.answers import Json, dose_json, intake_json, pieces_json
from taper.app.changetold import history_json
from taper.app.choosing import states_of
from taper.app.desk import Desk
from taper.app.noting import note_json
from taper.app.viewing import plan_line
from taper.core.ledger import last_use_of
from taper.core.localtime import local
from taper.core.record import Answer, KeptPlan
from taper.core.supply import pieces_of
from taper.interop.csvtable import table_text

OPEN_DAYS = 90
"""How far ahead of now the doses of an open plan are written."""

_DAY = timedelta(days=1)

_Rows = Callable[[Desk, KeptPlan], Iterator[Json]]


def tables(desk: Desk) -> dict[str, str]:
    """The text of each file by its name; a row names its plan by id and label."""
    plans = desk.store.kept_plans()
    made = {}
    for name, (columns, rows_of) in _TABLES.items():
        found = ({"plan": kept.id, "label": kept.label} | row for kept in plans for row in rows_of(desk, kept))
        made[name] = table_text(("plan", "label", *columns), found)
    return made


def _plans(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    plan = kept.plan
    beside = {"zone": plan.zone, "prescriber": plan.prescriber, "written_on": plan.written_on, "reason": plan.reason}
    yield plan_line(kept, now=desk.now()) | beside | {"stored_at": kept.stored_at.isoformat()}


def _versions(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    yield from history_json(kept)


def _doses(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    """Every planned dose with what became of it until now."""
    begin = datetime.combine(kept.plan.starts_on, time.min, tzinfo=UTC) - 2 * _DAY
    last = last_use_of(kept)
    until = desk.now() + OPEN_DAYS * _DAY if last is None else last.until_at + _DAY
    for state in states_of(desk, kept, from_at=begin, until_at=until):
        dose, answered = state.dose, state.intake
        yield dose_json(kept.plan, dose) | {
            "dose": dose.id,
            "date": dose.on,
            "step": dose.step,
            "units": _units(pieces_json(pieces_of(dose, kept.plan.tablets))),
            "state": state.state.value,
            "happened_at": None if answered is None else _there(kept, answered.happened_at),
        }


def _units(pieces: list[Json]) -> str:
    return " + ".join(f"{piece['count']} x {piece['of']}" for piece in pieces)


def _intakes(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    intakes = desk.store.intakes(kept.id)
    undone = {one.undoes for one in intakes if one.answer is Answer.UNDONE}
    for one in intakes:
        yield intake_json(kept, one) | {"step": one.step, "undoes": one.undoes, "undone": one.id in undone}


def _notes(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    notes = desk.store.notes(kept.id)
    undone = {one.undoes for one in notes}
    for one in notes:
        yield note_json(kept, one, ()) | {"undoes": one.undoes, "undone": one.id in undone}


def _check_ins(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    for one in desk.store.checked_in(kept.id):
        yield {"on": one.on, "about": one.about, "score": one.score, "recorded_at": _there(kept, one.recorded_at)}


def _told(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    for one in desk.store.told(kept.id):
        yield {"item": one.item, "answer": one.answer.value, "recorded_at": _there(kept, one.recorded_at)}


def _reminders(desk: Desk, kept: KeptPlan) -> Iterator[Json]:
    for one in desk.store.reminders(kept.id):
        outcome_at = None if one.outcome_at is None else _there(kept, one.outcome_at)
        yield {
            "claimed_at": _there(kept, one.claimed_at),
            "says": one.items,
            "dose": one.dose,
            "outcome": one.outcome.value,
            "outcome_at": outcome_at,
        }


def _there(kept: KeptPlan, at: datetime) -> str:
    return local(at, zone=kept.plan.zone).isoformat()


_PLAN_COLUMNS = (
    *("person", "medicine", "state", "starts_on", "last_dose_on", "last_use_on", "ends", "prescribed_end_on"),
    *("steps", "zone", "prescriber", "written_on", "reason", "stored_at"),
)

_INTAKE_COLUMNS = (
    *("happened_at", "answer", "dose", "amount", "step", "marks", "note"),
    *("recorded_at", "intake", "undoes", "undone"),
)

_TABLES: Mapping[str, tuple[tuple[str, ...], _Rows]] = {
    "plans.csv": (_PLAN_COLUMNS, _plans),
    "versions.csv": (
        ("number", "change", "recorded_at", "counts_from", "text", "by", "approved_by", "note"),
        _versions,
    ),
    "doses.csv": (("dose", "date", "at", "step", "slot", "amount", "units", "state", "happened_at"), _doses),
    "intakes.csv": (_INTAKE_COLUMNS, _intakes),
    "notes.csv": (("happened_at", "words", "severity", "for_provider", "undone", "recorded_at"), _notes),
    "check-ins.csv": (("on", "about", "score", "recorded_at"), _check_ins),
    "told.csv": (("item", "answer", "recorded_at"), _told),
    "reminders.csv": (("claimed_at", "says", "dose", "outcome", "outcome_at"), _reminders),
}
"""The columns of each file beside the plan's id and label, and what stands in them."""
