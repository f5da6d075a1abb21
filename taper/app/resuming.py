"""Goes on with what was left of a plan: after a stop from a given day, after a hold with the next step."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from taper.app.answers import Json
from taper.app.arguments import Arguments, ask
from taper.app.changing import plan_as_seen
from taper.app.desk import Desk
from taper.app.fromwhen import counts_from, day_said, next_dose, start_of
from taper.app.holding import held_plan
from taper.app.pacing import refuse_without_word
from taper.app.revisions import needs_word, revised
from taper.core.course import DatedStep, dated_steps, last_day_on, step_on
from taper.core.errors import Unanswered
from taper.core.expand import doses_on, expand
from taper.core.ledger import last_dose_of
from taper.core.localtime import local, local_date, moment
from taper.core.plan import AsNeeded, Plan
from taper.core.prescribed import days_past, prescribed, step_ends_on
from taper.core.record import Change, Dose, KeptPlan
from taper.core.revise import SeamError, gone_on_later
from taper.core.seam import closer_than_pattern
from taper.core.words import counted, long_date, short_date

_DAY = timedelta(days=1)
_FAR = timedelta(days=400)


def resume(desk: Desk, arguments: Arguments) -> Json:
    """What was left goes on from the day "on", without it with the first dose after now. Raises Unanswered.

    What was stopped moves as a whole, each step with the days it had left. What was held goes on with the next step.
    Without a provider's name it is never refused, but where a provider had stopped it, or where it would go faster than
    prescribed (NeedsApproval).
    """
    kept, now = plan_as_seen(desk, arguments), desk.now()
    on = day_said(arguments, kept, now=now)
    if kept.stops_at is not None:
        return _after_stop(desk, arguments, kept, on, now=now)
    return _after_hold(desk, arguments, kept, on, now=now)


def _after_stop(desk: Desk, arguments: Arguments, kept: KeptPlan, on: date | None, *, now: datetime) -> Json:
    stops_at = kept.stops_at
    assert stops_at is not None  # so it is called
    stopped = next(version for version in reversed(kept.versions) if version.change is Change.STOPPED)
    if stopped.approved_by is not None and not arguments.text("approved_by"):
        raise needs_word(f"{stopped.approved_by} stopped this plan.")
    dated = step_on(kept.plan, local_date(stops_at, zone=kept.plan.zone))
    if dated is not None and isinstance(dated.step.schedule, AsNeeded):
        plan, begins = _needed_again(kept, on, stops_at=stops_at, now=now)
    else:
        plan, begins = _doses_again(kept, on, stops_at=stops_at, now=now)
    return revised(
        desk,
        arguments,
        kept,
        plan,
        Change.RESUMED,
        counts_from=counts_from(arguments, begins),
        warnings=_after_a_gap(kept, begins),
    )


def _needed_again(kept: KeptPlan, on: date | None, *, stops_at: datetime, now: datetime) -> tuple[Plan, datetime]:
    """What may be taken as needed again: the days behind that of the stop, from a day on, else from today."""
    zone = kept.plan.zone
    stopped_on, last_on = local_date(stops_at, zone=zone), last_day_on(kept.plan)
    goes_on = on or max(stopped_on, local_date(now, zone=zone))
    if goes_on <= stopped_on:
        return kept.plan, max(now, stops_at)
    if last_on is not None and stopped_on >= last_on:
        raise _nothing_left(kept)
    later = _later(kept, left_from=stopped_on + _DAY, goes_on=goes_on, keeps_first=False)
    return later, max(now, moment(goes_on, time(0), zone=zone).at)


def _doses_again(kept: KeptPlan, on: date | None, *, stops_at: datetime, now: datetime) -> tuple[Plan, datetime]:
    first = next(expand(kept.plan, stops_at, stops_at + _FAR), None)
    if first is None:
        raise _nothing_left(kept)
    goes_on = _day_to_go_on(kept, first, on, stops_at, now=now)
    return _moved(kept, first, goes_on, stops_at=stops_at, now=now)


def _nothing_left(kept: KeptPlan) -> Unanswered:
    return ask(f"Nothing of plan {kept.label} was left when it was stopped. What your provider says now is a new plan.")


def _later(kept: KeptPlan, *, left_from: date, goes_on: date, keeps_first: bool) -> Plan:
    try:
        return gone_on_later(kept.plan, left_from=left_from, goes_on=goes_on, keeps_first=keeps_first)
    except SeamError as error:
        raise ask(
            f"Where plan {kept.label} goes on is not clear: {error}.",
            where="--on",
            choices=("taper add: write down what is left as a plan of its own",),
        ) from None


def _day_to_go_on(kept: KeptPlan, first: Dose, on: date | None, stops_at: datetime, *, now: datetime) -> date:
    """The day of the first dose again: the one said, else today where its time is still ahead, else tomorrow.

    Where that dose was to be today, the plan goes on as it stood with what is left of the day.
    """
    today = local_date(now, zone=kept.plan.zone)
    if on is not None:
        if on < first.on:
            raise ask(
                f"Plan {kept.label} stops on {long_date(local_date(stops_at, zone=kept.plan.zone))}; "
                f"its next dose after that is on {long_date(first.on)}. From which day on?",
                where="--on",
            )
        return on
    if any(dose.due_at >= now for dose in (first, *doses_on(kept.plan, first.on))):
        return first.on
    return today if _on_day(kept.plan, first, today) >= now else today + _DAY


def _on_day(plan: Plan, dose: Dose, on: date) -> datetime:
    """When a dose of another day would be due on a date, by its wall-clock time."""
    wall = local(dose.due_at, zone=plan.zone)
    return moment(on + (wall.date() - dose.on), wall.time().replace(fold=0), zone=plan.zone).at


def _moved(kept: KeptPlan, first: Dose, goes_on: date, *, stops_at: datetime, now: datetime) -> tuple[Plan, datetime]:
    """The plan with what was left moved to a day, and the instant from which that counts."""
    plan = kept.plan
    if goes_on == first.on:
        return plan, max(now, stops_at)
    keeps_first = any(dose.due_at < stops_at for dose in doses_on(plan, first.on))
    later = _later(kept, left_from=first.on, goes_on=goes_on, keeps_first=keeps_first)
    begins = _on_day(plan, first, goes_on) if keeps_first else moment(goes_on, time(0), zone=plan.zone).at
    return later, max(now, begins)


def _after_a_gap(kept: KeptPlan, begins: datetime) -> tuple[str, ...]:
    last = last_dose_of(kept)
    days = 0 if last is None else (local_date(begins, zone=kept.plan.zone) - last.on).days - 1
    if days < 1:
        return ()
    return (
        f"There was no dose on {counted(days, 'day')} in between. Whether to go on where it was left is for your "
        "provider or pharmacist to say: ask before the first dose.",
    )


def _after_hold(desk: Desk, arguments: Arguments, kept: KeptPlan, on: date | None, *, now: datetime) -> Json:
    """The step that was held ends on the day before, and the next one begins."""
    held = _running_hold(kept, now=now)
    last_on = held.last_on
    assert last_on is not None  # a step that was held has an end
    goes_on = _first_of_next(kept, held, on, now=now)
    if goes_on > last_on:
        raise ask(
            f"Step {held.number} goes on until {short_date(last_on)}, and the next one begins on "
            f"{short_date(last_on + _DAY)} anyway. To let it go on for longer: taper hold {kept.label} --days N.",
            where="--on",
        )
    plan = held_plan(kept.plan, held, (goes_on - last_on).days - 1)
    begins = counts_from(arguments, start_of(kept, goes_on, now=now))
    if on is None and not any(dose.due_at >= begins for dose in doses_on(plan, goes_on)) and goes_on < last_on:
        return _after_hold(desk, arguments, kept, goes_on + _DAY, now=now)  # of that day nothing is left
    if closer := closer_than_pattern(plan, held.number + 1):
        raise ask(f"{closer} From which day does the next step begin?", where="--on")
    refuse_without_word(desk, arguments, kept, plan, counts_from=begins, may_last=days_past(kept))
    return revised(desk, arguments, kept, plan, Change.RESUMED, counts_from=begins)


def _running_hold(kept: KeptPlan, *, now: datetime) -> DatedStep:
    """The step that goes on for longer than before its hold. Raises Unanswered where none does."""
    for index in range(len(kept.versions) - 1, 0, -1):
        version, before = kept.versions[index], kept.versions[index - 1]
        if version.change in (Change.MOVED, Change.CONFIRMED):
            continue
        if version.change is not Change.HELD:
            break
        for dated, was in zip(dated_steps(kept.plan), dated_steps(before.plan), strict=False):
            runs_on = dated.last_on is not None and dated.last_on >= local_date(now, zone=kept.plan.zone)
            if dated.first_on == was.first_on and dated.last_on != was.last_on and runs_on:
                return _not_last(kept, dated)
    raise ask(
        f"Plan {kept.label} goes on as it is: it is neither stopped nor held, so that there is nothing to resume."
    )


def _not_last(kept: KeptPlan, held: DatedStep) -> DatedStep:
    if held.number < len(kept.plan.steps):
        return held
    raise ask(
        f"Step {held.number} is the last one of plan {kept.label}, so that nothing is left behind it.",
        choices=(f"taper stop {kept.label} --on DATE: end it on a day",),
    )


def _first_of_next(kept: KeptPlan, held: DatedStep, on: date | None, *, now: datetime) -> date:
    """The first day of the next step: the one said, else the soonest one that is no sooner than prescribed."""
    if on is not None:
        if on <= held.first_on:
            raise ask(
                f"Step {held.number} only begins on {short_date(held.first_on)}. From which day on?", where="--on"
            )
        return on
    ahead = next_dose(kept, now)
    today = local_date(now, zone=kept.plan.zone)
    soonest = today if ahead is None else ahead.on
    ends_on = step_ends_on(prescribed(kept).plan, held.number)
    return max(soonest, held.first_on + _DAY, soonest if ends_on is None else ends_on + _DAY)
