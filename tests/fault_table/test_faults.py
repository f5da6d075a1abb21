"""The small part of the fault table: real daemons through simulated days, with one thing going wrong in each row."""

from __future__ import annotations

import pytest
from needed import require_program

from faults.__main__ import SEED, all_rows
from faults.story import SMALL, Row, play

pytestmark = pytest.mark.daemon


@pytest.mark.parametrize("row", [row for row in all_rows() if row.in_small], ids=lambda row: row.fault)
def test_nothing_is_lost_stacked_or_damaged(row: Row) -> None:
    """Everything that fell due was said, and nothing is found of which the table says that it must be 0."""
    require_program("dbus-daemon", package="dbus")
    result = play(row, SMALL, seed=SEED)
    assert result.findings == ()
    assert result.verdict.said == result.verdict.due > 0
