"""Which doses does one instruction of an order mean by its structure, and for how long?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from taper.core.amount import Amount, Unit
from taper.core.bounds import MAX_NUMBER, MAX_PLAN_DAYS, MAX_PLAN_HOURS
from taper.core.daytimes import CLOCKS_A_DAY, DEFAULT_TIMES, FIRST_INTERVAL_TIME, TIMES_A_DAY, SlotTimes, slot_name
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    EveryDay,
    Interval,
    Length,
    Months,
    OpenLength,
    Rhythm,
    Schedule,
    Slot,
    Slots,
    Until,
)
from taper.core.words import joined, slot_phrase
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirmoments import Moment
from taper.interop.fhirtable import Asked
from taper.interop.fhirtiming import At, Timing
from taper.interop.fhirunits import Quantity, Span

_NIGHT_IS_OVER = time(6)
_MOST_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Beside:
    """What the instruction's own words add where its structure is silent: the places in the day, and the unit."""

    places: tuple[At, ...] = ()
    unit: Unit | None = None
    reason: str | None = None
    when: str | None = None
    words: str = ""

    @property
    def quoted(self) -> str:
        """The words, as part of a question."""
        return f'; its text says "{self.words[:200]}"' if self.words else ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the order: the slot times, the zone, and the first hour where the person gave one."""

    times: SlotTimes
    zone: str
    starts_at: time | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One instruction as doses: its schedule, its length, and its first day where the order dates it."""

    instruction: Instruction
    schedule: Schedule
    length: Length
    first_on: date | None
    starts_at: time | None


def line_of(instruction: Instruction, beside: Beside, around: Around, *, asked: Asked) -> Line | None:
    """The instruction as doses; None, with questions noted, where its structure does not say them."""
    timing, where = instruction.timing, instruction.where
    length = _length_of(timing, where=where, asked=asked)
    schedule = (
        _as_needed(instruction, beside, asked) if instruction.needed else _scheduled(instruction, beside, around, asked)
    )
    first, starts_at = timing.bounds.first, None
    if first is not None and not first.is_midnight:
        starts_at = first.clock_in(around.zone)
        if starts_at is None:
            text = f"{where}: it begins on {first.on} at an hour of another zone. At which hour in {around.zone}?"
            asked.ask(text, where=where)
    if first is not None and first.at is not None and first.is_midnight and timing.hours is not None:
        text = f"{where}: it begins on {first.on} at 00:00, which may mean the date alone."
        asked.ask(f"{text} At which hour is the first dose?", where=where)
    if timing.events:
        return _line_of_events(instruction, beside, around, asked=asked)
    if schedule is None or length is None:
        return None
    return Line(instruction, schedule, length, first.on if first else None, starts_at)


def _length_of(timing: Timing, *, where: str, asked: Asked) -> Length | None:
    bounds = timing.bounds
    by_bounds: Length = OpenLength()
    if bounds.last is not None and not (bounds.last.is_end_of_day or _ends_with_its_last_dose(timing)):
        asked.ask(f"{where}: it ends on {bounds.last.on} at an hour. Until which dose is it taken?", where=where)
        return None
    if bounds.first is not None and bounds.last is not None:
        by_bounds = Days((bounds.last.on - bounds.first.on).days + 1)
    elif bounds.last is not None:
        by_bounds = Until(bounds.last.on)
    elif bounds.span is not None:
        length = _length_of_span(bounds.span)
        if length is None:
            asked.ask(f"{where}: {_why_no_length(bounds.span)}. How long is it taken?", where=where)
            return None
        by_bounds = length
    return _with_count(timing, by_bounds, where=where, asked=asked)


def _ends_with_its_last_dose(timing: Timing) -> bool:
    """Whether the hour at which it ends is that of the day's last dose or later, so that the whole day counts."""
    first, last = timing.bounds.first, timing.bounds.last
    if last is None or last.at is None:
        return False
    clocks = [at.at_time for at in timing.places if at.at_time is not None]
    if timing.hours is not None and first is not None and first.at is not None:
        clocks = _clocks_of_a_day(first.at, timing.hours) if first.at.utcoffset() == last.at.utcoffset() else []
    return bool(clocks) and len(timing.places) in (0, len(clocks)) and last.at.time() >= max(clocks)


def _clocks_of_a_day(first: datetime, hours: int) -> list[time]:
    """The clock times of doses so many hours apart; none where they do not fill the day, or cross midnight."""
    moments = [] if 24 % hours else _moments_from(first.time().replace(second=0, microsecond=0), hours)
    return [at.time() for at in moments] if moments and moments[-1].date() == moments[0].date() else []


def _moments_from(first: time, hours: int) -> list[datetime]:
    """The doses of 24 hours from a first one on; `hours` divide them."""
    start = datetime.combine(date(2000, 1, 1), first)
    return [start + timedelta(hours=nth * hours) for nth in range(24 // hours)]


def _why_no_length(span: Span) -> str:
    said = f"a length of {span.count:,} {span.unit}" if span.count < MAX_NUMBER else "so great a length"
    if span.unit in ("s", "min", "h") and span.count < MAX_PLAN_HOURS:
        return f"{said} makes no whole days"
    return f"{said} is more than a plan may have ({MAX_PLAN_DAYS:,} days)"


def _length_of_span(span: Span) -> Length | None:
    match span.unit:
        case "d" | "wk":
            days = span.count * (7 if span.unit == "wk" else 1)
            return Days(days) if days <= MAX_PLAN_DAYS else None
        case "mo" | "a":
            months = span.count * (12 if span.unit == "a" else 1)
            return Months(months) if months * 31 <= MAX_PLAN_DAYS else None
        case "h" if span.count % 24 == 0:
            return Days(span.count // 24)
        case _:
            return None


def _with_count(timing: Timing, by_bounds: Length, *, where: str, asked: Asked) -> Length | None:
    """The length with the number of doses in all; both only where they say the same."""
    if timing.count is None:
        return by_bounds
    if timing.count > _MOST_COUNT:
        asked.ask(f"{where}: {timing.count:,} doses in all are more than a plan may have.", where=where)
        return None
    if timing.rhythm is None:
        return Days(1) if timing.count == 1 and by_bounds in (OpenLength(), Days(1)) else OpenLength()
    if isinstance(by_bounds, OpenLength):
        return Doses(timing.count)
    a_day = (
        len(timing.places) or timing.per_day or (24 // timing.hours if timing.hours and 24 % timing.hours == 0 else 0)
    )
    daily = timing.rhythm == EveryDay() and isinstance(by_bounds, Days)
    if not (daily and isinstance(by_bounds, Days) and by_bounds.count * a_day == timing.count):
        text = f"{where} says {timing.count} doses in all and a length besides, which do not say the same. Which holds?"
        asked.ask(text, where=where)
        return None
    return by_bounds


def amount_of(instruction: Instruction, quantity: Quantity | None, beside: Beside, *, asked: Asked) -> Amount | None:
    """A dose, with the unit that the words name where the code only counts ("1 each")."""
    where = instruction.where
    if quantity is None and instruction.has_dose:
        return None  # asked about where it was read
    if quantity is None:
        text = f"{where} has no dose in its structure (doseAndRate){beside.quoted}. How much is taken at a time?"
        asked.ask(text, where=where, why="A dose that only a text gives is not taken for sure.")
        return None
    amount = quantity.in_unit(beside.unit)
    if amount is None:
        asked.ask(f"{where}: {quantity.number} of what is taken? The unit only says that it is counted.", where=where)
    return amount


def _scheduled(instruction: Instruction, beside: Beside, around: Around, asked: Asked) -> Schedule | None:
    where, timing = instruction.where, instruction.timing
    amount = amount_of(instruction, instruction.high, beside, asked=asked)
    if timing.rhythm is None and timing.count != 1:
        if not timing.events:
            text = f"{where} does not say in its structure (timing) how often it is taken{beside.quoted}."
            why = 'What only a text says is not taken for sure: read it, and give it to "taper preview" as a text.'
            asked.ask(f"{text} How often, and when?", where=where, why=why)
        return None
    if timing.hours is not None:
        first = around.starts_at or _first_clock(timing, around) or FIRST_INTERVAL_TIME
        return None if amount is None else _hourly(timing.hours, first, amount, stated=timing.places or beside.places)
    ats = timing.places or beside.places
    a_day = 1 if timing.rhythm is None else timing.per_day
    if not ats and timing.by_code:
        text = f"{where}: its timing is only a code ({timing.words}), which leaves the times of day to others."
        asked.ask(f"{text} At which time of day is it taken?", where=where, why="No time is made up for it.")
        return None
    ats = ats or tuple(At(key) for key in TIMES_A_DAY.get(a_day or 0, ()))
    ats = ats or tuple(At(at_time=at) for at in CLOCKS_A_DAY.get(a_day or 0, ()))
    if not ats or (a_day is not None and a_day != len(ats)):
        text = f"{where}: {a_day} times a day. At which times of the day is it taken?"
        asked.ask(text, where=where)
        return None
    if amount is None:
        return None
    slots = tuple(sorted((_slot(at, amount, around.times) for at in ats), key=lambda s: (s.next_day, s.at_time)))
    return Slots(slots, timing.rhythm or EveryDay())


def _first_clock(timing: Timing, around: Around) -> time | None:
    first = timing.bounds.first
    return None if first is None or first.is_midnight else first.clock_in(around.zone)


def _hourly(hours: int, first: time, amount: Amount, *, stated: tuple[At, ...]) -> Schedule | None:
    """Every so many hours from a first one; clock times that the words name besides must be these."""
    first = next((at.at_time for at in stated if at.at_time), first)
    if 24 % hours:
        return Interval(hours, first, amount)
    moments = _moments_from(first, hours)
    begins_on = moments[0].date()
    return Slots(tuple(Slot(f"{at:%H:%M}", at.time(), amount, next_day=at.date() > begins_on) for at in moments))


def _slot(at: At, amount: Amount, times: SlotTimes) -> Slot:
    if at.at_time is not None:
        return Slot(f"{at.at_time:%H:%M}", at.at_time, amount)
    key = at.key or "morning"
    if at.minutes:
        return _slot_beside(key, at.minutes, amount, times)
    when = times.get(key, DEFAULT_TIMES.get(key, times.get("morning", DEFAULT_TIMES["morning"])))
    name = slot_name(key)
    return Slot(name, when, amount, next_day=name in ("bedtime", "night") and when < _NIGHT_IS_OVER)


def _slot_beside(key: str, minutes: int, amount: Amount, times: SlotTimes) -> Slot:
    """ "10 minutes before breakfast": counted from the meal, or from bedtime."""
    relation, _, event = key.partition(" ")
    base_key = f"with {event}" if event else key
    base = times.get(base_key, DEFAULT_TIMES[base_key])
    when = datetime.combine(date(2000, 1, 2), base) + timedelta(minutes=minutes)
    name = f"{abs(minutes)} minutes {relation if event else 'before'} {event or key}"
    return Slot(name, when.time(), amount, next_day=not event and when.time() < _NIGHT_IS_OVER)


def _as_needed(instruction: Instruction, beside: Beside, asked: Asked) -> AsNeeded | None:
    where, timing = instruction.where, instruction.timing
    low = amount_of(instruction, instruction.low, beside, asked=asked)
    high = instruction.high.in_unit(beside.unit) if instruction.high else None
    if timing.count is not None or not _is_plain_rhythm(timing.rhythm):
        asked.ask(f"{where}: as needed, and a rhythm or number of doses besides. What is meant?", where=where)
        return None
    maximum = _maximum(instruction, low)
    if low is None or high is None:
        return None
    times_a_day = timing.up_to or timing.per_day if timing.hours is None else None
    if timing.places and times_a_day is None and timing.rhythm is not None:
        times_a_day = len(timing.places)
    # A maximum that the order states is the bound; "twice daily as needed, at most 3" is then only how it is usual.
    times_a_day = None if maximum is not None else times_a_day
    usual = f"every {timing.hours} to {timing.up_to} hours" if timing.hours and timing.up_to else None
    when = (
        beside.when
        or usual
        or joined([slot_phrase(at.key) for at in timing.places if at.key and not at.minutes])
        or None
    )
    return AsNeeded(
        amount_min=low,
        amount_max=high,
        min_gap_hours=timing.hours,
        max_per_day=maximum,
        max_times_per_day=times_a_day,
        reason=beside.reason or instruction.reason,
        when=when,
    )


def _is_plain_rhythm(rhythm: Rhythm | None) -> bool:
    return rhythm in (None, EveryDay())


def _maximum(instruction: Instruction, low: Amount | None) -> Amount | None:
    """The most in a day; a bare count is one of doses of the dose's own unit."""
    most = instruction.max_per_day
    return most.in_unit(low.unit if low else None) if most else None


def _line_of_events(instruction: Instruction, beside: Beside, around: Around, *, asked: Asked) -> Line | None:
    """An instruction whose timing lists its events: the same times on each day of an unbroken run of days."""
    where, timing = instruction.where, instruction.timing
    amount = amount_of(instruction, instruction.high, beside, asked=asked)
    by_day: dict[date, list[time | None]] = {}
    for moment in timing.events:
        by_day.setdefault(moment.on, []).append(_clock_of(moment, around))
    days, clocks = sorted(by_day), {tuple(sorted(times, key=str)) for times in by_day.values()}
    unbroken = (days[-1] - days[0]).days + 1 == len(days)
    alone = timing.rhythm is None and timing.count in (None, len(timing.events)) and timing.bounds.span is None
    if not alone or instruction.needed or len(clocks) > 1 or not unbroken or not _all_clocks(timing.events, around):
        text = f"{where} lists {len(timing.events)} events, which make no plain run of days. When is it taken?"
        asked.ask(text, where=where)
        return None
    ats = tuple(At(at_time=at) if at else At("morning") for at in next(iter(clocks)))
    if amount is None or len(set(ats)) < len(ats):
        return None
    slots = tuple(_slot(at, amount, around.times) for at in (beside.places if ats == (At("morning"),) else ()) or ats)
    return Line(instruction, Slots(slots), Days(len(days)), days[0], None)


def _clock_of(moment: Moment, around: Around) -> time | None:
    return moment.clock_in(around.zone)


def _all_clocks(moments: tuple[Moment, ...], around: Around) -> bool:
    """Whether each moment is a mere date, or a time with the zone's own offset."""
    return all(moment.at is None or moment.clock_in(around.zone) is not None for moment in moments)


def said_length(length: Length) -> str:
    """A length for a sentence."""
    match length:
        case Days(count=count):
            return "1 day" if count == 1 else f"{count} days"
        case Months(count=count):
            return "1 month" if count == 1 else f"{count} months"
        case Until(on=on):
            return f"until {on}"
        case Doses(count=count):
            return "1 dose" if count == 1 else f"{count} doses"
        case OpenLength():
            return "no end"
    assert_never(length)
