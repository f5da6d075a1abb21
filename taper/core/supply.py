"""How many tablets a whole plan needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from taper.core.course import last_day_on
from taper.core.expand import days_of
from taper.core.pieces import Piece, make
from taper.core.plan import AsNeeded, Plan, Tablet
from taper.core.record import Dose


def pieces_of(dose: Dose, tablets: tuple[Tablet, ...]) -> tuple[Piece, ...]:
    """The pieces of one dose; empty where the plan names no tablets or they cannot make it."""
    return make(dose.amount, tablets, dose.of) or ()


def needed(doses: Iterable[Dose], tablets: tuple[Tablet, ...]) -> tuple[Piece, ...]:
    """The pieces of some doses added up, by strength, in the order the plan first needs them."""
    totals: dict[str, Piece] = {}
    for dose in doses:
        for piece in pieces_of(dose, tablets):
            so_far = totals.get(piece.of)
            totals[piece.of] = piece if so_far is None else replace(so_far, count=so_far.count + piece.count)
    return tuple(totals.values())


def supply(plan: Plan, *, from_at: datetime | None = None) -> tuple[Piece, ...] | None:
    """The pieces the plan needs, from an instant on if one is given; None when no finite count exists."""
    if last_day_on(plan) is None or any(isinstance(step.schedule, AsNeeded) for step in plan.steps):
        return None
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    return needed((dose for dose in doses if from_at is None or dose.due_at >= from_at), plan.tablets) or None
