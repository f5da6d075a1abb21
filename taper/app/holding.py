"""Lets the current step go on for some more days; the later steps move."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from taper.app.answers import Json
from taper.app.arguments import Arguments, ask
from taper.app.changing import plan_as_seen
from taper.app.desk import Desk
from taper.app.fromwhen import counts_from, day_said, next_dose, start_of
from taper.app.revisions import refuse_over, revised
from taper.core.bounds import MAX_PLAN_DAYS
from taper.core.course import DatedStep, dated_steps
from taper.core.formtable import shown
from taper.core.ledger import last_use_of
from taper.core.localtime import local_date
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan
from taper.core.revise import SeamError, lengthened
from taper.core.seam import closer_than_pattern
from taper.core.words import counted, short_date

_DAY = timedelta(days=1)
_DAYS_TRIED = 31
"""How many more days are tried in search of one that keeps the pattern."""


def hold(desk: Desk, arguments: Arguments) -> Json:
    """The step of today (or of the day "on") goes on "days" more days. Never needs a provider's word by itself.

    Without one the last dose moves and the prescribed end does not. Raises Unanswered where the days mean nothing or
    two dose days would come closer than the pattern, NeedsApproval past a limit of level "stop".
    """
    kept, now, days = plan_as_seen(desk, arguments), desk.now(), arguments.number("days") or 0
    if not 1 <= days <= MAX_PLAN_DAYS:
        raise ask(f"For how many days? {shown(days)} is not between 1 and {MAX_PLAN_DAYS}.", where="--days")
    refuse_over(kept, now)
    on = day_said(arguments, kept, now=now)
    held = held_step(kept, on, now=now)
    plan = held_plan(kept.plan, held, days)
    _refuse_crowded(kept, plan, held, days)
    begins = counts_from(arguments, now if on is None else start_of(kept, on, now=now))
    return revised(desk, arguments, kept, plan, Change.HELD, counts_from=begins, warnings=_of_last_step(kept, held))


def held_step(kept: KeptPlan, on: date | None, *, now: datetime) -> DatedStep:
    """The step of a day; without one of today, or of last night while a dose of it lies ahead. Raises Unanswered."""
    steps = dated_steps(kept.plan)
    if on is None:
        today, ahead = local_date(now, zone=kept.plan.zone), next_dose(kept, now)
        on = max(kept.plan.starts_on, today if ahead is None else min(today, ahead.on))
    held = next((dated for dated in steps if dated.holds(on)), None)
    if held is None:
        choices = tuple(f"step {one.number}: from {short_date(one.first_on)}" for one in steps)
        raise ask(f"No step of plan {kept.label} runs on {short_date(on)}.", where="--on", choices=choices)
    return held


def held_plan(plan: Plan, held: DatedStep, days: int) -> Plan:
    """The plan with one step so many days longer, or shorter below zero. Raises Unanswered."""
    last = held.last_on
    if last is not None and (last - plan.starts_on).days + days >= MAX_PLAN_DAYS:
        raise ask(f"That makes a plan of over {counted(MAX_PLAN_DAYS, 'day')}.", where="--days")
    try:
        return lengthened(plan, held.number, days=days)
    except SeamError as error:
        raise ask(
            f"That is not clear: {error}.", where="--days", choices=("taper revise: write down what is left now",)
        ) from None


def _refuse_crowded(kept: KeptPlan, plan: Plan, held: DatedStep, days: int) -> None:
    """Raises Unanswered where the step behind would follow closer than the pattern says, and did not before."""
    crowded = closer_than_pattern(plan, held.number + 1)
    if crowded is None or closer_than_pattern(kept.plan, held.number + 1) is not None:
        return
    fits = [
        n for n in range(1, _DAYS_TRIED) if closer_than_pattern(_longer(kept.plan, held, n), held.number + 1) is None
    ]
    near = sorted(fits, key=lambda n: (abs(n - days), n))[:2]
    raise ask(
        f"{crowded} Held for how many days?",
        where="--days",
        choices=tuple(f"--days {n}" for n in sorted(near)),
        why="Dose days that lie closer than the plan says are for your provider to decide.",
    )


def _longer(plan: Plan, held: DatedStep, days: int) -> Plan:
    return lengthened(plan, held.number, days=days)


def _of_last_step(kept: KeptPlan, held: DatedStep) -> tuple[str, ...]:
    last = last_use_of(kept)
    if held.number < len(kept.plan.steps) or last is None:
        return ()
    return (f"Step {held.number} is the last one: holding it moves nothing but the end.",)
