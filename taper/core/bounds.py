"""How large may what a person enters be, before it must be a slip of the pen?"""

from __future__ import annotations

from datetime import date

MAX_PLAN_DAYS = 3660
"""The longest plan, in plan dates: ten years and a little."""

MAX_PLAN_MONTHS = 120
"""The same bound for a length said in calendar months."""

MAX_PLAN_HOURS = MAX_PLAN_DAYS * 24
"""The same bound for a span said in hours."""

MAX_NUMBER = 1_000_000_000
"""Every amount stays below this, whatever its unit."""

MAX_PIECES = 1_000_000
"""The most tablets (or other pieces) on hand."""

MAX_SLOTS = 48
"""The most doses a day: one each half hour."""

MAX_CHECKED = 12
"""The most things a check-in asks about."""

MAX_DAYS_AFTER = 28
"""The most days after a step change on which a check-in goes on."""

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2199, 12, 31)
"""The dates a plan may name; within them no sum of lengths, zones or notices leaves the calendar."""

MAX_NAME = 200
"""The longest name (of a medicine, person, slot ...), in characters."""

MAX_TEXT = 2000
"""The longest free text (a reason, a precaution), in characters."""
