"""What do the store's tables hold? One class for each table; instants in UTC, amounts and plans as text."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import AwareDatetime
from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class PlanRow(SQLModel, table=True):
    """A kept plan. `next_look_at` is the one derived value: when the daemon is to look at it again."""

    __tablename__: ClassVar[str] = "plan"

    id: str = Field(primary_key=True)
    stored_at: AwareDatetime
    next_look_at: AwareDatetime | None = None


class VersionRow(SQLModel, table=True):
    """One version of a plan; `content` is the JSON of its plain form, never changed once written."""

    __tablename__: ClassVar[str] = "plan_version"

    plan_id: str = Field(primary_key=True, foreign_key="plan.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    change: str
    recorded_at: AwareDatetime
    approved_by: str | None = None
    note: str | None = None
    stops_at: AwareDatetime | None = None
    content: str


class IntakeRow(SQLModel, table=True):
    """An intake as it was recorded; `seq` is the order of recording."""

    __tablename__: ClassVar[str] = "intake"
    __table_args__ = (Index("ix_intake_plan_recorded", "plan_id", "recorded_at"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE")
    answer: str
    happened_at: AwareDatetime
    recorded_at: AwareDatetime
    dose: str | None = None
    amount: str | None = None
    step: int | None = None
    marks: str = ""
    undoes: str | None = None
    note: str | None = None


class RelinkRow(SQLModel, table=True):
    """Which dose an intake answers since a correction of its plan; the newest one counts."""

    __tablename__: ClassVar[str] = "relink"

    seq: int | None = Field(default=None, primary_key=True)
    intake_id: str = Field(foreign_key="intake.id", ondelete="CASCADE", index=True)
    version: int
    dose: str | None = None
    step: int | None = None
    marks: str = ""


class SnoozeRow(SQLModel, table=True):
    """The person asked to be reminded again later."""

    __tablename__: ClassVar[str] = "snooze"

    seq: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", index=True)
    dose: str
    recorded_at: AwareDatetime
    until_at: AwareDatetime


class ReminderRow(SQLModel, table=True):
    """One attempt to tell the person something; `items` is a JSON list of ids, `bubble` and `key` name what it shares
    with the reminders of other plans.
    """

    __tablename__: ClassVar[str] = "reminder"
    __table_args__ = (Index("ix_reminder_plan_claimed", "plan_id", "claimed_at"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE")
    items: str
    claimed_at: AwareDatetime = Field(index=True)
    dose: str | None = None
    outcome: str
    outcome_at: AwareDatetime | None = None
    server: str | None = None
    server_id: int | None = None
    bubble: str | None = Field(default=None, index=True)
    key: str | None = None
    doses: int = 1
    amount: str | None = None


class ToldRow(SQLModel, table=True):
    """What the person answered to one thing to tell the provider before the start; the newest answer counts."""

    __tablename__: ClassVar[str] = "told"

    seq: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", index=True)
    item: str
    answer: str
    recorded_at: AwareDatetime


class NoteRow(SQLModel, table=True):
    """What the person noted of how it goes; `undoes` names the note that a later one takes back."""

    __tablename__: ClassVar[str] = "note"

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", index=True)
    words: str
    happened_at: AwareDatetime
    recorded_at: AwareDatetime
    severity: int | None = None
    for_provider: bool = False
    undoes: str | None = None


class CheckedInRow(SQLModel, table=True):
    """One answer to a check-in (a score), or an activity that was done (no score); the newest of a date counts."""

    __tablename__: ClassVar[str] = "checked_in"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", ondelete="CASCADE", index=True)
    recorded_at: AwareDatetime
    about: str
    score: int | None = None
    on: dt.date


class JumpRow(SQLModel, table=True):
    """A jump of the machine's time, and by how many seconds; `zones` only where it went to another zone."""

    __tablename__: ClassVar[str] = "clock_jump"

    seq: int | None = Field(default=None, primary_key=True)
    noticed_at: AwareDatetime
    kind: str
    seconds: float
    zones: str | None = None


class MetaRow(SQLModel, table=True):
    """A small fact of the program itself: when it last ticked, what it last saw."""

    __tablename__: ClassVar[str] = "meta"

    key: str = Field(primary_key=True)
    value: str
