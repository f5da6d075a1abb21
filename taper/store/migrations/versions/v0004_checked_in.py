"""What the person answered to check-ins, and which activities were done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the table of answers to check-ins; plans kept before it have none."""
    op.create_table(
        "checked_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("plan_id", sa.String(), sa.ForeignKey("plan.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
    )
