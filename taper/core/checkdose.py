"""Is a dose, or a day, of a plan above what a cited source says?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taper.core.amount import Amount, spoken
from taper.core.expand import PlanDay
from taper.core.finding import Finding, Level, cited
from taper.core.limits import DoseLimit
from taper.core.measure import Told, exceeds, total
from taper.core.plan import AsNeeded, Plan
from taper.core.words import long_date


def dose_findings(plan: Plan, days: Sequence[PlanDay], limits: Sequence[DoseLimit]) -> Iterator[Finding]:
    """One finding for the first dose, and one for the first day, that goes past what a source states.

    Where amount and maximum cannot be compared, that is said instead.
    """
    for limit in limits:
        if limit.bound.max_at_once is not None:
            yield from _at_once(plan, days, limit, limit.bound.max_at_once)
        if limit.bound.max_per_day is not None:
            yield from _per_day(plan, days, limit, limit.bound.max_per_day)


def _at_once(plan: Plan, days: Sequence[PlanDay], limit: DoseLimit, most: Amount) -> Iterator[Finding]:
    doses = [
        (f"{spoken(dose.amount)} on {long_date(dose.on)}", Told(dose.amount, dose.of, plan.tablets), dose.step)
        for day in days
        for dose in day.doses
    ]
    needed = [
        (f"{spoken(stated.amount_max)} as needed", Told(stated.amount_max, stated.of, plan.tablets), number)
        for number, stated in enumerate((step.schedule for step in plan.steps), 1)
        if isinstance(stated, AsNeeded)
    ]
    takings = [(said, exceeds(told, Told(most)), step) for said, told, step in (*doses, *needed)]
    yield from _first(takings, f"the {spoken(most)} at a time", limit)


def _per_day(plan: Plan, days: Sequence[PlanDay], limit: DoseLimit, most: Amount) -> Iterator[Finding]:
    found: list[tuple[str, bool | None, int]] = []
    for day in days:
        added = total([Told(dose.amount, dose.of, plan.tablets) for dose in day.doses], Told(most))
        said = f"{spoken(added.amount)} on {long_date(day.on)}" if added.is_whole else f"What is on {long_date(day.on)}"
        found.append((said, True if added.is_over else False if added.is_whole else None, day.step))
    yield from _first(found, f"the {spoken(most)} a day", limit)


def _first(found: Sequence[tuple[str, bool | None, int]], most: str, limit: DoseLimit) -> Iterator[Finding]:
    """The first that is over, and the first of which nobody can tell."""
    quoted = f'A cited source says: "{limit.sentence}"'
    over = next(((said, step) for said, is_over, step in found if is_over), None)
    unclear = next(((said, step) for said, is_over, step in found if is_over is None), None)
    if over is not None:
        text = f"{over[0]}: more than {most} stated. {quoted}"
        yield cited(Level.STOP, "over-maximum", text, limit.source, where=f"step {over[1]}")
    elif unclear is not None:
        text = f"{unclear[0]} cannot be held against {most} stated; name the strength. {quoted}"
        yield cited(Level.WARN, "maximum-unchecked", text, limit.source, where=f"step {unclear[1]}")
