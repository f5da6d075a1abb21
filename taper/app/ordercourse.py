"""Does the structure bear out what a text says of the course: how long, from when, on which days, until when?"""

from __future__ import annotations

from datetime import date, timedelta

from taper.app import ordersaid as said
from taper.app.orderfacts import Facts, said_often
from taper.core.plan import Days, Doses, EveryDay, EveryNthDay, Length, Months, OnWeekdays, Until
from taper.interop.fhirtiming import Timing
from taper.interop.fhirunits import Span

DAYS_A_WEEK = 7


def _length_against(length: Length, facts: Facts) -> str | None:
    timing = facts.timing
    bounds = timing.bounds
    if bounds == type(bounds)(first=bounds.first) and timing.count is None and not timing.events:
        return "the structure has no end (no bounds, no count)."
    own = _own_lengths(timing)
    fits = any(_same_length(length, one, facts) for one in own)
    return None if fits else f"the structure's length is {' or '.join(_said_length(one) for one in own) or 'another'}."


def _own_lengths(timing: Timing) -> list[Length]:
    """The instruction's length, in each way it can be said."""
    found: list[Length] = [Doses(timing.count)] if timing.count else []
    bounds = timing.bounds
    if bounds.first and bounds.last:
        found.append(Days((bounds.last.on - bounds.first.on).days + 1))
    if bounds.last:
        found.append(Until(bounds.last.on))
    if bounds.span:
        found.append(_of_span(bounds.span))
    if timing.events:
        found.append(Days(len({moment.on for moment in timing.events})))
    if timing.count == 1 and timing.rhythm is None:
        found.append(Days(1))
    return found


def _of_span(span: Span) -> Length:
    in_days = {"d": 1, "wk": 7}.get(span.unit)
    if in_days:
        return Days(span.count * in_days)
    if span.unit in ("mo", "a"):
        return Months(span.count * (12 if span.unit == "a" else 1))
    return Days(max(1, span.count // 24))


def _same_length(claimed: Length, own: Length, facts: Facts) -> bool:
    if claimed == own:
        return True
    first = facts.timing.bounds.first
    match claimed, own:
        case Days(count=days), Doses(count=doses) if not _is_weekly(facts.timing):
            return facts.timing.rhythm == EveryDay() and facts.a_day is not None and days * facts.a_day == doses
        case Doses(count=doses), Days(count=days):
            return facts.timing.rhythm == EveryDay() and facts.a_day is not None and days * facts.a_day == doses
        case Days(count=days), Doses(count=doses) if facts.a_day == 1 and _is_weekly(facts.timing):
            return days == DAYS_A_WEEK * doses
        case Months(count=months), Days(count=days) if first:
            return _months_end(first.on, months) == first.on + timedelta(days=days - 1)
        case _:
            return False


def _is_weekly(timing: Timing) -> bool:
    """Whether there is one dose day a week."""
    match timing.rhythm:
        case EveryNthDay(n=n, offset=0):
            return n == DAYS_A_WEEK
        case OnWeekdays(weekdays=weekdays, every_weeks=1):
            return len(weekdays) == 1
        case _:
            return False


def _months_end(on: date, months: int) -> date | None:
    years, month = divmod(on.month - 1 + months, 12)
    return on.replace(year=on.year + years, month=month + 1) - timedelta(days=1) if on.day <= 28 else None


def _said_length(length: Length) -> str:
    match length:
        case Days(count=count):
            return f"{count} days"
        case Months(count=count):
            return f"{count} months"
        case Doses(count=count):
            return f"{count} doses"
        case Until(on=on):
            return f"until {on}"
        case _:
            return "open"


def course_against(meaning: said.Meaning, facts: Facts) -> str | None:
    """Why the structure does not bear out what is said of the course: its length, its days, its end."""
    timing = facts.timing
    match meaning:
        case said.LengthSaid(length=length):
            return _length_against(length, facts)
        case said.StartSaid() | said.PeriodSaid() | said.DayRangeSaid():
            return _days_against(meaning, facts)
        case said.SingleSaid():
            once = timing.count == 1 or (Days(1) in _own_lengths(timing) and facts.a_day == 1)
            return None if once else f"the structure {said_often(timing)} and not once (no count of 1)."
        case said.EndSaid():
            return _end_against(facts)
        case _:
            return None  # places are held against the structure together; what is not understood is asked elsewhere


def _days_against(meaning: said.StartSaid | said.PeriodSaid | said.DayRangeSaid, facts: Facts) -> str | None:
    timing = facts.timing
    match meaning:
        case said.StartSaid(on=on):
            first = timing.bounds.first or next(iter(timing.events), None)
            begins = first.on if first else "on no stated day"
            return None if first and first.on == on else f"the structure begins {begins}."
        case said.PeriodSaid(first=first_on, last=last_on):
            return None if _spans(timing, first_on, last_on) else "the structure's dates are others, or not said."
        case said.DayRangeSaid(first=first_day, last=last_day):
            return None if facts.days == (first_day, last_day) else "the structure's days are others, or not said."


def _spans(timing: Timing, first_on: date, last_on: date) -> bool:
    first, last = timing.bounds.first, timing.bounds.last
    return first is not None and last is not None and (first.on, last.on) == (first_on, last_on)


def _end_against(facts: Facts) -> str | None:
    if not facts.is_last:
        return "another instruction follows."
    return None if _own_lengths(facts.timing) else "the structure has no end (no bounds, no count)."
