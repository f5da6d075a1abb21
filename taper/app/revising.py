"""Replaces what is left of a plan by what the provider says now, read anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from taper.app.answers import Json
from taper.app.arguments import Arguments, UsageError, ask
from taper.app.changing import plan_as_seen
from taper.app.desk import Desk
from taper.app.fromwhen import counts_from, day_said, next_dose, start_of
from taper.app.pacing import refuse_without_word
from taper.app.revisions import refuse_over, revised
from taper.core.course import step_on
from taper.core.form import FormError, from_form, to_form
from taper.core.ledger import doses_between
from taper.core.localtime import local, local_date, moment
from taper.core.plan import Plan, Rest, Schedule
from taper.core.record import Change, Dose, KeptPlan, Version
from taper.core.revise import SeamError, replaced
from taper.core.seam import crowded
from taper.core.words import clock_time, joined, long_date, short_date
from taper.facts import same_medicine

_DAY = timedelta(days=1)
_AROUND = timedelta(days=70)


def left(desk: Desk, arguments: Arguments) -> Json:
    """From which day, and hour of it, a new text for what is left of a plan is to be read. Raises Unanswered.

    That is the first dose after now, so that the days of "every other day" go on as they were, or the day "on".
    """
    kept, now = plan_as_seen(desk, arguments), desk.now()
    refuse_over(kept, now)
    on, at = _begins(kept, day_said(arguments, kept, now=now), now=now)
    return {
        "plan": kept.id,
        "label": kept.label,
        "on": on.isoformat(),
        "at": None if at is None else clock_time(at),
        "form": to_form(kept.plan),
        "expect_versions": len(kept.versions),
    }


def _begins(kept: KeptPlan, on: date | None, *, now: datetime) -> tuple[date, time | None]:
    """The day, and the hour of it where a part of that day belongs to the plan as it is."""
    here, ahead = local(now, zone=kept.plan.zone), next_dose(kept, now)
    if on is not None:
        return on, here.time() if on == here.date() else None
    if ahead is None:
        return here.date(), here.time()
    due = local(ahead.due_at, zone=kept.plan.zone)
    if due.date() != ahead.on:  # a dose after midnight belongs to the day before
        return due.date(), None
    of_day = [dose for dose in doses_between(kept, ahead.due_at - 2 * _DAY, ahead.due_at) if dose.on == ahead.on]
    return ahead.on, due.time() if of_day else None


def revise(desk: Desk, arguments: Arguments) -> Json:
    """Puts a new plan (a form, its day 1 the day of the change) in the place of what is left.

    Without a provider's name only what is slower than the plan is taken, as reported by the person (`core.pace` says
    what slower is); anything higher, faster, longer or not comparable raises NeedsApproval. Two dose days closer than
    the pattern where old and new meet are asked about (Unanswered), unless a provider named the day.
    """
    kept, now = plan_as_seen(desk, arguments), desk.now()
    refuse_over(kept, now)
    new = _read(arguments, kept)
    _refuse_other_medicine(desk, kept, new)
    if new.starts_on < local_date(now, zone=kept.plan.zone):
        raise ask(f"{long_date(new.starts_on)} is over, and days gone by are never rewritten.", where="--on")
    plan = _replaced(kept, new)
    begins = counts_from(arguments, _begins_at(kept, new, now=now))
    after = replace(kept, versions=(*kept.versions, Version(plan, Change.REVISED, now, counts_from=begins)))
    _refuse_same_dose_twice(kept, after, begins)
    warnings = (
        *_crowding(arguments, kept, after, begins),
        *_not_any_more(kept, after, begins),
        *_part_of_a_day(kept, new, begins),
    )
    refuse_without_word(desk, arguments, kept, plan, counts_from=begins)
    return revised(desk, arguments, kept, plan, Change.REVISED, counts_from=begins, warnings=warnings)


def _read(arguments: Arguments, kept: KeptPlan) -> Plan:
    form: Mapping[str, object] | None = arguments.table("form")
    if form is None:
        raise UsageError("form is missing")
    try:
        new = from_form(form)
    except FormError as error:
        raise ask(f"{error}.") from None
    if new.example:
        raise ask("That plan is an example with made-up numbers; only a provider's own plan is kept.")
    if new.zone != kept.plan.zone:
        raise ask(f"Plan {kept.label} goes by the clocks of {kept.plan.zone}; taper zone changes that.", where="zone")
    return new


def _refuse_other_medicine(desk: Desk, kept: KeptPlan, new: Plan) -> None:
    if new.medicine and kept.plan.medicine and not same_medicine(desk.facts, kept.plan.medicine, new.medicine):
        raise ask(
            f"Plan {kept.label} is of {kept.plan.medicine}, and the text names {new.medicine}. Another medicine is a "
            "plan of its own: enter it with taper add.",
        )


def _replaced(kept: KeptPlan, new: Plan) -> Plan:
    try:
        plan = replaced(kept.plan, new, on=new.starts_on)
    except SeamError as error:
        raise ask(f"That is not clear: {error}.", where="--on") from None
    if plan == kept.plan:
        raise ask("That is what the plan says already; nothing would change.")
    return plan


def _begins_at(kept: KeptPlan, new: Plan, *, now: datetime) -> datetime:
    begins = start_of(kept, new.starts_on, now=now)
    if new.starts_at_time is None:
        return begins
    return max(begins, moment(new.starts_on, new.starts_at_time, zone=kept.plan.zone).at)


def _refuse_same_dose_twice(kept: KeptPlan, after: KeptPlan, begins: datetime) -> None:
    """A dose that was due already would be due once more, at its new time."""
    gone = {dose.id: dose for dose in doses_between(kept, begins - 2 * _DAY, begins)}
    ahead = {dose.id for dose in _as_planned(after, begins)}
    for name in gone.keys() & ahead:
        at = local(gone[name].due_at, zone=kept.plan.zone)
        tomorrow = at.date() + _DAY
        raise ask(
            f"The {gone[name].slot} dose of {short_date(at.date())} was due at {clock_time(at.time())} already, and "
            "would be due again at its new time. From which day on does that count?",
            where="--on",
            choices=(f"--on {tomorrow.isoformat()}",),
        )


def _as_planned(after: KeptPlan, begins: datetime) -> tuple[Dose, ...]:
    """The doses of the new version alone."""
    alone = replace(after, versions=(replace(after.versions[-1], counts_from=None),))
    return doses_between(alone, begins, begins + 2 * _DAY)


def _crowding(arguments: Arguments, kept: KeptPlan, after: KeptPlan, begins: datetime) -> Iterator[str]:
    """Raises Unanswered where old and new come too close, and warns where a provider named the day."""
    before, later = doses_between(kept, begins - _AROUND, begins), doses_between(after, begins, begins + _AROUND)
    if not before or not later:
        return
    schedules = (_schedule_on(kept.plan, before[-1].on), _schedule_on(after.plan, later[0].on))
    found = crowded(before, later, schedules=schedules, gap_hours=after.plan.limits.min_gap_hours)
    if found is None:
        return
    if arguments.text("on") and arguments.text("approved_by"):
        yield found
        return
    raise ask(
        f"{found} From which day on does it count?",
        where="--on",
        choices=("--on DATE --approved-by NAME: the day that your provider says",),
        why="Doses that lie closer than the plan says are for your provider to decide.",
    )


def _schedule_on(plan: Plan, on: date) -> Schedule:
    dated = step_on(plan, on)
    return Rest() if dated is None else dated.step.schedule


def _not_any_more(kept: KeptPlan, after: KeptPlan, begins: datetime) -> Iterator[str]:
    """The doses of the plan as it is that would have come before the first new one, or on its day."""
    new = doses_between(after, begins, begins + _AROUND)
    if not new:
        return
    names = {dose.id for dose in new}
    near = [dose for dose in doses_between(kept, begins, new[0].due_at + _DAY) if dose.id not in names]
    gone = [dose for dose in near if dose.due_at < new[0].due_at or dose.on == new[0].on]
    if gone:
        times = [local(dose.due_at, zone=kept.plan.zone) for dose in gone[:4]]
        said = joined([f"{short_date(at.date())} {clock_time(at.time())}" for at in times])
        yield f"Not in the plan any more: {said}{' and later ones' if len(gone) > 4 else ''}."


def _part_of_a_day(kept: KeptPlan, new: Plan, begins: datetime) -> Iterator[str]:
    """Where day 1 of what is new was begun by the plan as it was."""
    begun = [dose for dose in doses_between(kept, begins - 2 * _DAY, begins) if dose.on == new.starts_on]
    if begun:
        at = clock_time(local(begins, zone=kept.plan.zone).time())
        yield (
            f"Its day 1 is {short_date(new.starts_on)}, from {at} on; what was due before then stays. To count from "
            "another day: --on DATE."
        )
