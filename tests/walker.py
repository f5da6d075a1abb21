"""The slow oracle: when is each dose due, asked of every minute one after the other?

It shares no code with `core.expand`. It goes through UTC minute by minute, looks at the clock on the wall, and asks
whether a slot of the step in force stands at that wall time. A wall time that the clocks leave out is due at the first
minute after the gap; of a wall time that comes twice, the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo

from taper.core.amount import Amount
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
    Slot,
    Slots,
    Step,
    Until,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FAR = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Walked:
    """One dose the walker came upon; `slot` is empty for a dose of an interval."""

    due_at: datetime
    on: date
    slot: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Stretch:
    """A step with the plan dates it covers, both included.

    Where its length was said in doses, `left` has the slots of its last date that still count, and `last_at` is the
    last dose of an interval.
    """

    step: Step
    first_on: date
    last_on: date
    left: frozenset[Slot] | None = None
    last_at: datetime | None = None


def walk(plan: Plan, from_utc: datetime, until_utc: datetime) -> list[Walked]:
    """Every dose due in [from_utc, until_utc), in order of time; both are whole minutes in UTC."""
    stretches = stretches_of(plan)
    firsts = {stretch: first_of_interval(plan, stretch) for stretch in stretches}
    found = []
    for at, walls in minutes(plan.zone, from_utc, until_utc):
        for wall in walls:
            found += [Walked(at, on, slot.name, slot.amount) for on, slot in slots_at(plan, stretches, wall)]
        for stretch, first in firsts.items():
            if first is not None and first <= at and is_interval_dose(plan, stretch, first, at):
                found.append(Walked(at, wall_of(plan.zone, at).date(), "", interval_of(stretch).amount))
    return found


def stretches_of(plan: Plan) -> tuple[Stretch, ...]:
    """The steps with their dates, counted one date after the other."""
    found: list[Stretch] = []
    first_on = plan.starts_on
    for step in plan.steps:
        found.append(stretch_of(plan, step, first_on))
        first_on = found[-1].last_on + DAY
    return tuple(found)


def stretch_of(plan: Plan, step: Step, first_on: date) -> Stretch:
    """A step that begins on a date, with its last date."""
    match step.length:
        case Days(count=count):
            return Stretch(step, first_on, first_on + (count - 1) * DAY)
        case Months(count=count):
            return Stretch(step, first_on, month_end(first_on, count))
        case Until(on=on):
            return Stretch(step, first_on, on)
        case Doses(count=count):
            return counted_out(plan, step, first_on, count)
        case OpenLength():
            return Stretch(step, first_on, FAR)
    assert_never(step.length)


def counted_out(plan: Plan, step: Step, first_on: date, count: int) -> Stretch:
    """A step of so many doses, by taking one dose after the other."""
    endless = Stretch(step, first_on, FAR)
    if isinstance(step.schedule, Interval):
        first = first_of_interval(plan, endless)
        assert first is not None
        last_at = first + (count - 1) * timedelta(hours=step.schedule.hours)
        return Stretch(step, first_on, wall_of(plan.zone, last_at).date(), last_at=last_at)
    on, taken = first_on, 0
    while True:
        left: set[Slot] = set()
        for slot in sorted(slots_on((endless,), on), key=lambda slot: (slot.next_day, slot.at_time)):
            if taken < count and not is_before_start(plan, on, slot):
                left.add(slot)
                taken += 1
        if taken == count:
            return Stretch(step, first_on, on, frozenset(left))
        on += DAY


def month_end(first_on: date, months: int) -> date:
    """The day before the same day number, so many months on, found by going through the days."""
    seen, on = 0, first_on
    while seen < months:
        on += DAY
        seen += on.day == first_on.day
    return on - DAY


@lru_cache(maxsize=64)
def minutes(zone: str, from_utc: datetime, until_utc: datetime) -> tuple[tuple[datetime, tuple[datetime, ...]], ...]:
    """Each minute of UTC with the wall minutes that become due at it: its own, and those the clocks skipped before it.

    A minute whose wall time has been on the wall before has none.
    """
    found = []
    at = from_utc
    before = wall_of(zone, at - MINUTE)
    while at < until_utc:
        wall = wall_of(zone, at)
        found.append((at, () if is_second_time(zone, at) else tuple(each_minute_between(before, wall))))
        at, before = at + MINUTE, wall
    return tuple(found)


def each_minute_between(before: datetime, wall: datetime) -> Iterator[datetime]:
    """The wall minutes after `before` up to `wall`; only `wall` itself where the clocks went back in between."""
    at = before + MINUTE if before < wall else wall
    while at <= wall:
        yield at
        at += MINUTE


def wall_of(zone: str, at: datetime) -> datetime:
    """What the clock on the wall shows, without zone or offset."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def is_second_time(zone: str, at: datetime) -> bool:
    """Whether the wall showed this minute once already in the three hours before."""
    wall = wall_of(zone, at)
    if wall_of(zone, at - timedelta(hours=3)) == wall - timedelta(hours=3):
        return False  # nothing went back in these three hours
    return any(wall_of(zone, at - back * MINUTE) == wall for back in range(1, 181))


def slots_at(plan: Plan, stretches: tuple[Stretch, ...], wall: datetime) -> Iterator[tuple[date, Slot]]:
    """The slots that stand at a wall minute, each with the plan date it belongs to."""
    for on, next_day in ((wall.date() - DAY, True), (wall.date(), False)):
        for slot in slots_on(stretches, on):
            if slot.at_time == wall.time() and slot.next_day is next_day and not is_before_start(plan, on, slot):
                yield on, slot


def slots_on(stretches: tuple[Stretch, ...], on: date) -> tuple[Slot, ...]:
    """The slots of a plan date: none on a day off or outside the plan."""
    for stretch in stretches:
        if not stretch.first_on <= on <= stretch.last_on:
            continue
        match stretch.step.schedule:
            case Slots() as part:
                parts: tuple[Slots, ...] = (part,)
            case Mixed(parts=parts):
                pass
            case Interval() | AsNeeded() | Rest():
                return ()
        slots = tuple(s for part in parts if is_dose_day(part.rhythm, stretch.first_on, on) for s in part.slots)
        is_cut = stretch.left is not None and on == stretch.last_on
        return tuple(slot for slot in slots if slot in (stretch.left or ())) if is_cut else slots
    return ()


def is_dose_day(rhythm: Rhythm, first_on: date, on: date) -> bool:
    """Whether a rhythm that began on `first_on` has doses on a date."""
    days_gone = (on - first_on).days
    match rhythm:
        case EveryDay():
            return True
        case EveryNthDay(n=n, offset=offset):
            return any(first_on + (offset + times * n) * DAY == on for times in range(days_gone + 1))
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            first = first_on
            while first.weekday() != on.weekday():
                first += DAY
            return (
                on.weekday() in {int(weekday) for weekday in weekdays} and (on - first) % (7 * weeks * DAY) == 0 * DAY
            )
        case OnOff(on_days=on_days, off_days=off_days):
            while days_gone >= on_days + off_days:
                days_gone -= on_days + off_days
            return days_gone < on_days
        case EveryMonth():
            return on.day == first_on.day
    assert_never(rhythm)


def is_before_start(plan: Plan, on: date, slot: Slot) -> bool:
    """Whether a slot of day 1 lies before the hour the plan starts at."""
    if plan.starts_at_time is None or on != plan.starts_on or slot.next_day:
        return False
    return slot.at_time < plan.starts_at_time


def interval_of(stretch: Stretch) -> Interval:
    """The interval of a step that is known to have one."""
    assert isinstance(stretch.step.schedule, Interval)
    return stretch.step.schedule


def first_of_interval(plan: Plan, stretch: Stretch) -> datetime | None:
    """When the first dose of a step's interval is due; None where the step has no interval."""
    if not isinstance(stretch.step.schedule, Interval):
        return None
    wanted = datetime.combine(stretch.first_on, stretch.step.schedule.first_time)
    around = datetime.combine(stretch.first_on, time(), UTC)
    for at, walls in minutes(plan.zone, around - DAY, around + 3 * DAY):
        if wanted in walls:
            return at
    raise AssertionError(f"{wanted} never comes in {plan.zone}")


def is_interval_dose(plan: Plan, stretch: Stretch, first: datetime, at: datetime) -> bool:
    """Whether a whole number of intervals has gone by at this minute, within the dates (or doses) of the step."""
    whole = (at - first) % timedelta(hours=interval_of(stretch).hours) == timedelta(0)
    counts = stretch.last_at is None or at <= stretch.last_at
    return whole and counts and wall_of(plan.zone, at).date() <= stretch.last_on
