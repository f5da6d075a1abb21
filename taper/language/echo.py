"""How is a step said in words, so that a person can check it against the paper?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from itertools import pairwise
from typing import assert_never

from taper.core.amount import Amount, AmountError, plain, plain_number, read_plain
from taper.core.daytimes import DEFAULT_TIMES, NEXT_DAY, TIMES_A_DAY, SlotTimes, slot_name
from taper.core.pieces import make
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Length,
    Mixed,
    Months,
    OnOff,
    OnWeekdays,
    OpenLength,
    Rest,
    Rhythm,
    Slot,
    Slots,
    Step,
    Tablet,
    Until,
    named_amounts_of,
)

SayNumber = Callable[[Amount], str]

_COUNTS = {2: "twice", 3: "three times"}
_IN_THE = ("morning", "afternoon", "evening")
_DAY_MINUTES = 24 * 60


def say_step(
    step: Step,
    *,
    tablets: tuple[Tablet, ...] = (),
    number: SayNumber = plain,
    times: SlotTimes = DEFAULT_TIMES,
) -> str:
    """The step in words: "40 mg (4 tablets of 10 mg) once daily for 4 days".

    `number` writes the amounts (`core.amount.plain` or `spoken`). `times` are the slot times in force: a slot that
    stands at another time is said with it. In the plain form the words can be read again and mean the same step.
    """
    length = say_length(step.length)
    doses = _say_doses(step, tablets, number, times)
    return f"{doses} {length}" if length else doses


def say_parts(
    step: Step, *, tablets: tuple[Tablet, ...] = (), number: SayNumber = plain, times: SlotTimes = DEFAULT_TIMES
) -> tuple[str, str, str]:
    """The words of `say_step` parted into amount, when, and length; the amount is empty where a step has several."""
    doses, length = _say_doses(step, tablets, number, times), say_length(step.length)
    named = set(named_amounts_of(step.schedule)) if isinstance(step.schedule, Slots | Interval) else set()
    amount = _say_amount(*named.pop(), tablets, number) if len(named) == 1 else ""
    return amount, doses.removeprefix(amount).strip(), length


def _say_doses(step: Step, tablets: tuple[Tablet, ...], number: SayNumber, times: SlotTimes) -> str:
    schedule = step.schedule
    match schedule:
        case Slots():
            return _say_slots(schedule, tablets, number, times)
        case Mixed(parts=parts):
            return _list_of(_say_slots(part, tablets, number, times, alone=False) for part in parts)
        case Interval(hours=hours, first_time=first_time, amount=amount, of=of):
            return f"{_say_amount(amount, of, tablets, number)} every {hours} hours from {first_time:%H:%M}"
        case AsNeeded():
            return _say_as_needed(schedule, tablets, number)
        case Rest():
            return "no doses"
    assert_never(schedule)


def _say_slots(
    schedule: Slots, tablets: tuple[Tablet, ...], number: SayNumber, times: SlotTimes, *, alone: bool = True
) -> str:
    said = [
        f"{_say_amount(group[0].amount, group[0].of, tablets, number)} "
        f"{_say_when(group, schedule.rhythm, times, alone=alone and len(group) == len(schedule.slots))}"
        for group in _groups(schedule.slots)
    ]
    return _list_of(said)


def _say_as_needed(needed: AsNeeded, tablets: tuple[Tablet, ...], number: SayNumber) -> str:
    """ "50 mg as needed for pain, at least 6 hours apart, at most 200 mg a day"."""
    amount = _say_amount(needed.amount_min, needed.of, tablets, number)
    if needed.amount_max != needed.amount_min:
        least = needed.amount_min
        in_one_unit = least.unit is needed.amount_max.unit and least.number.denominator == 1
        said = plain_number(least.number) if in_one_unit else number(least)
        amount = f"{said} to {_say_amount(needed.amount_max, needed.of, (), number)}"
    when, reason = f" {needed.when}" if needed.when else "", f" for {needed.reason}" if needed.reason else ""
    parts = [f"{amount}{when} as needed{reason}"]
    if needed.min_gap_hours is not None:
        parts.append(f"at least {needed.min_gap_hours} {'hour' if needed.min_gap_hours == 1 else 'hours'} apart")
    if needed.max_times_per_day is not None:
        parts.append(f"at most {needed.max_times_per_day} {'time' if needed.max_times_per_day == 1 else 'times'} a day")
    if needed.max_per_day is not None:
        parts.append(f"at most {number(needed.max_per_day)} a day")
    return ", ".join(parts)


def _groups(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Slots of one amount stand together only when all do: else each is said by itself, in the order of the day."""
    same = len({(slot.amount, slot.of) for slot in slots}) == 1
    return [list(slots)] if same else [[slot] for slot in slots]


def _say_amount(amount: Amount, of: str | None, tablets: tuple[Tablet, ...], number: SayNumber) -> str:
    said = number(amount)
    if amount.unit.is_piece:
        return f"{said} of {_say_strength(of, number)}" if of else said
    pieces = make(amount, tablets, of) or ()
    counted = [
        f"{number(Amount(piece.count, piece.form))} of {_say_strength(piece.strength or '', number)}"
        for piece in pieces
    ]
    return f"{said} ({_list_of(counted)})" if counted else said


def _say_strength(name: str, number: SayNumber) -> str:
    """A strength's name, written like every amount where it is one ("10 mg"), else as it is ("49/51 mg")."""
    try:
        return number(read_plain(name))
    except AmountError:
        return name


def _say_when(group: Sequence[Slot], rhythm: Rhythm, times: SlotTimes, *, alone: bool) -> str:
    """When a group of slots is taken; `alone` where no other doses stand beside it in the step."""
    keys = [_key_of(slot, times) for slot in group]
    count = _count_of(keys) if alone else None
    days = _say_rhythm(rhythm)
    if count == 1:
        return f"once daily {days}".rstrip() if not days or isinstance(rhythm, OnOff) else days
    if count in _COUNTS:
        return f"{_COUNTS[count]} daily {days}".strip()
    if alone and rhythm == EveryDay() and _is_hourly(group):
        hours = 24 // len(group)
        return (
            f"every {'hour' if hours == 1 else f'{hours} hours'} ({_list_of(_clock(slot.at_time) for slot in group)})"
        )
    places = _list_of(_say_slot(slot, key) for slot, key in zip(group, keys, strict=True))
    return f"{places} {days}".strip()


def _key_of(slot: Slot, times: SlotTimes) -> str | None:
    """The slot's key, when its name and time are those of a named slot."""
    keys = (key for key, at in times.items() if slot_name(key) == slot.name and at == slot.at_time)
    return next(keys, None)


def _count_of(keys: Sequence[str | None]) -> int | None:
    """N when these slots are what "N times daily" means."""
    return next((count for count, usual in TIMES_A_DAY.items() if list(usual) == list(keys)), None)


def _is_hourly(group: Sequence[Slot]) -> bool:
    """Whether the slots stand evenly around the clock and carry their times as names."""
    minutes = [slot.at_time.hour * 60 + slot.at_time.minute + _DAY_MINUTES * slot.next_day for slot in group]
    gap = _DAY_MINUTES // len(group)
    even = len(group) > 1 and gap % 60 == 0 and all(b - a == gap for a, b in pairwise(minutes))
    return even and all(slot.name == _clock(slot.at_time) for slot in group)


_BESIDE = frozenset({"before", "with", "after"})
"""What makes a slot's name a phrase of its own: "with lunch", "20 minutes before breakfast"."""


def _say_slot(slot: Slot, key: str | None) -> str:
    if slot.name.removesuffix(NEXT_DAY) == _clock(slot.at_time):
        return f"at {_clock(slot.at_time)}{NEXT_DAY if slot.next_day else ''}"
    if slot.name in _IN_THE:
        said = f"in the {slot.name}"
    else:
        said = slot.name if not _BESIDE.isdisjoint(slot.name.split()) else f"at {slot.name}"
    usual = key is not None and key == slot_name(key)  # the evening of "twice daily" is not that of "in the evening"
    return said if usual else f"{said} ({_clock(slot.at_time)})"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _say_rhythm(rhythm: Rhythm) -> str:
    match rhythm:
        case EveryDay():
            return ""
        case EveryNthDay(n=n, offset=offset):
            every = "every other day" if n == 2 else f"every {n} days"
            return f"{every} from day {offset + 1}" if offset else every
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            every = f"every {weeks} weeks on" if weeks > 1 else "once a week on" if len(weekdays) == 1 else "every"
            return f"{every} {_list_of(day.name.title() for day in sorted(weekdays))}"
        case OnOff(on_days=on_days, off_days=off_days):
            return f"in cycles of {_days(on_days)} on and {_days(off_days)} off"
        case EveryMonth():
            return "once a month"
    assert_never(rhythm)


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"


def say_length(length: Length) -> str:
    """The length in words; empty when it is open."""
    match length:
        case Days(count=count):
            return f"for {_days(count)}"
        case Months(count=count):
            return f"for {count} {'month' if count == 1 else 'months'}"
        case Until(on=on):
            return f"until {say_date(on)}"
        case Doses(count=count):
            return f"for {count} {'dose' if count == 1 else 'doses'}"
        case OpenLength():
            return ""
    assert_never(length)


def say_date(on: date) -> str:
    """ "16 December 2026"."""
    return f"{on.day} {on:%B} {on.year}"


def _list_of(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
