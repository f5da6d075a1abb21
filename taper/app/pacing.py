"""May the person report this change alone, or does it need the provider's word?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from taper.app.arguments import Arguments
from taper.app.changing import checked
from taper.app.desk import Desk
from taper.app.revisions import needs_word
from taper.core.amount import Unit
from taper.core.course import dated_steps
from taper.core.ledger import doses_between, last_use_of
from taper.core.localtime import local_date, moment
from taper.core.pace import Course, reasons_for_word
from taper.core.plan import AsNeeded, Plan
from taper.core.prescribed import prescribed
from taper.core.record import Change, Dose, KeptPlan, Version
from taper.core.supply import held_in

_DAY = timedelta(days=1)


def refuse_without_word(
    desk: Desk, arguments: Arguments, kept: KeptPlan, plan: Plan, *, counts_from: datetime, may_last: int = 0
) -> None:
    """Raises NeedsApproval where a change is higher, faster or longer than the plan and nobody is named for it.

    `may_last` are days past the prescribed end that the person has reported already, which it may keep.
    """
    if arguments.text("approved_by"):
        return
    changed = Version(checked(plan), Change.REVISED, desk.now(), counts_from=counts_from)
    after = replace(kept, versions=(*kept.versions, changed))
    stands = prescribed(kept)
    as_prescribed = replace(kept, versions=(Version(stands.plan, Change.ENTERED, kept.stored_at),))
    courses = (after, kept, as_prescribed)
    until = max(_fixed_until(one, counts_from) for one in courses)
    new, *known = (_course(one, counts_from, until) for one in courses)
    reasons = reasons_for_word(
        new,
        known=known,
        from_on=local_date(counts_from, zone=kept.plan.zone),
        prescribed_end_on=None if stands.end_on is None else stands.end_on + may_last * _DAY,
    )
    if reasons:
        raise needs_word(*reasons)


_OPEN_DAYS = 62
"""How much of a last step without an end is compared."""


def _fixed_until(kept: KeptPlan, from_at: datetime) -> datetime:
    """An instant by which every step of a plan has shown its doses."""
    last = dated_steps(kept.plan)[-1]
    on = last.first_on + _OPEN_DAYS * _DAY if last.last_on is None else last.last_on
    return max(from_at + _OPEN_DAYS * _DAY, moment(on, time(0), zone=kept.plan.zone).at + 3 * _DAY)


def _course(kept: KeptPlan, from_at: datetime, until_at: datetime) -> Course:
    """What a plan gives from the day before an instant on."""
    from_on = local_date(from_at, zone=kept.plan.zone)
    around = doses_between(kept, from_at - 3 * _DAY, until_at)
    last = last_use_of(kept)
    left = [dated for dated in dated_steps(kept.plan) if dated.last_on is None or dated.last_on >= from_on]
    return Course(
        tuple(_measured(dose, kept.plan) for dose in around if dose.on >= from_on - _DAY),
        None if last is None else last.on,
        any(isinstance(dated.step.schedule, AsNeeded) for dated in left),
    )


def _measured(dose: Dose, plan: Plan) -> Dose:
    """The dose in mg where the plan's tablets tell, so that "2 tablets" and "20 mg" can be compared."""
    measured = held_in(Unit.MG, dose.amount, dose.of, plan.tablets)
    return dose if measured is None else replace(dose, amount=measured)
