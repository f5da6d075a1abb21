"""Asks again later about a dose that waits, within limits: so many times, and never close to the next dose.

Where the provider or a cited source states a window, a snooze ends within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from taper.app.answers import Json
from taper.app.arguments import Arguments, UsageError, ask
from taper.app.choosing import active_plans, chosen_plans, dose_choice, open_doses
from taper.app.desk import Desk
from taper.core.errors import NotFound
from taper.core.ledger import DoseState, doses_between
from taper.core.localtime import local
from taper.core.record import KeptPlan, Snooze
from taper.core.words import clock_time
from taper.settings import SNOOZE_MINUTES

MOST_SNOOZES = 3
SNOOZE_ENDS_BEFORE = timedelta(minutes=30)
"""How long before the next dose a snooze must be over."""

_ABOUT = timedelta(minutes=1)


def snooze(desk: Desk, arguments: Arguments) -> Json:
    """Asks again later about the dose that waits; never past half an hour before the next one, nor past its window.

    A snooze that runs already to about the same time is not begun again: it may be the same request arriving twice.
    Raises Unanswered where several doses wait or a limit is reached, NotFound where none waits.
    """
    minutes = arguments.number("minutes")
    if minutes is not None and minutes not in SNOOZE_MINUTES:
        raise UsageError(f"minutes: found {minutes}, expected one of {', '.join(map(str, SNOOZE_MINUTES))}")
    with desk.store.transaction():
        kept, state = _waiting(desk, arguments)
        until_at = desk.now() + timedelta(minutes=minutes or desk.settings.of_plan(kept.id).snooze_minutes)
        before = tuple(s for s in desk.store.snoozes(kept.id) if s.dose == state.dose.id)
        running = next((s.until_at for s in before if desk.now() < s.until_at and until_at - s.until_at < _ABOUT), None)
        if running is None:
            _refuse_beyond_limits(kept, state, until_at, now=desk.now(), times=len(before))
            desk.store.record_snooze(Snooze(kept.id, state.dose.id, desk.now(), until_at))
    at = local(running or until_at, zone=kept.plan.zone)
    return {"until": at.isoformat(), "text": f"Plan {kept.label}: asked again at {clock_time(at.time())}."}


def _waiting(desk: Desk, arguments: Arguments) -> tuple[KeptPlan, DoseState]:
    name, dose_name = arguments.text("plan"), arguments.text("dose")
    plans = active_plans(desk) if name is None else chosen_plans(desk, name)
    waiting = [(kept, state) for kept, state in open_doses(desk, plans, at=desk.now()) if state.state.is_open]
    if dose_name is not None:
        waiting = [(kept, state) for kept, state in waiting if dose_name in _names(kept, state)]
    if len(waiting) > 1:
        raise ask("Several doses wait. Which one?", choices=tuple(dose_choice(k, s.dose) for k, s in waiting))
    if not waiting:
        raise NotFound("No such dose waits for an answer now, so there is nothing to snooze.")
    return waiting[0]


def _names(kept: KeptPlan, state: DoseState) -> tuple[str, ...]:
    at = local(state.dose.due_at, zone=kept.plan.zone)
    return (state.dose.id, state.dose.slot, clock_time(at.time()))


def _refuse_beyond_limits(kept: KeptPlan, state: DoseState, until_at: datetime, *, now: datetime, times: int) -> None:
    if times >= MOST_SNOOZES:
        waits = f"It waits for an answer until {_wall(state.closes_at, kept)}."
        raise ask(f"This dose was snoozed {MOST_SNOOZES} times. Take it, or skip it. {waits}", choices=("take", "skip"))
    ends_by = _ends_by(kept, state)
    if until_at > ends_by:
        fitting = [minutes for minutes in SNOOZE_MINUTES if now + timedelta(minutes=minutes) <= ends_by]
        choices = [*(f"snooze --minutes {minutes}" for minutes in fitting), "take", "skip"]
        raise ask(f"{_why_so_early(kept, state)} {_until_when(kept, ends_by, fitting)}", choices=tuple(choices))


def _why_so_early(kept: KeptPlan, state: DoseState) -> str:
    closes = _wall(state.closes_at, kept)
    if state.closes_at == state.missed_at:
        return f"That is too late: from {closes} on this dose counts as missed by the rule for it."
    return f"That is too close to {closes}, when the next dose is due or the day ends."


def _until_when(kept: KeptPlan, ends_by: datetime, fitting: Sequence[int]) -> str:
    """ "It can be snoozed until 11:30: for 5 or 10 minutes."."""
    if not fitting:
        return "It cannot be snoozed any more."
    words = [str(minutes) for minutes in fitting]
    several = f"{', '.join(words[:-1])} or {words[-1]}" if words[1:] else words[0]
    return f"It can be snoozed until {_wall(ends_by, kept)} at the latest: for {several} minutes."


def _wall(at: datetime, kept: KeptPlan) -> str:
    return clock_time(local(at, zone=kept.plan.zone).time())


def _ends_by(kept: KeptPlan, state: DoseState) -> datetime:
    """By when a snooze must be over: half an hour before the next dose or the day's end, or within its window."""
    if state.closes_at != state.missed_at:
        return state.closes_at - SNOOZE_ENDS_BEFORE
    near = doses_between(kept, state.dose.due_at, state.closes_at + SNOOZE_ENDS_BEFORE)
    following = [dose.due_at - SNOOZE_ENDS_BEFORE for dose in near if dose.id != state.dose.id]
    return min([state.closes_at - _ABOUT, *following])
