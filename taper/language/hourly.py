"""At which times of the clock do doses every so many hours stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from taper.core.daytimes import FIRST_INTERVAL_TIME
from taper.core.plan import EveryDay
from taper.language.ask import puzzled
from taper.language.dosetimes import NIGHT_IS_OVER, Elapsed, Place, Timing, told_apart
from taper.language.rhythms import rhythm_of
from taper.language.saidwhens import of_kind, span_of, twice_differently
from taper.language.setting import Setting
from taper.language.sketch import Said
from taper.language.whens import (
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
    NamedDays,
    OtherDays,
    TimesADay,
    TimesAWeek,
    When,
)


def timing_by_hours(whens: Sequence[Said[When]], found: list[EveryHours], setting: Setting) -> Timing | Elapsed:
    """The timing of doses every so many hours, of which `found` is what was said; Elapsed where they divide no day.

    Raises Puzzled where anything else is said of their days or times that does not fit.
    """
    begins = tuple(first.at_time for first in of_kind(whens, FirstAt))
    hours, said_times = found[0].hours, found[0].times or begins or tuple(c.at_time for c in of_kind(whens, AtClock))
    if found[0].run is not None and len(found) == 1:
        return _run_of(whens, found[0].run, hours, said_times, setting)
    counts = of_kind(whens, TimesADay)
    others = (AtSlot, AtMeals, EveryDays, EachMonth, DaysOnOff, OtherDays, AsOneDose, TimesAWeek, NamedDays)
    if len(found) > 1 or any(isinstance(said.value, others) for said in whens):
        raise twice_differently(whens)
    daily = bool(of_kind(whens, Daily)) and hours != 24
    if any(count.count * hours != 24 for count in counts) or daily:
        raise twice_differently(whens)
    first = said_times[0] if said_times else setting.starts_at_time or FIRST_INTERVAL_TIME
    if 24 % hours:
        if len(said_times) > 1:
            raise twice_differently(whens)
        return Elapsed(hours, first)
    places = tuple(_hourly(first, nth * hours, in_text=bool(said_times)) for nth in range(24 // hours))
    clocks = tuple(place.at_time for place in places)
    if len(said_times) > 1 and said_times != clocks:
        raise puzzled(f"These times are not {hours} hours apart. Which ones hold?", span_of(whens))
    return Timing(places, EveryDay(), placed=True, hourly=True)


def on_their_dates(timing: Timing) -> Timing:
    """Doses around the clock on the dates they fall on; only one in the night belongs to the date before.

    Where the length is a number of doses, each then counts on its date; a length in days has whole days from the first
    dose on, so that a dose of the next morning still belongs to the day before.
    """
    dated = (replace(place, next_day=place.next_day and place.at_time < NIGHT_IS_OVER) for place in timing.places)
    return replace(timing, places=tuple(sorted(dated, key=lambda place: (place.next_day, place.at_time))))


def _run_of(whens: Sequence[Said[When]], count: int, hours: int, times: Sequence[time], setting: Setting) -> Timing:
    """ "every 12 hours for 3 doses once a week": so many doses from the first, which may cross midnight once."""
    rest = [said for said in whens if not isinstance(said.value, EveryHours | AtClock)]
    rhythm = rhythm_of(rest)
    first = times[0] if times else setting.starts_at_time or FIRST_INTERVAL_TIME
    last_minute = first.hour * 60 + first.minute + (count - 1) * hours * 60
    if len(times) > 1 or rhythm is None or last_minute >= 2 * 24 * 60:
        raise puzzled("At which times is each of these doses taken?", span_of(whens))
    places = [_hourly(first, nth * hours, in_text=bool(times)) for nth in range(count)]
    return Timing(tuple(told_apart(places)), rhythm)


def _hourly(first: time, hours: int, *, in_text: bool) -> Place:
    days, minutes = divmod(first.hour * 60 + first.minute + hours * 60, 24 * 60)
    at = time(minutes // 60, minutes % 60)
    return Place(f"{at:%H:%M}", at, next_day=days > 0, in_text=in_text)
