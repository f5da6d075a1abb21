"""Repairs a plan that was written down wrongly, and carries over what was recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import assert_never

from taper.app.adding import stop_findings
from taper.app.answers import Json
from taper.app.arguments import Arguments, UsageError, ask, read_amount, read_start
from taper.app.carrying import carried_over
from taper.app.changing import Proposal, checked, plan_as_seen, propose
from taper.app.desk import Desk
from taper.core.amount import Amount
from taper.core.course import dated_steps
from taper.core.errors import NeedsApproval
from taper.core.expand import expand
from taper.core.form import FormError, from_form
from taper.core.localtime import local_date
from taper.core.notice import say_amount, step_phrase
from taper.core.pieces import make, nearest
from taper.core.plan import AsNeeded, Interval, Mixed, Plan, Rest, Schedule, Slot, Slots, Step
from taper.core.record import Change, KeptPlan, Version
from taper.core.words import clock_time, in_pieces, joined, schedule_phrase

_DAY = timedelta(days=1)


def correct(desk: Desk, arguments: Arguments) -> Json:
    """Repairs a wrong entry: the first day, the amounts of a step, or the whole plan (a form). No provider's word.

    The wrong entry is void and stays in the history; its intakes are carried over by time. Raises Unanswered, and
    NeedsApproval where the corrected plan goes past a limit that the wrong one kept.
    """
    # An intake recorded between reading and writing would be left with a dose that is gone.
    with nullcontext() if arguments.flag("preview") else desk.store.transaction():
        kept = plan_as_seen(desk, arguments)
        plan = _corrected(kept.plan, arguments)
        if plan == kept.plan:
            raise ask("That is what the plan says already; nothing would change.")
        version = _version(desk, kept, plan, arguments)
        carried = carried_over(kept, version, desk.store.intakes(kept.id), now=desk.now())
        relinked = tuple(link.after for link in carried if link.after != link.before)
        to_check = tuple(link.after for link in carried if link.is_doubtful)
        return propose(desk, arguments, Proposal(kept, version, relinked, to_check))


def _version(desk: Desk, kept: KeptPlan, plan: Plan, arguments: Arguments) -> Version:
    approved_by, note = arguments.text("approved_by") or None, arguments.text("note") or None
    stops = stop_findings(desk, plan, of=kept)
    if stops and approved_by is None and stops != stop_findings(desk, kept.plan, of=kept):
        raise NeedsApproval(
            f'{stops[0].text} It needs the provider\'s word: add --approved-by "Dr ...". Nothing was changed.'
        )
    since = _same_before(kept, plan)
    return Version(plan, Change.CORRECTED, desk.now(), approved_by, note, kept.stops_at, counts_from=since)


_SEAMS = (Change.REVISED, Change.RESUMED, Change.MOVED)
"""The changes on whose day one part may belong to the plan before and one to the plan after."""


def _same_before(kept: KeptPlan, plan: Plan) -> datetime | None:
    """The instant of the last such change, where no day before it is corrected: those stay as they were."""
    seams = (version.counts_from for version in reversed(kept.versions) if version.change in _SEAMS)
    since = next(seams, None)
    if since is None:
        return None
    since_on = local_date(since, zone=plan.zone)
    begin = datetime.combine(min(kept.plan.starts_on, plan.starts_on), time(0), tzinfo=UTC) - 2 * _DAY
    was, becomes = ([d for d in expand(one, begin, since) if d.on < since_on] for one in (kept.plan, plan))
    return since if was == becomes else None


def _corrected(plan: Plan, arguments: Arguments) -> Plan:
    form, start, amount = arguments.table("form"), arguments.text("start"), arguments.text("amount")
    if form is None and start is None and amount is None:
        raise UsageError("nothing to correct was given; expected start, amount or form")
    if form is not None:
        plan = _replaced_by(plan, form)
    if start is not None:
        on, at = read_start(start)
        plan = _starting(plan, on, at)
    if amount is not None:
        new = read_amount(amount, where="--amount")
        plan = _with_amount(plan, arguments.number("step"), arguments.text("slot"), new)
    return checked(plan)


def _replaced_by(plan: Plan, form: Mapping[str, object]) -> Plan:
    """The plan newly read, with the label, person and zone it had."""
    try:
        new = from_form(form)
    except FormError as error:
        raise ask(f"{error}.") from None
    if new.example:
        raise ask("That plan is an example with made-up numbers; only a provider's own plan is kept.")
    named = new.medicine or plan.medicine
    missed = new.missed or plan.missed
    return replace(new, label=plan.label, person=plan.person, zone=plan.zone, medicine=named, missed=missed)


def _starting(plan: Plan, on: date, at: time | None) -> Plan:
    """The plan with another first day; its first hour stays unless another is given, and so do all its slots.

    Raises Unanswered where nobody can know whether the doses were counted from the first hour.
    """
    if at is None or at == plan.starts_at_time:
        return replace(plan, starts_on=on)
    for step in plan.steps:
        times = _counted_from_the_first(step.schedule)
        if times:
            said = joined([clock_time(one) for one in times])
            raise ask(
                f"Doses stand at {said}, as if counted from the first one. Do they move with the first hour?",
                where="--start",
                why="Give the whole plan again, as it stands on the paper; then nothing has to be guessed.",
            )
    return replace(plan, starts_on=on, starts_at_time=at)


def _counted_from_the_first(schedule: Schedule) -> tuple[time, ...]:
    """The times of doses that may have come from "every so many hours"; empty where they cannot have."""
    match schedule:
        case Rest() | AsNeeded():
            return ()
        case Mixed(parts=parts):
            return next((times for part in parts if (times := _counted_from_the_first(part))), ())
        case Interval(first_time=first_time):
            return (first_time,)
        case Slots(slots=slots):
            return tuple(slot.at_time for slot in slots) if _is_even(slots) else ()
    assert_never(schedule)


def _is_even(slots: Sequence[Slot]) -> bool:
    """Whether slots named by their times alone divide the day evenly."""
    named_by_time = all(slot.name == clock_time(slot.at_time) for slot in slots)
    minutes = sorted(slot.at_time.hour * 60 + slot.at_time.minute for slot in slots)
    evenly = all(24 * 60 * n == (minute - minutes[0]) * len(slots) for n, minute in enumerate(minutes))
    return len(slots) > 1 and named_by_time and evenly


def _with_amount(plan: Plan, number: int | None, slot: str | None, amount: Amount) -> Plan:
    if number is None or not 1 <= number <= len(plan.steps):
        choices = tuple(f"{dated.number}: {step_phrase(plan, dated)}" for dated in dated_steps(plan))
        raise ask("Which step has the wrong amount? Name it with --step.", where="--step", choices=choices)
    steps = list(plan.steps)
    step = steps[number - 1]
    steps[number - 1] = Step(step.length, _schedule_with(plan, step.schedule, slot, amount))
    return replace(plan, steps=tuple(steps))


def _schedule_with(plan: Plan, schedule: Schedule, slot: str | None, amount: Amount) -> Schedule:
    match schedule:
        case Rest():
            raise ask("That step has no doses.", where="--step")
        case AsNeeded(amount_min=least, amount_max=most, of=of) if least == most:
            _refuse_unmakeable(plan, amount, of)
            return replace(schedule, amount_min=amount, amount_max=amount)
        case Mixed() | AsNeeded():
            text = f"That step says more than one amount: {schedule_phrase(schedule, partial(say_amount, plan))}."
            raise ask(f"{text} Give the whole plan again, as it stands on the paper.", where="--step")
        case Interval(of=of):
            _refuse_unmakeable(plan, amount, of)
            return replace(schedule, amount=amount)
        case Slots(slots=slots):
            names = tuple(one.name for one in slots)
            if slot is not None and slot not in names:
                raise ask(f'That step has no slot "{slot[:60]}".', where="--slot", choices=names)
            for one in slots:
                if slot in (None, one.name):
                    _refuse_unmakeable(plan, amount, one.of)
            changed = tuple(replace(one, amount=amount) if slot in (None, one.name) else one for one in slots)
            return replace(schedule, slots=changed)
    assert_never(schedule)


def _refuse_unmakeable(plan: Plan, amount: Amount, of: str | None) -> None:
    if make(amount, plan.tablets, of) is None:
        near = tuple(in_pieces(make(one, plan.tablets, of) or ()) for one in nearest(amount, plan.tablets))
        raise ask("The tablets of this plan cannot make that amount.", where="--amount", choices=near)
