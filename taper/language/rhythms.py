"""On which days is a dose taken, once all that was said of its days is put together?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, OnOff, OnWeekdays, Rhythm, Weekday
from taper.language.ask import puzzled
from taper.language.saidwhens import is_each_day, names_places, of_kind, span_of, twice_differently
from taper.language.sketch import Said
from taper.language.whens import Daily, DaysOnOff, EachMonth, EveryDays, NamedDays, Once, TimesADay, TimesAWeek, When


def rhythm_of(whens: Sequence[Said[When]]) -> Rhythm | None:
    """The days that all of it together says, None where it says none.

    Raises Puzzled where two things are said of them, or too little.
    """
    counts = of_kind(whens, TimesADay)
    every_day = bool(of_kind(whens, Daily)) or TimesADay(1) in counts or is_each_day(whens)
    cycle = _cycle(whens, every_day=every_day)
    if cycle is not None:
        return cycle
    days, weeks, named = of_kind(whens, EveryDays), of_kind(whens, TimesAWeek), of_kind(whens, NamedDays)
    if of_kind(whens, Once) and not every_day and named and len(named[0].weekdays) > 1:
        raise puzzled(
            "Once on each of these days, or only once?", span_of(whens), example="once daily Monday to Friday"
        )
    clear = bool(named) and len(named[0].weekdays) > 1 and not (days or weeks)  # "daily on Mondays and Fridays"
    if len(days) + len(weeks) > 1 or len(named) > 1 or (every_day and (days or weeks or named) and not clear):
        raise twice_differently(whens)
    if days and days[0].n >= 7 and counts:
        raise twice_differently(whens)
    if (days or weeks or named) and not days:
        return _weekly(whens, weeks[0].count if weeks else None, named[0] if named else None)
    if days and named:
        return _every_so_many_weeks(whens, days[0], named[0])
    if days:
        return EveryNthDay(days[0].n, days[0].offset)
    return EveryDay() if every_day or counts else None


def _cycle(whens: Sequence[Said[When]], *, every_day: bool) -> Rhythm | None:
    """ "3 weeks on, 1 week off" and "once a month", which stand beside no other rhythm but "daily"."""
    cycles, months = of_kind(whens, DaysOnOff), of_kind(whens, EachMonth)
    if not cycles and not months:
        return None
    others = any(isinstance(said.value, EveryDays | TimesAWeek | NamedDays) for said in whens)
    if others or len(cycles) + len(months) > 1 or (months and every_day):
        raise twice_differently(whens)
    if cycles and not (every_day or of_kind(whens, TimesADay) or names_places(whens)):
        raise puzzled(
            "How often a day is it taken on these days?", span_of(whens), choices=("once daily",), follows=True
        )
    return OnOff(cycles[0].on_days, cycles[0].off_days) if cycles else EveryMonth()


def _every_so_many_weeks(whens: Sequence[Said[When]], days: EveryDays, named: NamedDays) -> Rhythm:
    """ "weekly on Fridays", "every 2 weeks on Monday"."""
    if days.n % 7 or days.offset:
        raise twice_differently(whens)
    if days.n == 7:
        return _weekly(whens, 1, named)
    if len(named.weekdays) > 1:
        raise puzzled("Several weekdays, and weeks between them: on which dates?", span_of(whens))
    return OnWeekdays(named.weekdays, every_weeks=days.n // 7)


def _weekly(whens: Sequence[Said[When]], count: int | None, named: NamedDays | None) -> Rhythm:
    if named is None:
        if count != 1:
            raise puzzled("On which days of the week?", span_of(whens), example="every Monday and Thursday")
        return EveryNthDay(7)
    if count is None and not named.certain:
        span = next(said.span for said in whens if said.value == named)
        raise puzzled("Only once, or each week?", span, choices=(f"every {_list_of(named.weekdays)}",))
    if count is not None and count != len(named.weekdays):
        raise puzzled("The days named are not as many as the times a week. On which days?", span_of(whens))
    if of_kind(whens, TimesADay) and count is not None:
        raise twice_differently(whens)
    return OnWeekdays(named.weekdays)


def _list_of(weekdays: frozenset[Weekday]) -> str:
    *most, last = [day.name.title() for day in sorted(weekdays)]
    return f"{', '.join(most)} and {last}" if most else last
