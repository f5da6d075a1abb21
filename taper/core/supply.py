"""How many tablets does a plan need, do they agree with what was dispensed, and how long do those on hand last?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

from taper.core.amount import Amount, Unit
from taper.core.bounds import MAX_PLAN_DAYS
from taper.core.course import last_day_on
from taper.core.expand import days_of, expand
from taper.core.pieces import Piece, make
from taper.core.plan import AsNeeded, Plan, Tablet
from taper.core.record import Dose
from taper.core.words import in_pieces

_STRIDE = timedelta(days=60)
"""How much of a plan is written out at once in search of the day on which tablets run out."""


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


def is_countable(plan: Plan) -> bool:
    """Whether a finite count exists: the plan ends, and nothing of it is taken as needed."""
    return last_day_on(plan) is not None and not any(isinstance(step.schedule, AsNeeded) for step in plan.steps)


def supply(plan: Plan, *, from_at: datetime | None = None) -> tuple[Piece, ...] | None:
    """The pieces the plan needs, from an instant on if one is given; None when no finite count exists."""
    if not is_countable(plan):
        return None
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    return needed((dose for dose in doses if from_at is None or dose.due_at >= from_at), plan.tablets) or None


def supply_by_step(plan: Plan) -> tuple[tuple[Piece, ...] | None, ...]:
    """The pieces each step needs, none for a step of rest; None for a step without a finite count."""
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    return tuple(_supply_of_step(plan, number, doses) for number in range(1, len(plan.steps) + 1))


def _supply_of_step(plan: Plan, number: int, doses: Iterable[Dose]) -> tuple[Piece, ...] | None:
    is_open = number == len(plan.steps) and last_day_on(plan) is None
    if is_open or isinstance(plan.steps[number - 1].schedule, AsNeeded):
        return None
    of_step = [dose for dose in doses if dose.step == number]
    return needed(of_step, plan.tablets) or (None if of_step else ())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A count on a label that is not what the plan needs of that strength (`piece`, whole ones)."""

    piece: Piece
    dispensed: int

    @property
    def sentence(self) -> str:
        """ "49 tablets of 5 mg needed, 51 on the label"."""
        return f"{in_pieces((self.piece,))} needed, {self.dispensed:,} on the label"


def disagreements(plan: Plan, dispensed: Mapping[str, int]) -> tuple[Disagreement, ...]:
    """Where a plan needs more or fewer than were dispensed of a strength, by its name ("5 mg tablet").

    Nothing where the plan has no count to compare: without an end, or as needed.
    """
    if not is_countable(plan):
        return ()
    counts = {piece.of: piece for piece in supply(plan) or ()}
    found = []
    for tablet in plan.tablets:
        unused = Piece(Fraction(0), tablet.name, tablet.form, tablet.strength)
        piece = counts.get(tablet.name, unused)
        whole = replace(piece, count=Fraction(ceil(piece.count)))
        if tablet.name in dispensed and dispensed[tablet.name] != whole.count:
            found.append(Disagreement(whole, dispensed[tablet.name]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long the pieces of one strength last: the last dose they make, and the first one they do not.

    `first_short` is None where they last to the end of the plan (or of what a plan may last), `last_made` where they
    make no dose.
    """

    of: str
    quantity: int
    last_made: Dose | None
    first_short: Dose | None


def runs_out(plan: Plan, *, from_at: datetime | None, quantities: Mapping[str, int]) -> tuple[Lasting, ...]:
    """How long each strength on hand ("5 mg tablet") lasts, from an instant on or from day 1.

    Nothing is said of a plan with anything as needed, as nobody knows how much of that is taken.
    """
    if any(isinstance(step.schedule, AsNeeded) for step in plan.steps):
        return ()
    left = {of: Fraction(quantity) for of, quantity in quantities.items()}
    last_made: dict[str, Dose] = {}
    first_short: dict[str, Dose] = {}
    for dose in _doses_from(plan, from_at):
        for piece in pieces_of(dose, plan.tablets):
            if piece.of not in left or piece.of in first_short:
                continue
            left[piece.of] -= piece.count
            (first_short if left[piece.of] < 0 else last_made)[piece.of] = dose
        if len(first_short) == len(left):
            break
    return tuple(Lasting(of, count, last_made.get(of), first_short.get(of)) for of, count in quantities.items())


def _doses_from(plan: Plan, from_at: datetime | None) -> Iterator[Dose]:
    """The doses of a plan in order of time, stretch by stretch; of an open one as far as a plan may last."""
    last_on = last_day_on(plan) or plan.starts_on + timedelta(days=MAX_PLAN_DAYS)
    start = datetime.combine(plan.starts_on, datetime.min.time(), tzinfo=UTC) - timedelta(days=2)
    end = datetime.combine(last_on, datetime.min.time(), tzinfo=UTC) + timedelta(days=3)
    at = max(start, from_at or start)
    while at < end:
        yield from expand(plan, at, min(at + _STRIDE, end))
        at += _STRIDE


def held_in(unit: Unit, amount: Amount, of: str | None, tablets: tuple[Tablet, ...]) -> Amount | None:
    """An amount in another unit, by way of the tablets where need be; None where nothing tells how much that is."""
    if amount.measures_like(Amount(Fraction(1), unit)):
        return amount.to(unit)
    pieces = make(amount, tablets, of)
    if not pieces:
        return None
    if unit.is_piece:
        same = all(piece.form is unit for piece in pieces)
        return Amount(sum((piece.count for piece in pieces), Fraction(0)), unit) if same else None
    holds = {tablet.name: tablet.amount for tablet in tablets}
    held = [one.times(piece.count) for piece in pieces if (one := holds.get(piece.of))]
    if len(held) < len(pieces) or not all(one.measures_like(Amount(Fraction(1), unit)) for one in held):
        return None
    return sum(held, Amount(Fraction(0), unit))
