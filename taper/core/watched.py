"""One intake among everything recorded of its medicine: which dose it answers, and which bounds its plan states?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from taper.core.breach import Stated, Use
from taper.core.limits import DoseLimit
from taper.core.needed import NeededStep, stated_of
from taper.core.record import Dose, Intake
from taper.core.recorded import Recorded, answered_dose, step_needed, strength_of


@dataclass(frozen=True, slots=True)
class Watched:
    """One intake among everything recorded: its own plan, and the plans `beside` it of the same medicine and person.

    `cited` is what sources say of a dose and a day of the medicine.
    """

    intake: Intake
    course: Recorded
    beside: tuple[Recorded, ...] = ()
    cited: tuple[DoseLimit, ...] = ()

    @property
    def zone(self) -> str:
        """The zone of its plan."""
        return self.course.kept.plan.zone

    @property
    def dose(self) -> Dose | None:
        """The dose it answers."""
        return answered_dose(self.course.kept, self.intake)

    @property
    def needed(self) -> NeededStep | None:
        """The step it is a taking as needed of."""
        return None if self.intake.dose is not None else step_needed(self.course.kept, self.intake.happened_at)

    @property
    def use(self) -> Use:
        """When and how much."""
        kept = self.course.kept
        of = strength_of(kept, self.intake)
        return Use(self.intake.happened_at, self.intake.amount, of, kept.plan.tablets)


def stated_by_plan(course: Recorded, seen: Watched) -> Stated:
    """A plan's own bounds on the day of an intake; what may be taken at a time binds only what is as needed."""
    plan, step = course.kept.plan, step_needed(course.kept, seen.intake.happened_at)
    if step is not None:
        stated = stated_of(step.needed, tablets=plan.tablets, zone=plan.zone)
        return stated if seen.intake.dose is None else replace(stated, most_at_once=None)
    limits = plan.limits
    return Stated(plan.zone, plan.tablets, min_gap_hours=limits.min_gap_hours, max_per_day=limits.max_per_day)
