"""Every operation by its name: the one set that the daemon's socket and a command on its own both use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from taper.app.adding import add, before
from taper.app.arguments import Arguments, UsageError
from taper.app.calendaring import calendar
from taper.app.changing import delete, stop
from taper.app.checking import check_plans
from taper.app.checkingin import check_in, tick
from taper.app.correcting import correct
from taper.app.daybyday import days
from taper.app.desk import Desk
from taper.app.diary import diary
from taper.app.extending import extend
from taper.app.glancing import glance
from taper.app.holding import hold
from taper.app.noting import note, signs, take_back_note
from taper.app.reporting import report
from taper.app.resuming import resume
from taper.app.revising import left, revise
from taper.app.sheeting import sheet
from taper.app.snoozing import snooze
from taper.app.taking import take, undo
from taper.app.timejumps import jumps
from taper.app.told import told
from taper.app.tuning import tuning
from taper.app.viewing import history, list_plans, log, show, today, upcoming
from taper.app.zoning import zone

Operation = Callable[[Desk, Arguments], object]

_LOOKING: Mapping[str, Operation] = {
    "list": list_plans,
    "show": show,
    "today": today,
    "upcoming": upcoming,
    "log": log,
    "diary": diary,
    "check": check_plans,
    "glance": glance,
    "days": days,
    "before": before,
    "history": history,
    "left": left,
    "signs": signs,
    "tuning": tuning,
    "jumps": jumps,
    "calendar": calendar,
    "report": report,
    "sheet": sheet,
}

_CHANGING: Mapping[str, Operation] = {
    "add": add,
    "told": told,
    "checkin": check_in,
    "tick": tick,
    "take": take,
    "snooze": snooze,
    "undo": undo,
    "note": note,
    "take-back-note": take_back_note,
    "stop": stop,
    "extend": extend,
    "hold": hold,
    "resume": resume,
    "revise": revise,
    "zone": zone,
    "correct": correct,
    "delete": delete,
}

OPERATIONS: Mapping[str, Operation] = {**_LOOKING, **_CHANGING}
CHANGING = frozenset(_CHANGING)
"""The operations after which the daemon looks at once whether there is something to say."""


def perform(desk: Desk, operation: str, arguments: Mapping[str, object]) -> object:
    """The answer of one operation, as a JSON value. Raises the TaperError family."""
    chosen = OPERATIONS.get(operation)
    if chosen is None:
        raise UsageError(f'there is no operation "{operation[:40]}"')
    return chosen(desk, Arguments(arguments))
