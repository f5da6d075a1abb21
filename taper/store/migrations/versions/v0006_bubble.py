"""Which bubble a reminder shares with those of other plans, and the amount it named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Gives reminders their bubble; those made before it have one of their own."""
    op.add_column("reminder", sa.Column("bubble", sa.String(), nullable=True))
    op.add_column("reminder", sa.Column("key", sa.String(), nullable=True))
    op.add_column("reminder", sa.Column("doses", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("reminder", sa.Column("amount", sa.String(), nullable=True))
    op.create_index("ix_reminder_bubble", "reminder", ["bubble"])
