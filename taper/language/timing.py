"""At which slots, on which days, does one dose stand, once all that was said of its time is put together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import TypeVar

from taper.core.daytimes import DEFAULT_TIMES, FIRST_INTERVAL_TIME, TIMES_A_DAY, WITH_BEDTIME, slot_name
from taper.core.errors import Span
from taper.core.plan import EveryDay, EveryNthDay, OnWeekdays, Rhythm, Weekday
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.setting import Setting
from taper.language.sketch import (
    AtClock,
    AtMeals,
    AtSlot,
    Daily,
    EveryDays,
    EveryHours,
    NamedDays,
    Once,
    Said,
    SaidDose,
    TimesADay,
    TimesAWeek,
    When,
)

K = TypeVar("K")

_AFTER_MIDNIGHT = frozenset({"bedtime", "night"})
_NIGHT_IS_OVER = time(6)
_HOW_OFTEN = ("once daily", "twice daily", "3 times daily", "every other day", "once a week")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the day: the slot's name, its time, and whether the text gave that time itself."""

    name: str
    at_time: time
    next_day: bool = False
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """The places of a dose in its day; `rhythm` None where the text does not say which days."""

    places: tuple[Place, ...]
    rhythm: Rhythm | None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Every so many hours, where the hours do not divide a day."""

    hours: int
    first_time: time


def timing_of(dose: SaidDose, setting: Setting) -> Timing | Elapsed:
    """When a dose is taken. Raises Puzzled where the text does not say, or says two things."""
    whens = dose.whens
    if not whens:
        raise puzzled("How often is this taken, and when?", _amount_span(dose), choices=_HOW_OFTEN)
    hours = _kind(whens, EveryHours)
    if hours:
        return _by_hours(whens, hours, setting)
    rhythm = _rhythm(whens)
    return Timing(_places(whens, setting), rhythm)


def _amount_span(dose: SaidDose) -> Span:
    return dose.amount.span if dose.amount else dose.span


def _kind(whens: Sequence[Said[When]], kind: type[K]) -> list[K]:
    """The different things of one kind that were said, in order."""
    return list(dict.fromkeys(said.value for said in whens if isinstance(said.value, kind)))


def _span(whens: Sequence[Said[When]]) -> Span:
    return Span(min(said.span.start for said in whens), max(said.span.end for said in whens))


def _twice_differently(whens: Sequence[Said[When]]) -> Puzzled:
    return puzzled("This says two different things of when it is taken. Which one holds?", _span(whens))


def _rhythm(whens: Sequence[Said[When]]) -> Rhythm | None:
    counts = _kind(whens, TimesADay)
    every_day = bool(_kind(whens, Daily)) or TimesADay(1) in counts or _is_each_day(whens)
    days, weeks, named = _kind(whens, EveryDays), _kind(whens, TimesAWeek), _kind(whens, NamedDays)
    if len(days) + len(weeks) > 1 or len(named) > 1 or (every_day and (days or weeks or named)):
        raise _twice_differently(whens)
    if days and days[0].n >= 7 and counts:
        raise _twice_differently(whens)
    if (days or weeks or named) and not days:
        return _weekly(whens, weeks[0].count if weeks else None, named[0] if named else None)
    if days and named:
        if days[0].n != 7:
            raise _twice_differently(whens)
        return _weekly(whens, 1, named[0])
    if days:
        return EveryNthDay(days[0].n)
    return EveryDay() if every_day or counts else None


def _is_each_day(whens: Sequence[Said[When]]) -> bool:
    return any(slot.every_day for slot in _kind(whens, AtSlot))


def _weekly(whens: Sequence[Said[When]], count: int | None, named: NamedDays | None) -> Rhythm:
    if named is None:
        if count != 1:
            raise puzzled("On which days of the week?", _span(whens), choices=("every Monday and Thursday",))
        return EveryNthDay(7)
    if count is None and not named.certain:
        every = f"every {_list_of(named.weekdays)}"
        raise puzzled("Only once, or each week?", _span(whens), choices=(every,))
    if count is not None and count != len(named.weekdays):
        raise puzzled("The days named are not as many as the times a week. On which days?", _span(whens))
    if _kind(whens, TimesADay) and count is not None:
        raise _twice_differently(whens)
    return OnWeekdays(named.weekdays)


def _list_of(weekdays: frozenset[Weekday]) -> str:
    *most, last = [day.name.title() for day in sorted(weekdays)]
    return f"{', '.join(most)} and {last}" if most else last


def _by_hours(whens: Sequence[Said[When]], found: list[EveryHours], setting: Setting) -> Timing | Elapsed:
    hours, said_times = found[0].hours, found[0].times or tuple(clock.at_time for clock in _kind(whens, AtClock))
    counts = _kind(whens, TimesADay)
    others = (AtSlot, AtMeals, EveryDays, TimesAWeek, NamedDays)
    if len(found) > 1 or any(isinstance(said.value, others) for said in whens):
        raise _twice_differently(whens)
    if any(count.count * hours != 24 for count in counts) or (24 % hours and _kind(whens, Daily)):
        raise _twice_differently(whens)
    first = said_times[0] if said_times else setting.starts_at_time or FIRST_INTERVAL_TIME
    if 24 % hours:
        if len(said_times) > 1:
            raise _twice_differently(whens)
        return Elapsed(hours, first)
    places = tuple(_hourly(first, nth * hours, in_text=bool(said_times)) for nth in range(24 // hours))
    if len(said_times) > 1 and said_times != tuple(place.at_time for place in places):
        raise puzzled(f"These times are not {hours} hours apart. Which ones hold?", _span(whens))
    return Timing(places, EveryDay())


def _hourly(first: time, hours: int, *, in_text: bool) -> Place:
    days, minutes = divmod(first.hour * 60 + first.minute + hours * 60, 24 * 60)
    at = time(minutes // 60, minutes % 60)
    return Place(f"{at:%H:%M}", at, next_day=days > 0, in_text=in_text)


def _places(whens: Sequence[Said[When]], setting: Setting) -> tuple[Place, ...]:
    counts = _kind(whens, TimesADay)
    if len(counts) > 1:
        raise _twice_differently(whens)
    count = counts[0].count if counts else 1 if _kind(whens, Once) else None
    said = [said for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)]
    named = [place for one in said for place in _named(one.value, setting)]
    places = tuple(dict.fromkeys(named))
    if not said:
        _refuse_mere_once(whens)
        return tuple(_slot(key, setting) for key in TIMES_A_DAY[count or 1])
    if _besides_count(whens, said[0]):
        return _with_bedtime(whens, count or 1, said, setting)
    at_bedtime_too = said[-1].joined and _is_bedtime(said[-1]) and count == len(places) - 1
    if count not in {None, len(places)} and not (at_bedtime_too and count and count > 1):
        raise puzzled("How many times a day is it? The times named are not as many.", _span(whens))
    return places


def _refuse_mere_once(whens: Sequence[Said[When]]) -> None:
    if all(isinstance(said.value, Once) for said in whens):
        raise puzzled("Once a day, or only once?", _span(whens), choices=("once a day", "for 1 day"))


def _is_bedtime(said: Said[When]) -> bool:
    return said.value == AtSlot("bedtime")


def _besides_count(whens: Sequence[Said[When]], first: Said[When]) -> bool:
    """Whether the first place is joined by "and" to a count before it: "three times a day and at bedtime"."""
    before = whens[: list(whens).index(first)]
    return first.joined and any(isinstance(said.value, TimesADay | Daily) for said in before)


def _with_bedtime(
    whens: Sequence[Said[When]], count: int, said: Sequence[Said[When]], setting: Setting
) -> tuple[Place, ...]:
    if len(said) != 1 or not _is_bedtime(said[0]) or count not in WITH_BEDTIME:
        raise puzzled(
            "Is this one of the times already counted, or one more? At which times is it taken?", _span(whens)
        )
    return tuple(_slot(key, setting) for key in WITH_BEDTIME[count])


def _named(when: When, setting: Setting) -> tuple[Place, ...]:
    match when:
        case AtSlot(key=key):
            return (_slot(key, setting),)
        case AtClock(at_time=at):
            return (Place(f"{at:%H:%M}", at, in_text=True),)
        case AtMeals(relation=relation):
            return tuple(_slot(f"{relation} {meal}", setting) for meal in ("breakfast", "lunch", "dinner"))
        case _:
            return ()


def _slot(key: str, setting: Setting) -> Place:
    at = setting.times.get(key, DEFAULT_TIMES[key])
    name = slot_name(key)
    return Place(name, at, next_day=name in _AFTER_MIDNIGHT and at < _NIGHT_IS_OVER)
