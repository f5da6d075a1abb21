"""How is it said what may be taken as needed, what was taken of it, and what of that went past its bounds?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from taper.core import sentences as say
from taper.core.amount import Amount, spoken
from taper.core.breach import (
    Breach,
    OverMaximum,
    TooMuchAtOnce,
    TooOften,
    TooSoon,
    Uncompared,
    Uncounted,
    Use,
    total_of,
)
from taper.core.localtime import local, local_date
from taper.core.measure import Total
from taper.core.needed import NeededStep, next_allowed_at, stated_of
from taper.core.notice import say_amount
from taper.core.plan import AsNeeded, Plan
from taper.core.supply import held_in
from taper.core.words import capitalised, clock_time, counted, joined, short_date


def say_breach(breach: Breach, use: Use, *, zone: str, whose: str = "the plan") -> str:
    """What of a taking goes past its bounds, and that the provider decides; never what to do about it.

    `whose` tells who stated them: "the plan", "plan B".
    """
    match breach:
        case TooSoon(other_at=other_at, gap_hours=hours, other_plan=plan):
            order = "after" if other_at <= use.at else "before"
            between, of = span(abs(use.at - other_at)), f"plan {plan}, " if plan else ""
            other = f"{of}{when(other_at, use.at, zone)}"
            return say.TOO_SOON.format(
                between=between, order=order, other=other, whose=whose, gap=counted(hours, "hour")
            )
        case TooMuchAtOnce(most=most):
            return say.TOO_MUCH_AT_ONCE.format(most=spoken(most), whose=whose)
        case Uncompared(taken=taken, most=most):
            return say.PERHAPS_TOO_MUCH.format(whose=capitalised(whose), most=spoken(most), taken=spoken(taken))
        case OverMaximum(total=total, most=most, since=since, plans=plans):
            made = f"{'' if total.is_whole else 'at least '}{spoken(total.amount)}"
            within, others = _within(since, use, zone), _counted_in(plans)
            return say.OVER_MAXIMUM.format(
                total=made, within=within, others=others, whose=whose, most=_as_stated(most, total)
            )
        case TooOften(times=times, most=most, since=since, plans=plans):
            within, others = _within(since, use, zone), _counted_in(plans)
            often, bound = counted(times, "time"), counted(most, "time")
            return say.TOO_OFTEN.format(times=often, within=within, others=others, whose=whose, most=bound)
        case Uncounted(most=most):
            return say.PERHAPS_OVER.format(whose=capitalised(whose), most=spoken(most))
    assert_never(breach)


def _as_stated(most: Amount, total: Total) -> str:
    """ "4 tablets", and what that is where the total is told in mg: "4 tablets (1,400 mg)"."""
    return spoken(most) if total.stated == most else f"{spoken(most)} ({spoken(total.stated)})"


def _counted_in(plans: Sequence[str]) -> str:
    """ ", with those of plan B, of the same medicine"."""
    return say.WITH_OTHER_PLANS.format(plans=joined(plans)) if plans else ""


def _within(since: datetime | None, use: Use, zone: str) -> str:
    return say.THAT_DAY if since is None else say.IN_24_HOURS.format(at=when(since, use.at, zone))


def when(at: datetime, about: datetime, zone: str) -> str:
    """ "09:10" on the day it is about, else "Tue 1 Dec 22:40"."""
    there = local(at, zone=zone)
    same_day = there.date() == local_date(about, zone=zone)
    return clock_time(there.time()) if same_day else f"{short_date(there.date())} {clock_time(there.time())}"


def span(between: timedelta) -> str:
    """ "20 minutes", "5 hours and 30 minutes", "7 days"."""
    hours, minutes = divmod(int(between.total_seconds()) // 60, 60)
    if hours >= 48 and hours % 24 == minutes == 0:
        return counted(hours // 24, "day")
    parts = [counted(hours, "hour")] if hours else []
    return " and ".join([*parts, counted(minutes, "minute")] if minutes or not hours else parts)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan's taking as needed stands at an instant: what was taken, and from when on it may be again.

    `next_at` is None where no instant can be told, or none lies within the step. `is_last_today` tells whether one more
    taking would leave no other within the bounds of that day.
    """

    taken_today: int
    last_at: datetime | None
    next_at: datetime | None
    is_last_today: bool


def standing_at(plan: Plan, step: NeededStep, uses: Sequence[Use], *, now: datetime) -> Standing:
    """How it stands at `now`, given the takings so far."""
    zone, needed, known = plan.zone, step.needed, [use for use in uses if use.at <= now]
    today = local_date(now, zone=zone)
    next_at = next_allowed_at(needed, known, now=now, tablets=plan.tablets, zone=zone)
    if next_at is not None and not step.dated.holds(local_date(next_at, zone=zone)):
        next_at = None
    return Standing(
        taken_today=sum(local_date(use.at, zone=zone) == today for use in known),
        last_at=known[-1].at if known else None,
        next_at=next_at,
        is_last_today=next_at is not None and _is_last_of_its_day(plan, needed, known, next_at),
    )


def _is_last_of_its_day(plan: Plan, needed: AsNeeded, uses: Sequence[Use], at: datetime) -> bool:
    """Whether, once taken at an instant, it may not be taken again on that day because of a day's bounds."""
    if needed.max_per_day is None and needed.max_times_per_day is None:
        return False
    taken = [*uses, Use(at, needed.amount_min)]
    after = next_allowed_at(needed, taken, now=at, tablets=plan.tablets, zone=plan.zone)
    return after is None or local_date(after, zone=plan.zone) > local_date(at, zone=plan.zone)


def standing_words(plan: Plan, step: NeededStep, uses: Sequence[Use], *, now: datetime) -> str:
    """ "last 09:10, next not before 15:10; 2 of at most 4 today"."""
    stands = standing_at(plan, step, uses, now=now)
    first = [f"last {when(stands.last_at, now, plan.zone)}"] if stands.last_at else ["none taken so far"]
    first += [_next_words(plan, step, stands, now)]
    counts = [*_counts(plan, step.needed, uses, stands, now)]
    if stands.is_last_today and stands.next_at is not None:
        day = "today" if local_date(stands.next_at, zone=plan.zone) == local_date(now, zone=plan.zone) else "that day"
        counts.append(f"that one is the last allowed {day}")
    return "; ".join([", ".join(part for part in first if part), *counts])


def last_allowed_words(plan: Plan, step: NeededStep, uses: Sequence[Use], *, now: datetime) -> str:
    """That the next taking is the last one allowed today; empty where it is not, or there is none today."""
    stands = standing_at(plan, step, uses, now=now)
    if not stands.is_last_today or stands.next_at is None:
        return ""
    if local_date(stands.next_at, zone=plan.zone) != local_date(now, zone=plan.zone):
        return ""
    count = "; ".join(_counts(plan, step.needed, uses, stands, now))
    begins = "" if stands.next_at <= now else say.NOT_BEFORE.format(at=when(stands.next_at, now, plan.zone))
    return say.LAST_ALLOWED.format(begins=begins, count=count)


def _next_words(plan: Plan, step: NeededStep, stands: Standing, now: datetime) -> str:
    if stands.next_at is None:
        last_on = step.dated.last_on
        return f"no further one until the end ({short_date(last_on)})" if last_on and _is_told(plan, step) else ""
    return "" if stands.next_at <= now else f"next not before {when(stands.next_at, now, plan.zone)}"


def _is_told(plan: Plan, step: NeededStep) -> bool:
    """Whether the bounds can be held against the amounts at all."""
    needed = step.needed
    return needed.max_per_day is None or bool(
        held_in(needed.max_per_day.unit, needed.amount_min, needed.of, plan.tablets)
    )


def _counts(plan: Plan, needed: AsNeeded, uses: Sequence[Use], stands: Standing, now: datetime) -> Iterator[str]:
    """How often, or how much, was taken today of what is allowed."""
    if needed.max_times_per_day is not None:
        yield f"{stands.taken_today} of at most {needed.max_times_per_day} today"
    elif needed.max_per_day is not None:
        on = local_date(now, zone=plan.zone)
        today = [use for use in uses if use.at <= now and local_date(use.at, zone=plan.zone) == on]
        total = total_of(today, stated_of(needed, tablets=plan.tablets, zone=plan.zone), needed.max_per_day)
        if total.is_whole:
            yield f"{spoken(total.amount)} of at most {spoken(total.stated)} today"
    elif stands.taken_today:
        yield f"{counted(stands.taken_today, 'time')} today"


def needed_phrase(plan: Plan, needed: AsNeeded) -> str:
    """ "as needed for pain: 1 tablet of 50 mg", a range as it was stated."""
    least, most = (say_amount(plan, amount, needed.of) for amount in (needed.amount_min, needed.amount_max))
    reason = f" for {needed.reason}" if needed.reason else ""
    return f"as needed{reason}: {least if least == most else f'{least} to {most}'}"
