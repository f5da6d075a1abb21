"""Which day of its course is a date, also past its end: "day 17 of a 14-day course"?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taper.core import sentences as say
from taper.core.ledger import last_use_of
from taper.core.prescribed import days_past
from taper.core.record import KeptPlan
from taper.core.words import article, counted


def course_day(kept: KeptPlan, on: date) -> str | None:
    """ "day 17 of a 14-day course"; of one that was stopped, "day 17 of a 20-day course that was stopped on day 14".

    Days that the person reported past the prescribed end are named apart: "day 14 of an 8-day course (plus 4 days as
    you reported)". None before day 1, and for a plan without an end.
    """
    number, last = _number(kept, on), last_use_of(kept)
    if number < 1 or last is None:
        return None
    stopped = "" if kept.stops_at is None else say.STOPPED_ON_DAY.format(number=_number(kept, last.on))
    return say.DAY_OF_COURSE.format(number=number, course=f"{_whole(kept)}{stopped}")


def _whole(kept: KeptPlan) -> str:
    """ "a 14-day course", by what stands in the plan, whether it was stopped or not."""
    going_on = replace(kept, versions=(*kept.versions[:-1], replace(kept.versions[-1], stops_at=None)))
    planned, reported = last_use_of(going_on), days_past(going_on)
    if planned is None:
        return "a course"
    more = say.AS_REPORTED.format(days=counted(reported, "day")) if reported else ""
    days = _number(kept, planned.on) - reported
    return f"{say.A_COURSE_OF.format(article=article(days), days=days)}{more}"


def _number(kept: KeptPlan, on: date) -> int:
    return (on - kept.plan.starts_on).days + 1
