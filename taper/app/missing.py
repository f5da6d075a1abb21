"""What is to be read, at a command, beside a dose that was not answered: the rule for it, or whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from taper.app.answers import Json
from taper.app.choosing import states_of
from taper.app.desk import Desk
from taper.core import sentences as say
from taper.core.guard import rule_for
from taper.core.ledger import SILENT, DoseState, State, plan_at
from taper.core.localtime import local
from taper.core.missedwords import caution, rule_sentence, waiting_line, without_rule
from taper.core.notice import Manner, plan_name
from taper.core.record import Answer, Intake, KeptPlan
from taper.core.words import clock_time, short_date

_LONGEST_WAIT = timedelta(days=60)
"""How far before an intake its dose may have been due."""


def rule_said(desk: Desk, kept: KeptPlan, state: DoseState) -> str | None:
    """The rule for a dose that is late or was not answered, with its source; None for any other dose."""
    waits = state.state in (State.LATE, State.UNANSWERED)
    if not waits and state.state not in SILENT:
        return None
    stated = rule_for(plan_at(kept, state.dose.due_at), desk.guard_for(kept.plan.medicine))
    if stated is None:
        return without_rule(1)
    if state.state is State.UNANSWERED:
        return f"{waiting_line(state, kept, stated, now=desk.now(), names_shown=True)} {caution(stated)}"
    return f"{rule_sentence(stated, names_shown=True)} {caution(stated)}"


def window_warnings(desk: Desk, kept: KeptPlan, intake: Intake) -> Iterator[str]:
    """At an intake: that its dose counted as missed by then, and the rule."""
    if intake.answer is not Answer.TAKEN or intake.dose is None:
        return
    state = _answered(desk, kept, intake)
    if state is None or state.missed_at is None or intake.happened_at < state.missed_at:
        return
    stated = rule_for(plan_at(kept, state.dose.due_at), desk.guard_for(kept.plan.medicine))
    if stated is None:
        return
    since = say.COUNTED_FROM.format(at=_when(kept, state.missed_at))
    yield f"{since} {rule_sentence(stated, names_shown=True)} {caution(stated)}"


def _answered(desk: Desk, kept: KeptPlan, intake: Intake) -> DoseState | None:
    at = intake.happened_at
    near = states_of(desk, kept, from_at=at - _LONGEST_WAIT, until_at=at + timedelta(days=3))
    return next((state for state in near if state.dose.id == intake.dose), None)


def silent_entries(desk: Desk, kept: KeptPlan, speaking: Manner, *, since: datetime) -> Iterator[tuple[datetime, Json]]:
    """For the log: each dose that was asked about and not answered, with the rule for it."""
    for state in silent_states(desk, kept, since=since):
        which = f"{plan_name(kept, speaking)}, dose of {_when(kept, state.dose.due_at)}: {state.state.value}."
        yield state.closes_at, _entry(kept, state, text=f"{which} {rule_said(desk, kept, state)}")


def silent_states(desk: Desk, kept: KeptPlan, *, since: datetime) -> Iterator[DoseState]:
    """The doses that were asked about and not answered, and whose time was over at `since` or later."""
    for state in states_of(desk, kept, from_at=max(since, kept.stored_at), until_at=desk.now()):
        if state.state in (State.MISSED, State.NOT_RECORDED) and state.closes_at >= since:
            yield state


def _entry(kept: KeptPlan, state: DoseState, *, text: str) -> Json:
    """The keys of a record of which nothing was recorded, and the state."""
    shape: Json = {"intake": None, "plan": kept.id, "label": kept.label, "dose": state.dose.id, "answer": None}
    shape |= {"state": state.state.value, "amount": None, "happened_at": None, "marks": [], "note": None}
    at = local(state.closes_at, zone=kept.plan.zone).isoformat()
    day = (state.dose.on - kept.plan.starts_on).days + 1
    return shape | {"recorded_at": at, "undone": False, "text": text, "day": day}


def _when(kept: KeptPlan, at: datetime) -> str:
    there = local(at, zone=kept.plan.zone)
    return f"{short_date(there.date())} {clock_time(there.time())}"
