"""Which doses does one instruction of an order mean by its structure, and for how long?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from taper.core.amount import Amount, Unit
from taper.core.daytimes import CLOCKS_A_DAY, DEFAULT_TIMES, FIRST_INTERVAL_TIME, TIMES_A_DAY, SlotTimes, slot_name
from taper.core.plan import (
    AsNeeded,
    Days,
    EveryDay,
    Interval,
    Length,
    Rhythm,
    Schedule,
    Slot,
    Slots,
)
from taper.core.words import joined, slot_phrase
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirlengths import length_of, moments_from
from taper.interop.fhirmoments import Moment
from taper.interop.fhirtable import Asked
from taper.interop.fhirtiming import At, Timing
from taper.interop.fhirunits import Quantity

_NIGHT_IS_OVER = time(6)


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
    length = length_of(timing, where=where, asked=asked)
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
    moments = moments_from(first, hours)
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
