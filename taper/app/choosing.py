"""Which plan, and which dose, does the person mean? Never the nearest: where several could be meant, it asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from taper.app.arguments import ask
from taper.app.desk import Desk, manner_of
from taper.core.errors import NotFound
from taper.core.guard import UNKNOWN, cited_window
from taper.core.ledger import DoseState, State, doses_between, ends_at, longest_wait, states
from taper.core.localtime import local, local_date
from taper.core.needed import needed_on
from taper.core.notice import Manner
from taper.core.record import Dose, KeptPlan
from taper.core.words import clock_time, short_date

AROUND = timedelta(days=3)
"""How far from now a dose named by its slot or time may lie."""


def is_active(kept: KeptPlan, now: datetime) -> bool:
    """Whether a plan still has doses to come, or has not come to the end of its last day."""
    end = ends_at(kept)
    return end is None or now < end


def active_plans(desk: Desk) -> tuple[KeptPlan, ...]:
    """The plans that are not over, by their labels."""
    now = desk.now()
    active = (kept for kept in desk.store.kept_plans() if is_active(kept, now))
    return tuple(sorted(active, key=lambda kept: kept.label.casefold()))


def chosen_plan(desk: Desk, name: str | None) -> KeptPlan:
    """The plan of that label, id or medicine; without a name, the only one there is.

    Raises NotFound, and Unanswered where several could be meant.
    """
    plans = desk.store.kept_plans()
    fitting = plans if name is None else _named(plans, name)
    if len(fitting) > 1:
        fitting = tuple(kept for kept in fitting if is_active(kept, desk.now())) or fitting
    if not fitting:
        raise NotFound(_no_plan(plans, name))
    if len(fitting) > 1:
        raise ask("Which plan?", where=name or "", choices=tuple(_choice(kept) for kept in fitting))
    return fitting[0]


def chosen_plans(desk: Desk, name: str | None) -> tuple[KeptPlan, ...]:
    """The plan of that name, or every one that is active."""
    return active_plans(desk) if name is None else (chosen_plan(desk, name),)


def _named(plans: Iterable[KeptPlan], name: str) -> tuple[KeptPlan, ...]:
    wanted = name.casefold()
    known = tuple(plans)
    by_id = tuple(kept for kept in known if kept.id == name)
    by_label = tuple(kept for kept in known if kept.label.casefold() == wanted)
    by_medicine = tuple(kept for kept in known if (kept.plan.medicine or "").casefold() == wanted)
    return by_id or by_label or by_medicine


def _no_plan(plans: Sequence[KeptPlan], name: str | None) -> str:
    if not plans:
        return 'There is no plan yet. Enter one with taper add, as in: taper add "prednisone 10 mg daily for 5 days".'
    labels = ", ".join(sorted({kept.label for kept in plans}))
    return f'There is no plan "{name}". There are: {labels}. "taper list --all" shows them.'


def _choice(kept: KeptPlan) -> str:
    return (
        f"{kept.label}: {kept.plan.medicine or 'no name'}, from {short_date(kept.plan.starts_on)}, {kept.plan.person}"
    )


def states_of(desk: Desk, kept: KeptPlan, *, from_at: datetime, until_at: datetime) -> tuple[DoseState, ...]:
    """The states of a plan's doses due in [from_at, until_at), or waiting at `from_at`, as of now."""
    has_own = all(version.plan.missed for version in kept.versions)  # the facts need not be read then
    rule = cited_window(UNKNOWN if has_own else desk.guard_for(kept.plan.medicine))
    return states(
        kept,
        intakes=desk.store.intakes(kept.id),
        reminders=desk.store.reminders(kept.id, since=from_at - AROUND - longest_wait(kept, rule)),
        now=desk.now(),
        from_at=from_at,
        until_at=until_at,
        rule=rule,
    )


def open_doses(desk: Desk, plans: Iterable[KeptPlan], *, at: datetime) -> list[tuple[KeptPlan, DoseState]]:
    """The doses without an answer whose time it was at `at`: due, and the next one not yet due.

    Doses due before their plan was entered are asked of nobody, and count only where no other waits.
    """
    found = []
    for kept in plans:
        around = states_of(desk, kept, from_at=at - AROUND, until_at=at + timedelta(seconds=1))
        found += [(kept, state) for state in around if state.intake is None and _holds(state, at)]
    tracked = [(kept, state) for kept, state in found if state.state is not State.NOT_TRACKED]
    return tracked or found


def _holds(state: DoseState, at: datetime) -> bool:
    return state.dose.due_at <= at < state.closes_at


def dose_choice(kept: KeptPlan, dose: Dose) -> str:
    """How a dose is offered: "A 2026-12-01/morning, Tue 1 Dec 08:00"."""
    at = local(dose.due_at, zone=kept.plan.zone)
    return f"{kept.label} {dose.id}, {short_date(at.date())} {clock_time(at.time())}"


def named_dose(kept: KeptPlan, name: str, *, now: datetime) -> Dose:
    """The dose of that id, or today's of that slot or time ("morning", "08:00"). Raises NotFound, Unanswered."""
    around = _doses_near(kept, name, now=now)
    exact = [dose for dose in around if dose.id == name]
    today = local_date(now, zone=kept.plan.zone)
    todays = [dose for dose in around if is_on(kept, dose, today)]
    fitting = exact or [dose for dose in todays if name.casefold() in _names(kept, dose)]
    if len(fitting) > 1:  # the dose of last night after midnight is meant until the next one is due
        fitting = [dose for dose in fitting if dose.on == today or not _another_due(around, dose, now)]
    if not fitting:
        known = ", ".join(dose_choice(kept, dose) for dose in todays) or "none"
        is_free = not is_active(kept, now) or needed_on(kept.plan, today) is not None
        more = " Without --dose, whatever was taken is recorded." if is_free else ""
        raise NotFound(f'Plan {kept.label} has no dose "{name[:60]}". Today\'s: {known}.{more}')
    if len(fitting) > 1:
        choices = tuple(dose_choice(kept, dose) for dose in fitting)
        raise ask(f'Which dose is meant by "{name}"?', where="--dose", choices=choices)
    return fitting[0]


def is_on(kept: KeptPlan, dose: Dose, on: date) -> bool:
    """Whether a dose is one of that day: of its plan date, or after midnight of the day before."""
    return on in (dose.on, local_date(dose.due_at, zone=kept.plan.zone))


def _another_due(doses: Iterable[Dose], after: Dose, now: datetime) -> bool:
    return any(after.due_at < dose.due_at <= now for dose in doses)


def _doses_near(kept: KeptPlan, name: str, *, now: datetime) -> tuple[Dose, ...]:
    """The doses about now, and the whole plan's when an id is given."""
    if "/" not in name:
        return doses_between(kept, now - AROUND, now + AROUND)
    begin = datetime.combine(kept.plan.starts_on, datetime.min.time(), tzinfo=now.tzinfo) - AROUND
    return doses_between(kept, begin, now + AROUND)


def dose_of(kept: KeptPlan, dose_id: str, *, near: datetime) -> Dose | None:
    """The dose of that id, looked for first around an instant; None where the plan has none of it."""
    around = doses_between(kept, near - AROUND, near + AROUND)
    whole = (dose for dose in _doses_near(kept, dose_id, now=near))
    return next((dose for dose in (*around, *whole) if dose.id == dose_id), None)


def _names(kept: KeptPlan, dose: Dose) -> tuple[str, ...]:
    return (dose.slot.casefold(), clock_time(local(dose.due_at, zone=kept.plan.zone).time()))


def manner(desk: Desk) -> Manner:
    """How titles speak now."""
    return manner_of(desk.settings, active_plans(desk))
