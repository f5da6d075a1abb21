"""How the machine's time jumped; and the records of one plan's last days found without reading all its years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the table of jumps, and the indexes by plan and time in place of those by plan alone."""
    op.create_table(
        "clock_jump",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("noticed_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("zones", sa.String(), nullable=True),
    )
    op.drop_index("ix_intake_plan_id", table_name="intake")
    op.create_index("ix_intake_plan_recorded", "intake", ["plan_id", "recorded_at"])
    op.drop_index("ix_reminder_plan_id", table_name="reminder")
    op.create_index("ix_reminder_plan_claimed", "reminder", ["plan_id", "claimed_at"])
