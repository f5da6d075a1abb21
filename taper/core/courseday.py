"""Which day of its course is a date, also past its end: "day 17 of a 14-day course"?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taper.core.ledger import LastUse, last_use_of
from taper.core.record import KeptPlan


def course_day(kept: KeptPlan, on: date) -> str | None:
    """ "day 17 of a 14-day course"; of one that was stopped, "day 17 of a 20-day course that was stopped on day 14".

    None before day 1, and for a plan without an end.
    """
    number, last = _number(kept, on), last_use_of(kept)
    planned = last_use_of(replace(kept, versions=(replace(kept.versions[-1], stops_at=None),)))
    if number < 1 or last is None:
        return None
    if kept.stops_at is None:
        return f"day {number} of a {_days(kept, last)}-day course"
    whole = f" of a {_days(kept, planned)}-day course" if planned is not None else " of a course"
    return f"day {number}{whole} that was stopped on day {_days(kept, last)}"


def _number(kept: KeptPlan, on: date) -> int:
    return (on - kept.plan.starts_on).days + 1


def _days(kept: KeptPlan, last: LastUse) -> int:
    return _number(kept, last.on)
