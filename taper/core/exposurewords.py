"""How is it said on which days a medicine was used?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taper.core.used import Used
from taper.core.words import counted, long_date, short_date

_MOST_LISTED = 3
"""How many earlier courses are listed one by one, the latest first."""

EARLIER_NOT_ADDED = "Earlier courses are listed and not added up: no source here says in what time they count together."
OUR_BREAK = "The break is shorter than the length stated (taper's own threshold)."


def say_used(used: Used) -> str:
    """ "used on 20 days", "used on 10 days (9 of them before it was entered, not recorded)"."""
    before = len(used.untracked)
    of_them = f" ({before:,} of them before it was entered, not recorded)" if before else ""
    return f"used on {counted(used.days, 'day')}{of_them}"


def say_course(days: int, first_on: date, last_on: date, *, together: bool) -> str:
    """ "Together that makes 34 days, from Tue 1 December 2026 to Sun 3 January 2027."."""
    return f"{_makes(together=together)} {counted(days, 'day')}, {_from(first_on, last_on)}."


def say_window(days: int, first_on: date, last_on: date, *, together: bool) -> str:
    """ "Together that makes use on 12 days of 30, from Tue 1 December 2026 to Wed 30 December 2026."."""
    within = (last_on - first_on).days + 1
    return f"{_makes(together=together)} use on {counted(days, 'day')} of {within:,}, {_from(first_on, last_on)}."


def _makes(*, together: bool) -> str:
    return "Together that makes" if together else "That makes"


def _from(first_on: date, last_on: date) -> str:
    return f"from {long_date(first_on)} to {long_date(last_on)}"


def say_earlier(earlier: Sequence[Used], begin: date) -> str:
    """The earlier courses, the latest first, and how long before this one the latest ended."""
    said = [_one(used) for used in earlier[:_MOST_LISTED]]
    more = len(earlier) - len(said)
    if more > 0:
        said.append(f"and {counted(more, 'course')} before")
    return f"Used before: {'; '.join(said)}. {_since(earlier[0], begin)}"


def _one(used: Used) -> str:
    dates = f"{short_date(used.first_on)} to {long_date(used.last_on)}"
    if used.first_on == used.last_on:
        dates = long_date(used.last_on)
    prescribed = f"{counted(used.prescribed_days, 'day')} prescribed" if used.prescribed_days else "no end prescribed"
    return f"plan {used.label}, {dates}, {prescribed}, {say_used(used)}"


def _since(used: Used, begin: date) -> str:
    between = (begin - used.last_on).days - 1
    if between < 0:
        return "It runs beside this one."
    return f"This one begins after {counted(between, 'day')} without it." if between else "This one follows at once."
