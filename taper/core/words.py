"""How dates, times and lists are said to people, in plain English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import assert_never

from taper.core.amount import NO_BREAK, Amount, AmountError, read_plain, spoken
from taper.core.pieces import Piece
from taper.core.plan import (
    AsNeeded,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    OnOff,
    OnWeekdays,
    Rest,
    Rhythm,
    Schedule,
    Slot,
    Slots,
)

SayAmount = Callable[[Amount, str | None], str]
"""How an amount, of a named strength or not, is said."""

_YEAR_IS_CLEAR_DAYS = 300
"""Within so many days a day and a month are read as the nearest ones."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest as it stands."""
    return text[:1].upper() + text[1:]


def long_date(on: date) -> str:
    """ "Wed 16 December 2026": the form in which a date that matters is read."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """ "Wed 16 Dec": within a plan whose year is clear."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1][:3]}"


def date_within(on: date, *, days: int) -> str:
    """A date that lies `days` from another one that is known: "Sun 31 Dec", and with its year where that is far."""
    return long_date(on) if abs(days) > _YEAR_IS_CLEAR_DAYS else short_date(on)


def clock_time(at: time) -> str:
    """ "08:00"."""
    return at.isoformat("minutes")


def joined(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def article(number: int) -> str:
    """The article before a number that is said aloud: "an" 8-day course, "a" 14-day course."""
    return "an" if str(number).startswith("8") or number in (11, 18) else "a"


def counted(count: int, noun: str) -> str:
    """ "1 day", "3 days"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def in_pieces(pieces: Sequence[Piece]) -> str:
    """What to take: "2 tablets of 5 mg", "1 tablet of 20 mg and half tablet of 5 mg"."""
    return joined([_in_one_strength(piece) for piece in pieces])


def _in_one_strength(piece: Piece) -> str:
    count = spoken(Amount(piece.count, piece.form))
    if piece.strength is None:
        return count
    release = " extended-release" if "extended-release" in piece.of else ""
    return f"{count} of {say_strength(piece.strength)}{release}"


def say_strength(strength: str) -> str:
    """A strength's name for people: spoken where it is an amount ("10mg" as "10 mg"), else as written ("49/51 mg")."""
    try:
        return spoken(read_plain(strength))
    except AmountError:
        return strength.replace(" ", NO_BREAK)


_SLOT_PHRASES = {
    "morning": "in the morning",
    "noon": "at noon",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "night": "at night",
    "bedtime": "at bedtime",
}


def slot_phrase(name: str) -> str:
    """A slot as part of a sentence: "in the morning", "20 minutes before breakfast", "at 14:30"."""
    if name in _SLOT_PHRASES:
        return _SLOT_PHRASES[name]
    return f"at {name}" if name[:1].isdigit() and " minutes " not in name else name


def rhythm_phrase(rhythm: Rhythm) -> str:
    """On which days: "" for every day, "every other day", "every 3 days", "on Mon and Thu"."""
    match rhythm:
        case EveryDay():
            return ""
        case EveryNthDay(n=n, offset=offset):
            every = "every other day" if n == 2 else f"every {n} days"
            return f"{every} from day {offset + 1}" if offset else every
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            return (
                ("" if weeks == 1 else f"every {weeks} weeks ")
                + "on "
                + joined([_WEEKDAYS[d] for d in sorted(weekdays)])
            )
        case OnOff(on_days=on_days, off_days=off_days):
            return f"for {counted(on_days, 'day')}, then {counted(off_days, 'day')} without a dose"
        case EveryMonth():
            return "once a month"
    assert_never(rhythm)


def schedule_phrase(schedule: Schedule, say: SayAmount) -> str:
    """A step's schedule in one line: "1 tablet of 350 mg in the morning, at noon and at bedtime".

    `say` tells how an amount of a named strength is said.
    """
    match schedule:
        case Rest():
            return "no doses"
        case Interval(hours=hours, amount=amount, of=of):
            return f"{say(amount, of)} every {hours} hours"
        case Slots(slots=slots, rhythm=rhythm):
            days = rhythm_phrase(rhythm)
            return _slots_phrase(slots, say) + (f", {days}" if days else "")
        case Mixed(parts=parts):
            return "; ".join(_part_phrase(part, say) for part in parts)
        case AsNeeded():
            return as_needed_phrase(schedule, say)
    assert_never(schedule)


def _part_phrase(part: Slots, say: SayAmount) -> str:
    """One part of a schedule that differs by the day; of every second day, which ones."""
    if isinstance(part.rhythm, EveryNthDay):
        n, which = part.rhythm.n, part.rhythm.offset + 1
        return f"{_slots_phrase(part.slots, say)} on day {which} of every {n}"
    return schedule_phrase(part, say)


def as_needed_phrase(needed: AsNeeded, say: SayAmount) -> str:
    """ "as needed for pain: 1 tablet of 50 mg, at least 6 hours apart, at most 200 mg a day"."""
    least, most = say(needed.amount_min, needed.of), say(needed.amount_max, needed.of)
    parts = [least if needed.amount_min == needed.amount_max else f"{least} to {most}"]
    if needed.min_gap_hours is not None:
        parts.append(f"at least {counted(needed.min_gap_hours, 'hour')} apart")
    if needed.max_times_per_day is not None:
        parts.append(f"at most {counted(needed.max_times_per_day, 'time')} a day")
    if needed.max_per_day is not None:
        parts.append(f"at most {spoken(needed.max_per_day)} a day")
    when = f" {needed.when}" if needed.when else ""
    reason = f" for {needed.reason}" if needed.reason else ""
    return f"as needed{when}{reason}: {', '.join(parts)}"


def _slots_phrase(slots: tuple[Slot, ...], say: SayAmount) -> str:
    """Slots with the same amount are said together."""
    groups: dict[str, list[str]] = {}
    for slot in slots:
        groups.setdefault(say(slot.amount, slot.of), []).append(slot_phrase(slot.name))
    return ", ".join(f"{amount} {joined(names)}" for amount, names in groups.items())
