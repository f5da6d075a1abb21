"""What is worth a word before a plan counts: past a limit, without an end, touched by a clock change.

Pure: a plan and limits in, findings out. Codes and levels are part of the contract. Level "stop" is kept for a course
longer than a hard limit and a dose above a stated maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from taper.core.amount import Amount, Unit, spoken
from taper.core.checkduration import duration_findings
from taper.core.checksupply import supply_findings
from taper.core.checktaper import rises
from taper.core.course import last_needed_on
from taper.core.expand import PlanDay, days_of, doses_on
from taper.core.finding import Finding, Level, by_weight
from taper.core.limits import DurationLimit
from taper.core.localtime import local
from taper.core.needed import bounded
from taper.core.plan import AsNeeded, Ends, Plan, Tablet
from taper.core.record import Dose
from taper.core.supply import held_in
from taper.core.words import clock_time, counted, joined, long_date, short_date

_MOST_NAMED = 3
"""How many dates a finding names before it only counts the rest."""


def check(plan: Plan, *, limits: Sequence[DurationLimit], open_days: int) -> tuple[Finding, ...]:
    """The findings on a plan, heaviest first. An open plan is looked at for its first `open_days` days."""
    days = days_of(plan, open_days=open_days)
    doses = sorted((dose for day in days for dose in day.doses), key=lambda dose: dose.due_at)
    found = [
        *_no_end(plan),
        *_stop_by(plan, days),
        *duration_findings(plan, _length_of(plan, days), limits),
        *_maximum(plan, days),
        *_needed_maximum(plan),
        *_gap(plan, doses),
        *rises(plan),
        *supply_findings(plan),
        *_shortened_first_day(plan),
        *_clock_changes(plan, doses),
        *_together(doses),
    ]
    return by_weight(found)


def _no_end(plan: Plan) -> Iterator[Finding]:
    if plan.ends is Ends.OPEN:
        text = "No stop date is written: the last step goes on until you change the plan. Is that what the paper says?"
        yield Finding(Level.NOTE, "no-end", text)


def _stop_by(plan: Plan, days: Sequence[PlanDay]) -> Iterator[Finding]:
    stop_by = plan.limits.stop_by
    late = [day for day in days if stop_by is not None and day.doses and day.on > stop_by]
    if stop_by is not None and late:
        text = f"The plan is to stop by {long_date(stop_by)}, and its last dose is on {long_date(late[-1].on)}."
        yield Finding(Level.STOP, "stop-by", text)
    needed_on = last_needed_on(plan)
    if stop_by is not None and not late and needed_on is not None and needed_on > stop_by:
        text = f"The plan is to stop by {long_date(stop_by)}, and may be taken as needed until {long_date(needed_on)}."
        yield Finding(Level.STOP, "stop-by", text)


def _length_of(plan: Plan, days: Sequence[PlanDay]) -> int:
    """How many plan dates the course has, to its last dose or the last day on which it may be taken as needed."""
    needed_on = last_needed_on(plan)
    return max(len(days), 0 if needed_on is None else (needed_on - plan.starts_on).days + 1)


def _maximum(plan: Plan, days: Sequence[PlanDay]) -> Iterator[Finding]:
    maximum = plan.limits.max_per_day
    if maximum is None:
        return
    totals = [(day, _total_in(maximum.unit, day, plan.tablets)) for day in days if day.doses]
    over = [(day, total) for day, total in totals if total is not None and total.exceeds(maximum)]
    if over:
        (day, total), on = over[0], _named([day.on for day, _ in over])
        text = f"{spoken(total)} on {on}: more than the {spoken(maximum)} a day stated."
        yield Finding(Level.STOP, "over-maximum", text, where=f"step {day.step}")
    unclear = [day for day, total in totals if total is None]
    if unclear:
        text = (
            f"{spoken(unclear[0].total)} cannot be held against the {spoken(maximum)} a day stated; name the strength."
        )
        yield Finding(Level.WARN, "maximum-unchecked", text, where=f"step {unclear[0].step}")


def _needed_maximum(plan: Plan) -> Iterator[Finding]:
    """A single taking as needed that is above what its own bounds, or the plan's, allow in a day."""
    for number, step in enumerate(plan.steps, 1):
        if not isinstance(step.schedule, AsNeeded):
            continue
        needed = bounded(step.schedule, plan.limits)
        maximum, most = needed.max_per_day, needed.amount_max
        held = None if maximum is None else held_in(maximum.unit, most, needed.of, plan.tablets)
        if maximum is not None and held is None:
            text = f"{spoken(most)} cannot be held against the {spoken(maximum)} a day stated; name the strength."
            yield Finding(Level.WARN, "maximum-unchecked", text, where=f"step {number}")
        elif maximum is not None and held is not None and held.exceeds(maximum):
            text = f"{spoken(most)} at a time, as needed: more than the {spoken(maximum)} a day stated."
            yield Finding(Level.STOP, "over-maximum", text, where=f"step {number}")


def _total_in(unit: Unit, day: PlanDay, tablets: tuple[Tablet, ...]) -> Amount | None:
    """A day's total in the unit of a maximum, by way of the tablets where need be; None where nothing tells."""
    total = Amount(Fraction(0), unit)
    for dose in day.doses:
        held = held_in(unit, dose.amount, dose.of, tablets)
        if held is None:
            return None
        total += held
    return total


def _named(dates: Sequence[date]) -> str:
    words = [short_date(on) for on in dict.fromkeys(dates)]
    more = len(words) - _MOST_NAMED
    return joined(words) if more <= 0 else f"{', '.join(words[:_MOST_NAMED])} and {counted(more, 'day')} more"


def _gap(plan: Plan, doses: Sequence[Dose]) -> Iterator[Finding]:
    hours = plan.limits.min_gap_hours
    if hours is None:
        return
    close = [later for dose, later in pairwise(doses) if later.due_at - dose.due_at < timedelta(hours=hours)]
    if close:
        text = f"On {_named([dose.on for dose in close])} doses stand closer than the {counted(hours, 'hour')} stated."
        yield Finding(Level.WARN, "too-close", text, where=f"step {close[0].step}")


def _shortened_first_day(plan: Plan) -> Iterator[Finding]:
    if plan.starts_at_time is None:
        return
    of_day_1 = doses_on(replace(plan, starts_at_time=None), plan.starts_on)
    still_there = {dose.id for dose in doses_on(plan, plan.starts_on)}
    left_out = [local(dose.due_at, zone=plan.zone).time() for dose in of_day_1 if dose.id not in still_there]
    before = [clock_time(at) for at in left_out]
    if before:
        text = f"Day 1 begins at {clock_time(plan.starts_at_time)}: its doses of {joined(before)} are left out."
        yield Finding(Level.NOTE, "first-day-short", text, where="day 1")


def _clock_changes(plan: Plan, doses: Sequence[Dose]) -> Iterator[Finding]:
    for dose in doses:
        at = clock_time(local(dose.due_at, zone=plan.zone).time())
        if dose.moved_from:
            text = f"On {long_date(dose.on)} the clocks skip {dose.moved_from}; that dose is at {at}."
            yield Finding(Level.NOTE, "clock-gap", text, where=f"step {dose.step}")
        if dose.repeated:
            text = f"On {long_date(dose.on)} the clocks show {at} twice; the reminder comes the first time only."
            yield Finding(Level.NOTE, "clock-fold", text, where=f"step {dose.step}")


def _together(doses: Sequence[Dose]) -> Iterator[Finding]:
    """Doses at one instant: never shown as two things to take, so they are asked about beforehand."""
    pairs = [(dose, later) for dose, later in pairwise(doses) if later.due_at == dose.due_at]
    for dose, later in pairs:
        if dose.moved_from or later.moved_from:
            text = f"On {long_date(later.on)} the clock change puts two doses at the same time; ask which to take when."
            yield Finding(Level.WARN, "doses-together", text, where=f"step {later.step}")
    always = [later for dose, later in pairs if not (dose.moved_from or later.moved_from)]
    if always:
        text = (
            f"On {_named([dose.on for dose in always])} two doses stand at the same time; ask whether both are meant."
        )
        yield Finding(Level.WARN, "doses-together", text, where=f"step {always[0].step}")
