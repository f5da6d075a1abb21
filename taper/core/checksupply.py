"""Are the tablets on hand too few, more than enough, or how long do they last?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from taper.core.course import last_day_on
from taper.core.finding import Finding, Level
from taper.core.localtime import local
from taper.core.plan import Plan, Tablet
from taper.core.supply import Lasting, is_countable, runs_out, supply
from taper.core.words import clock_time, counted, long_date, say_strength


def supply_findings(plan: Plan) -> Iterator[Finding]:
    """What is to be said of each strength whose quantity is known; nothing where something is taken as needed."""
    known = {tablet.name: tablet.quantity for tablet in plan.tablets if tablet.quantity is not None}
    if not known:
        return
    lasting = {one.of: one for one in runs_out(plan, from_at=None, quantities=known)}
    needs = {piece.of: ceil(piece.count) for piece in supply(plan) or ()}
    for tablet in plan.tablets:
        one = lasting.get(tablet.name)
        if one is None:
            continue
        if is_countable(plan):
            yield from _against_the_need(plan, tablet, one, needs.get(tablet.name, 0))
        elif last_day_on(plan) is None and one.first_short is not None:
            text = f"{_name(tablet)}: {_on_hand(one)}. {_until(plan, one)}."
            yield Finding(Level.NOTE, "runs-out", text)


def _against_the_need(plan: Plan, tablet: Tablet, one: Lasting, need: int) -> Iterator[Finding]:
    needs = f"{_name(tablet)}: the plan needs {counted(need, 'piece') if need else 'none'}, {_on_hand(one)}."
    if need > one.quantity:
        yield Finding(Level.WARN, "supply-short", f"{needs} {_until(plan, one)}, before the plan ends.")
    elif need < one.quantity:
        over = one.quantity - need
        left = "1 is left over" if over == 1 else f"{over:,} are left over"
        text = f"{needs} At its end {left}; what is left over is no missed dose."
        yield Finding(Level.NOTE, "supply-left", text)


def _on_hand(one: Lasting) -> str:
    return f"{one.quantity:,} {'is' if one.quantity == 1 else 'are'} on hand"


def _until(plan: Plan, one: Lasting) -> str:
    if one.last_made is None:
        return "They do not make the first dose"
    at = local(one.last_made.due_at, zone=plan.zone)
    return f"They last until the dose of {long_date(at.date())}, {clock_time(at.time())}"


def _name(tablet: Tablet) -> str:
    return replace(tablet, strength=say_strength(tablet.strength)).name
