"""Which doses fell due while no daemon ran, so that nobody was reminded of them?

Only those that nobody answered either: whoever recorded a dose needed no reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from taper.app.choosing import is_active, states_of
from taper.app.desk import Desk
from taper.core.ledger import State
from taper.core.localtime import local
from taper.core.record import KeptPlan
from taper.core.words import clock_time, counted, joined, short_date

GRACE = timedelta(minutes=5)
"""A dose that is reminded of within this time was not missed by the daemon: it was being started anew."""

FARTHEST = timedelta(days=31)
"""How far back it is looked."""

_NOBODY_ASKED = (State.DUE, State.LATE, State.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Unwatched:
    """How many doses fell due unreminded, the first and the last (by their plans' clocks), and of which plans."""

    count: int
    first_at: datetime
    last_at: datetime
    labels: tuple[str, ...]


def unwatched(desk: Desk, *, since: datetime | None, until: datetime) -> Unwatched | None:
    """The doses due in [since, until) that nobody was reminded of; None where there are none.

    `since` is when the daemon last had said everything (None: never).
    """
    from_at = until - FARTHEST if since is None else max(since, until - FARTHEST)
    found = sorted(
        (due_at, kept.label)
        for kept in desk.store.kept_plans()
        if is_active(kept, from_at)
        for due_at in _unreminded(desk, kept, from_at=from_at, until_at=until - GRACE)
    )
    if not found:
        return None
    labels = tuple(dict.fromkeys(label for _, label in found))
    return Unwatched(len(found), found[0][0], found[-1][0], labels)


def _unreminded(desk: Desk, kept: KeptPlan, *, from_at: datetime, until_at: datetime) -> Iterator[datetime]:
    claimed = {reminder.dose for reminder in desk.store.reminders(kept.id, since=from_at - FARTHEST)}
    for state in states_of(desk, kept, from_at=from_at, until_at=until_at):
        due_at = state.dose.due_at
        if from_at <= due_at and state.state in _NOBODY_ASKED and state.dose.id not in claimed:
            yield local(due_at, zone=kept.plan.zone)


def both(former: Unwatched | None, later: Unwatched | None) -> Unwatched | None:
    """Two of them as one."""
    if former is None or later is None:
        return former or later
    return Unwatched(
        former.count + later.count,
        min(former.first_at, later.first_at),
        max(former.last_at, later.last_at),
        tuple(dict.fromkeys((*former.labels, *later.labels))),
    )


def unwatched_line(found: Unwatched) -> str:
    """One line for the person, without medicine names."""
    when = _moment(found.first_at)
    if found.count > 1:
        when = f"from {when} to {_moment(found.last_at)}"
    plans = f"plan{'s' if len(found.labels) > 1 else ''} {joined(found.labels)}"
    return (
        f"taper: no daemon ran when {counted(found.count, 'dose')} of {plans} fell due ({when}), so nobody reminded "
        'you; "taper doctor" says how it is now.'
    )


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())} {clock_time(at.time())}"
