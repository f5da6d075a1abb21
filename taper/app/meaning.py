"""What does an intake answer: which plan, which dose or none, and what is unusual about it?

It is never put down to the nearest dose: where several could be meant, it asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from taper.app.arguments import Arguments, ask
from taper.app.choosing import (
    AROUND,
    chosen_plan,
    dose_choice,
    is_active,
    is_on,
    named_dose,
    open_doses,
    states_of,
)
from taper.app.desk import Desk
from taper.core.errors import NotFound, Question, Unanswered
from taper.core.ledger import DoseState, ends_at
from taper.core.localtime import local, local_date
from taper.core.needed import NeededStep, needed_on
from taper.core.record import Dose, KeptPlan, Mark
from taper.core.words import clock_time


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an intake answers, or is a taking of where that is as needed (`needed`).

    `answered` is the dose's state where it has an answer already.
    """

    kept: KeptPlan
    dose: Dose | None = None
    answered: DoseState | None = None
    needed: NeededStep | None = None


def meaning_of(desk: Desk, arguments: Arguments, *, at: datetime) -> Meaning:
    """What an intake at `at` answers: the dose named, else the one whose time it was.

    Raises NotFound, and Unanswered where several could be meant, or in a terminal where none waits.
    """
    plan_name, dose_name = arguments.text("plan"), arguments.text("dose")
    if dose_name is not None:
        return _named(desk, plan_name, dose_name)
    plans = _running(desk, at) if plan_name is None else (chosen_plan(desk, plan_name),)
    meant_as = arguments.text("as")
    waiting = [] if meant_as == "extra" else open_doses(desk, plans, at=at)
    if len(waiting) > 1:
        choices = tuple(dose_choice(kept, state.dose) for kept, state in waiting)
        raise ask("Several doses wait for an answer. Which one? Name it with the plan and --dose.", choices=choices)
    if waiting:
        return Meaning(waiting[0][0], waiting[0][1].dose)
    kept = plans[0] if len(plans) == 1 else chosen_plan(desk, plan_name)
    return _doubtful(desk, kept, meant_as, at=at, interactive=arguments.flag("interactive"))


def _running(desk: Desk, at: datetime) -> tuple[KeptPlan, ...]:
    return tuple(kept for kept in desk.store.kept_plans() if is_active(kept, at))


def _named(desk: Desk, plan_name: str | None, dose_name: str) -> Meaning:
    kept = chosen_plan(desk, plan_name) if plan_name is not None else _plan_with_dose(desk, dose_name)
    dose = named_dose(kept, dose_name, now=desk.now())
    states = states_of(desk, kept, from_at=dose.due_at - AROUND, until_at=dose.due_at + AROUND)
    state = next(state for state in states if state.dose.id == dose.id)
    return Meaning(kept, dose, state if state.intake else None)


def _plan_with_dose(desk: Desk, dose_name: str) -> KeptPlan:
    """The only active plan that has a dose of that name. Raises NotFound, Unanswered."""
    fitting, plans = [], _running(desk, desk.now())
    for kept in plans:
        try:
            fitting.append((kept, named_dose(kept, dose_name, now=desk.now())))
        except NotFound:
            continue
    if len(fitting) > 1:
        choices = tuple(dose_choice(kept, dose) for kept, dose in fitting)
        raise ask(f'Several plans have a dose "{dose_name}". Name the plan as well.', choices=choices)
    if not fitting and len(plans) > 1:
        raise NotFound(f'No active plan has a dose "{dose_name[:60]}" today. "taper today" shows those there are.')
    return fitting[0][0] if fitting else chosen_plan(desk, None)


def _doubtful(desk: Desk, kept: KeptPlan, meant_as: str | None, *, at: datetime, interactive: bool) -> Meaning:
    """What an intake means when no dose waits: one as needed, past the end, a second one, or an early one."""
    needed = needed_on(kept.plan, local_date(at, zone=kept.plan.zone))
    if needed is not None:
        return Meaning(kept, needed=needed)
    if not is_active(kept, at):
        return Meaning(kept)
    today = local_date(at, zone=kept.plan.zone)
    around = states_of(desk, kept, from_at=at - AROUND, until_at=at + AROUND)
    todays = [state for state in around if is_on(kept, state.dose, today)]
    answered = next((state for state in reversed(todays) if state.intake), None)
    ahead = next((state for state in todays if state.dose.due_at > at and state.intake is None), None)
    if interactive and meant_as is None:
        raise Unanswered((_which_one(kept, answered, ahead),))
    # A dose of today that nothing is known of may be the one: then the next is not taken to be answered, and rings.
    unknown = any(state.dose.due_at <= at and state.intake is None for state in todays)
    if ahead is not None and (meant_as == "early" or (meant_as is None and answered is None and not unknown)):
        return Meaning(kept, ahead.dose)
    return Meaning(kept, answered.dose, answered) if answered else Meaning(kept)


def _which_one(kept: KeptPlan, answered: DoseState | None, ahead: DoseState | None) -> Question:
    choices = ["extra: one that no dose of today stands for"]
    if answered is not None and answered.intake is not None:
        at = local(answered.intake.happened_at, zone=kept.plan.zone)
        same = f"same: the one recorded for {clock_time(at.time())} already"
        choices = [same, "extra: one more, besides it"]
    if ahead is not None:
        due = local(ahead.dose.due_at, zone=kept.plan.zone)
        choices.append(f"early: the dose of {clock_time(due.time())}, ahead of its time")
    text = f"No dose of plan {kept.label} waits for an answer now. Which one did you take?"
    return Question(text, choices=tuple(choices), why="A second intake is recorded too, and marked.")


def marks_of(kept: KeptPlan, dose: Dose | None, *, at: datetime, is_second: bool) -> frozenset[Mark]:
    """What is unusual about an intake at `at` that answers `dose`, or none."""
    end = ends_at(kept)
    past_end = end is not None and at >= end
    as_needed = dose is None and needed_on(kept.plan, local_date(at, zone=kept.plan.zone)) is not None
    extra = is_second or (dose is None and not past_end and not as_needed)
    early = dose is not None and not extra and at < dose.due_at
    found = {Mark.PAST_END: past_end, Mark.EXTRA: extra, Mark.EARLY: early}
    return frozenset(mark for mark, holds in found.items() if holds)
