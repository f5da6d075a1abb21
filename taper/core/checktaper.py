"""Does a plan come down where it should, and does it rise while it comes down?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from taper.core.amount import Amount, spoken
from taper.core.daily import Daily, daily_amounts
from taper.core.facts import NotAbruptly, Statement
from taper.core.finding import Finding, Level, cited
from taper.core.plan import AsNeeded, Days, Ends, Plan, Rest
from taper.core.words import counted, say_strength, schedule_phrase

_ASK = "Ask your provider or pharmacist how it is to be stopped."


def without_a_taper(plan: Plan, *, days: int, statements: Sequence[Statement]) -> Iterator[Finding]:
    """A plan of `days` plan dates that stops from its full amount, where a source says not to stop abruptly.

    Said once for what is shipped and once for what the person added, from the day of use that the source names; where
    it names none from taper's own, so that a short burst draws nothing.
    """
    if plan.ends is not Ends.STOP or days < 2 or not _stops_at_its_highest(plan):
        return
    said = [
        statement
        for statement in statements
        if isinstance(statement.bound, NotAbruptly) and days >= statement.bound.minded_from_day
    ]
    for own in (False, True):
        first = next((statement for statement in said if statement.own is own), None)
        if first is not None:
            said_of_it = f"{first.text}{_whose(first)} {_ASK}"
            text = f"This plan has {counted(days, 'day')} and stops without coming down. {said_of_it}"
            yield cited(Level.WARN, "no-taper", text, first.source)


def _whose(statement: Statement) -> str:
    bound = statement.bound
    if not isinstance(bound, NotAbruptly) or bound.from_day or bound.ours is None:
        return ""
    return f" Warned of from day {bound.ours.warn_from_day} (taper's own threshold)."


def _stops_at_its_highest(plan: Plan) -> bool:
    """Whether the last step gives as much a day as any; a plan that goes on as needed is left to its words."""
    last = next((step for step in reversed(plan.steps) if not isinstance(step.schedule, Rest)), None)
    amounts = daily_amounts(plan)
    if last is None or isinstance(last.schedule, AsNeeded) or not amounts:
        return False
    return amounts[-1].a_day >= max(daily.a_day for daily in amounts)


def rises(plan: Plan) -> Iterator[Finding]:
    """A daily total that rises after it fell, in a plan that ends lower than it begins.

    An up-titration, a plan that goes on, and a first day's loading dose are no taper.
    """
    amounts = _without_loading(daily_amounts(plan))
    if plan.ends is Ends.OPEN or len(amounts) < 3 or amounts[-1].a_day >= amounts[0].a_day:
        return
    has_fallen = False
    for before, after in pairwise(amounts):
        if has_fallen and after.a_day > before.a_day:
            text = (
                f"{_said(after)} is more a day than in step {before.number} ({_said(before)}), in a plan that comes "
                "down otherwise. Is that what the paper says?"
            )
            yield Finding(Level.WARN, "rise-in-taper", text, where=f"step {after.number}")
        has_fallen = has_fallen or after.a_day < before.a_day


def _without_loading(amounts: Sequence[Daily]) -> Sequence[Daily]:
    """The steps without a first day of its own: that may be a loading dose."""
    begins_with_one_day = bool(amounts) and amounts[0].step.length == Days(1)
    return amounts[1:] if begins_with_one_day else amounts


def _said(daily: Daily) -> str:
    return schedule_phrase(daily.step.schedule, _amount)


def _amount(amount: Amount, of: str | None) -> str:
    return spoken(amount) if of is None else f"{spoken(amount)} of {say_strength(of)}"
