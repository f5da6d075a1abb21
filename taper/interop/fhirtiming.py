"""How often, on which days and at which times does a FHIR Timing say that something is taken?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal

from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, OnWeekdays, Rhythm, Weekday
from taper.interop.fhirmoments import Moment, moment_of, read_clock, read_moment
from taper.interop.fhirtable import Element
from taper.interop.fhirunits import Span, read_span

_WEEKDAYS: Mapping[str, Weekday] = {day.name[:3].lower(): day for day in Weekday}

_WHEN: Mapping[str, tuple[str, ...]] = {
    **{"MORN": ("morning",), "NOON": ("noon",), "AFT": ("afternoon",), "EVE": ("evening",), "NIGHT": ("night",)},
    **{"HS": ("bedtime",), "WAKE": ("waking",)},
    **{"CM": ("with breakfast",), "CD": ("with lunch",), "CV": ("with dinner",)},
    **{"ACM": ("before breakfast",), "ACD": ("before lunch",), "ACV": ("before dinner",)},
    **{"PCM": ("after breakfast",), "PCD": ("after lunch",), "PCV": ("after dinner",)},
    "C": ("with breakfast", "with lunch", "with dinner"),
    "AC": ("before breakfast", "before lunch", "before dinner"),
    "PC": ("after breakfast", "after lunch", "after dinner"),
}
_MOST_OFFSET = 180

_PER_HOURS = {f"Q{hours}H": hours for hours in (1, 2, 3, 4, 6, 8, 12)}
_ABBREVIATIONS = frozenset({"QD", "QOD", "BID", "TID", "QID", "AM", "PM", "BED", "WK", *_PER_HOURS})
_FHIR_CODES = frozenset(
    {f"http://terminology.hl7.org/CodeSystem/v3-{name}" for name in ("GTSAbbreviation", "TimingEvent")}
)
_TIMES = {"QD": 1, "BID": 2, "TID": 3, "QID": 4}


@dataclass(frozen=True, slots=True)
class At:
    """A place in the day: a slot's key, with minutes before or after it where they are said, or a clock time."""

    key: str | None = None
    at_time: time | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last moment, or the length, of an instruction; all None where it says neither."""

    first: Moment | None = None
    last: Moment | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """What a Timing says; `rhythm` is None where it does not say how often.

    A day has `per_day` doses, or one at each of `places`; `hours` stands for every so many hours. `up_to` is the upper
    end of a range in frequency or (in hours) period. `by_code` when only an abbreviation says how often. `count` is the
    number of doses in all. `words` are a code's own words.
    """

    rhythm: Rhythm | None = None
    per_day: int | None = None
    places: tuple[At, ...] = ()
    hours: int | None = None
    up_to: int | None = None
    by_code: bool = False
    count: int | None = None
    bounds: Bounds = Bounds()
    events: tuple[Moment, ...] = ()
    words: str | None = None


def read_timing(element: Element | None) -> Timing:
    """The Timing at a place; whatever it holds that does not fit is noted as a question."""
    if element is None:
        return Timing()
    repeat, events = element.element("repeat"), _read_events(element)
    said = Timing() if repeat is None else _read_repeat(repeat)
    coded, words = _read_code(element, is_said=said.rhythm is not None)
    element.refuse_unknown()
    said = replace(said, events=events, words=words)
    if coded is None:
        return said
    if said.rhythm is None:
        kept = replace(coded, count=said.count, bounds=said.bounds, events=events, words=words)
        return replace(kept, places=said.places or coded.places)
    if not _agree(said, coded):
        where = element.where
        element.asked.ask(f"{where}: its code ({words}) and its repeat say different things. Which holds?", where=where)
    return said


def _agree(said: Timing, coded: Timing) -> bool:
    if said.rhythm != coded.rhythm or said.hours != coded.hours:
        return False
    if coded.places:
        return said.places in ((), coded.places) and (said.per_day or 1) == len(coded.places)
    return coded.per_day is None or coded.per_day == (len(said.places) or said.per_day)


def _read_events(element: Element) -> tuple[Moment, ...]:
    texts = element.texts("event")
    found = tuple(moment for text in texts if (moment := moment_of(text)) is not None)
    if len(found) < len(texts):
        element.wrong("event", expected="full dates, or dates with time and offset")
    return found


def _read_code(element: Element, *, is_said: bool) -> tuple[Timing | None, str | None]:
    """What an abbreviation such as BID says, and the words of the code.

    A code of a hospital's own is only asked about where the repeat beside it does not say how often.
    """
    concept = element.element("code")
    if concept is None:
        return None, None
    words, codes = concept.text("text"), []
    for coding in concept.elements("coding"):
        coding.allow("version", "userSelected")
        display, code, system = coding.text("display"), coding.code("code"), coding.text("system")
        words = words or display or code
        of_fhir = system is None or system in _FHIR_CODES
        codes.extend([code.upper()] if code and (of_fhir or not is_said) else [])
        coding.refuse_unknown()
    concept.refuse_unknown()
    known = [code for code in dict.fromkeys(codes) if code in _ABBREVIATIONS]
    if len(known) > 1:
        concept.asked.ask(f"{concept.where} says {' and '.join(known)}. Which one holds?", where=concept.where)
    elif codes and not known:
        concept.asked.ask(f'{concept.where}: the code "{codes[0]}" is not known here.', where=concept.where)
    return (_timing_of_code(known[0]) if known else None), words


def _timing_of_code(code: str) -> Timing:
    if code in _PER_HOURS:
        return Timing(EveryDay(), hours=_PER_HOURS[code])
    if code in _TIMES:
        return Timing(EveryDay(), per_day=_TIMES[code], by_code=True)
    if code in ("QOD", "WK"):
        return Timing(EveryNthDay(2 if code == "QOD" else 7), per_day=1)
    return Timing(EveryDay(), places=(At({"AM": "morning", "PM": "evening", "BED": "bedtime"}[code]),))


def _read_repeat(repeat: Element) -> Timing:
    bounds = _read_bounds(repeat)
    places = _read_places(repeat)
    weekdays = _read_weekdays(repeat)
    count = repeat.whole("count")
    repeat.allow("durationUnit")
    for key in ("countMax", "duration", "durationMax"):
        if repeat.says(key):
            meaning = "the length of one taking, never of the course" if "duration" in key else "a range of doses"
            said = (
                f"{repeat.content[key]} {repeat.content.get('durationUnit', '') if 'duration' in key else ''}".strip()
            )
            text = f"{repeat.place(key)} is {said[:40]}: by FHIR's definition {meaning}. What is meant by it?"
            repeat.asked.ask(text, where=repeat.place(key))
    often = _read_often(repeat, places=places, weekdays=weekdays)
    repeat.refuse_unknown()
    return replace(often, places=places, count=count, bounds=bounds)


def _read_bounds(repeat: Element) -> Bounds:
    said = [key for key in ("boundsPeriod", "boundsDuration", "boundsRange") if repeat.says(key)]
    if len(said) > 1:
        repeat.wrong(said[1], expected=f"one length only, beside {said[0]}")
        return Bounds()
    if said == ["boundsRange"]:
        repeat.wrong("boundsRange", expected="one length; a range leaves open how long it is taken")
        return Bounds()
    period = repeat.element("boundsPeriod")
    if period is not None:
        first, last = read_moment(period, "start"), read_moment(period, "end")
        period.refuse_unknown()
        if first and last and last.on < first.on:
            period.wrong("end", expected=f"a date on or after its start, {first.on}")
        return Bounds(first, last)
    return Bounds(span=read_span(repeat.element("boundsDuration")))


def _read_places(repeat: Element) -> tuple[At, ...]:
    clocks, whens, offset = repeat.texts("timeOfDay"), repeat.texts("when"), repeat.whole("offset")
    if clocks and whens:
        repeat.wrong("when", expected="no when beside timeOfDay")
    if offset is not None and not whens:
        repeat.wrong("offset", expected="a when beside it")
    found: list[At] = []
    for text in clocks:
        at = read_clock(text)
        if at is None:
            repeat.wrong("timeOfDay", expected="times of day, as 08:00:00")
        else:
            found.append(At(at_time=at))
    for code in whens:
        if code not in _WHEN:
            repeat.wrong("when", expected=f"codes among {', '.join(sorted(_WHEN))}")
        found.extend(_with_offset(repeat, At(key), offset) for key in _WHEN.get(code, ()))
    if len(set(found)) < len(found):
        repeat.wrong("timeOfDay" if clocks else "when", expected="each time once")
    return tuple(dict.fromkeys(found))


def _with_offset(repeat: Element, at: At, offset: int | None) -> At:
    """A place with minutes before it ("before breakfast", bedtime) or after it ("after lunch")."""
    if offset is None:
        return at
    relation = (at.key or "").partition(" ")[0]
    if offset > _MOST_OFFSET or (relation not in {"before", "after"} and at.key != "bedtime"):
        repeat.wrong("offset", expected=f"at most {_MOST_OFFSET} minutes before or after a meal, or before bedtime")
    return replace(at, minutes=offset if relation == "after" else -offset)


def _read_weekdays(repeat: Element) -> frozenset[Weekday]:
    texts = repeat.texts("dayOfWeek")
    if any(text not in _WEEKDAYS for text in texts) or len(set(texts)) < len(texts):
        repeat.wrong("dayOfWeek", expected=f"days among {', '.join(_WEEKDAYS)}, each once")
    return frozenset(_WEEKDAYS[text] for text in texts if text in _WEEKDAYS)


@dataclass(frozen=True, slots=True)
class _Often:
    """`frequency` to `frequency_max` times in `period` to `period_max` of a unit."""

    frequency: int | None
    frequency_max: int | None
    period: Decimal | None
    period_max: Decimal | None
    unit: str | None


def _read_often(repeat: Element, *, places: tuple[At, ...], weekdays: frozenset[Weekday]) -> Timing:
    often = _Often(
        repeat.whole("frequency"),
        repeat.whole("frequencyMax"),
        repeat.number("period"),
        repeat.number("periodMax"),
        repeat.code("periodUnit"),
    )
    if often.unit is not None and often.unit not in ("s", "min", "h", "d", "wk", "mo", "a"):
        repeat.wrong("periodUnit", expected="s, min, h, d, wk, mo or a")
        return Timing()
    if often == _Often(None, None, None, None, None):
        return _by_days_alone(places=places, weekdays=weekdays)
    if often.frequency is None or often.period is None or often.unit is None:
        text = f"{repeat.where} says only in part how often: frequency, period and periodUnit belong together."
        repeat.asked.ask(f"{text} How often is it taken?", where=repeat.where)
        return Timing()
    found = _timing_of(often, places=len(places), weekdays=weekdays)
    if isinstance(found, str):
        repeat.asked.ask(f"{repeat.where}: {_said(often, weekdays)}. {found}", where=repeat.where)
        return Timing()
    return found


def _by_days_alone(*, places: tuple[At, ...], weekdays: frozenset[Weekday]) -> Timing:
    """A time of day or weekday alone: every day, or on each such weekday."""
    if weekdays:
        return Timing(OnWeekdays(weekdays), per_day=None if places else 1)
    return Timing(EveryDay()) if places else Timing()


def _said(often: _Often, weekdays: frozenset[Weekday]) -> str:
    most = f" to {often.frequency_max}" if often.frequency_max else ""
    longest = f" to {often.period_max}" if often.period_max else ""
    days = f" on {', '.join(day.name.title() for day in sorted(weekdays))}" if weekdays else ""
    return f"{often.frequency}{most} times per {often.period}{longest} {often.unit}{days}"


def _timing_of(often: _Often, *, places: int, weekdays: frozenset[Weekday]) -> Timing | str:
    """What a frequency per period means, or the question it raises."""
    assert often.frequency is not None
    assert often.period is not None
    if often.period != often.period.to_integral_value() or often.period <= 0:
        return "How many hours or days lie between two doses?"
    frequency, (period, unit) = often.frequency, _plain_period(often, places=places)
    if often.frequency_max is not None or often.period_max is not None:
        return _ranged(often, frequency=frequency, period=period, places=places, weekdays=weekdays)
    if weekdays:
        return _on_weekdays(frequency, period, unit, places=places, weekdays=weekdays)
    return _by_unit(frequency, period, unit, places=places)


def _plain_period(often: _Often, *, places: int) -> tuple[int, str | None]:
    """The period in its plainest unit: 480 min as 8 h, and "3 times in 24 h" as 3 times a day."""
    period, unit = int(often.period or 0), often.unit
    if unit == "min" and period % 60 == 0:
        period, unit = period // 60, "h"
    several = often.frequency != 1 or places > 0
    return (1, "d") if (period, unit) == (24, "h") and several and often.period_max is None else (period, unit)


def _by_unit(frequency: int, period: int, unit: str | None, *, places: int) -> Timing | str:
    match unit:
        case "h":
            fits = frequency == 1 and places == 0
            return Timing(EveryDay(), hours=period) if fits else "How many hours lie between two doses?"
        case "d" if period == 1:
            if places and places != frequency:
                return f"{places} times of the day are named. How many doses a day are there?"
            return Timing(EveryDay(), per_day=frequency)
        case "d" | "wk" if frequency == 1 and places <= 1:
            return Timing(EveryNthDay(period * (7 if unit == "wk" else 1)), per_day=1)
        case "mo" if frequency == period == 1 and places <= 1:
            return Timing(EveryMonth(), per_day=1)
        case _:
            return "On which days, and at which times?"


def _on_weekdays(
    frequency: int, period: int, unit: str | None, *, places: int, weekdays: frozenset[Weekday]
) -> Timing | str:
    a_week = len(weekdays) * max(places, 1)
    if (frequency, period, unit) == (max(places, 1), 1, "d"):
        return Timing(OnWeekdays(weekdays), per_day=None if places else 1)  # once on each of these days
    if unit != "wk":
        return "FHIR does not use days of the week together with times per day. On which days, how many times?"
    if frequency not in (a_week, len(weekdays)) or (period > 1 and len(weekdays) > 1):
        return "The days named are not as many. On which days, how many times?"
    return Timing(OnWeekdays(weekdays, period), per_day=None if places else 1)


def _ranged(often: _Often, *, frequency: int, period: int, places: int, weekdays: frozenset[Weekday]) -> Timing | str:
    """A range in how often: only ever for what is taken as needed (the instruction asks otherwise)."""
    if places or weekdays or (often.frequency_max and often.period_max):
        return "How often exactly? This is a range."
    if often.unit == "h" and often.period_max and frequency == 1 and often.period_max > period:
        return Timing(EveryDay(), hours=period, up_to=int(often.period_max))
    if often.unit == "d" and period == 1 and often.frequency_max and often.frequency_max > frequency:
        return Timing(EveryDay(), per_day=frequency, up_to=often.frequency_max)
    return "How often exactly? This is a range."
