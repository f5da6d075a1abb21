"""Which days are dose days: how does a rhythm stand in the plain form, and how is it read back?"""

from __future__ import annotations

from typing import assert_never

from taper.core.bounds import MAX_PLAN_DAYS
from taper.core.formtable import Table
from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, OnOff, OnWeekdays, Rhythm, Weekday

_RHYTHMS = ("every_days", "weekdays", "on_days", "monthly")
_PARTNERS = {"offset_days": "every_days", "every_weeks": "weekdays", "off_days": "on_days"}
"""Keys that only mean something beside another."""

RHYTHM_KEYS = (*_RHYTHMS, *_PARTNERS)
"""Every key that says which days are dose days."""

_WEEKDAYS = {day.name.lower(): day for day in Weekday}


def rhythm_form(rhythm: Rhythm) -> dict[str, object]:
    """The keys of a rhythm; none for every day."""
    match rhythm:
        case EveryDay():
            return {}
        case EveryNthDay(n=n, offset=offset):
            return {"every_days": n, "offset_days": offset} if offset else {"every_days": n}
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            names = [day.name.lower() for day in sorted(weekdays)]
            return {"weekdays": names, "every_weeks": weeks} if weeks > 1 else {"weekdays": names}
        case OnOff(on_days=on_days, off_days=off_days):
            return {"on_days": on_days, "off_days": off_days}
        case EveryMonth():
            return {"monthly": True}
    assert_never(rhythm)


def read_rhythm(table: Table) -> Rhythm | None:
    """The rhythm a table names; every day where it names none, None when a problem was noted."""
    for key, partner in _PARTNERS.items():
        if table.says(key) and not table.says(partner):
            table.wrong(key, expected=f"{partner} beside it, or the key left out")
    said = [key for key in _RHYTHMS if table.says(key)]
    if len(said) > 1:
        table.wrong(said[1], expected=f"one of {', '.join(_RHYTHMS)}, or none for every day")
        return None
    match said:
        case ["every_days"]:
            return _read_every_days(table)
        case ["weekdays"]:
            return _read_weekdays(table)
        case ["on_days"]:
            on_days, off_days = table.count("on_days", most=MAX_PLAN_DAYS), table.count("off_days", most=MAX_PLAN_DAYS)
            if not table.says("off_days"):
                table.wrong("off_days", expected="the days of rest behind the dose days")
            return OnOff(on_days, off_days) if on_days and off_days else None
        case ["monthly"]:
            return EveryMonth() if table.stands("monthly") else None
        case _:
            return EveryDay()


def _read_every_days(table: Table) -> Rhythm | None:
    n, offset = table.count("every_days", most=MAX_PLAN_DAYS), table.count("offset_days", most=MAX_PLAN_DAYS)
    if n is not None and offset is not None and offset >= n:
        table.wrong("offset_days", expected=f"less than the {n} days between the doses")
        return None
    return None if n is None else EveryNthDay(n, offset or 0)


def _read_weekdays(table: Table) -> Rhythm | None:
    names = table.texts("weekdays")
    days = frozenset(_WEEKDAYS[name] for name in names if name in _WEEKDAYS)
    if not names or len(days) != len(names):
        expected = f"a list of one or more of {', '.join(_WEEKDAYS)}, each once"
        table.wrong("weekdays", found=", ".join(name[:20] for name in names[:8]) or "no weekday", expected=expected)
        return None
    weeks = table.count("every_weeks", most=MAX_PLAN_DAYS // 7) or 1
    if weeks > 1 and len(days) > 1:
        table.wrong("every_weeks", expected="one weekday beside it, so that the weeks can be counted from one day")
    return OnWeekdays(days, weeks)
