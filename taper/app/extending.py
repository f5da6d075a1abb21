"""Lets a plan go on for longer, on a provider's word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from taper.app.adding import stop_findings
from taper.app.answers import Json
from taper.app.arguments import Arguments, ask
from taper.app.changing import Proposal, checked, plan_as_seen, propose
from taper.app.desk import Desk
from taper.app.fromwhen import day_said, start_of
from taper.app.revisions import needs_word
from taper.core.bounds import LAST_DATE, MAX_PLAN_DAYS
from taper.core.course import last_day_on
from taper.core.expand import doses_on, expand, last_dose
from taper.core.formtable import shown
from taper.core.ledger import LastUse, last_use_of
from taper.core.localtime import local, local_date
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryMonth,
    EveryNthDay,
    Interval,
    OnOff,
    OnWeekdays,
    Plan,
    Rest,
    Slots,
    Step,
    Until,
)
from taper.core.prescribed import past_words, prescribed
from taper.core.record import Change, Dose, KeptPlan, Version
from taper.core.words import counted, long_date

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def extend(desk: Desk, arguments: Arguments) -> Json:
    """Lets the last step go on for more days, on a provider's word. Raises NeedsApproval without one.

    The days count from the end as it stands. Of a plan that is over already, the days gone by stay without doses, and
    "on" says with which day it goes on. Without "days" the end as it stands is made the provider's, where it went past
    the prescribed one on the person's word.
    """
    kept, days = plan_as_seen(desk, arguments), arguments.number("days")
    approved_by, note = arguments.text("approved_by") or None, arguments.text("note") or None
    if days is None and past_words(kept) is None:
        raise ask("By how many days?", where="--days")
    if days is not None and not 1 <= days <= MAX_PLAN_DAYS:
        raise ask(f"By how many days? {shown(days)} is not between 1 and {MAX_PLAN_DAYS}.", where="--days")
    last, now = _last_of_running(kept), desk.now()
    if approved_by is None:
        end_on = prescribed(kept).end_on or last.on
        raise needs_word(f"This goes past the prescribed end ({long_date(end_on)}).")
    if days is None:
        version = Version(kept.plan, Change.CONFIRMED, now, approved_by, note, counts_from=now)
        return propose(desk, arguments, Proposal(kept, version))
    _refuse_unclear(kept)
    going_on_at = _going_on_at(arguments, kept, last, now=now)
    plan = _extended(kept.plan, days, last=last, now=going_on_at)
    version = Version(plan, Change.EXTENDED, now, approved_by, note, counts_from=max(last.until_at + _SECOND, now))
    warnings = tuple(finding.text for finding in stop_findings(desk, plan, of=kept))
    return propose(desk, arguments, Proposal(kept, version, warnings=warnings))


def _going_on_at(arguments: Arguments, kept: KeptPlan, last: LastUse, *, now: datetime) -> datetime:
    """The instant from which a plan that is over may go on: now, or the day said. Raises Unanswered for one in it."""
    on = day_said(arguments, kept, now=now)
    if on is None:
        return now
    if on <= last.on:
        raise ask(
            f"Plan {kept.label} runs until {long_date(last.on)}, and the days are added behind that. --on is for a "
            "plan that is over.",
            where="--on",
            choices=(f"taper hold {kept.label} --days N: let the step of a day go on for longer",),
        )
    return start_of(kept, on, now=now)


def _refuse_unclear(kept: KeptPlan) -> None:
    """Raises Unanswered where nobody can know what more days of the last step mean."""
    last = kept.plan.steps[-1]
    if isinstance(last.length, Doses):
        raise ask(
            f"The last step of plan {kept.label} is counted in doses ({last.length.count:,}), and days say nothing of "
            "those. Enter what the provider says now as a plan of its own with taper add --also.",
            where="--days",
        )


def _last_of_running(kept: KeptPlan) -> LastUse:
    """The last day of use of a plan that can be extended. Raises Unanswered for another."""
    if kept.stops_at is not None:
        raise ask(f"Plan {kept.label} was stopped. What the provider says now is a new plan: enter it with taper add.")
    last = last_use_of(kept)
    if kept.plan.ends is Ends.OPEN or last is None:
        raise ask(f"Plan {kept.label} has no stop date, so there is nothing to extend.")
    return last


def _extended(plan: Plan, days: int, *, last: LastUse, now: datetime) -> Plan:
    longer = _longer(plan, days)
    if isinstance(plan.steps[-1].schedule, AsNeeded):
        return checked(longer if last.until_at >= now else _resumed_as_needed(plan, longer, now=now))
    if last_dose(longer) is None:
        raise ask(f"With {counted(days, 'day')} more there is no further dose. By how many days?", where="--days")
    first_new = next(expand(longer, last.until_at + timedelta(seconds=1), _end_of(longer)), None)
    if first_new is None:
        raise ask(f"With {counted(days, 'day')} more there is no further dose. By how many days?", where="--days")
    return checked(longer if first_new.due_at >= now else _resumed(plan, longer, now=now))


def _end_of(plan: Plan) -> datetime:
    """An instant by which every dose of a plan that ends was due."""
    last = last_dose(plan)
    assert last is not None  # it has the doses of the plan before
    return last.due_at + _DAY


def _longer(plan: Plan, days: int) -> Plan:
    *before, last = plan.steps
    last_on = _last_day(plan)
    if (last_on - plan.starts_on).days + days > MAX_PLAN_DAYS or last_on + days * _DAY > LAST_DATE:
        raise ask(f"That makes a plan of over {counted(MAX_PLAN_DAYS, 'day')}.", where="--days")
    length = Days(last.length.count + days) if isinstance(last.length, Days) else Until(last_on + days * _DAY)
    return replace(plan, steps=(*before, replace(last, length=length)))


def _last_day(plan: Plan) -> date:
    last_on = last_day_on(plan)
    assert last_on is not None  # an open plan is not extended
    return last_on


def _resumed_as_needed(plan: Plan, longer: Plan, *, now: datetime) -> Plan:
    """A plan that was over may be taken as needed from today on; on the days gone by it was not to be."""
    today = local_date(now, zone=plan.zone)
    last_on, until = _last_day(plan), _last_day(longer)
    if until < today:
        raise ask(f"That would end on {long_date(until)}, which is over. Count the days from the end.", where="--days")
    gone_by = (today - last_on).days - 1
    gap = [Step(Days(gone_by), Rest())] if gone_by > 0 else []
    going_on = Step(Days((until - last_on).days - max(gone_by, 0)), plan.steps[-1].schedule)
    return replace(plan, steps=(*plan.steps, *gap, going_on))


def _resumed(plan: Plan, longer: Plan, *, now: datetime) -> Plan:
    """A plan that was over goes on with the first dose after now; until then there were no doses.

    Days before a revision are never rewritten. What goes on keeps the rhythm it had.
    """
    following = next(expand(longer, now, max(now, _end_of(longer))), None)
    if following is None:
        until = long_date(_last_day(longer))
        raise ask(f"That would end on {until}, which is over. Count the days from the last dose.", where="--days")
    gone_by = (following.on - _last_day(plan)).days - 1
    gap = [Step(Days(gone_by), Rest())] if gone_by > 0 else []
    return replace(plan, steps=(*plan.steps, *gap, *_going_on(longer, following, now)))


def _going_on(longer: Plan, following: Dose, now: datetime) -> Iterator[Step]:
    """The last step from the date of its next dose on; where a part of that day is over, what is left of it first."""
    schedule, days = longer.steps[-1].schedule, (_last_day(longer) - following.on).days + 1
    if isinstance(schedule, Interval):
        first_time = local(following.due_at, zone=longer.zone).time()
        yield Step(Days(days), replace(schedule, first_time=first_time))
        return
    if not isinstance(schedule, Slots) or isinstance(schedule.rhythm, OnOff | EveryMonth):
        raise ask(
            "This plan is over, and where its pattern would go on is not clear. Enter what the provider says now as a "
            "plan of its own with taper add.",
            where="--days",
        )
    schedule, period = _from_a_dose_day(schedule)
    left = {dose.slot for dose in doses_on(longer, following.on) if dose.due_at >= now}
    if len(left) < len(schedule.slots):
        part = min(period, days)
        yield Step(Days(part), replace(schedule, slots=tuple(slot for slot in schedule.slots if slot.name in left)))
        days -= part
    if days:
        yield Step(Days(days), schedule)


def _from_a_dose_day(schedule: Slots) -> tuple[Slots, int]:
    """The same days counted from one of its dose days, and how many days a round of them has."""
    match schedule.rhythm:
        case EveryNthDay(n=n):
            return replace(schedule, rhythm=EveryNthDay(n)), n
        case OnWeekdays(every_weeks=weeks) if weeks > 1:
            return schedule, 7 * weeks
        case _:
            return schedule, 1
