"""Which doses do the intakes of a wrongly written plan answer in the right one? By time, each dose once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from taper.app.choosing import AROUND
from taper.app.meaning import marks_of
from taper.core.ledger import doses_between, standing
from taper.core.localtime import local_date
from taper.core.needed import needed_on
from taper.core.record import Answer, Dose, Intake, KeptPlan, Mark, Version

_DAY = timedelta(days=1)
_LINK_WITHIN = timedelta(hours=4)
"""How far an intake's old dose may lie from the one it is linked to; farther ones are left unlinked."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An intake before and after; `is_doubtful` when the person should look at it."""

    before: Intake
    after: Intake
    is_doubtful: bool


def carried_over(kept: KeptPlan, version: Version, intakes: Iterable[Intake], *, now: datetime) -> tuple[Carried, ...]:
    """Each standing intake with the dose it answers once `version` is in force.

    An intake follows its dose to the one due at the same instant, else to the nearest free one. One that answered no
    dose is linked only where it lay outside the wrong plan.
    """
    after = replace(kept, versions=(*kept.versions, version))
    old, new = _doses_until(kept, now), _doses_until(after, now)
    known = sorted(standing(intakes), key=lambda intake: Mark.EXTRA in intake.marks)
    links = _links({dose.id: dose for dose in old}, new, known)
    found, answered = [], set()
    for intake in known:
        dose = links.get(_key(intake))
        marks = marks_of(after, dose, at=intake.happened_at, is_second=dose is not None and dose.id in answered)
        answered |= {dose.id} if dose and intake.answer is not Answer.SKIPPED else set()
        step = dose.step if dose else _needed_step(after, intake.happened_at)
        linked = replace(intake, dose=dose.id if dose else None, step=step, marks=marks)
        found.append(Carried(intake, linked, _is_doubtful(intake, dose, old)))
    return tuple(found)


def _needed_step(kept: KeptPlan, at: datetime) -> int | None:
    """The step of which an intake that answers no dose is a taking as needed."""
    step = needed_on(kept.plan, local_date(at, zone=kept.plan.zone))
    return None if step is None else step.dated.number


def _key(intake: Intake) -> str:
    """What an intake is linked by: the dose it answered, or itself."""
    return intake.dose or f"intake {intake.id}"


def _doses_until(kept: KeptPlan, now: datetime) -> tuple[Dose, ...]:
    begin = datetime.combine(kept.plan.starts_on, datetime.min.time(), tzinfo=UTC)
    return doses_between(kept, begin - 2 * _DAY, max(now, begin) + AROUND + _DAY)


def _links(old: Mapping[str, Dose], new: Sequence[Dose], intakes: Sequence[Intake]) -> dict[str, Dose]:
    """The new dose of each key; those due at the very instant first, so that nothing near takes their place."""
    wanted = {_key(intake): old[intake.dose].due_at for intake in intakes if intake.dose and intake.dose in old}
    wanted |= {_key(intake): intake.happened_at for intake in intakes if _is_outside(intake, old)}
    by_instant = {dose.due_at: dose for dose in new}
    found = {key: by_instant[at] for key, at in wanted.items() if at in by_instant}
    free = [dose for dose in new if dose not in found.values()]
    for key, at in wanted.items():
        near = [dose for dose in free if abs(dose.due_at - at) <= _LINK_WITHIN]
        if key not in found and near:
            found[key] = min(near, key=lambda dose: abs(dose.due_at - at))
            free.remove(found[key])
    return found


def _is_outside(intake: Intake, old: Mapping[str, Dose]) -> bool:
    """Whether an intake is to be linked by its own time: its dose is unknown, or it lay outside the wrong plan."""
    if intake.dose is not None:
        return intake.dose not in old
    first_at = min((dose.due_at for dose in old.values()), default=None)
    return Mark.PAST_END in intake.marks or first_at is None or intake.happened_at < first_at


def _is_doubtful(intake: Intake, dose: Dose | None, old: Sequence[Dose]) -> bool:
    was = next((one for one in old if one.id == intake.dose), None)
    if was is None:
        return dose is not None or intake.dose is not None
    return dose is None or dose.due_at != was.due_at
