"""How does everything in the store stand in plain JSON values, table by table, and how does it come back?

It follows from the tables themselves, so that a new one is in it by itself. Left out is what another machine could only
misread: facts of the program, when to look again, and the ids that a notification server gave (the same id of another
server would be another dose). The number that only orders the rows of a table is the order of the list.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from taper.core.bounds import FIRST_DATE, LAST_DATE
from taper.core.errors import Question, Unanswered
from taper.store import rows, tables
from taper.store.migrate import VERSIONS

Content = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table, by its name."""

_LEFT_OUT = {"plan": {"next_look_at"}, "reminder": {"server", "server_id"}}
_AS_JSON = {("plan_version", "content"), ("reminder", "items")}
"""The columns that hold a JSON text, which stands in the content as the value itself."""

_VALUES: Mapping[type[SQLModel], Callable[[Any], object]] = {
    tables.VersionRow: rows.version_of,
    tables.IntakeRow: lambda row: rows.intake_of(row, None),
    tables.SnoozeRow: rows.snooze_of,
    tables.ReminderRow: rows.reminder_of,
    tables.ToldRow: rows.told_of,
    tables.NoteRow: rows.note_of,
    tables.CheckedInRow: rows.checked_in_of,
}
"""What each row must stand for."""

STORE_VERSION = VERSIONS[-1]
"""The version of the tables that this content is of."""

_MOST = 2**31
_MARGIN_YEARS = 20


def _tables() -> Mapping[str, type[SQLModel]]:
    """The tables that hold what the person would miss, those that others refer to first."""
    known = {
        str(kind.__tablename__): kind
        for kind in vars(tables).values()
        if isinstance(kind, type) and issubclass(kind, SQLModel) and kind not in (SQLModel, tables.MetaRow)
    }
    return {table.name: known[table.name] for table in SQLModel.metadata.sorted_tables if table.name in known}


def read_content(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Everything, each table in the order in which it was written."""
    return {name: [_plain(kind, row) for row in _in_order(session, kind)] for name, kind in _tables().items()}


def _in_order(session: Session, kind: type[SQLModel]) -> Sequence[SQLModel]:
    order = [tables.PlanRow.stored_at, tables.PlanRow.id] if kind is tables.PlanRow else _keys(kind)
    return session.exec(select(kind).order_by(*order)).all()


def _keys(kind: type[SQLModel]) -> list[Any]:
    return list(SQLModel.metadata.tables[str(kind.__tablename__)].primary_key)


def _skipped(kind: type[SQLModel]) -> set[str]:
    """The columns of a table that stay behind."""
    table = SQLModel.metadata.tables[str(kind.__tablename__)]
    order = table.autoincrement_column
    return _LEFT_OUT.get(table.name, set()) | (set() if order is None else {order.name})


def _plain(kind: type[SQLModel], row: SQLModel) -> dict[str, Any]:
    dumped = row.model_dump(mode="json", exclude=_skipped(kind))
    found = {key: dumped[key] for key in kind.model_fields if key in dumped}
    return {key: json.loads(value) if (kind.__tablename__, key) in _AS_JSON else value for key, value in found.items()}


def checked_content(content: object) -> dict[str, list[dict[str, Any]]]:
    """The same content in the form in which `read_content` gives it.

    Raises Unanswered, with the place of everything that is wrong, for what could not be kept or would not be read back.
    """
    made, questions = _rows_of(content)
    questions += [] if questions else list(_broken_plans(made))
    if questions:
        raise Unanswered(tuple(questions))
    return {name: [_plain(kind, row) for row in made[name]] for name, kind in _tables().items()}


def write_content(session: Session, content: Content) -> None:
    """Puts everything into empty tables. Raises Unanswered, then with nothing to be kept."""
    made, questions = _rows_of(content)
    if questions:
        raise Unanswered(tuple(questions))
    try:
        for table_rows in made.values():
            session.add_all(table_rows)
            session.flush()
    except IntegrityError as error:
        found = f"A record refers to one that is not there, or one is there twice ({error.orig}). Is the file whole?"
        raise Unanswered((Question(found),)) from None


def _rows_of(content: object) -> tuple[dict[str, list[SQLModel]], list[Question]]:
    """The rows of each table, and what is wrong with those that are none."""
    known, questions = _tables(), []
    given = content if isinstance(content, Mapping) else {}
    if not isinstance(content, Mapping):
        questions.append(Question("No tables stand here. Is it a file of taper export all?", where="tables"))
    questions += [Question("No such table is known here.", where=str(name)[:60]) for name in given if name not in known]
    made: dict[str, list[SQLModel]] = {name: [] for name in known}
    for name, kind in known.items():
        listed = given.get(name, [])
        if not isinstance(listed, Sequence) or isinstance(listed, str):
            questions.append(Question("Expected a list of records.", where=name))
            continue
        for number, one in enumerate(listed, 1):
            try:
                made[name].append(_row(kind, one))
            except (ValueError, OverflowError, TypeError, KeyError) as error:
                questions.append(Question(f"This is no such record: {_why(error)}.", where=f"{name}, record {number}"))
    return made, questions


def _row(kind: type[SQLModel], given: object) -> SQLModel:
    """One row. Raises ValueError, TypeError, KeyError or OverflowError for what is none."""
    if not isinstance(given, Mapping):
        raise ValueError("expected an object")
    unknown = set(given) - (set(kind.model_fields) - _skipped(kind))
    if unknown:
        raise ValueError(f'"{sorted(map(str, unknown))[0][:60]}" is not known')
    texts = {
        key: json.dumps(value, ensure_ascii=False) if (kind.__tablename__, key) in _AS_JSON else value
        for key, value in given.items()
    }
    row = kind.model_validate(texts)
    for key, value in row.model_dump().items():
        if isinstance(value, int) and abs(value) >= _MOST:
            raise ValueError(f"{key} is too large")
        if isinstance(value, date) and not FIRST_DATE.year <= value.year <= LAST_DATE.year + _MARGIN_YEARS:
            raise ValueError(f"{key} lies in the year {value.year}")
        if isinstance(value, datetime):
            setattr(row, key, value.astimezone(UTC))
    if kind in _VALUES:
        _VALUES[kind](row)
    return row


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:200]
    return str(error)[:200]


def _broken_plans(made: Mapping[str, Sequence[Any]]) -> Iterator[Question]:
    """Plans whose versions are not numbered from 1, each after the other, and made-up ones."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for version in made["plan_version"]:
        numbers[version.plan_id].append(version.number)
        if rows.version_of(version).plan.example:
            text = "This plan is an example with made-up numbers; only a provider's own plan is kept."
            yield Question(text, where=f"plan {version.plan_id}")
    for plan in made["plan"]:
        found = numbers[plan.id]
        if not found or sorted(found) != list(range(1, len(found) + 1)):
            yield Question("The versions of this plan are not all there.", where=f"plan {plan.id}")
