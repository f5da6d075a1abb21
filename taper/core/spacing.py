"""Are two intakes closer than the plan puts its doses, where nobody states a least gap?

Half of what the plan puts between two doses is our own threshold, the one used for a change of zones as well; what is
said is only what the plan has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from taper.core import sentences as say
from taper.core.finding import Finding, Level
from taper.core.ledger import doses_between
from taper.core.neededwords import span, when
from taper.core.record import Intake
from taper.core.recorded import Recorded, answered_dose, label_seen_from
from taper.core.watched import Watched, stated_by_plan

_NEAREST = 6
"""How many of the nearest intakes are held against; farther ones are no closer than these."""

_AROUND = timedelta(days=8)
"""How far around an intake the plan's doses are looked at for how far apart they stand."""


def spacing_findings(seen: Watched) -> Iterator[Finding]:
    """That an intake is closer to another one than half of what the plan puts between the two; the nearest such."""
    if seen.needed is not None or _has_gap(seen):
        return
    others = [(one, course) for course in (seen.course, *seen.beside) for one in course.taken(but=seen.intake.id)]
    near = sorted(others, key=lambda other: abs(other[0].happened_at - seen.intake.happened_at))
    for other, course in near[:_NEAREST]:
        between = abs(other.happened_at - seen.intake.happened_at)
        planned = _planned_between(seen, other, course)
        if planned is not None and between < planned / 2:
            yield Finding(Level.WARN, "taken-too-soon", _words(seen, other, course, planned))
            return


def _words(seen: Watched, other: Intake, course: Recorded, planned: timedelta) -> str:
    this_at, that_at = seen.intake.happened_at, other.happened_at
    order = "after" if that_at <= this_at else "before"
    of, whose, label = "", say.PLAN_HAS, label_seen_from(seen.course.kept, course.kept)
    if label is not None:
        of = f"plan {label}, "
        own = say.ONE_PLAN_HAS.format(label=seen.course.kept.label)
        whose = say.PLANS_HAVE if seen.dose and other.dose else own
    return say.CLOSER_THAN_PLANNED.format(
        between=span(abs(this_at - that_at)),
        order=order,
        other=f"{of}{when(that_at, this_at, seen.zone)}",
        whose=whose,
        gap=span(planned),
    )


def _has_gap(seen: Watched) -> bool:
    return stated_by_plan(seen.course, seen).min_gap_hours is not None or any(
        limit.bound.min_gap_hours is not None for limit in seen.cited
    )


def _planned_between(seen: Watched, other: Intake, course: Recorded) -> timedelta | None:
    """How far apart the doses of two intakes are planned, else how close the plan's doses ever stand around then.

    None for a second intake of one dose, and where nothing is planned.
    """
    mine, theirs = seen.dose, answered_dose(course.kept, other)
    if mine is not None and theirs is not None:
        return abs(mine.due_at - theirs.due_at) or None
    at = seen.intake.happened_at
    due = [dose.due_at for dose in doses_between(seen.course.kept, at - _AROUND, at + _AROUND)]
    return min((later - before for before, later in pairwise(due) if later > before), default=None)
