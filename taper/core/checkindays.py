"""On which dates does a plan ask how it goes, and on which is an activity reminded of?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from taper.core.checkin import CheckedIn
from taper.core.course import dated_steps
from taper.core.ledger import LastUse
from taper.core.plan import Ends, Plan
from taper.core.record import KeptPlan

_DAY = timedelta(days=1)


def check_in_dates(kept: KeptPlan, last: LastUse | None) -> tuple[date, ...]:
    """The date of each step change and the dates after it that the plan asks for, each once, in order.

    Day 1 is no change, nor are days off after the last dose. The dates may reach past the last dose: what a change does
    shows after it.
    """
    asked = kept.plan.check_ins
    changes = [dated.first_on for dated in dated_steps(kept.plan)[1:] if last is None or dated.first_on <= last.on]
    if asked is None:
        return ()
    return tuple(sorted({on + nth * _DAY for on in changes for nth in range(asked.days_after + 1)}))


def activity_dates(kept: KeptPlan, last: LastUse | None, *, from_on: date, until_on: date) -> Iterator[date]:
    """Each date of the plan in [from_on, until_on), from day 1 to its last use."""
    if last is None and (kept.stops_at is not None or kept.plan.ends is not Ends.OPEN):
        return
    on = max(from_on, kept.plan.starts_on)
    end_on = until_on if last is None else min(until_on, last.on + _DAY)
    while on < end_on:
        yield on
        on += _DAY


def check_in_id(on: date) -> str:
    """The id of what is said to ask on a date how it goes."""
    return f"check-in:{on}"


def activity_id(on: date, activity: str) -> str:
    """The id of what is said of an activity on a date."""
    return f"activity:{on}:{activity}"


def answered_ids(plan: Plan, answers: Sequence[CheckedIn]) -> frozenset[str]:
    """The ids of what need not be said any more: activities ticked, and check-ins with every word answered."""
    found = {activity_id(one.on, one.about) for one in answers if one.score is None}
    asked = {word.casefold() for word in plan.check_ins.ask} if plan.check_ins else set()
    scored: dict[date, set[str]] = defaultdict(set)
    for one in answers:
        if one.score is not None:
            scored[one.on].add(one.about.casefold())
    return frozenset(found | {check_in_id(on) for on, words in scored.items() if asked <= words})


def longest_after(plan: Plan) -> timedelta:
    """How far past its last dose a plan may still ask how it goes."""
    return timedelta() if plan.check_ins is None else plan.check_ins.days_after * _DAY
