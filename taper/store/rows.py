"""How does a core value stand in a row, and which value does a row stand for?

A row that stands for no value raises ValueError naming it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from taper.core.amount import plain, read_plain
from taper.core.checkin import CheckedIn
from taper.core.form import FormError, from_form, to_form
from taper.core.formtable import Problem
from taper.core.jump import Jump, JumpKind
from taper.core.notes import Note
from taper.core.plan import Plan
from taper.core.record import Answer, Change, Intake, KeptPlan, Mark, Outcome, Reminder, Snooze, Version
from taper.core.telling import Answered, Told
from taper.store.tables import (
    CheckedInRow,
    IntakeRow,
    JumpRow,
    NoteRow,
    PlanRow,
    RelinkRow,
    ReminderRow,
    SnoozeRow,
    ToldRow,
    VersionRow,
)


def version_row(version: Version, *, plan_id: str, number: int) -> VersionRow:
    """The row of a plan's version, numbered from 1. Raises FormError when the plan could not be read back."""
    return VersionRow(
        plan_id=plan_id,
        number=number,
        change=version.change.value,
        recorded_at=version.recorded_at,
        approved_by=version.approved_by,
        note=version.note,
        stops_at=version.stops_at,
        content=_content(version.plan, counts_from=version.counts_from),
    )


_COUNTS_FROM = "counts_from"
"""Beside the plan's own keys in the content: the instant from which a revision counts."""


def _content(plan: Plan, *, counts_from: datetime | None) -> str:
    form = to_form(plan)
    if from_form(form) != plan:  # refused now, while the person can still answer
        raise FormError((Problem((), "a plan that would be read back as another", "one in the form's own words"),))
    beside = {} if counts_from is None else {_COUNTS_FROM: counts_from.astimezone(UTC).isoformat()}
    return json.dumps(form | beside, ensure_ascii=False)


def version_of(row: VersionRow) -> Version:
    """The version a row stands for."""
    try:
        plan, counts_from = _read(row.content)
    except (FormError, ValueError) as error:
        raise ValueError(f"plan {row.plan_id}, version {row.number}: {error}") from error
    return Version(plan, Change(row.change), row.recorded_at, row.approved_by, row.note, row.stops_at, counts_from)


@lru_cache(maxsize=64)
def _read(content: str) -> tuple[Plan, datetime | None]:
    """The plan in a content, and from when it counts. A content never changes, and is read at every look."""
    found = json.loads(content)
    form = dict(found) if isinstance(found, dict) else {}
    counts_from = _instant(form.pop(_COUNTS_FROM, None))
    return from_form(form), counts_from


def _instant(text: object) -> datetime | None:
    if text is None:
        return None
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError(f"{_COUNTS_FROM}: {text} does not say its offset")
    return at.astimezone(UTC)


def kept_plan_of(row: PlanRow, versions: Sequence[VersionRow]) -> KeptPlan:
    """The kept plan of a row and its versions, oldest first."""
    if not versions:
        raise ValueError(f"plan {row.id} has no version")
    return KeptPlan(row.id, row.stored_at, tuple(version_of(version) for version in versions))


def intake_row(intake: Intake) -> IntakeRow:
    """The row of an intake."""
    return IntakeRow(
        id=intake.id,
        plan_id=intake.plan_id,
        answer=intake.answer.value,
        happened_at=intake.happened_at,
        recorded_at=intake.recorded_at,
        dose=intake.dose,
        amount=None if intake.amount is None else plain(intake.amount),
        step=intake.step,
        marks=_marks_text(intake),
        undoes=intake.undoes,
        note=intake.note,
    )


def relink_row(intake: Intake, *, version: int) -> RelinkRow:
    """The row that says which dose an intake answers since the plan's version of that number."""
    return RelinkRow(
        intake_id=intake.id, version=version, dose=intake.dose, step=intake.step, marks=_marks_text(intake)
    )


def intake_of(row: IntakeRow, relink: RelinkRow | None) -> Intake:
    """The intake of a row, answering the dose that its newest re-link says, when there is one."""
    link = relink or row
    return Intake(
        id=row.id,
        plan_id=row.plan_id,
        answer=Answer(row.answer),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        dose=link.dose,
        amount=None if row.amount is None else read_plain(row.amount),
        step=link.step,
        marks=frozenset(Mark(mark) for mark in link.marks.split()),
        undoes=row.undoes,
        note=row.note,
    )


def _marks_text(intake: Intake) -> str:
    return " ".join(sorted(mark.value for mark in intake.marks))


def snooze_row(snooze: Snooze) -> SnoozeRow:
    """The row of a snooze."""
    return SnoozeRow(plan_id=snooze.plan_id, dose=snooze.dose, recorded_at=snooze.recorded_at, until_at=snooze.until_at)


def snooze_of(row: SnoozeRow) -> Snooze:
    """The snooze a row stands for."""
    return Snooze(row.plan_id, row.dose, row.recorded_at, row.until_at)


def reminder_row(reminder: Reminder) -> ReminderRow:
    """The row of a reminder."""
    return ReminderRow(
        id=reminder.id,
        plan_id=reminder.plan_id,
        items=json.dumps(reminder.items, ensure_ascii=False),
        claimed_at=reminder.claimed_at,
        dose=reminder.dose,
        outcome=reminder.outcome.value,
        outcome_at=reminder.outcome_at,
        server=reminder.server,
        server_id=reminder.server_id,
        bubble=reminder.bubble,
        key=reminder.key,
        doses=reminder.doses,
        amount=reminder.amount,
    )


def reminder_of(row: ReminderRow) -> Reminder:
    """The reminder a row stands for."""
    return Reminder(
        id=row.id,
        plan_id=row.plan_id,
        items=tuple(str(item) for item in json.loads(row.items)),
        claimed_at=row.claimed_at,
        dose=row.dose,
        outcome=Outcome(row.outcome),
        outcome_at=row.outcome_at,
        server=row.server,
        server_id=row.server_id,
        bubble=row.bubble,
        key=row.key,
        doses=row.doses,
        amount=row.amount,
    )


def told_row(told: Answered) -> ToldRow:
    """The row of an answer to one thing to tell the provider."""
    return ToldRow(plan_id=told.plan_id, item=told.item, answer=told.answer.value, recorded_at=told.recorded_at)


def told_of(row: ToldRow) -> Answered:
    """The answer a row stands for."""
    return Answered(row.plan_id, row.item, Told(row.answer), row.recorded_at)


def note_row(note: Note) -> NoteRow:
    """The row of a note."""
    return NoteRow(
        id=note.id,
        plan_id=note.plan_id,
        words=note.words,
        happened_at=note.happened_at,
        recorded_at=note.recorded_at,
        severity=note.severity,
        for_provider=note.for_provider,
        undoes=note.undoes,
    )


def note_of(row: NoteRow) -> Note:
    """The note a row stands for."""
    return Note(
        id=row.id,
        plan_id=row.plan_id,
        words=row.words,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        severity=row.severity,
        for_provider=row.for_provider,
        undoes=row.undoes,
    )


def checked_in_row(one: CheckedIn) -> CheckedInRow:
    """The row of an answer to a check-in, or of an activity that was done."""
    return CheckedInRow(plan_id=one.plan_id, recorded_at=one.recorded_at, about=one.about, score=one.score, on=one.on)


def checked_in_of(row: CheckedInRow) -> CheckedIn:
    """The answer a row stands for."""
    return CheckedIn(row.plan_id, row.about, row.score, row.on, row.recorded_at)


def jump_row(jump: Jump) -> JumpRow:
    """The row of a jump of the machine's time."""
    return JumpRow(noticed_at=jump.noticed_at, kind=jump.kind.value, seconds=jump.seconds, zones=jump.zones)


def jump_of(row: JumpRow) -> Jump:
    """The jump a row stands for."""
    return Jump(row.noticed_at, JumpKind(row.kind), row.seconds, row.zones)
