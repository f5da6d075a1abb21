"""Which kept plans are of one medicine for one person, and what do sources say of it?

Broken facts hinder no record: without them a medicine is known by its name alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from taper.app.desk import Desk
from taper.core.facts import Facts
from taper.core.limits import DoseLimit
from taper.core.plan import Plan
from taper.core.record import KeptPlan
from taper.core.recorded import Recorded
from taper.facts import dose_limits_of, find, same_medicine


def recorded_of(desk: Desk, kept: KeptPlan) -> Recorded:
    """A kept plan with its records."""
    return Recorded(kept, desk.store.intakes(kept.id))


def beside(desk: Desk, kept: KeptPlan, *, facts: tuple[Facts, ...] | None = None) -> tuple[Recorded, ...]:
    """The other plans of the same medicine for the same person, over or not, the first kept first."""
    return of_same_medicine(desk, kept.plan, but=kept.id, facts=facts)


def of_same_medicine(
    desk: Desk, plan: Plan, *, but: str | None = None, facts: tuple[Facts, ...] | None = None
) -> tuple[Recorded, ...]:
    """Every kept plan, but the one of an id, of a plan's medicine and person, the first kept first."""
    others = [one for one in desk.store.kept_plans() if one.id != but]
    if not others:
        return ()
    known = desk.facts_for_records() if facts is None else facts
    return tuple(recorded_of(desk, one) for one in others if is_same(known, one.plan, plan))


def is_same(facts: Iterable[Facts], one: Plan, other: Plan) -> bool:
    """Whether two plans are of one medicine, under whichever of its names, for one person."""
    same_person = one.person.casefold() == other.person.casefold()
    return same_person and same_medicine(facts, one.medicine, other.medicine)


def cited_for(medicine: str | None, facts: tuple[Facts, ...]) -> tuple[DoseLimit, ...]:
    """What sources say of a dose and a day of a medicine."""
    found = find(facts, medicine)
    return dose_limits_of(found) if found else ()
