"""What is to be said, at a command, where a medicine that is not to be stopped abruptly stops too suddenly?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from taper.app.choosing import is_active, states_of
from taper.app.desk import Desk
from taper.core import sentences as say
from taper.core.duesudden import TOLD_FOR, is_minded
from taper.core.finding import Finding, Level, cited
from taper.core.guard import Guard
from taper.core.ledger import DoseState, State
from taper.core.localtime import local_date
from taper.core.record import Answer, Intake, KeptPlan
from taper.core.suddenwords import sign_lines, sudden_lines, what_happened, who_says, whom_to_call
from taper.core.toosudden import (
    ROW_REACH,
    Row,
    TooSudden,
    broken_off,
    is_mid_course,
    minded_on,
    rows,
    runs_short,
)
from taper.facts import FactsError, load_facts


def current_row(desk: Desk, kept: KeptPlan, guard: Guard) -> Row | None:
    """The row of doses not taken that lasts until now; None where there is none, or nobody minds it."""
    now = desk.now()
    if not is_minded(kept, guard) or (kept.stops_at is not None and kept.stops_at <= now):
        return None
    until_at = now + timedelta(days=2)  # a dose may be skipped before it is due
    lately = states_of(desk, kept, from_at=max(now - ROW_REACH, kept.stored_at), until_at=until_at)
    found = tuple(rows(kept, lately, desk.store.intakes(kept.id), guard))
    return found[-1] if found and _lasts(found[-1], lately) else None


def _lasts(row: Row, states: tuple[DoseState, ...]) -> bool:
    """Whether nothing was taken since the row's newest dose."""
    newest = row.doses[-1].dose.due_at
    return not any(state.state is State.TAKEN and state.dose.due_at > newest for state in states)


def sudden_findings(desk: Desk, kept: KeptPlan) -> Iterator[Finding]:
    """Each way in which a plan stops too suddenly as it stands now."""
    guard, now = desk.guard_for(kept.plan.medicine), desk.now()
    today = local_date(now, zone=kept.plan.zone)
    stop = broken_off(kept, guard)
    lately = stop if stop is not None and stop.at <= now < stop.at + TOLD_FOR else None
    short = runs_short(kept, guard) if is_active(kept, now) else None
    for cause in (current_row(desk, kept, guard), lately, short):
        if cause is not None:
            text = " ".join(sudden_lines(cause, kept, guard, today=today, names_shown=True))
            source = _source(cause, kept, guard)
            own = Finding(Level.WARN, "too-sudden", text)
            yield own if source is None else cited(Level.WARN, "too-sudden", text, source)


def _source(cause: TooSudden, kept: KeptPlan, guard: Guard) -> str | None:
    """The address of who says so; None where it is the plan itself."""
    return next((said.said.source for said in minded_on(kept, guard, cause.on)), None)


def skip_warnings(desk: Desk, kept: KeptPlan, intake: Intake) -> Iterator[str]:
    """At a skip: that by now several doses in a row were not taken."""
    if intake.answer is not Answer.SKIPPED:
        return
    guard = desk.guard_for(kept.plan.medicine)
    row = current_row(desk, kept, guard)
    if row is not None and any(state.dose.id == intake.dose for state in row.doses):
        today = local_date(desk.now(), zone=kept.plan.zone)
        yield " ".join(sudden_lines(row, kept, guard, today=today, names_shown=True))


def stop_warnings(desk: Desk, kept: KeptPlan, now: datetime) -> tuple[str, ...]:
    """What is said before a plan is stopped in mid-course.

    Stopping is never refused, least of all for a file of facts that cannot be used.
    """
    guard, on = desk.guard_for(kept.plan.medicine), local_date(now, zone=kept.plan.zone)
    minded = minded_on(kept, guard, on) if is_mid_course(kept, now) else ()
    if not minded:
        return _unread(desk)
    says = (who_says(one.said, names_shown=True) for one in minded)
    words = (say.NOT_ABRUPTLY, *says, say.CALL_BEFORE_STOPPING)
    return (*_unread(desk), " ".join((*words, *sign_lines(guard, names_shown=True))))


def _unread(desk: Desk) -> tuple[str, ...]:
    """That a file of one's own cannot be read, so that what it may say of stopping is not known."""
    try:
        load_facts(desk.paths.facts)
    except FactsError as error:
        return (f"It cannot be said whether stopping may be too sudden: {error}",)
    return ()


def today_warnings(desk: Desk, kept: KeptPlan) -> Iterator[str]:
    """What is worth a word above the day: that several doses in a row were not taken."""
    row = current_row(desk, kept, desk.guard_for(kept.plan.medicine))
    if row is not None:
        happened = what_happened(row, kept, today=local_date(desk.now(), zone=kept.plan.zone))
        yield f"Plan {kept.label}: {happened} {whom_to_call(row)} {say.CHECK_SAYS_WHY}"
