"""How do the steps of a plan read once a part of it goes on for longer, moves, or is replaced?

Pure: a plan in, a plan out, day by day. What was due before a revision counts is kept by the version before it
(`core.ledger`), so that nothing here has to cut a day in two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

from taper.core.course import DatedStep, dated_steps
from taper.core.expand import doses_on
from taper.core.localtime import local
from taper.core.pattern import dates_between, is_dose_day
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    Months,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Rest,
    Rhythm,
    Rule,
    Schedule,
    Slots,
    Step,
    Tablet,
    Until,
)

_DAY = timedelta(days=1)


class SeamError(ValueError):
    """Nobody can know how a plan goes on there; its sentence says why."""


def lengthened(plan: Plan, number: int, *, days: int) -> Plan:
    """The plan with one step going on for so many more days (fewer below zero); the later steps move with it.

    Later steps keep their number of days, whether they were said in months or until a date. Raises SeamError for a
    step that has no length in days.
    """
    steps = []
    for dated in dated_steps(plan):
        if dated.number < number:
            steps.append(dated.step)
        elif dated.number == number:
            steps.append(replace(dated.step, length=Days(_days_of(dated) + days)))
        else:
            steps.append(_in_days(dated))
    return replace(plan, steps=tuple(steps))


def _days_of(dated: DatedStep) -> int:
    if isinstance(dated.step.length, Doses):
        count = dated.step.length.count
        raise SeamError(f"step {dated.number} is counted in doses ({count:,}), and days say nothing of those")
    if dated.days is None:
        raise SeamError(f"step {dated.number} has no end, so that it goes on anyway")
    return dated.days


def _in_days(dated: DatedStep) -> Step:
    """The step with the number of days it has, where its length depends on the date at which it begins."""
    match dated.step.length:
        case Months() | Until():
            return replace(dated.step, length=Days(_days_of(dated)))
        case Days() | Doses() | OpenLength():
            return dated.step
    assert_never(dated.step.length)


def steps_before(plan: Plan, on: date) -> tuple[Step, ...]:
    """The steps of the days before `on`, the last one cut there; days without a step are a rest."""
    steps: list[Step] = []
    ends_on = plan.starts_on - _DAY
    for dated in dated_steps(plan):
        if dated.first_on >= on:
            break
        ends_on = on - _DAY if dated.last_on is None else min(dated.last_on, on - _DAY)
        whole = ends_on == dated.last_on
        steps.append(dated.step if whole else replace(dated.step, length=Days((on - dated.first_on).days)))
    gap = (on - ends_on).days - 1
    return (*steps, Step(Days(gap), Rest())) if gap > 0 else tuple(steps)


def steps_from(plan: Plan, on: date) -> tuple[Step, ...]:
    """The steps of the days from `on`, to begin on any day: the pattern of the first one goes on where it stood.

    Raises SeamError where a pattern cannot go on from the middle.
    """
    steps: list[Step] = []
    for dated in dated_steps(plan):
        if dated.last_on is not None and dated.last_on < on:
            continue
        steps.append(_rest_of(plan, dated, on) if dated.first_on < on else _in_days(dated))
    return tuple(steps)


def _rest_of(plan: Plan, dated: DatedStep, on: date) -> Step:
    gone = (on - dated.first_on).days
    match dated.step.length:
        case Doses(count=count):
            before = sum(len(doses_on(plan, day)) for day in dates_between(dated.first_on, on - _DAY))
            return Step(Doses(count - before), _later(plan, dated.step.schedule, on, gone=gone))
        case OpenLength():
            return Step(OpenLength(), _later(plan, dated.step.schedule, on, gone=gone))
        case Days() | Months() | Until():
            return Step(Days(_days_of(dated) - gone), _later(plan, dated.step.schedule, on, gone=gone))
    assert_never(dated.step.length)


def _later(plan: Plan, schedule: Schedule, on: date, *, gone: int) -> Schedule:
    """A schedule seen from a date on, `gone` days after its first."""
    match schedule:
        case Slots(slots=slots, rhythm=rhythm):
            return Slots(slots, _rhythm_later(rhythm, gone))
        case Mixed(parts=parts):
            return Mixed(tuple(replace(part, rhythm=_rhythm_later(part.rhythm, gone)) for part in parts))
        case Interval():
            doses = doses_on(plan, on)
            if not doses:
                raise SeamError(f"no dose of every {schedule.hours} hours falls on the day from which it would go on")
            return replace(schedule, first_time=local(doses[0].due_at, zone=plan.zone).time())
        case AsNeeded() | Rest():
            return schedule
    assert_never(schedule)


def _rhythm_later(rhythm: Rhythm, gone: int) -> Rhythm:
    match rhythm:
        case EveryDay():
            return rhythm
        case EveryNthDay(n=n, offset=offset):
            return EveryNthDay(n, (offset - gone) % n)
        case OnWeekdays(every_weeks=weeks):
            if weeks == 1 or gone % (7 * weeks) == 0:
                return rhythm
            raise SeamError(f"a dose every {weeks} weeks does not say which week it goes on with")
        case OnOff(on_days=on_days, off_days=off_days):
            if gone % (on_days + off_days) == 0:
                return rhythm
            raise SeamError("a cycle of days on and off does not say where in it to go on")
        case EveryMonth():
            if gone == 0:
                return rhythm
            raise SeamError("a dose once a month does not say on which day it goes on")
    assert_never(rhythm)


def gone_on_later(plan: Plan, *, left_from: date, goes_on: date, keeps_first: bool) -> Plan:
    """The plan with everything from the date `left_from` on moved to begin on `goes_on`; no doses in between.

    With `keeps_first` the day `left_from` stays where it was as well, as a part of its doses was due already.
    """
    kept_until = left_from + _DAY if keeps_first else left_from
    before, after = steps_before(plan, kept_until), steps_from(plan, left_from)
    if not before:
        return replace(plan, starts_on=goes_on)
    gap = (goes_on - kept_until).days
    rest = (Step(Days(gap), Rest()),) if gap > 0 else ()
    steps = (*before, *rest, *after)
    shift = len(steps) - len(plan.steps)
    cut = len(before)
    rules = tuple(_shifted(rule, cut=cut, by=shift) for rule in plan.rules)
    return replace(plan, steps=steps, rules=rules)


def _shifted(rule: Rule, *, cut: int, by: int) -> Rule:
    """A rule whose steps behind number `cut` have other numbers now."""
    first, last = (number + by if number > cut else number for number in (rule.first_step, rule.last_step))
    return replace(rule, first_step=first, last_step=last)


def replaced(plan: Plan, new: Plan, *, on: date) -> Plan:
    """The plan with everything from a date on replaced by another plan, whose day 1 is that date.

    Limits, the rule for a missed dose, precautions and the reason are those said last; a rule of steps stays where all
    its steps do.
    """
    before = steps_before(plan, on)
    after = _counted_whole(new) if before else new.steps
    whole = [one for one, was in zip(before, plan.steps, strict=False) if one == was]
    rules = [rule for rule in plan.rules if rule.last_step <= len(whole)]
    rules += [replace(r, first_step=r.first_step + len(before), last_step=r.last_step + len(before)) for r in new.rules]
    limits = replace(
        plan.limits,
        max_per_day=new.limits.max_per_day or plan.limits.max_per_day,
        min_gap_hours=new.limits.min_gap_hours or plan.limits.min_gap_hours,
        stop_by=new.limits.stop_by or plan.limits.stop_by,
    )
    return replace(
        plan,
        steps=(*before, *after),
        ends=new.ends,
        starts_on=plan.starts_on if before else new.starts_on,
        starts_at_time=plan.starts_at_time if before else new.starts_at_time,
        tablets=_with_new(plan, new),
        limits=limits,
        missed=new.missed or plan.missed,
        reason=new.reason or plan.reason,
        prescriber=new.prescriber or plan.prescriber,
        precautions=tuple(dict.fromkeys((*plan.precautions, *new.precautions))),
        activities=tuple(dict.fromkeys((*plan.activities, *new.activities))),
        activity_times=tuple({one.activity: one for one in (*plan.activity_times, *new.activity_times)}.values()),
        check_ins=new.check_ins or plan.check_ins,
        rules=tuple(rules),
    )


def _counted_whole(new: Plan) -> tuple[Step, ...]:
    """The steps of a plan that begins at an hour, where its first day is counted from the morning.

    A length in doses then counts those of the morning too, which belong to what was before.
    """
    first, *later = new.steps
    if new.starts_at_time is None or not isinstance(first.length, Doses):
        return new.steps
    open_ended = replace(new, steps=(replace(first, length=OpenLength()),))
    gone = len(doses_on(replace(open_ended, starts_at_time=None), new.starts_on)) - len(
        doses_on(open_ended, new.starts_on)
    )
    return (replace(first, length=Doses(first.length.count + gone)), *later)


def _with_new(plan: Plan, new: Plan) -> tuple[Tablet, ...]:
    known = {tablet.name for tablet in plan.tablets}
    return (*plan.tablets, *(tablet for tablet in new.tablets if tablet.name not in known))


def least_days_apart(schedule: Schedule) -> int:
    """How many days lie at least between two dose days of a schedule; 1 where they may follow each other."""
    match schedule:
        case Slots():
            return _least_of((schedule,))
        case Mixed(parts=parts):
            return _least_of(parts)
        case Interval(hours=hours):
            return max(1, hours // 24)
        case AsNeeded() | Rest():
            return 1
    assert_never(schedule)


_MANY_DAYS = 200
"""Over so many days every rhythm has shown its closest dose days."""


def _least_of(parts: Iterable[Slots]) -> int:
    first_on = date(2024, 1, 1)
    days = dates_between(first_on, first_on + _MANY_DAYS * _DAY)
    known = tuple(parts)
    dosed = [on for on in days if any(is_dose_day(part.rhythm, on, first_on=first_on) for part in known)]
    return min(((after - before).days for before, after in pairwise(dosed)), default=_MANY_DAYS)
