"""What was taken of a plan, and which dose did each intake answer?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from taper.core.breach import Use
from taper.core.expand import doses_on
from taper.core.ledger import doses_between, standing
from taper.core.localtime import local_date
from taper.core.needed import NeededStep, needed_on
from taper.core.record import Answer, Dose, Intake, KeptPlan
from taper.core.words import short_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A kept plan with everything that was recorded of it."""

    kept: KeptPlan
    intakes: tuple[Intake, ...]

    def taken(self, *, but: str | None = None) -> tuple[Intake, ...]:
        """The intakes that stand, in order of time; without the one of the id `but`."""
        return tuple(one for one in standing(self.intakes) if one.answer is Answer.TAKEN and one.id != but)

    def uses(self, *, but: str | None = None, seen_from: KeptPlan | None = None) -> Iterator[Use]:
        """What was taken, with the strengths it is told in; named by its label where it is seen from another plan."""
        label = None if seen_from is None else label_seen_from(seen_from, self.kept)
        for intake in self.taken(but=but):
            of = strength_of(self.kept, intake)
            yield Use(intake.happened_at, intake.amount, of, self.kept.plan.tablets, label)


def label_seen_from(kept: KeptPlan, other: KeptPlan) -> str | None:
    """How another plan is named beside one: "B", or "A (from Tue 1 Dec)" where both have the label. None for itself.

    A label is free again once its plan is over, so that a course begun again often has the label of the one before.
    """
    if other.id == kept.id:
        return None
    if other.label.casefold() != kept.label.casefold():
        return other.label
    return f"{other.label} (from {short_date(other.plan.starts_on)})"


def uses_seen_from(kept: KeptPlan, courses: Iterable[Recorded], *, but: str | None = None) -> tuple[Use, ...]:
    """Everything that was taken of several plans of one medicine, in order of time, as seen from one of them."""
    found = (use for course in courses for use in course.uses(but=but, seen_from=kept))
    return tuple(sorted(found, key=lambda use: use.at))


def answered_dose(kept: KeptPlan, intake: Intake) -> Dose | None:
    """The dose that an intake answers; None where it answers none, or the plan has none of that id any more."""
    if intake.dose is None:
        return None
    on = _date_of(intake.dose)
    if on is not None:
        return next((dose for dose in doses_on(kept.plan, on) if dose.id == intake.dose), None)
    begin = datetime.combine(kept.plan.starts_on, datetime.min.time(), tzinfo=UTC) - 2 * _DAY
    until = max(begin, intake.happened_at) + 4 * _DAY
    return next((dose for dose in doses_between(kept, begin, until) if dose.id == intake.dose), None)


def date_of(kept: KeptPlan, intake: Intake) -> date:
    """The plan date that an intake belongs to: that of the dose it answers, else the day on which it happened."""
    on = None if intake.dose is None else _date_of(intake.dose)
    if on is not None:
        return on
    dose = answered_dose(kept, intake)
    return local_date(intake.happened_at, zone=kept.plan.zone) if dose is None else dose.on


def _date_of(dose_id: str) -> date | None:
    """The plan date that a dose's id begins with; None for the doses of an interval."""
    try:
        return date.fromisoformat(dose_id.partition("/")[0])
    except ValueError:
        return None


def strength_of(kept: KeptPlan, intake: Intake) -> str | None:
    """The strength that an intake is of, where the plan names one; only several strengths have to be told apart."""
    if len(kept.plan.tablets) < 2:
        return None
    dose, step = answered_dose(kept, intake), step_needed(kept, intake.happened_at)
    return dose.of if dose else step.needed.of if step else None


def step_needed(kept: KeptPlan, at: datetime) -> NeededStep | None:
    """What of a plan may be taken as needed on the day of an instant."""
    return needed_on(kept.plan, local_date(at, zone=kept.plan.zone))
