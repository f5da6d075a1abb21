"""The first tables: plans and their versions, intakes, snoozes, reminders, meta."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    _create_plans()
    _create_intakes()
    _create_reminders()
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )


def _create_plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("next_look_at", sa.DateTime()),
    )
    op.create_table(
        "plan_version",
        sa.Column("plan_id", sa.String(), sa.ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("approved_by", sa.String()),
        sa.Column("note", sa.String()),
        sa.Column("stops_at", sa.DateTime()),
        sa.Column("content", sa.String(), nullable=False),
    )


def _create_intakes() -> None:
    op.create_table(
        "intake",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        _plan_id(),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("dose", sa.String()),
        sa.Column("amount", sa.String()),
        sa.Column("step", sa.Integer()),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("undoes", sa.String()),
        sa.Column("note", sa.String()),
    )
    op.create_table(
        "relink",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("intake_id", sa.String(), sa.ForeignKey("intake.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dose", sa.String()),
        sa.Column("step", sa.Integer()),
        sa.Column("marks", sa.String(), nullable=False),
    )


def _create_reminders() -> None:
    op.create_table(
        "snooze",
        sa.Column("seq", sa.Integer(), primary_key=True),
        _plan_id(),
        sa.Column("dose", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("until_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "reminder",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        _plan_id(),
        sa.Column("items", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False, index=True),
        sa.Column("dose", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_at", sa.DateTime()),
        sa.Column("server", sa.String()),
        sa.Column("server_id", sa.Integer()),
    )


def _plan_id() -> sa.Column[str]:
    return sa.Column("plan_id", sa.String(), sa.ForeignKey("plan.id", ondelete="CASCADE"), nullable=False, index=True)
