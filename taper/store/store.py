"""What is remembered: kept plans, intakes, snoozes, reminders, and when to look again.

A `Store` belongs to one thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, or_, select

from taper.core.checkin import CheckedIn
from taper.core.errors import NotFound, StoreFailed
from taper.core.jump import Jump
from taper.core.notes import Note
from taper.core.record import Intake, KeptPlan, Snooze, Version
from taper.core.telling import Answered
from taper.store import rows, whole
from taper.store.onefile import plan_row
from taper.store.reminders import Reminders
from taper.store.tables import (
    CheckedInRow,
    IntakeRow,
    JumpRow,
    MetaRow,
    NoteRow,
    PlanRow,
    RelinkRow,
    SnoozeRow,
    ToldRow,
    VersionRow,
)

MOST_JUMPS = 500
"""A machine whose clock is set again and again fills no disk."""


class Conflict(StoreFailed):
    """Someone else changed the plan since it was read; nothing was stored."""


class Store(Reminders):
    """The store at one path. Every method raises StoreFailed when the file cannot be reached or read."""

    def kept_plans(self) -> tuple[KeptPlan, ...]:
        """Every plan with its versions, the first kept first."""
        with self._reading() as session:
            plans = session.exec(select(PlanRow).order_by(col(PlanRow.stored_at), col(PlanRow.id))).all()
            versions: dict[str, list[VersionRow]] = defaultdict(list)
            for row in session.exec(select(VersionRow).order_by(col(VersionRow.number))):
                versions[row.plan_id].append(row)
            return tuple(rows.kept_plan_of(plan, versions[plan.id]) for plan in plans)

    def kept_plan(self, plan_id: str) -> KeptPlan:
        """The plan of that id. Raises NotFound."""
        with self._reading() as session:
            plan = plan_row(session, plan_id)
            of_plan = select(VersionRow).where(VersionRow.plan_id == plan_id).order_by(col(VersionRow.number))
            return rows.kept_plan_of(plan, session.exec(of_plan).all())

    def keep(self, plan: KeptPlan) -> None:
        """Keeps a new plan. Raises Conflict when its id is taken, FormError when it could not be read back."""
        with self._writing() as session:
            if session.get(PlanRow, plan.id) is not None:
                raise Conflict(f'There already is a plan "{plan.id}". Nothing was stored. Look at it, then try again.')
            session.add(PlanRow(id=plan.id, stored_at=plan.stored_at))
            session.flush()
            for number, version in enumerate(plan.versions, start=1):
                session.add(rows.version_row(version, plan_id=plan.id, number=number))

    def add_version(
        self, plan_id: str, version: Version, *, expect_versions: int, relinked: Iterable[Intake] = ()
    ) -> None:
        """Puts a new version in force, and with it the doses that `relinked` intakes answer from now on.

        `expect_versions` is how many versions the plan had when it was read. Raises Conflict when it has another number
        by now, NotFound when the plan or an intake is gone, FormError when the plan could not be read back.
        """
        with self._writing() as session:
            plan_row(session, plan_id)
            found = len(session.exec(select(VersionRow.number).where(VersionRow.plan_id == plan_id)).all())
            if found != expect_versions:
                raise Conflict(
                    f'Plan "{plan_id}" was changed meanwhile. Nothing was stored. Look at it, then try again.'
                )
            session.add(rows.version_row(version, plan_id=plan_id, number=found + 1))
            for intake in relinked:
                _intake_row(session, intake.id)
                session.add(rows.relink_row(intake, version=found + 1))

    def restamp(self, plan_id: str, *, stored_at: datetime) -> None:
        """Puts right when a plan was entered, where the clock that said so was put right. Raises NotFound."""
        with self._writing() as session:
            row = plan_row(session, plan_id)
            first = session.get(VersionRow, (plan_id, 1))
            if first is not None and first.recorded_at == row.stored_at:
                first.recorded_at = stored_at
                session.add(first)
            row.stored_at = stored_at
            session.add(row)

    def delete_plan(self, plan_id: str) -> None:
        """Deletes a plan and all its records. Raises NotFound."""
        with self._writing() as session:
            session.delete(plan_row(session, plan_id))

    def record_intake(self, intake: Intake) -> None:
        """Records what the person said; the same id again changes nothing. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            plan_row(session, intake.plan_id)
            if session.exec(select(IntakeRow.id).where(IntakeRow.id == intake.id)).first() is None:
                session.add(rows.intake_row(intake))

    def intakes(
        self, plan_id: str | None = None, *, since: datetime | None = None, or_before: datetime | None = None
    ) -> tuple[Intake, ...]:
        """The intakes in the order of recording; with `since`, those recorded at or after it or before `or_before`."""
        wanted = select(IntakeRow).order_by(col(IntakeRow.seq))
        links = select(RelinkRow).join(IntakeRow).order_by(col(RelinkRow.seq))
        if plan_id is not None:
            of_plan = IntakeRow.plan_id == plan_id
            wanted, links = wanted.where(of_plan), links.where(of_plan)
        if since is not None:
            recent = col(IntakeRow.recorded_at) >= since
            if or_before is not None:
                recent = or_(recent, col(IntakeRow.recorded_at) < or_before)
            wanted, links = wanted.where(recent), links.where(recent)
        with self._reading() as session:
            newest = {link.intake_id: link for link in session.exec(links)}
            return tuple(rows.intake_of(row, newest.get(row.id)) for row in session.exec(wanted))

    def record_snooze(self, snooze: Snooze) -> None:
        """Records a snooze. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            plan_row(session, snooze.plan_id)
            session.add(rows.snooze_row(snooze))

    def snoozes(self, plan_id: str | None = None, *, since: datetime | None = None) -> tuple[Snooze, ...]:
        """The snoozes in the order of recording; with `since`, those recorded at or after it."""
        wanted = select(SnoozeRow).order_by(col(SnoozeRow.seq))
        if plan_id is not None:
            wanted = wanted.where(SnoozeRow.plan_id == plan_id)
        if since is not None:
            wanted = wanted.where(col(SnoozeRow.recorded_at) >= since)
        with self._reading() as session:
            return tuple(rows.snooze_of(row) for row in session.exec(wanted))

    def record_told(self, answers: Iterable[Answered]) -> None:
        """Records what the person answered before the start. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            for answer in answers:
                plan_row(session, answer.plan_id)
                session.add(rows.told_row(answer))

    def told(self, plan_id: str) -> tuple[Answered, ...]:
        """The answers of one plan in the order of recording."""
        with self._reading() as session:
            wanted = select(ToldRow).where(ToldRow.plan_id == plan_id).order_by(col(ToldRow.seq))
            return tuple(rows.told_of(row) for row in session.exec(wanted))

    def record_note(self, note: Note) -> None:
        """Records a note; the same id again changes nothing. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            plan_row(session, note.plan_id)
            if session.exec(select(NoteRow.id).where(NoteRow.id == note.id)).first() is None:
                session.add(rows.note_row(note))

    def notes(self, plan_id: str | None = None) -> tuple[Note, ...]:
        """The notes in the order of recording."""
        wanted = select(NoteRow).order_by(col(NoteRow.seq))
        if plan_id is not None:
            wanted = wanted.where(NoteRow.plan_id == plan_id)
        with self._reading() as session:
            return tuple(rows.note_of(row) for row in session.exec(wanted))

    def record_checked_in(self, answers: Iterable[CheckedIn]) -> None:
        """Records answers to check-ins and activities that were done. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            for answer in answers:
                plan_row(session, answer.plan_id)
                session.add(rows.checked_in_row(answer))

    def checked_in(self, plan_id: str) -> tuple[CheckedIn, ...]:
        """The answers of one plan to its check-ins, and its activities done, in the order of recording."""
        with self._reading() as session:
            wanted = select(CheckedInRow).where(CheckedInRow.plan_id == plan_id).order_by(col(CheckedInRow.id))
            return tuple(rows.checked_in_of(row) for row in session.exec(wanted))

    def record_jumps(self, jumps: Iterable[Jump]) -> None:
        """Records how the machine's time jumped; beyond `MOST_JUMPS` the oldest are forgotten."""
        with self._writing() as session:
            session.add_all(rows.jump_row(jump) for jump in jumps)
            session.flush()
            kept = select(JumpRow.seq).order_by(col(JumpRow.seq).desc()).limit(MOST_JUMPS)
            session.exec(delete(JumpRow).where(col(JumpRow.seq).not_in(kept)))

    def jumps(self) -> tuple[Jump, ...]:
        """The jumps of the machine's time, in the order in which they were noticed."""
        with self._reading() as session:
            return tuple(rows.jump_of(row) for row in session.exec(select(JumpRow).order_by(col(JumpRow.seq))))

    def note_next_look(self, plan_id: str, at: datetime | None) -> None:
        """Notes when the daemon is to look at a plan again; None for never. Raises NotFound."""
        with self._writing() as session:
            row = plan_row(session, plan_id)
            row.next_look_at = at
            session.add(row)

    def next_looks(self) -> dict[str, datetime | None]:
        """When each plan is to be looked at again; None where nothing is noted."""
        with self._reading() as session:
            return {row.id: row.next_look_at for row in session.exec(select(PlanRow).order_by(col(PlanRow.stored_at)))}

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that the person would miss, as plain values by table (`store.whole`)."""
        with self._reading() as session:
            return whole.read_content(session)

    def fill(self, content: whole.Content) -> None:
        """Puts all of such a content into a store without plans. Raises Conflict, and Unanswered for what is none."""
        with self._writing() as session:
            if session.exec(select(PlanRow.id)).first() is not None:
                raise Conflict("There are plans in the store already. Nothing was stored.")
            whole.write_content(session, content)

    def meta(self, key: str) -> str | None:
        """A small fact of the program itself."""
        with self._reading() as session:
            row = session.get(MetaRow, key)
            return None if row is None else row.value

    def set_meta(self, key: str, value: str) -> None:
        """Notes a small fact of the program itself."""
        self.change_meta(key, lambda _: value)

    def change_meta(self, key: str, change: Callable[[str | None], str]) -> str:
        """Replaces a fact by what `change` makes of it, with no other change in between; the new one."""
        with self._writing() as session:
            row = session.get(MetaRow, key)
            value = change(None if row is None else row.value)
            session.merge(MetaRow(key=key, value=value))
            return value


def _intake_row(session: Session, intake_id: str) -> IntakeRow:
    row = session.exec(select(IntakeRow).where(IntakeRow.id == intake_id)).first()
    if row is None:
        raise NotFound(
            f'There is no record "{intake_id}" any more. Nothing was changed. Look at the log, then try again.'
        )
    return row
