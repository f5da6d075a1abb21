"""How is it said on which days a medicine was used?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taper.core.used import Used
from taper.core.words import counted, joined, long_date, short_date

_MOST_LISTED = 3
"""How many earlier courses are listed one by one, the latest first."""

EARLIER_NOT_ADDED = "Earlier courses are listed and not added up: no source here says in what time they count together."
OUR_BREAK = "The break is shorter than the length stated (taper's own threshold)."


def say_used(used: Used) -> str:
    """ "20 days recorded", "18 days recorded and 2 before it was entered"."""
    parts = [f"{counted(len(used.recorded), 'day')} recorded"] if used.recorded or not used.untracked else []
    if used.untracked:
        count = f"{len(used.untracked):,}" if parts else counted(len(used.untracked), "day")
        parts.append(f"{count} before it was entered")
    return joined(parts)


def say_course(first_on: date, last_on: date, chain: Sequence[Used], *, days: int | None = None) -> str:
    """ "With plan A this makes 34 days, from Tue 1 Dec 2026 to ..."; `days` where not each day between counts."""
    count = (last_on - first_on).days + 1 if days is None else days
    labels = joined(sorted(dict.fromkeys(used.label for used in chain)))
    first = f"With plan {labels} this makes" if chain else "This makes"
    return f"{first} {counted(count, 'day')} of use, from {long_date(first_on)} to {long_date(last_on)}."


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
    prescribed = f", of {used.prescribed_days:,} prescribed" if used.prescribed_days else ""
    return f"plan {used.label}, {dates} ({say_used(used)}{prescribed})"


def _since(used: Used, begin: date) -> str:
    between = (begin - used.last_on).days - 1
    if between < 0:
        return "It runs beside this one."
    return f"This one begins after {counted(between, 'day')} without it." if between else "This one follows at once."
