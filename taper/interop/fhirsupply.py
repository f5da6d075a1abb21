"""Do the quantity dispensed and the days it is to last agree with the doses that an order's instructions make?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from taper.core.amount import Unit, plain_number
from taper.core.course import dated_steps, last_day_on
from taper.core.expand import days_of
from taper.core.plan import AsNeeded, EveryDay, Plan
from taper.core.record import Dose
from taper.core.supply import pieces_of
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirorder import Order
from taper.interop.fhirtable import Asked
from taper.interop.fhirunits import Quantity, Span

_WHERE = "dispenseRequest"


def check_supply(order: Order, plan: Plan, *, asked: Asked) -> tuple[str, ...]:
    """Asks where a course and what is dispensed for it disagree; answers notes on what cannot be held against it.

    The days a supply lasts never end a plan. A plan without an end, or as needed, uses up no stated number.
    """
    if last_day_on(plan) is None or any(isinstance(step.schedule, AsNeeded) for step in plan.steps):
        return tuple(_notes(order))
    _check_quantity(order, plan, asked=asked)
    _check_days(order, plan, asked=asked)
    return ()


def check_rough_supply(order: Order, instructions: Sequence[Instruction], *, asked: Asked) -> None:
    """The same where the instructions make no plan yet: by doses a day times days, where the structure says both."""
    quantity = order.quantity
    counts = [_rough_count(one, order) for one in instructions]
    if quantity is None or quantity.unit is None or not quantity.unit.is_piece or None in counts:
        return
    total = sum((count for count in counts if count is not None), Fraction(0))
    if total and ceil(total) not in {quantity.number, quantity.number * (1 + order.repeats)}:
        text = f"By their structure the instructions need {plain_number(total)} {quantity.unit.counted(total)}"
        text += f", the quantity dispensed is {plain_number(quantity.number)}."
        asked.ask(f"{text} Which one holds?", where=f"{_WHERE}.quantity", why="A dose or a length may be wrong.")


def _rough_count(instruction: Instruction, order: Order) -> Fraction | None:
    """How many pieces an instruction of daily doses needs; None where its structure does not tell."""
    timing, dose, tablet = instruction.timing, instruction.high, order.medication.tablet
    bounds, days = timing.bounds, None
    if bounds.first and bounds.last:
        days = (bounds.last.on - bounds.first.on).days + 1
    elif bounds.span and bounds.span.unit in ("d", "wk"):
        days = bounds.span.count * (7 if bounds.span.unit == "wk" else 1)
    a_day = len(timing.places) or timing.per_day
    if instruction.needed or timing.rhythm != EveryDay() or days is None or a_day is None or dose is None:
        return None
    if dose.unit is None or dose.unit.is_piece:
        return dose.number * a_day * days
    held = tablet.amount if tablet is not None else None
    amount = dose.in_unit(None)
    if held is None or amount is None or not held.measures_like(amount):
        return None
    return amount.to(held.unit).number / held.number * a_day * days


def _notes(order: Order) -> Iterator[str]:
    if order.supply is not None:
        yield f"The supply is to last {order.supply.count} {order.supply.unit}; no stop date was made of that."


def _check_quantity(order: Order, plan: Plan, *, asked: Asked) -> None:
    quantity = order.quantity
    _check_form(order, asked=asked)
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    total = _needed(doses, plan, quantity) if quantity else None
    if quantity is None or total is None:
        return
    fills = {quantity.number, quantity.number * (1 + order.repeats)}
    agrees = total <= max(fills) if quantity.unit is Unit.ML else ceil(total) in fills
    if not agrees:
        unit = quantity.unit.counted(total) if quantity.unit else "pieces"
        text = f"The instructions need {plain_number(total)} {unit}"
        text += f", the quantity dispensed is {plain_number(quantity.number)}."
        asked.ask(f"{text} Which one holds?", where=f"{_WHERE}.quantity", why="A dose or a length may be wrong.")


def _check_form(order: Order, *, asked: Asked) -> None:
    """Asks where what is dispensed is of another kind than what is taken: millilitres of a tablet."""
    quantity = order.quantity
    taken = {one.high.unit for one in order.instructions if one.high is not None and one.high.unit is not None}
    pieces = {unit for unit in taken if unit.is_piece and unit is not Unit.APPLICATION}
    if quantity is None or len(pieces) != 1 or quantity.unit in {None, *pieces}:
        return
    unit = pieces.pop()
    if quantity.unit is Unit.ML and unit in (Unit.DROP, Unit.PUFF, Unit.SPRAY, Unit.SUPPOSITORY):
        return  # a bottle of drops is dispensed by its millilitres
    if quantity.unit is not None and (quantity.unit is Unit.ML or quantity.unit.is_piece):
        text = f"The dose is counted in {unit.counted(Fraction(2))}, what is dispensed in"
        text = f"{text} {quantity.unit.counted(Fraction(2))}. Which one holds?"
        asked.ask(text, where=f"{_WHERE}.quantity")


def _needed(doses: list[Dose], plan: Plan, quantity: Quantity) -> Fraction | None:
    """How much the doses use up, counted as the quantity is; None where nothing tells."""
    if quantity.unit is None:
        return None
    total = Fraction(0)
    for dose in doses:
        pieces = [piece for piece in pieces_of(dose, plan.tablets) if piece.form is quantity.unit]
        if dose.amount.unit is quantity.unit:
            total += dose.amount.number
        elif quantity.unit.is_piece and pieces:
            total += sum((piece.count for piece in pieces), Fraction(0))
        else:
            return None
    return total


def _check_days(order: Order, plan: Plan, *, asked: Asked) -> None:
    supply, last_on = order.supply, dated_steps(plan)[-1].last_on
    if supply is None or last_on is None:
        return
    days = (last_on - plan.starts_on).days + 1
    if not any(least <= days <= most for least, most in _days_in(supply, order.repeats)):
        text = f"The instructions take {days} days, the supply is to last {supply.count} {supply.unit}."
        asked.ask(f"{text} Which one holds?", where=f"{_WHERE}.expectedSupplyDuration")


def _days_in(supply: Span, repeats: int) -> Iterator[tuple[int, int]]:
    """The least and most days of a supply, for one fill and for all."""
    for fills in {1, 1 + repeats}:
        count = supply.count * fills
        match supply.unit:
            case "d":
                yield count, count
            case "wk":
                yield 7 * count, 7 * count
            case "mo":
                yield 28 * count, 31 * count
            case "a":
                yield 365 * count, 366 * count
            case _:
                yield count // 24, -(-count // 24)
