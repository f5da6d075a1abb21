"""How does a step stand in the plain form, and how is it read back?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import combinations
from math import gcd
from typing import assert_never

from taper.core.amount import Amount, plain
from taper.core.bounds import MAX_PLAN_DAYS, MAX_PLAN_HOURS, MAX_PLAN_MONTHS, MAX_SLOTS
from taper.core.daytimes import FIRST_INTERVAL_TIME, SlotTimes
from taper.core.formrhythm import RHYTHM_KEYS, read_rhythm, rhythm_form
from taper.core.formtable import Table
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    EveryNthDay,
    Interval,
    Length,
    Mixed,
    Months,
    OnWeekdays,
    OpenLength,
    Rest,
    Rhythm,
    Schedule,
    Slot,
    Slots,
    Step,
    Until,
)

_LENGTHS = ("days", "months", "until", "doses", "open")
_SCHEDULES = ("slots", "parts", "every_hours", "as_needed", "rest")

_AFTER_MIDNIGHT_NAMES = frozenset({"bedtime", "night"})
_NIGHT_IS_OVER = time(6)


def step_form(step: Step) -> dict[str, object]:
    """The plain form of a step."""
    return {**_length_form(step.length), **_schedule_form(step.schedule)}


def _length_form(length: Length) -> dict[str, object]:
    match length:
        case Days(count=count):
            return {"days": count}
        case Months(count=count):
            return {"months": count}
        case Until(on=on):
            return {"until": on.isoformat()}
        case Doses(count=count):
            return {"doses": count}
        case OpenLength():
            return {"open": True}
    assert_never(length)


def _schedule_form(schedule: Schedule) -> dict[str, object]:
    match schedule:
        case Slots(slots=slots, rhythm=rhythm):
            return {**rhythm_form(rhythm), "slots": [_slot_form(slot) for slot in slots]}
        case Mixed(parts=parts):
            return {"parts": [_schedule_form(part) for part in parts]}
        case AsNeeded():
            return {"as_needed": _as_needed_form(schedule)}
        case Interval(hours=hours, first_time=first_time, amount=amount, of=of):
            form: dict[str, object] = {
                "every_hours": hours,
                "first_time": f"{first_time:%H:%M}",
                "amount": plain(amount),
            }
            return form if of is None else {**form, "of": of}
        case Rest():
            return {"rest": True}
    assert_never(schedule)


def _as_needed_form(needed: AsNeeded) -> dict[str, object]:
    form: dict[str, object | None] = {
        "amount": plain(needed.amount_min),
        "up_to": None if needed.amount_max == needed.amount_min else plain(needed.amount_max),
        "min_gap_hours": needed.min_gap_hours,
        "max_per_day": needed.max_per_day and plain(needed.max_per_day),
        "max_times_per_day": needed.max_times_per_day,
        "reason": needed.reason,
        "when": needed.when,
        "of": needed.of,
    }
    return {key: value for key, value in form.items() if value is not None}


def _slot_form(slot: Slot) -> dict[str, object]:
    form: dict[str, object] = {"slot": slot.name, "time": f"{slot.at_time:%H:%M}", "amount": plain(slot.amount)}
    if slot.next_day:
        form["next_day"] = True
    return form if slot.of is None else {**form, "of": slot.of}


def read_step(table: Table, *, times: SlotTimes, first_time: time | None) -> Step | None:
    """The step a table stands for, or None when a problem was noted.

    `times` fills in the time of a slot that has none; `first_time` is when an interval without one begins.
    """
    length = _read_length(table)
    schedule = _read_schedule(table, times=times, first_time=first_time or FIRST_INTERVAL_TIME)
    table.refuse_unknown()
    return None if length is None or schedule is None else Step(length, schedule)


def _only(table: Table, keys: tuple[str, ...], *, what: str) -> str | None:
    """The one of `keys` that stands in the table; a problem when it is not exactly one."""
    said = [key for key in keys if table.says(key)]
    if len(said) == 1:
        return said[0]
    table.wrong_here(found=" and ".join(said) or f"no {what}", expected=f"exactly one of {', '.join(keys)}")
    return None


def _read_length(table: Table) -> Length | None:
    match _only(table, _LENGTHS, what="length"):
        case "days":
            days = table.count("days", most=MAX_PLAN_DAYS)
            return None if days is None else Days(days)
        case "months":
            months = table.count("months", most=MAX_PLAN_MONTHS)
            return None if months is None else Months(months)
        case "until":
            on = table.day("until")
            return None if on is None else Until(on)
        case "doses":
            doses = table.count("doses", most=MAX_PLAN_DAYS * MAX_SLOTS)
            return None if doses is None else Doses(doses)
        case "open":
            return OpenLength() if table.stands("open") else None
        case _:
            return None


def _read_schedule(table: Table, *, times: SlotTimes, first_time: time) -> Schedule | None:
    match _only(table, _SCHEDULES, what="doses"):
        case "slots":
            return _read_slots_of_days(table, times=times)
        case "parts":
            return _read_mixed(table, times=times)
        case "as_needed":
            before = len(table.problems)
            needed = table.table("as_needed")
            return _read_as_needed(needed) if len(table.problems) == before else None
        case "every_hours":
            return _read_interval(table, first_time=first_time)
        case "rest":
            return Rest() if table.stands("rest") else None
        case _:
            for key in (*RHYTHM_KEYS, "first_time", "amount", "of"):
                table.says(key)
            return None


def _read_slots_of_days(table: Table, *, times: SlotTimes) -> Slots | None:
    rhythm = read_rhythm(table)
    slots = _read_slots(table, times=times)
    return None if rhythm is None or slots is None else Slots(slots, rhythm)


def _read_mixed(table: Table, *, times: SlotTimes) -> Mixed | None:
    """Parts on days of their own: no two of them may give a slot of one name, or two at one time, on the same date."""
    tables = table.tables("parts")
    parts = [_read_slots_of_days(part, times=times) for part in tables]
    for part in tables:
        part.refuse_unknown()
    found = tuple(part for part in parts if part is not None)
    if len(tables) < 2:
        table.wrong("parts", found=f"{len(tables) or 'no'} part", expected="at least two, each with days of its own")
    elif len(found) == len(tables):
        if not parts_clash(found):
            return Mixed(found)
        table.wrong("parts", found="two parts with a dose at the same time", expected="parts that never fall together")
    return None


def parts_clash(parts: Sequence[Slots]) -> bool:
    """Whether two parts of a step may give a slot of one name, or one at the same time, on the same date."""
    return any(
        _may_meet(one.rhythm, other.rhythm) and _places(one) & _places(other) for one, other in combinations(parts, 2)
    )


def _places(part: Slots) -> set[object]:
    return {slot.name for slot in part.slots} | {(slot.next_day, slot.at_time) for slot in part.slots}


def _may_meet(one: Rhythm, other: Rhythm) -> bool:
    match one, other:
        case OnWeekdays(), OnWeekdays():
            return bool(one.weekdays & other.weekdays)
        case EveryNthDay(), EveryNthDay():
            return (one.offset - other.offset) % gcd(one.n, other.n) == 0
        case _:
            return True


def _read_as_needed(table: Table) -> AsNeeded | None:
    least, most = table.amount("amount"), table.amount("up_to")
    gap = table.count("min_gap_hours", most=MAX_PLAN_HOURS)
    times_a_day = table.count("max_times_per_day", most=MAX_SLOTS)
    maximum, reason = table.amount("max_per_day"), table.name("reason")
    when, of = table.name("when"), table.name("of")
    if not table.says("amount"):
        table.wrong("amount", expected='how much at a time, as in "50 mg"')
    if least and most and not (most.measures_like(least) and most.exceeds(least)):
        table.wrong("up_to", expected=f"more than {plain(least)}, in the same unit")
    table.refuse_unknown()
    return None if least is None else AsNeeded(least, most or least, gap, maximum, times_a_day, reason, when, of)


def _read_slots(table: Table, *, times: SlotTimes) -> tuple[Slot, ...] | None:
    tables = table.tables("slots")
    if not 1 <= len(tables) <= MAX_SLOTS:
        table.wrong("slots", found=f"{len(tables)} slots", expected=f"between 1 and {MAX_SLOTS} slots in a step")
        return None
    read = [_read_slot(slot, times=times) for slot in tables]
    slots = tuple(slot for slot in read if slot is not None)
    names: set[str] = set()
    minutes: set[tuple[bool, time]] = set()
    for place, slot in zip(tables, read, strict=True):
        if slot is not None and slot.name not in names and (slot.next_day, slot.at_time) in minutes:
            place.wrong(
                "time", found=f"{slot.at_time:%H:%M} a second time", expected="one dose at a time, or one amount"
            )
        minutes |= {(slot.next_day, slot.at_time)} if slot is not None else set()
        if slot is not None and slot.name in names:
            place.wrong(
                "slot", found=f'"{slot.name}" a second time', expected="a name that no other slot of the step has"
            )
        names |= {slot.name} if slot is not None else set()
    return slots if len(slots) == len(names) == len(tables) else None


def _read_slot(table: Table, *, times: SlotTimes) -> Slot | None:
    name, amount, of = table.name("slot"), table.amount("amount"), table.name("of")
    next_day = table.flag("next_day")
    at = table.clock("time")
    if not table.says("amount"):
        table.wrong("amount", expected='how much, as in "40 mg"')
    if not table.says("time"):
        if not table.says("slot"):
            table.wrong("slot", expected="a slot's name, or a time")
        elif name is not None:
            at = _usual_time(table, name, times=times)
            next_day = next_day or (name in _AFTER_MIDNIGHT_NAMES and at is not None and at < _NIGHT_IS_OVER)
    table.refuse_unknown()
    if at is None or amount is None or (name is None and table.says("slot")):
        return None
    return Slot(name or f"{at:%H:%M}", at, amount, next_day=next_day, of=of)


def _usual_time(table: Table, name: str, *, times: SlotTimes) -> time | None:
    at = times.get(name)
    if at is None:
        known = ", ".join(key for key in times if "(" not in key)
        table.wrong("time", expected=f'a time, as in "08:00"; only these slots have one of their own: {known}')
    return at


def _read_interval(table: Table, *, first_time: time) -> Schedule | None:
    hours, amount, of = table.count("every_hours", most=MAX_PLAN_HOURS), table.amount("amount"), table.name("of")
    if not table.says("amount"):
        table.wrong("amount", expected='how much, as in "40 mg"')
    first = table.clock("first_time") if table.says("first_time") else first_time
    if hours is None or amount is None or first is None:
        return None
    if 24 % hours == 0:
        return Slots(tuple(_hourly_slot(first, nth * hours, amount=amount, of=of) for nth in range(24 // hours)))
    return Interval(hours, first, amount, of)


def _hourly_slot(first: time, hours: int, *, amount: Amount, of: str | None) -> Slot:
    days, minutes = divmod(first.hour * 60 + first.minute + hours * 60, 24 * 60)
    at = time(minutes // 60, minutes % 60)
    return Slot(f"{at:%H:%M}", at, amount, next_day=days > 0, of=of)
