"""What does a plan's curve say, for whoever cannot see it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from taper.core.amount import Amount, spoken
from taper.core.curveshapes import CurveDay, CurveFacts
from taper.core.words import counted, joined, long_date, short_date

_MOST_LEVELS = 12


def curve_words(facts: CurveFacts) -> str:
    """The planned totals in their order, how what was taken compares, today and the end, in plain sentences.

    Of a curve with many levels only the first and the last; a table of the steps says the others.
    """
    return " ".join(_sentences(facts))


def _sentences(facts: CurveFacts) -> Iterator[str]:
    planned = [day for day in facts.days if day.planned is not None]
    if not planned:
        return
    yield f"Planned for each day from {long_date(planned[0].on)} on: {_levels(planned)}."
    yield from _taken(facts)
    if facts.days[0].on <= facts.today <= facts.days[-1].on:
        yield f"Today is {long_date(facts.today)}."
    if facts.last_on is None:
        yield "No end is stated."
    else:
        yield f"Last day {long_date(facts.last_on)}."
    if facts.end_on not in (None, facts.last_on):
        yield f"Prescribed end {long_date(facts.end_on)}." if facts.end_on else ""


def _levels(planned: list[CurveDay]) -> str:
    """ "40 mg until Fri 4 Dec, 20 mg until Tue 8 Dec"."""
    runs = [(total, list(days)) for total, days in groupby(planned, key=lambda day: day.planned)]
    said = [f"{_amount(total)} until {short_date(days[-1].on)}" for total, days in runs]
    if len(said) <= _MOST_LEVELS:
        return ", then ".join(said)
    return f"{said[0]}, and so on with {len(said):,} levels, the last of them {said[-1]}; the table of steps has all"


def _amount(total: Amount | None) -> str:
    return "nothing" if total is None or not total.number else spoken(total)


def _taken(facts: CurveFacts) -> Iterator[str]:
    used = [day for day in facts.days if day.intakes]
    if not used:
        yield "Nothing is recorded as taken."
        return
    past = [day for day in used if _is_past(facts, day.on)]
    whole = [day for day in used if day.taken is not None and day.taken == day.planned]
    counts = {
        "as planned": len(whole),
        "otherwise": len(used) - len(whole) - len(past),
        "past the end": len(past),
    }
    said = [f"{how} on {counted(days, 'day')}" for how, days in counts.items() if days]
    yield f"Taken {joined(said)}."


def _is_past(facts: CurveFacts, on: date) -> bool:
    """A day past the end has no plan, so that nothing of it can be as planned."""
    return facts.last_on is not None and on > facts.last_on
