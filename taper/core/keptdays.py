"""Which doses does each day of a kept plan have: by the plan in force, and for days gone by as they were then?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from taper.core.expand import PlanDay, days_of
from taper.core.ledger import doses_between
from taper.core.localtime import local_date
from taper.core.record import Dose, KeptPlan

_DAY = timedelta(days=1)


def days_of_kept(kept: KeptPlan, *, open_days: int) -> tuple[PlanDay, ...]:
    """Every plan date of the plan in force; those up to its last revision with the doses that they had.

    Of a plan that was stopped, the dates up to its last dose.
    """
    return _up_to_the_stop(kept, _as_revised(kept, days_of(kept.plan, open_days=open_days)))


def _up_to_the_stop(kept: KeptPlan, days: tuple[PlanDay, ...]) -> tuple[PlanDay, ...]:
    stops_at = kept.stops_at
    if stops_at is None:
        return days
    cut = [_as_it_was(day, [dose for dose in day.doses if dose.due_at < stops_at]) for day in days]
    while cut and not cut[-1].doses:
        cut.pop()
    return tuple(cut)


def _as_revised(kept: KeptPlan, days: tuple[PlanDay, ...]) -> tuple[PlanDay, ...]:
    revised_at = max((version.counts_from for version in kept.versions if version.counts_from), default=None)
    if revised_at is None or not days:
        return days
    begin = datetime.combine(days[0].on, datetime.min.time(), tzinfo=UTC)
    doses: dict[date, list[Dose]] = defaultdict(list)
    for dose in doses_between(kept, begin - 2 * _DAY, revised_at + 3 * _DAY):
        doses[dose.on].append(dose)
    revised_on = local_date(revised_at, zone=kept.plan.zone)
    return tuple(_as_it_was(day, doses[day.on]) if day.on <= revised_on else day for day in days)


def _as_it_was(day: PlanDay, doses: list[Dose]) -> PlanDay:
    amounts = [dose.amount for dose in doses]
    if not amounts or not all(amount.measures_like(amounts[0]) for amount in amounts):
        return replace(day, doses=tuple(doses), total=day.total.times(0) if not amounts else day.total)
    return replace(day, doses=tuple(doses), total=sum(amounts[1:], amounts[0]))
