"""A plan written out: the object that `preview --json` prints (CONTRACT)."""

from __future__ import annotations

from collections.abc import Sequence

from taper.app.answers import Json, dose_json, finding_json, supply_json
from taper.core.amount import plain
from taper.core.check import check
from taper.core.course import DatedStep, dated_steps, last_needed_on
from taper.core.expand import PlanDay, days_of
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, Plan
from taper.core.supply import supply
from taper.language import say_step

OPEN_DAYS = 28
"""How many days of an open plan are written out, unless told."""


def preview(plan: Plan, *, limits: Sequence[DurationLimit], open_days: int = OPEN_DAYS) -> Json:
    """The plan as dated steps and days, with totals, supply and findings."""
    days = days_of(plan, open_days=open_days)
    needed_until = last_needed_on(plan)
    last_on = days[-1].on if days else needed_until
    return {
        "medicine": plan.medicine,
        "starts_on": plan.starts_on.isoformat(),
        "last_dose_on": None if plan.ends is Ends.OPEN or last_on is None else last_on.isoformat(),
        "ends": plan.ends.value,
        "zone": plan.zone,
        "person": plan.person,
        "example": plan.example,
        "steps": steps_json(plan),
        "days": [_day_json(plan, day) for day in days],
        "as_needed": [
            _as_needed_json(dated, dated.step.schedule)
            for dated in dated_steps(plan)
            if isinstance(dated.step.schedule, AsNeeded)
        ],
        "supply": supply_json(supply(plan)),
        "findings": [finding_json(finding) for finding in check(plan, limits=limits, open_days=open_days)],
        "precautions": list(plan.precautions),
        "activities": list(plan.activities),
    }


def steps_json(plan: Plan) -> list[Json]:
    """The steps with their dates and words."""
    return [
        {
            "number": dated.number,
            "first_on": dated.first_on.isoformat(),
            "last_on": None if dated.last_on is None else dated.last_on.isoformat(),
            "days": dated.days,
            "text": say_step(dated.step, tablets=plan.tablets),
        }
        for dated in dated_steps(plan)
    ]


def _as_needed_json(dated: DatedStep, needed: AsNeeded) -> Json:
    """What may be taken as needed, with the bounds that were stated; nothing is scheduled from it."""
    return {
        "amount_min": plain(needed.amount_min),
        "amount_max": plain(needed.amount_max),
        "min_gap": None if needed.min_gap_hours is None else f"PT{needed.min_gap_hours}H",
        "max_per_day": None if needed.max_per_day is None else plain(needed.max_per_day),
        "max_times_per_day": needed.max_times_per_day,
        "for": needed.reason,
        "first_on": dated.first_on.isoformat(),
        "last_on": None if dated.last_on is None else dated.last_on.isoformat(),
    }


def _day_json(plan: Plan, day: PlanDay) -> Json:
    return {
        "day": day.number,
        "date": day.on.isoformat(),
        "step": day.step,
        "total": plain(day.total),
        "doses": [dose_json(plan, dose) for dose in day.doses],
    }
