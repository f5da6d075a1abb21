"""What is remembered: kept plans, intakes, snoozes, reminders, and when to look again.

Every change is one short transaction that takes the write lock before it reads;
`transaction` makes several of them one.
A `Store` belongs to one thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlmodel import Session, col, delete, or_, select

from taper.core.checkin import CheckedIn
from taper.core.errors import NotFound, StoreFailed
from taper.core.jump import Jump
from taper.core.notes import Note
from taper.core.record import Intake, KeptPlan, Outcome, Reminder, Snooze, Version
from taper.core.telling import Answered
from taper.store import rows, whole
from taper.store.engine import for_writing, open_engine
from taper.store.failures import failures
from taper.store.migrate import IfOld, prepare
from taper.store.tables import (
    CheckedInRow,
    IntakeRow,
    JumpRow,
    MetaRow,
    NoteRow,
    PlanRow,
    RelinkRow,
    ReminderRow,
    SnoozeRow,
    ToldRow,
    VersionRow,
)

MOST_JUMPS = 500
"""A machine whose clock is set again and again fills no disk."""


class Conflict(StoreFailed):
    """Someone else changed the plan since it was read; nothing was stored."""


class Store:
    """The store at one path. Every method raises StoreFailed when the file cannot be reached or read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = open_engine(path)
        self._session: Session | None = None
        self._view: Session | None = None

    @classmethod
    def open(cls, path: Path, *, if_old: IfOld = IfOld.MIGRATE) -> Self:
        """The whole and current store at `path`, created or brought up to date where `if_old` allows it."""
        prepare(path, if_old=if_old)
        return cls(path)

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read and written inside is one: nobody else writes meanwhile, and all of it is kept or nothing.

        To be held for as short as can be, and never across a question.
        """
        if self._session is not None:  # inside another one: that one decides
            yield
            return
        assert self._view is None, "a snapshot would keep this from being written"
        session = Session(for_writing(self._engine))
        try:
            with failures(self._path):
                session.connection()  # takes the write lock now, before anything is read
            self._session = session
            yield
            with failures(self._path):
                session.commit()
        finally:
            self._session = None
            with failures(self._path):
                session.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is one state of the file, which is opened once for all of it.

        Nothing may be written or waited for inside.
        """
        if self._session is not None or self._view is not None:
            yield
            return
        with failures(self._path), Session(self._engine) as session:
            self._view = session
            try:
                yield
            finally:
                self._view = None

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self.transaction(), failures(self._path):
            assert self._session is not None
            yield self._session
            self._session.flush()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        under_way = self._session or self._view
        if under_way is not None:
            with failures(self._path):
                yield under_way
            return
        with failures(self._path), Session(self._engine) as session:
            yield session

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
            plan = _plan_row(session, plan_id)
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
            _plan_row(session, plan_id)
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
            row = _plan_row(session, plan_id)
            first = session.get(VersionRow, (plan_id, 1))
            if first is not None and first.recorded_at == row.stored_at:
                first.recorded_at = stored_at
                session.add(first)
            row.stored_at = stored_at
            session.add(row)

    def delete_plan(self, plan_id: str) -> None:
        """Deletes a plan and all its records. Raises NotFound."""
        with self._writing() as session:
            session.delete(_plan_row(session, plan_id))

    def record_intake(self, intake: Intake) -> None:
        """Records what the person said; the same id again changes nothing. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            _plan_row(session, intake.plan_id)
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
            _plan_row(session, snooze.plan_id)
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
                _plan_row(session, answer.plan_id)
                session.add(rows.told_row(answer))

    def told(self, plan_id: str) -> tuple[Answered, ...]:
        """The answers of one plan in the order of recording."""
        with self._reading() as session:
            wanted = select(ToldRow).where(ToldRow.plan_id == plan_id).order_by(col(ToldRow.seq))
            return tuple(rows.told_of(row) for row in session.exec(wanted))

    def record_note(self, note: Note) -> None:
        """Records a note; the same id again changes nothing. Raises NotFound when the plan is gone."""
        with self._writing() as session:
            _plan_row(session, note.plan_id)
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
                _plan_row(session, answer.plan_id)
                session.add(rows.checked_in_row(answer))

    def checked_in(self, plan_id: str) -> tuple[CheckedIn, ...]:
        """The answers of one plan to its check-ins, and its activities done, in the order of recording."""
        with self._reading() as session:
            wanted = select(CheckedInRow).where(CheckedInRow.plan_id == plan_id).order_by(col(CheckedInRow.id))
            return tuple(rows.checked_in_of(row) for row in session.exec(wanted))

    def claim(self, reminders: Iterable[Reminder], *, replacing: Iterable[Reminder] = ()) -> None:
        """Writes down, before they are sent, what is about to be said; a reminder claimed again begins anew.

        The bubbles of those in `replacing` are closed by it. Raises NotFound when a plan is gone; then none is claimed.
        """
        said = tuple(reminders)
        with self._writing() as session:
            for replaced in replacing:
                self.settle(replaced.id, outcome=Outcome.WITHDRAWN, outcome_at=said[0].claimed_at)
            for reminder in said:
                _plan_row(session, reminder.plan_id)
                session.exec(delete(ReminderRow).where(col(ReminderRow.id) == reminder.id))
                session.add(rows.reminder_row(reminder))

    def settle(
        self,
        reminder_id: str,
        *,
        outcome: Outcome,
        outcome_at: datetime,
        server: str | None = None,
        server_id: int | None = None,
    ) -> None:
        """Writes down how a reminder fared; the server's pair stays when none is given.

        A reminder that was deleted with its plan meanwhile stays deleted.
        """
        with self._writing() as session:
            row = session.exec(select(ReminderRow).where(ReminderRow.id == reminder_id)).first()
            if row is None:
                return
            row.outcome, row.outcome_at = outcome.value, outcome_at
            if server is not None and server_id is not None:
                row.server, row.server_id = server, server_id
            session.add(row)

    def reminders(self, plan_id: str | None = None, *, since: datetime | None = None) -> tuple[Reminder, ...]:
        """The reminders in the order of claiming; with `since`, those claimed at or after it."""
        wanted = select(ReminderRow).order_by(col(ReminderRow.seq))
        if plan_id is not None:
            wanted = wanted.where(ReminderRow.plan_id == plan_id)
        if since is not None:
            wanted = wanted.where(col(ReminderRow.claimed_at) >= since)
        with self._reading() as session:
            return tuple(rows.reminder_of(row) for row in session.exec(wanted))

    def reminder_at(self, server: str, server_id: int) -> Reminder | None:
        """The newest reminder to which the server of that unique name gave that id."""
        of_pair = select(ReminderRow).where(ReminderRow.server == server, ReminderRow.server_id == server_id)
        with self._reading() as session:
            row = session.exec(of_pair.order_by(col(ReminderRow.seq).desc())).first()
            return None if row is None else rows.reminder_of(row)

    def reminders_in(self, bubble_id: str) -> tuple[Reminder, ...]:
        """The reminders that one bubble shows, in the order of claiming."""
        shared = select(ReminderRow).where((ReminderRow.bubble == bubble_id) | (ReminderRow.id == bubble_id))
        with self._reading() as session:
            found = (rows.reminder_of(row) for row in session.exec(shared.order_by(col(ReminderRow.seq))))
            return tuple(reminder for reminder in found if reminder.bubble_id == bubble_id)

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
            row = _plan_row(session, plan_id)
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


def _plan_row(session: Session, plan_id: str) -> PlanRow:
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound(f'There is no plan "{plan_id}" in the store. `taper list` names those there are.')
    return row


def _intake_row(session: Session, intake_id: str) -> IntakeRow:
    row = session.exec(select(IntakeRow).where(IntakeRow.id == intake_id)).first()
    if row is None:
        raise NotFound(
            f'There is no record "{intake_id}" any more. Nothing was changed. Look at the log, then try again.'
        )
    return row
