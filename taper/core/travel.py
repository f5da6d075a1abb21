"""What becomes of the next dose when a plan goes by the clocks of another zone?

The wall-clock times stay and the instants move; doses that count elapsed hours stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from taper.core.course import step_on
from taper.core.expand import expand
from taper.core.ledger import doses_between, standing
from taper.core.localtime import local
from taper.core.plan import Interval, Plan, Step
from taper.core.record import Answer, Change, Dose, Intake, KeptPlan, Version
from taper.core.revise import steps_before, steps_from

_DAY = timedelta(days=1)
_FAR = timedelta(days=400)
_BACK = timedelta(days=60)

LONGEST = 1.5
"""From how many times the usual spacing on the hours between are a question (DESIGN section 5)."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One plan before and after the change of zone.

    `stands` is the next dose as the plan is, `there` the next one by the other clocks, `left_out` are those over by
    then there. `since_at` is the last intake; or the last dose without an answer (`assumed`), which may have been
    taken. `usual` is what the plan itself has between the dose before `there` and that one.
    """

    after: KeptPlan
    stands: Dose | None
    there: Dose | None
    left_out: tuple[Dose, ...]
    since_at: datetime | None
    assumed: bool
    usual: timedelta | None

    @property
    def between(self) -> timedelta | None:
        """The time from the last intake to the next dose; None where either is not known."""
        if self.there is None or self.since_at is None:
            return None
        return self.there.due_at - self.since_at

    @property
    def is_too_short(self) -> bool:
        """Whether that is below the least gap, or else half the usual spacing."""
        hours = self.after.plan.limits.min_gap_hours
        half = None if self.usual is None else self.usual / 2
        least = half if hours is None else timedelta(hours=hours)
        return self.between is not None and least is not None and self.between < least

    @property
    def is_too_long(self) -> bool:
        """Whether that is above 1.5 times the usual spacing."""
        return self.between is not None and self.usual is not None and self.between > self.usual * LONGEST


def crossing(
    kept: KeptPlan, zone: str, intakes: Iterable[Intake], *, counts_from: datetime, recorded_at: datetime
) -> Crossing:
    """What moving a plan to a zone at an instant does to its next dose. Raises SeamError (`core.revise`)."""
    at = counts_from
    plan = _in_zone(kept.plan, zone, at)
    moved = Version(plan, Change.MOVED, recorded_at, stops_at=kept.stops_at, counts_from=at)
    after = replace(kept, versions=(*kept.versions, moved))
    known = standing(intakes)
    answered = {intake.dose for intake in known if intake.dose}
    was = [dose for dose in doses_between(kept, at, at + _FAR) if dose.id not in answered]
    there = next((dose for dose in doses_between(after, at, at + _FAR) if dose.id not in answered), None)
    left_out = _left_out(was, there)
    since_at, assumed = _last_taking(kept, known, at)
    stands = was[0] if was else None
    return Crossing(after, stands, there, left_out, since_at, assumed, _usual(kept, there, at))


def _in_zone(plan: Plan, zone: str, at: datetime) -> Plan:
    """The plan by the clocks of another zone; a step that counts elapsed hours goes on from its next dose."""
    ahead = next(expand(plan, at, at + _FAR), None)
    dated = None if ahead is None else step_on(plan, ahead.on)
    if ahead is None or dated is None or not isinstance(dated.step.schedule, Interval):
        return replace(plan, zone=zone)
    due = local(ahead.due_at, zone=zone)
    first, *later = steps_from(plan, ahead.on)
    assert isinstance(first.schedule, Interval)  # the step of the next dose
    going_on = Step(first.length, replace(first.schedule, first_time=due.time()))
    before = steps_before(plan, due.date())
    starts_on = plan.starts_on if before else due.date()
    return replace(plan, zone=zone, starts_on=starts_on, steps=(*before, going_on, *later), rules=())


def _left_out(was: list[Dose], there: Dose | None) -> tuple[Dose, ...]:
    """The doses still ahead as the plan is, which come before the first one by the other clocks."""
    names = [dose.id for dose in was]
    if there is None or there.id not in names:
        return ()
    return tuple(was[: names.index(there.id)])


def _last_taking(kept: KeptPlan, known: Iterable[Intake], at: datetime) -> tuple[datetime | None, bool]:
    records = tuple(known)
    taken = [intake.happened_at for intake in records if intake.answer is Answer.TAKEN and intake.happened_at <= at]
    answered = {intake.dose for intake in records if intake.dose}
    silent = [dose.due_at for dose in doses_between(kept, at - _BACK, at) if dose.id not in answered]
    tracked = [due_at for due_at in silent if due_at >= kept.stored_at]
    last_taken, last_silent = max(taken, default=None), max(tracked, default=None)
    if last_silent is not None and (last_taken is None or last_silent > last_taken):
        return last_silent, True
    return last_taken, False


def _usual(kept: KeptPlan, there: Dose | None, at: datetime) -> timedelta | None:
    """The time the plan has between a dose and the one before it."""
    if there is None:
        return None
    doses = doses_between(kept, at - _BACK, there.due_at + 3 * _DAY)
    index = next((n for n, dose in enumerate(doses) if dose.id == there.id), 0)
    if not index:  # elapsed hours have no name in common, and stay as far apart as they were
        return doses[-1].due_at - doses[-2].due_at if len(doses) > 1 and there.id not in {d.id for d in doses} else None
    return doses[index].due_at - doses[index - 1].due_at
