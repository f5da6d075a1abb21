"""At which places of the day is a dose taken, once all that was said of its times is put together?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from taper.core.daytimes import CLOCKS_A_DAY, DEFAULT_TIMES, TIMES_A_DAY, WITH_BEDTIME, slot_name
from taper.language.ask import puzzled
from taper.language.dayamounts import refuse_places_of_a_days_amount
from taper.language.dosetimes import NIGHT_IS_OVER, Place, told_apart
from taper.language.saidwhens import of_kind, one_more, span_of, twice_differently
from taper.language.setting import Setting
from taper.language.sketch import Said
from taper.language.whens import AsOneDose, AtClock, AtMeals, AtSlot, Daily, Once, TimesADay, When

_AFTER_MIDNIGHT = frozenset({"bedtime", "night"})


def once_a_day(setting: Setting) -> tuple[Place, ...]:
    """Where "once a day" stands."""
    return tuple(_slot(key, setting) for key in TIMES_A_DAY[1])


def at_once(setting: Setting) -> tuple[Place, ...]:
    """One dose at the first hour of day 1 where that is said, else in the morning."""
    at = setting.starts_at_time
    return once_a_day(setting) if at is None else (Place(f"{at:%H:%M}", at),)


def places_of(whens: Sequence[Said[When]], setting: Setting) -> tuple[Place, ...]:
    """The places that are named or counted, in the order in which they are said.

    Raises Puzzled where names and counts do not fit together, or a count has no usual times.
    """
    counts = of_kind(whens, TimesADay)
    if len(counts) > 1 or (counts and counts[0].count > 1 and _says_once(whens)):
        raise twice_differently(whens)
    count = counts[0].count if counts else 1 if _says_once(whens) else None
    said = [said for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)]
    if meals_are_a_note(whens):
        said = []
    named = [place for one in said for place in _named(one.value, setting)]
    places = tuple(told_apart(tuple(dict.fromkeys(named))))
    if not said:
        _refuse_mere_once(whens)
        if count is not None and count in CLOCKS_A_DAY:
            return tuple(Place(f"{at:%H:%M}", at) for at in CLOCKS_A_DAY[count])
        if count is not None and count not in TIMES_A_DAY:
            text = 'At which times of the day? Write them, like "at 08:00, 11:00 and 14:00".'
            raise puzzled(text, span_of(whens))
        return tuple(_slot(key, setting) for key in TIMES_A_DAY[count or 1])
    if _besides_count(whens, said[0]):
        return _with_bedtime(whens, count or 1, said, setting)
    meals = isinstance(said[0].value, AtMeals)  # "three times a day with meals and at bedtime"
    at_bedtime_too = meals and said[-1].joined and _is_bedtime(said[-1]) and count == len(places) - 1
    if count is None:
        refuse_places_of_a_days_amount(whens, places=len(places))
    if count not in {None, len(places)} and not (at_bedtime_too and count and count > 1):
        raise puzzled("How many times a day is it? The times named are not as many.", span_of(whens))
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
        raise puzzled("Once a day, or only once?", span_of(whens), choices=("once a day", "for 1 day"))


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
        raise one_more(whens)
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
    return Place(name, when.time(), next_day=base.next_day and when.time() < NIGHT_IS_OVER)


def _slot(key: str, setting: Setting, *, at_time: time | None = None) -> Place:
    at = at_time or setting.times.get(key, DEFAULT_TIMES[key])
    name = slot_name(key)
    late = name in _AFTER_MIDNIGHT and at < NIGHT_IS_OVER
    usual = {time for one, time in setting.times.items() if slot_name(one) == name}
    return Place(name, at, next_day=late, in_text=at not in usual and not late)
