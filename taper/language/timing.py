"""At which slots, on which days, does one dose stand, once all that was said of its time is put together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from taper.core.daytimes import (
    CLOCKS_A_DAY,
    DEFAULT_TIMES,
    FIRST_INTERVAL_TIME,
    NEXT_DAY,
    TIMES_A_DAY,
    WITH_BEDTIME,
    slot_name,
)
from taper.core.errors import Span
from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, OnOff, OnWeekdays, Rhythm, Weekday
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.setting import Setting
from taper.language.sketch import (
    AsOneDose,
    AtClock,
    AtMeals,
    AtSlot,
    Daily,
    DaysOnOff,
    EachMonth,
    EveryDays,
    EveryHours,
    FirstAt,
    InTurn,
    MostTimes,
    NamedDays,
    Once,
    OtherDays,
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
    """The places of a dose in its day; `rhythm` None where the text does not say which days.

    `places` is empty where only "one day", "the next" or "on the other days" was said; `placed` where the text names
    them. `on_other_days` where it is taken on the days that the dose before it is not. `single` marks one dose of one
    day ("at once"), `hourly` doses around the clock.
    """

    places: tuple[Place, ...]
    rhythm: Rhythm | None
    placed: bool = False
    on_other_days: bool = False
    single: bool = False
    hourly: bool = False


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Every so many hours, where the hours do not divide a day."""

    hours: int
    first_time: time


def timing_of(dose: SaidDose, setting: Setting, *, by_day: bool) -> Timing | Elapsed:
    """When a dose is taken; `by_day` where its day stands before or behind it ("day 1: 40 mg"), which is once a day.

    Raises Puzzled where the text does not say, or says two things.
    """
    whens = dose.whens
    if not whens and not by_day:
        raise puzzled("How often is this taken, and when?", _amount_span(dose), choices=_HOW_OFTEN, follows=True)
    _refuse_bounds(whens)
    _refuse_one_more(whens)
    if by_day and all(isinstance(said.value, Once) for said in whens):
        return Timing(once_a_day(setting), EveryDay())
    hours = _kind(whens, EveryHours)
    if _kind(whens, FirstAt) and not hours:
        raise puzzled("At which times are the other doses taken?", _span(whens))
    if hours:
        return _by_hours(whens, hours, setting)
    turns = _kind(whens, InTurn)
    if turns:
        return _in_turn(whens, turns, setting)
    if not whens:
        return Timing(once_a_day(setting), EveryDay())
    return _by_days(whens, setting)


def _by_days(whens: Sequence[Said[When]], setting: Setting) -> Timing:
    others, single, placed = bool(_kind(whens, OtherDays)), bool(_kind(whens, AsOneDose)), _names_places(whens)
    rhythm = _rhythm(whens)
    if others:
        if rhythm not in {None, EveryDay()}:
            raise _twice_differently(whens)
        return Timing(_places(whens, setting) if placed else (), None, placed, on_other_days=True)
    if single and rhythm is None:
        places = _places(whens, setting) if placed else _at_once(setting)
        return Timing(places, EveryDay(), placed, single=True)
    return Timing(_places(whens, setting), rhythm, placed)


def _names_places(whens: Sequence[Said[When]]) -> bool:
    """Whether the text names the time of the day, or how often a day beyond once."""
    named = any(isinstance(said.value, AtSlot | AtClock | AtMeals) for said in whens)
    return named or any(count.count > 1 for count in _kind(whens, TimesADay))


def _refuse_bounds(whens: Sequence[Said[When]]) -> None:
    """Asks about bounds and ranges, which say nothing of when a scheduled dose is taken."""
    for said in whens:
        if isinstance(said.value, MostTimes):
            choices = (f"{said.value.count} times a day", f"as needed, up to {said.value.count} times a day")
            raise puzzled("Is this taken as needed? If not, how often a day?", said.span, choices=choices)
        if isinstance(said.value, EveryHours) and said.value.up_to is not None:
            raise puzzled("How often exactly? This is a range.", said.span)


def _refuse_one_more(whens: Sequence[Said[When]]) -> None:
    """ "In the morning and once a day": once in all, or a second taking?"""
    if any(said.joined and isinstance(said.value, Daily | TimesADay) for said in whens[1:]):
        raise _one_more(whens)


def _one_more(whens: Sequence[Said[When]]) -> Puzzled:
    text = "Is this one of the times already counted, or one more? At which times is it taken?"
    return puzzled(text, _span(whens))


def once_a_day(setting: Setting) -> tuple[Place, ...]:
    """Where "once a day" stands."""
    return tuple(_slot(key, setting) for key in TIMES_A_DAY[1])


def _at_once(setting: Setting) -> tuple[Place, ...]:
    """One dose at the first hour of day 1 where that is said, else in the morning."""
    at = setting.starts_at_time
    return once_a_day(setting) if at is None else (Place(f"{at:%H:%M}", at),)


def _in_turn(whens: Sequence[Said[When]], turns: list[InTurn], setting: Setting) -> Timing:
    """ "one day", "the next": every second day, at the places said with it."""
    others = [said for said in whens if not isinstance(said.value, InTurn)]
    if len(turns) > 1 or _rhythm(others) not in {None, EveryDay()}:
        raise _twice_differently(whens)
    placed = _names_places(others)
    return Timing(_places(others, setting) if placed else (), EveryNthDay(2, turns[0].turn), placed)


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
    cycle = _cycle(whens, every_day=every_day)
    if cycle is not None:
        return cycle
    days, weeks, named = _kind(whens, EveryDays), _kind(whens, TimesAWeek), _kind(whens, NamedDays)
    if _kind(whens, Once) and not every_day and named and len(named[0].weekdays) > 1:
        raise puzzled("Once on each of these days, or only once?", _span(whens), example="once daily Monday to Friday")
    clear = bool(named) and len(named[0].weekdays) > 1 and not (days or weeks)  # "daily on Mondays and Fridays"
    if len(days) + len(weeks) > 1 or len(named) > 1 or (every_day and (days or weeks or named) and not clear):
        raise _twice_differently(whens)
    if days and days[0].n >= 7 and counts:
        raise _twice_differently(whens)
    if (days or weeks or named) and not days:
        return _weekly(whens, weeks[0].count if weeks else None, named[0] if named else None)
    if days and named:
        return _every_so_many_weeks(whens, days[0], named[0])
    if days:
        return EveryNthDay(days[0].n, days[0].offset)
    return EveryDay() if every_day or counts else None


def _cycle(whens: Sequence[Said[When]], *, every_day: bool) -> Rhythm | None:
    """ "3 weeks on, 1 week off" and "once a month", which stand beside no other rhythm but "daily"."""
    cycles, months = _kind(whens, DaysOnOff), _kind(whens, EachMonth)
    if not cycles and not months:
        return None
    others = any(isinstance(said.value, EveryDays | TimesAWeek | NamedDays) for said in whens)
    if others or len(cycles) + len(months) > 1 or (months and every_day):
        raise _twice_differently(whens)
    if cycles and not (every_day or _kind(whens, TimesADay) or _names_places(whens)):
        raise puzzled("How often a day is it taken on these days?", _span(whens), choices=("once daily",), follows=True)
    return OnOff(cycles[0].on_days, cycles[0].off_days) if cycles else EveryMonth()


def _every_so_many_weeks(whens: Sequence[Said[When]], days: EveryDays, named: NamedDays) -> Rhythm:
    """ "weekly on Fridays", "every 2 weeks on Monday"."""
    if days.n % 7 or days.offset:
        raise _twice_differently(whens)
    if days.n == 7:
        return _weekly(whens, 1, named)
    if len(named.weekdays) > 1:
        raise puzzled("Several weekdays, and weeks between them: on which dates?", _span(whens))
    return OnWeekdays(named.weekdays, every_weeks=days.n // 7)


def _is_each_day(whens: Sequence[Said[When]]) -> bool:
    return any(slot.every_day for slot in _kind(whens, AtSlot))


def _weekly(whens: Sequence[Said[When]], count: int | None, named: NamedDays | None) -> Rhythm:
    if named is None:
        if count != 1:
            raise puzzled("On which days of the week?", _span(whens), example="every Monday and Thursday")
        return EveryNthDay(7)
    if count is None and not named.certain:
        span = next(said.span for said in whens if said.value == named)
        raise puzzled("Only once, or each week?", span, choices=(f"every {_list_of(named.weekdays)}",))
    if count is not None and count != len(named.weekdays):
        raise puzzled("The days named are not as many as the times a week. On which days?", _span(whens))
    if _kind(whens, TimesADay) and count is not None:
        raise _twice_differently(whens)
    return OnWeekdays(named.weekdays)


def _list_of(weekdays: frozenset[Weekday]) -> str:
    *most, last = [day.name.title() for day in sorted(weekdays)]
    return f"{', '.join(most)} and {last}" if most else last


def _by_hours(whens: Sequence[Said[When]], found: list[EveryHours], setting: Setting) -> Timing | Elapsed:
    begins = tuple(first.at_time for first in _kind(whens, FirstAt))
    hours, said_times = found[0].hours, found[0].times or begins or tuple(c.at_time for c in _kind(whens, AtClock))
    if found[0].run is not None and len(found) == 1:
        return _run_of(whens, found[0].run, hours, said_times, setting)
    counts = _kind(whens, TimesADay)
    others = (AtSlot, AtMeals, EveryDays, EachMonth, DaysOnOff, OtherDays, AsOneDose, TimesAWeek, NamedDays)
    if len(found) > 1 or any(isinstance(said.value, others) for said in whens):
        raise _twice_differently(whens)
    daily = bool(_kind(whens, Daily)) and hours != 24
    if any(count.count * hours != 24 for count in counts) or daily:
        raise _twice_differently(whens)
    first = said_times[0] if said_times else setting.starts_at_time or FIRST_INTERVAL_TIME
    if 24 % hours:
        if len(said_times) > 1:
            raise _twice_differently(whens)
        return Elapsed(hours, first)
    places = tuple(_hourly(first, nth * hours, in_text=bool(said_times)) for nth in range(24 // hours))
    clocks = tuple(place.at_time for place in places)
    if len(said_times) > 1 and said_times != clocks:
        raise puzzled(f"These times are not {hours} hours apart. Which ones hold?", _span(whens))
    return Timing(places, EveryDay(), placed=True, hourly=True)


def on_their_dates(timing: Timing) -> Timing:
    """Doses around the clock on the dates they fall on; only one in the night belongs to the date before.

    Where the length is a number of doses, each then counts on its date; a length in days has whole days from the first
    dose on, so that a dose of the next morning still belongs to the day before.
    """
    dated = (replace(place, next_day=place.next_day and place.at_time < _NIGHT_IS_OVER) for place in timing.places)
    return replace(timing, places=tuple(sorted(dated, key=lambda place: (place.next_day, place.at_time))))


def _run_of(whens: Sequence[Said[When]], count: int, hours: int, times: Sequence[time], setting: Setting) -> Timing:
    """ "every 12 hours for 3 doses once a week": so many doses from the first, which may cross midnight once."""
    rest = [said for said in whens if not isinstance(said.value, EveryHours | AtClock)]
    rhythm = _rhythm(rest)
    first = times[0] if times else setting.starts_at_time or FIRST_INTERVAL_TIME
    last_minute = first.hour * 60 + first.minute + (count - 1) * hours * 60
    if len(times) > 1 or rhythm is None or last_minute >= 2 * 24 * 60:
        raise puzzled("At which times is each of these doses taken?", _span(whens))
    places = [_hourly(first, nth * hours, in_text=bool(times)) for nth in range(count)]
    return Timing(tuple(_apart(places)), rhythm)


def _apart(places: Sequence[Place]) -> list[Place]:
    """The places, with the day in the name of one whose clock time has stood before."""
    names = {place.name for place in places if not place.next_day}
    return [
        replace(place, name=f"{place.name}{NEXT_DAY}") if place.next_day and place.name in names else place
        for place in places
    ]


def _hourly(first: time, hours: int, *, in_text: bool) -> Place:
    days, minutes = divmod(first.hour * 60 + first.minute + hours * 60, 24 * 60)
    at = time(minutes // 60, minutes % 60)
    return Place(f"{at:%H:%M}", at, next_day=days > 0, in_text=in_text)


def _places(whens: Sequence[Said[When]], setting: Setting) -> tuple[Place, ...]:
    counts = _kind(whens, TimesADay)
    if len(counts) > 1:
        raise _twice_differently(whens)
    count = counts[0].count if counts else 1 if _says_once(whens) else None
    said = [said for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)]
    if meals_are_a_note(whens):
        said = []
    named = [place for one in said for place in _named(one.value, setting)]
    places = tuple(_apart(tuple(dict.fromkeys(named))))
    if not said:
        _refuse_mere_once(whens)
        if count is not None and count in CLOCKS_A_DAY:
            return tuple(Place(f"{at:%H:%M}", at) for at in CLOCKS_A_DAY[count])
        if count is not None and count not in TIMES_A_DAY:
            text = 'At which times of the day? Write them, like "at 08:00, 11:00 and 14:00".'
            raise puzzled(text, _span(whens))
        return tuple(_slot(key, setting) for key in TIMES_A_DAY[count or 1])
    if _besides_count(whens, said[0]):
        return _with_bedtime(whens, count or 1, said, setting)
    meals = isinstance(said[0].value, AtMeals)  # "three times a day with meals and at bedtime"
    at_bedtime_too = meals and said[-1].joined and _is_bedtime(said[-1]) and count == len(places) - 1
    if count is None and len(places) > 1 and _kind(whens, Daily) and not _is_each_day(whens):
        text = "Is this the amount of each dose, or of the whole day?"
        raise puzzled(
            text,
            _span(whens),
            choices=(f"{len(places)} times a day",),
            why="One of the readings is several times the other.",
        )
    if count not in {None, len(places)} and not (at_bedtime_too and count and count > 1):
        raise puzzled("How many times a day is it? The times named are not as many.", _span(whens))
    return places


def _says_once(whens: Sequence[Said[When]]) -> bool:
    return any(isinstance(said.value, Once | AsOneDose) for said in whens)


def meals_are_a_note(whens: Sequence[Said[When]]) -> bool:
    """Whether "with meals" stands beside "twice daily": a note, and no three times of its own."""
    counts = [said.value.count for said in whens if isinstance(said.value, TimesADay)]
    places = [said for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)]
    return bool(places) and counts[:1] not in ([], [3]) and all(isinstance(said.value, AtMeals) for said in places)


def _refuse_mere_once(whens: Sequence[Said[When]]) -> None:
    if all(isinstance(said.value, Once) for said in whens):
        raise puzzled("Once a day, or only once?", _span(whens), choices=("once a day", "for 1 day"))


def _is_bedtime(said: Said[When]) -> bool:
    return isinstance(said.value, AtSlot) and said.value.key == "bedtime" and not said.value.minutes


def _besides_count(whens: Sequence[Said[When]], first: Said[When]) -> bool:
    """Whether the first place is joined by "and" to a count before it: "three times a day and at bedtime"."""
    before = whens[: list(whens).index(first)]
    return first.joined and any(isinstance(said.value, TimesADay | Daily) for said in before)


def _with_bedtime(
    whens: Sequence[Said[When]], count: int, said: Sequence[Said[When]], setting: Setting
) -> tuple[Place, ...]:
    if len(said) != 1 or not _is_bedtime(said[0]) or count not in WITH_BEDTIME:
        raise _one_more(whens)
    return tuple(_slot(key, setting) for key in WITH_BEDTIME[count])


def _named(when: When, setting: Setting) -> tuple[Place, ...]:
    match when:
        case AtSlot(key=key, minutes=minutes) if minutes:
            return (_beside(key, minutes, setting),)
        case AtSlot(key=key, at_time=at_time):
            return (_slot(key, setting, at_time=at_time),)
        case AtClock(at_time=at, next_day=next_day):
            return (Place(f"{at:%H:%M}", at, next_day, in_text=True),)
        case AtMeals(relation=relation):
            return tuple(_slot(f"{relation} {meal}", setting) for meal in ("breakfast", "lunch", "dinner"))
        case _:
            return ()


def _beside(key: str, minutes: int, setting: Setting) -> Place:
    """ "30 minutes before breakfast": counted from the meal, or from bedtime."""
    relation, _, meal = key.partition(" ")
    base = _slot(f"with {meal}" if meal else key, setting)
    when = datetime.combine(date(2000, 1, 2), base.at_time) + timedelta(minutes=minutes)
    name = f"{abs(minutes)} minutes {relation if meal else 'before'} {meal or key}"
    return Place(name, when.time(), next_day=base.next_day and when.time() < _NIGHT_IS_OVER)


def _slot(key: str, setting: Setting, *, at_time: time | None = None) -> Place:
    at = at_time or setting.times.get(key, DEFAULT_TIMES[key])
    name = slot_name(key)
    late = name in _AFTER_MIDNIGHT and at < _NIGHT_IS_OVER
    usual = {time for one, time in setting.times.items() if slot_name(one) == name}
    return Place(name, at, next_day=late, in_text=at not in usual and not late)
