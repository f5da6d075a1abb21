"""Until when did the provider prescribe a plan, and how far past that does it go on the person's word alone?

The prescribed end moves only by a provider's word. What the person reports (a hold, a resumption) moves the last dose,
and every view then names both (DOMAIN section 1.5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from taper.core import sentences as say
from taper.core.course import dated_steps
from taper.core.ledger import last_use_of
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan, Version
from taper.core.words import counted, short_date

_REPORTED = (Change.HELD, Change.RESUMED, Change.REVISED)
"""The changes by which the person may move the last dose alone."""


@dataclass(frozen=True, slots=True)
class Prescribed:
    """What stands on a provider's word: the plan, and its last day of use (None where it is open, or had none)."""

    plan: Plan
    end_on: date | None


def prescribed(kept: KeptPlan) -> Prescribed:
    """The newest plan that has a provider's word: the paper as entered, as corrected, or as changed by name."""
    found = Prescribed(kept.versions[0].plan, _end_of(kept, 1))
    for count, (before, version) in enumerate(pairwise(kept.versions), 2):
        end_on = _end_of(kept, count)
        if version.approved_by is not None and version.change is not Change.MOVED:
            found = Prescribed(version.plan, end_on)
        elif version.change is Change.CORRECTED:
            found = _corrected(kept, found, before, version, count)
    return found


def _corrected(kept: KeptPlan, found: Prescribed, before: Version, version: Version, count: int) -> Prescribed:
    """A corrected paper is the provider's; days that were only reported stay so where they are still in it."""
    was_on, is_on = _end_of(kept, count - 1), _end_of(kept, count)
    reported = None if was_on is None or found.end_on is None else was_on - found.end_on
    same_lengths = [step.length for step in before.plan.steps] == [step.length for step in version.plan.steps]
    if reported is None or is_on is None or not reported > timedelta() or not same_lengths:
        return Prescribed(version.plan, is_on)
    return Prescribed(found.plan, is_on - reported)


def _end_of(kept: KeptPlan, count: int) -> date | None:
    """The last day of use by the first `count` versions."""
    last = last_use_of(replace(kept, versions=kept.versions[:count]))
    return None if last is None else last.on


def days_past(kept: KeptPlan) -> int:
    """How many days the plan goes on past its prescribed end; 0 where it does not."""
    if not any(version.change in _REPORTED and version.approved_by is None for version in kept.versions):
        return 0
    end_on, last = prescribed(kept).end_on, last_use_of(kept)
    return 0 if end_on is None or last is None else max(0, (last.on - end_on).days)


def past_words(kept: KeptPlan) -> str | None:
    """ "4 days past the prescribed end (Sat 12 Dec), not confirmed"; None where it does not go past it."""
    days, end_on = days_past(kept), prescribed(kept).end_on
    if not days or end_on is None:
        return None
    return say.PAST_PRESCRIBED_END.format(days=counted(days, "day"), on=short_date(end_on))


def step_ends_on(plan: Plan, number: int) -> date | None:
    """The last date of a step by its number; None where it is open or there is none of it."""
    return next((dated.last_on for dated in dated_steps(plan) if dated.number == number), None)
