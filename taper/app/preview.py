"""A plan written out: the object that `preview --json` prints (the contract)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from taper.app.answers import Json, dose_json, finding_json, pieces_json, supply_json
from taper.core.amount import plain, spoken
from taper.core.check import check
from taper.core.course import DatedStep, dated_steps, last_needed_on
from taper.core.expand import PlanDay, days_of, last_dose
from taper.core.exposure import said_once
from taper.core.finding import Finding, by_weight
from taper.core.formcheckin import check_in_form
from taper.core.formmissed import missed_form
from taper.core.guard import UNKNOWN, rule_for
from taper.core.limits import DurationLimit
from taper.core.missedwords import rule_sentence
from taper.core.needed import bounded
from taper.core.pieces import make
from taper.core.plan import AsNeeded, Ends, Limits, Plan, Rule
from taper.core.supply import runs_out, supply, supply_by_step
from taper.language import say_step

if TYPE_CHECKING:
    from taper.language import Phrase

OPEN_DAYS = 28
"""How many days of an open plan are written out, unless told."""


def preview(
    plan: Plan,
    *,
    limits: Sequence[DurationLimit],
    open_days: int = OPEN_DAYS,
    days: Sequence[PlanDay] | None = None,
    beside: Sequence[Finding] = (),
    tell: Sequence[Json] = (),
) -> Json:
    """The plan as dated steps and days, with totals, supply and findings.

    `days` are those of a kept plan, where a part of it was revised; `beside` are findings that do not come from the
    plan and its limits alone; `tell` is what to tell the provider.
    """
    last_on = last_dose_on(plan)
    if days is None:
        days = days_of(plan, open_days=open_days)
    return {
        "medicine": plan.medicine,
        "starts_on": plan.starts_on.isoformat(),
        "last_dose_on": None if last_on is None else last_on.isoformat(),
        "ends": plan.ends.value,
        "zone": plan.zone,
        "person": plan.person,
        "example": plan.example,
        "steps": steps_json(plan),
        "days": [_day_json(plan, day) for day in days],
        "as_needed": as_needed_json(plan),
        "rules": [rule_json(rule) for rule in plan.rules],
        "limits": _limits_json(plan.limits),
        "missed": _missed_json(plan),
        "reason": plan.reason,
        "supply": supply_json(supply(plan)),
        "runs_out": _runs_out_json(plan),
        "findings": [
            finding_json(one)
            for one in by_weight(said_once((*check(plan, limits=limits, open_days=open_days), *beside)))
        ],
        "tell": list(tell),
        "precautions": list(plan.precautions),
        "activities": list(plan.activities),
        "activity_times": {one.activity: f"{one.at_time:%H:%M}" for one in plan.activity_times},
        "check_in": check_in_form(plan.check_ins),
    }


def last_dose_on(plan: Plan) -> date | None:
    """The last dose day; of a plan that is only as needed the last day it may be taken. None while it is open."""
    if plan.ends is Ends.OPEN:
        return None
    last = last_dose(plan)
    return last_needed_on(plan) if last is None else last.on


def steps_json(plan: Plan) -> list[Json]:
    """The steps with their dates, words and tablets."""
    return [
        {
            "number": dated.number,
            "first_on": dated.first_on.isoformat(),
            "last_on": None if dated.last_on is None else dated.last_on.isoformat(),
            "days": dated.days,
            "text": say_step(dated.step, tablets=plan.tablets),
            "spoken": say_step(dated.step, tablets=plan.tablets, number=spoken),
            "supply": supply_json(pieces),
        }
        for dated, pieces in zip(dated_steps(plan), supply_by_step(plan), strict=True)
    ]


def _limits_json(limits: Limits) -> Json:
    """The plan's own bounds; what was not stated is None."""
    return {
        "max_per_day": limits.max_per_day and plain(limits.max_per_day),
        "min_gap": None if limits.min_gap_hours is None else f"PT{limits.min_gap_hours}H",
        "stop_by": limits.stop_by and limits.stop_by.isoformat(),
    }


def _missed_json(plan: Plan) -> Json | None:
    """The provider's rule for a missed dose, as files have it and in words; None where there is none."""
    form, stated = missed_form(plan.missed), rule_for(plan, UNKNOWN)
    return None if form is None or stated is None else form | {"text": rule_sentence(stated, names_shown=True)}


def rule_json(rule: Rule) -> Json:
    """A provider's rule in words, and the steps it was written out as."""
    return {"text": rule.words, "first_step": rule.first_step, "last_step": rule.last_step}


def as_needed_json(plan: Plan) -> list[Json]:
    """What may be taken as needed, with the bounds and dates of each step of it; what was not stated is None."""
    steps = [(dated, dated.step.schedule) for dated in dated_steps(plan)]
    return [_needed_json(plan, dated, schedule) for dated, schedule in steps if isinstance(schedule, AsNeeded)]


def _needed_json(plan: Plan, dated: DatedStep, stated: AsNeeded) -> Json:
    needed = bounded(stated, plan.limits)
    return {
        "step": dated.number,
        "amount_min": plain(needed.amount_min),
        "amount_max": plain(needed.amount_max),
        "units_min": pieces_json(make(needed.amount_min, plan.tablets, needed.of) or ()),
        "units_max": pieces_json(make(needed.amount_max, plan.tablets, needed.of) or ()),
        "min_gap": None if needed.min_gap_hours is None else f"PT{needed.min_gap_hours}H",
        "max_per_day": needed.max_per_day and plain(needed.max_per_day),
        "max_times_per_day": needed.max_times_per_day,
        "for": needed.reason,
        "when": needed.when,
        "first_on": dated.first_on.isoformat(),
        "last_on": None if dated.last_on is None else dated.last_on.isoformat(),
    }


def explained_json(text: str, phrases: Sequence[Phrase]) -> list[Json]:
    """Each phrase of a reading beside the words of the text it came from; no words where it is our own."""
    return [
        {
            "step": phrase.step,
            "said": phrase.said,
            "words": [" ".join(text[span.start : span.end].split()) for span in phrase.spans],
            "places": [[span.start, span.end] for span in phrase.spans],
        }
        for phrase in phrases
    ]


def _runs_out_json(plan: Plan) -> list[Json]:
    """How long each strength whose quantity is known lasts; both dates are None where it lasts to the end."""
    known = {tablet.name: tablet.quantity for tablet in plan.tablets if tablet.quantity is not None}
    return [
        {
            "of": one.of,
            "quantity": one.quantity,
            "lasts_until": one.last_made.on.isoformat() if one.last_made and one.first_short else None,
            "short_on": None if one.first_short is None else one.first_short.on.isoformat(),
        }
        for one in runs_out(plan, from_at=None, quantities=known)
    ]


def _day_json(plan: Plan, day: PlanDay) -> Json:
    return {
        "day": day.number,
        "date": day.on.isoformat(),
        "step": day.step,
        "total": plain(day.total),
        "doses": [dose_json(plan, dose) for dose in day.doses],
    }
