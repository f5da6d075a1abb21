"""When is it said that a medicine stops too suddenly, and under which id, so that it is said once and never lost?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from taper.core.announce import Kind, Policy
from taper.core.guard import Guard, not_abruptly
from taper.core.ledger import UNANSWERED_AFTER, DoseState
from taper.core.localtime import moment
from taper.core.record import Intake, KeptPlan, Reminder
from taper.core.toosudden import Row, RunsShort, TooSudden, broken_off, rows, runs_short, supply_told_on

TOLD_FOR = timedelta(days=14)
"""How long after a stop it is worth the notice where the machine was off: withdrawal comes within these days."""

_ROW = f"{Kind.TOO_SUDDEN}:row:"


@dataclass(frozen=True, slots=True)
class SuddenNotice:
    """One thing to say from `at` on, by a stable id."""

    id: str
    at: datetime
    cause: TooSudden


def is_minded(kept: KeptPlan, guard: Guard) -> bool:
    """Whether anybody says that the plan is not to be stopped abruptly."""
    return bool(not_abruptly(kept.plan, guard))


def sudden_notices(
    kept: KeptPlan,
    *,
    states: Sequence[DoseState],
    intakes: Iterable[Intake],
    made: Sequence[Reminder],
    now: datetime,
    since: datetime,
    policy: Policy,
    guard: Guard,
) -> tuple[SuddenNotice, ...]:
    """What is to be said at `now`. `states` are those of the last `ROW_REACH`; rows that were over by `since` are not.

    `made` are the reminders that the person was asked by. Of a plan that was stopped only the stop is said.
    """
    if not is_minded(kept, guard):
        return ()
    if kept.stops_at is not None and now >= kept.stops_at:
        return tuple(_of_the_stop(kept, guard, now))
    found = list(rows(kept, states, intakes, guard))
    told = (SuddenNotice(_row_id(row, found, made), row.doses[-1].dose.due_at, row) for row in found)
    newest = (one for one, row in zip(told, found, strict=True) if row.doses[-1].closes_at >= since)
    return (*newest, *_of_the_supply(kept, guard, now, policy))


def _row_id(row: Row, found: Sequence[Row], made: Iterable[Reminder]) -> str:
    """The id under which the row was said, be it that its first dose has an answer by now; else one of its own."""
    others = {f"{Kind.TOO_SUDDEN}:{other.id}" for other in found if other is not row}
    since = row.doses[0].dose.due_at
    said = (item for reminder in made if reminder.claimed_at >= since for item in reminder.items)
    fitting = (item for item in said if item.startswith(_ROW) and item not in others)
    return next(fitting, f"{Kind.TOO_SUDDEN}:{row.id}")


def _of_the_stop(kept: KeptPlan, guard: Guard, now: datetime) -> Iterator[SuddenNotice]:
    cause = broken_off(kept, guard)
    if cause is not None and now < cause.at + TOLD_FOR:
        yield SuddenNotice(f"{Kind.TOO_SUDDEN}:{cause.id}", cause.at, cause)


def _of_the_supply(kept: KeptPlan, guard: Guard, now: datetime, policy: Policy) -> Iterator[SuddenNotice]:
    cause = runs_short(kept, guard)
    if cause is not None and _supply_at(kept, cause, policy) <= now < cause.ends.due_at:
        yield SuddenNotice(f"{Kind.TOO_SUDDEN}:{cause.id}", _supply_at(kept, cause, policy), cause)


def _supply_at(kept: KeptPlan, cause: RunsShort, policy: Policy) -> datetime:
    return moment(supply_told_on(cause), policy.announce_time, zone=kept.plan.zone).at


def sudden_times(kept: KeptPlan, *, states: Iterable[DoseState], policy: Policy, guard: Guard) -> Iterator[datetime]:
    """When there may be something new to say: an open dose goes unanswered, or the tablets come to their end."""
    if not is_minded(kept, guard):
        return
    yield from (state.dose.due_at + UNANSWERED_AFTER for state in states if state.state.is_open)
    cause = runs_short(kept, guard)
    if cause is not None:
        yield _supply_at(kept, cause, policy)
