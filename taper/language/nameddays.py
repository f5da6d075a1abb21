"""Which days lie between those that are named: "on days 1, 4 and 7", "on day 1 and 4 tablets on day 15"?

A list of days means these days and no others. Where single days stand in clauses of their own, days between them are
without doses only where they are many: a single day that is left out may have been forgotten, and is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from taper.core.errors import Span
from taper.core.plan import Days
from taper.language.sketch import DayRange, Said, SaidStep

_SURELY_MEANT = 5
"""So many days left out between two single days are no slip of the pen."""


def with_days_between(steps: Sequence[SaidStep]) -> tuple[SaidStep, ...]:
    """The steps, each list of days as its runs, and days without doses put between."""
    found: list[SaidStep] = []
    for step in steps:
        for part in _runs(step):
            gap = _gap_between(found[-1], part) if found else None
            if gap is not None:
                found.append(_rest(gap, part.span))
            found.append(part)
    return tuple(found)


def _runs(step: SaidStep) -> Iterator[SaidStep]:
    """A step for each run of days that a list names; the step itself where it names none."""
    listed = [said for said in step.ranges if said.value.days]
    if len(listed) != 1 or len(step.ranges) > 1:
        yield step
        return
    days, span = listed[0].value.days, listed[0].span
    for run in _in_runs(days):
        yield replace(step, ranges=(Said(DayRange(run[0], run[-1], is_listed=True), span),))


def _in_runs(days: Sequence[int]) -> Iterator[list[int]]:
    run = [days[0]]
    for before, day in pairwise(days):
        if day != before + 1:
            yield run
            run = []
        run.append(day)
    yield run


def _gap_between(before: SaidStep, following: SaidStep) -> int | None:
    """How many days without doses lie between two steps; None where none do, or where it must be asked."""
    if len(before.ranges) != 1 or len(following.ranges) != 1 or before.is_rest:
        return None
    first, then = before.ranges[0].value, following.ranges[0].value
    if first.last is None or then.first <= first.last + 1:
        return None
    gap = then.first - first.last - 1
    single = first.first == first.last and then.last in (None, then.first)
    of_one_list = then.is_listed
    return gap if of_one_list or (single and gap >= _SURELY_MEANT) else None


def _rest(days: int, span: Span) -> SaidStep:
    return SaidStep((), (Said(Days(days), span),), (), span, after_then=False, is_rest=True, is_between=True)
