"""For how long is a dose of an order taken: by its bounds, its count of doses, or both where they say the same?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import assert_never

from taper.core.bounds import MAX_NUMBER, MAX_PLAN_DAYS, MAX_PLAN_HOURS
from taper.core.plan import Days, Doses, EveryDay, Length, Months, OpenLength, Until
from taper.interop.fhirtable import Asked
from taper.interop.fhirtiming import Timing
from taper.interop.fhirunits import Span

_MOST_COUNT = 10_000


def length_of(timing: Timing, *, where: str, asked: Asked) -> Length | None:
    """The length; None, with a question noted, where the structure does not say one."""
    bounds = timing.bounds
    by_bounds: Length = OpenLength()
    if bounds.last is not None and not (bounds.last.is_end_of_day or _ends_with_its_last_dose(timing)):
        asked.ask(f"{where}: it ends on {bounds.last.on} at an hour. Until which dose is it taken?", where=where)
        return None
    if bounds.first is not None and bounds.last is not None:
        by_bounds = Days((bounds.last.on - bounds.first.on).days + 1)
    elif bounds.last is not None:
        by_bounds = Until(bounds.last.on)
    elif bounds.span is not None:
        length = _length_of_span(bounds.span)
        if length is None:
            asked.ask(f"{where}: {_why_no_length(bounds.span)}. How long is it taken?", where=where)
            return None
        by_bounds = length
    return _with_count(timing, by_bounds, where=where, asked=asked)


def _ends_with_its_last_dose(timing: Timing) -> bool:
    """Whether the hour at which it ends is that of the day's last dose or later, so that the whole day counts."""
    first, last = timing.bounds.first, timing.bounds.last
    if last is None or last.at is None:
        return False
    clocks = [at.at_time for at in timing.places if at.at_time is not None]
    if timing.hours is not None and first is not None and first.at is not None:
        clocks = _clocks_of_a_day(first.at, timing.hours) if first.at.utcoffset() == last.at.utcoffset() else []
    return bool(clocks) and len(timing.places) in (0, len(clocks)) and last.at.time() >= max(clocks)


def _clocks_of_a_day(first: datetime, hours: int) -> list[time]:
    """The clock times of doses so many hours apart; none where they do not fill the day, or cross midnight."""
    moments = [] if 24 % hours else moments_from(first.time().replace(second=0, microsecond=0), hours)
    return [at.time() for at in moments] if moments and moments[-1].date() == moments[0].date() else []


def moments_from(first: time, hours: int) -> list[datetime]:
    """The doses of 24 hours from a first one on; `hours` divide them."""
    start = datetime.combine(date(2000, 1, 1), first)
    return [start + timedelta(hours=nth * hours) for nth in range(24 // hours)]


def _why_no_length(span: Span) -> str:
    said = f"a length of {span.count:,} {span.unit}" if span.count < MAX_NUMBER else "so great a length"
    if span.unit in ("s", "min", "h") and span.count < MAX_PLAN_HOURS:
        return f"{said} makes no whole days"
    return f"{said} is more than a plan may have ({MAX_PLAN_DAYS:,} days)"


def _length_of_span(span: Span) -> Length | None:
    match span.unit:
        case "d" | "wk":
            days = span.count * (7 if span.unit == "wk" else 1)
            return Days(days) if days <= MAX_PLAN_DAYS else None
        case "mo" | "a":
            months = span.count * (12 if span.unit == "a" else 1)
            return Months(months) if months * 31 <= MAX_PLAN_DAYS else None
        case "h" if span.count % 24 == 0:
            return Days(span.count // 24)
        case _:
            return None


def _with_count(timing: Timing, by_bounds: Length, *, where: str, asked: Asked) -> Length | None:
    """The length with the number of doses in all; both only where they say the same."""
    if timing.count is None:
        return by_bounds
    if timing.count > _MOST_COUNT:
        asked.ask(f"{where}: {timing.count:,} doses in all are more than a plan may have.", where=where)
        return None
    if timing.rhythm is None:
        return Days(1) if timing.count == 1 and by_bounds in (OpenLength(), Days(1)) else OpenLength()
    if isinstance(by_bounds, OpenLength):
        return Doses(timing.count)
    a_day = (
        len(timing.places) or timing.per_day or (24 // timing.hours if timing.hours and 24 % timing.hours == 0 else 0)
    )
    daily = timing.rhythm == EveryDay() and isinstance(by_bounds, Days)
    if not (daily and isinstance(by_bounds, Days) and by_bounds.count * a_day == timing.count):
        text = f"{where} says {timing.count} doses in all and a length besides, which do not say the same. Which holds?"
        asked.ask(text, where=where)
        return None
    return by_bounds


def said_length(length: Length) -> str:
    """A length for a sentence."""
    match length:
        case Days(count=count):
            return "1 day" if count == 1 else f"{count} days"
        case Months(count=count):
            return "1 month" if count == 1 else f"{count} months"
        case Until(on=on):
            return f"until {on}"
        case Doses(count=count):
            return "1 dose" if count == 1 else f"{count} doses"
        case OpenLength():
            return "no end"
    assert_never(length)
