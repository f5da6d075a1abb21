"""A plan written out as a table that a pharmacist could tick: one line a day, then what it needs and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from taper.core.amount import plain, plain_number
from taper.core.course import dated_steps
from taper.core.expand import PlanDay, days_of, last_dose
from taper.core.localtime import local
from taper.core.pieces import Piece
from taper.core.plan import AsNeeded, Plan
from taper.core.record import Dose
from taper.core.supply import pieces_of, supply, supply_by_step
from taper.core.words import as_needed_phrase


def dose_table(plan: Plan, *, open_days: int) -> str:
    """The whole table; an open plan is written out as `days_of` does."""
    return "\n".join(_lines(plan, days_of(plan, open_days=open_days))) + "\n"


def _lines(plan: Plan, days: tuple[PlanDay, ...]) -> Iterator[str]:
    width = len(str(len(days)))
    offsets = {local(dose.due_at, zone=plan.zone).utcoffset() for day in days for dose in day.doses}
    clock = _with_offset if len(offsets) > 1 else _without_offset
    yield f"{plan.medicine or 'no name'}, day 1 is {_dated(plan.starts_on)}, {plan.zone}, ends in {plan.ends}"
    yield ""
    for day in days:
        doses = " | ".join(_dose(plan, dose, at=clock(_local(plan, dose))) for dose in day.doses) or "no dose"
        yield f"day {day.number:>{width}}  {_dated(day.on)}  step {day.step}  {doses} | total {plain(day.total)}"
    yield from _as_needed(plan)
    for rule in plan.rules:
        yield f'rule, steps {rule.first_step} to {rule.last_step}: "{rule.words}"'
    yield ""
    for number, pieces in enumerate(supply_by_step(plan) if len(plan.steps) > 1 else (), 1):
        yield f"step {number} needs: {'no finite count' if pieces is None else _pieces(pieces, joined=', ') or 'none'}"
    yield f"supply: {_pieces(supply(plan) or (), joined=', ') or 'no finite count'}"
    last = last_dose(plan)
    yield "last dose: " + (f"{_dated(_local(plan, last).date())} {clock(_local(plan, last))}" if last else "none")


def _as_needed(plan: Plan) -> Iterator[str]:
    for dated in dated_steps(plan):
        if isinstance(dated.step.schedule, AsNeeded):
            said = as_needed_phrase(dated.step.schedule, lambda amount, _: plain(amount)).replace("\u00a0", " ")
            until = f"until {_dated(dated.last_on)}" if dated.last_on else "on"
            yield f"step {dated.number} from {_dated(dated.first_on)} {until}: {said}"


def _dose(plan: Plan, dose: Dose, *, at: str) -> str:
    name = "" if dose.slot == at[:5] else f"{dose.slot} "
    on = _local(plan, dose).date()
    pieces = _pieces(pieces_of(dose, plan.tablets), joined=" and ")
    return "".join(
        (
            f"{name}at {at}" if dose.moved_from else f"{name}{at}",
            f" on {_dated(on)}" if on != dose.on else "",
            f": {plain(dose.amount)}",
            f" ({pieces})" if pieces else "",
            " [the clocks leave this time out; moved]" if dose.moved_from else "",
            " [the clocks show this time twice; the first]" if dose.repeated else "",
        )
    )


def _pieces(pieces: tuple[Piece, ...], *, joined: str) -> str:
    return joined.join(f"{plain_number(piece.count)} x {piece.of}" for piece in pieces)


def _local(plan: Plan, dose: Dose) -> datetime:
    return local(dose.due_at, zone=plan.zone)


def _with_offset(at: datetime) -> str:
    return at.isoformat("T", "minutes")[11:]


def _without_offset(at: datetime) -> str:
    return f"{at:%H:%M}"


def _dated(on: date) -> str:
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[on.weekday()]} {on.isoformat()}"
