"""What the person noted of how it goes: a sign with a severity, or free words for the provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Creates the table of notes; plans entered before it have none."""
    op.create_table(
        "note",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("plan_id", sa.String(), sa.ForeignKey("plan.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("severity", sa.Integer()),
        sa.Column("for_provider", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.String()),
    )
