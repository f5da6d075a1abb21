"""How much of a plan was planned, and what became of it? Counted from its days as the operation `days` gives them.

Whatever stands in a report's counts can be counted again from those days: there is no other source of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from taper.app.answers import Json
from taper.core.amount import Amount, AmountError, plain, read_plain
from taper.core.ledger import State

_COUNTED = {
    "taken": (State.TAKEN,),
    "skipped": (State.SKIPPED,),
    "not_sure": (State.UNSURE,),
    "missed": (State.MISSED,),
    "not_recorded": (State.NOT_RECORDED,),
    "not_asked": (State.NOT_ASKED,),
    "not_tracked": (State.NOT_TRACKED,),
    "waiting": (State.DUE, State.LATE, State.UNANSWERED),
    "ahead": (State.AHEAD,),
}
"""Every state of a dose, under the name of its count."""

_NEVER_DUE = (State.AHEAD, State.NOT_TRACKED)

BESIDE = ("extra", "as_needed", "past_end")
"""The intakes of a day beside its doses."""


def tally(days: Sequence[dict[str, Any]]) -> Json:
    """The counts of some days: doses by what became of them, intakes beside them, and the amounts.

    `due` are the doses that came up to now while the plan was tracked; `due_amount` is what they are together, and
    `taken_amount` everything that was taken (None where it cannot be told in the plan's unit, or nothing was).
    """
    doses = [dose for day in days for dose in day["doses"]]
    states = Counter(dose["state"] for dose in doses)
    due = [dose for dose in doses if dose["state"] not in _NEVER_DUE]
    untold = any(day["intakes"] and day["taken"] is None for day in days)
    return {
        "planned": len(doses),
        "due": len(due),
        **{name: sum(states[state] for state in of) for name, of in _COUNTED.items()},
        **{name: sum(day[name] for day in days) for name in BESIDE},
        "planned_amount": _sum(dose["amount"] for dose in doses),
        "due_amount": _sum(dose["amount"] for dose in due),
        "taken_amount": None if untold else _sum(day["taken"] for day in days if day["taken"] is not None),
    }


def _sum(amounts: Iterable[str]) -> str | None:
    """The sum of amounts in the plain form; None of none, and of those that cannot be added."""
    total: Amount | None = None
    for text in amounts:
        one = read_plain(text)
        try:
            total = one if total is None else total + one
        except AmountError:
            return None
    return None if total is None else plain(total)
