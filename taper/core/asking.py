"""When is a dose that waits asked about, how often, and how loudly?

At its time, again some times, the last of them as the last one, and then once more quietly, so that it stays in the
list. The times stand on a row that begins when the dose is due; after a sleep it begins with the first asking, and a
snooze begins it anew, so that no sleep and no snooze uses an asking up. An asking has an id, by which it is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from taper.core.announce import Kind, Policy
from taper.core.ledger import DoseState
from taper.core.record import Reminder, Snooze

SLEPT = timedelta(minutes=5)
"""First asked about so much later than it was due, a dose was slept through, and what else was is told of with it."""


class Stage(StrEnum):
    """How loud an asking is."""

    FIRST = "first"  # at the dose's time or as a snooze ends: never muted
    AGAIN = "again"
    LAST = "last"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Ask:
    """The next asking of a dose: its id, when it is due, how loud it is, and how many went before it."""

    id: str
    at: datetime
    stage: Stage
    before: int


def next_ask(
    state: DoseState, *, snoozes: Iterable[Snooze], made: Sequence[Reminder], now: datetime, policy: Policy, zone: str
) -> Ask | None:
    """The next asking, which may be due already; None where none is left before the dose closes.

    `made` are the reminders by which the person was asked, none of them later than `now`. Raises nothing.
    """
    of_dose = [reminder for reminder in made if reminder.dose == state.dose.id]
    snoozed = snoozed_until(state, snoozes, now)
    names = _names(state, snoozed, policy)
    name = next((name for name in names if not _said_at(name, of_dose)), None)
    if name is None:
        return None
    place, stage = names.index(name), _stage(names.index(name), policy)
    at = _begins_at(state, snoozed, of_dose)
    if place:
        last_at = max(filter(None, (_said_at(earlier, of_dose) for earlier in names[:place])), default=at)
        at = _next_on_row(at, last_at, policy.repeat_every)
    if stage is not Stage.FIRST and policy.quiet is not None:
        at = policy.quiet.ends_at(at, zone=zone) or at
    before = len({reminder.items for reminder in of_dose if _asks(reminder)})
    return Ask(name, at, stage, before) if at < state.closes_at else None


def asked_from(state: DoseState, made: Iterable[Reminder], now: datetime) -> datetime:
    """When a row of askings without a snooze begins: when the dose is due; slept through, at the first asking."""
    first = _said_at(f"{_prefix(state)}1", [reminder for reminder in made if reminder.dose == state.dose.id]) or now
    return first if first - state.dose.due_at >= SLEPT else state.dose.due_at


def snoozed_until(state: DoseState, snoozes: Iterable[Snooze], now: datetime) -> datetime | None:
    """Until when the newest snooze of a dose goes or went; one recorded after `now` is not heeded."""
    of_dose = [snooze for snooze in snoozes if snooze.dose == state.dose.id and snooze.recorded_at <= now]
    return of_dose[-1].until_at if of_dose else None


def _prefix(state: DoseState) -> str:
    return f"{Kind.DOSE}:{state.dose.id}:"


def _names(state: DoseState, snoozed: datetime | None, policy: Policy) -> list[str]:
    """The ids of a row's askings in their order."""
    quiet = ["quiet"] if policy.repeats else []
    numbered = [str(number + 1) for number in range(policy.repeats + 1)]
    if snoozed is None:
        return [f"{_prefix(state)}{word}" for word in (*numbered, *quiet)]
    row = f"{_prefix(state)}snoozed-{snoozed.isoformat()}"
    return [row, *(f"{row}:{word}" for word in (*numbered[1:], *quiet))]


def _stage(place: int, policy: Policy) -> Stage:
    if place == 0:
        return Stage.FIRST
    return Stage.AGAIN if place < policy.repeats else Stage.LAST if place == policy.repeats else Stage.QUIET


def _asks(reminder: Reminder) -> bool:
    return any(item.startswith(f"{Kind.DOSE}:") for item in reminder.items)


def _said_at(name: str, of_dose: Sequence[Reminder]) -> datetime | None:
    """When an asking was first made."""
    return min((reminder.claimed_at for reminder in of_dose if name in reminder.items), default=None)


def _begins_at(state: DoseState, snoozed: datetime | None, of_dose: Sequence[Reminder]) -> datetime:
    if snoozed is not None:
        return snoozed
    return asked_from(state, of_dose, state.dose.due_at)


def _next_on_row(begin: datetime, last_at: datetime, every: timedelta) -> datetime:
    """The first time on the row that is at least half a pause away from the last asking."""
    steps = -((begin - last_at - every / 2) // every)
    return begin + max(1, steps) * every
