"""What does one glance show: what to take now, what comes next, where each plan stands, and what is worth a word?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from taper.app.answers import Json, pieces_json
from taper.app.arguments import Arguments
from taper.app.checking import check_plans
from taper.app.choosing import active_plans, states_of
from taper.app.desk import Desk, manner_of
from taper.app.viewing import plan_line
from taper.core.ledger import DoseState, State, last_dose_of
from taper.core.localtime import local
from taper.core.notice import name_of, say_amount
from taper.core.pieces import Piece
from taper.core.record import KeptPlan
from taper.core.supply import needed
from taper.core.words import in_pieces, joined

_DAY = timedelta(days=1)
_NEXT_WITHIN = 8 * _DAY
"""How far ahead the next dose is looked for; a weekly one lies within it."""


def glance(desk: Desk, arguments: Arguments) -> Json:
    """Every active plan: the doses that wait ("now"), the next dose of each, its place, and all findings."""
    plans = active_plans(desk)
    states = {kept.id: _states(desk, kept) for kept in plans}
    now = desk.now()
    here = local(now, zone=plans[0].plan.zone) if plans else now
    return {
        "at": here.isoformat(),
        "now": [_dose(desk, kept, state) for kept in plans for state in states[kept.id] if state.state.is_open],
        "next": [_dose(desk, kept, state) for kept in plans for state in _next(states[kept.id])],
        "plans": [_plan(kept, states[kept.id], now=now) for kept in plans],
        "findings": check_plans(desk, arguments)["findings"],
    }


def _states(desk: Desk, kept: KeptPlan) -> tuple[DoseState, ...]:
    """The states of the doses from yesterday to the last one, or as far ahead as the next one may be."""
    now, last = desk.now(), last_dose_of(kept)
    until_at = now + _NEXT_WITHIN if last is None else max(now, last.due_at) + _DAY
    return states_of(desk, kept, from_at=now - 2 * _DAY, until_at=until_at)


def _next(states: tuple[DoseState, ...]) -> Iterator[DoseState]:
    ahead = next((state for state in states if state.state is State.AHEAD), None)
    if ahead is not None:
        yield ahead


def _dose(desk: Desk, kept: KeptPlan, state: DoseState) -> Json:
    manner = manner_of(desk.settings, active_plans(desk))
    return {
        "plan": kept.id,
        "label": kept.label,
        "name": name_of(kept, manner),
        "what": say_amount(kept.plan, state.dose.amount, state.dose.of),
        "dose": state.dose.id,
        "slot": state.dose.slot,
        "at": local(state.dose.due_at, zone=kept.plan.zone).isoformat(),
        "state": state.state.value,
    }


def _plan(kept: KeptPlan, states: tuple[DoseState, ...], *, now: datetime) -> Json:
    """Where a plan stands, and what is still to be taken of it; that is None for an open plan."""
    still = _still(kept, states)
    said = None if still is None else joined([in_pieces((piece,)) for piece in still])
    pieces = None if still is None else pieces_json(still)
    return {**plan_line(kept, now=now), "still": pieces, "still_text": said}


def _still(kept: KeptPlan, states: tuple[DoseState, ...]) -> tuple[Piece, ...] | None:
    if last_dose_of(kept) is None:
        return None
    left = [state.dose for state in states if state.state is State.AHEAD or state.state.is_open]
    return needed(left, kept.plan.tablets)
