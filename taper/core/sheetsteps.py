"""Below which headings stand the days of a sheet: each step below its own, or many short ones together?

Where a plan changes every day, a heading for each change would be most of the paper. Steps that follow each other, last
up to three days each and have the same slots stand below one heading, and each says its number where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from taper.core import paperwords as words
from taper.core.course import DatedStep, dated_steps
from taper.core.expand import PlanDay
from taper.core.notice import step_phrase
from taper.core.plan import AsNeeded, EveryDay, Plan, Slots
from taper.core.sheetdays import dates_said, merged_day, sheet_days
from taper.core.sheetparts import SheetDay, SheetStep, Time

_LONGEST = 3
"""Up to so many days a step may stand together with others: their few lines are seen at once."""
_FEWEST = 7
"""Fewer short steps than these have a heading each: there is room for it, and it is the clearest."""
_MOST_TIMES = 6
"""From more times in a day than these, each dose says its own."""


def steps_of(plan: Plan, days: Sequence[PlanDay]) -> Iterator[SheetStep]:
    """The days of a plan in order, in runs with a heading each."""
    dated = {one.number: one for one in dated_steps(plan)}
    shown = [_Shown(dated[number], tuple(run)) for number, run in groupby(days, key=lambda day: day.step)]
    for slots, alike in groupby(shown, key=lambda one: one.slots_if_short):
        run = tuple(alike)
        if slots and len(run) >= _FEWEST:
            yield _together(plan, run, changes=_changes(run[0], shown[0]))
        else:
            yield from (_alone(plan, one, of=len(dated), changes=_changes(one, shown[0])) for one in run)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A step with those of its days that stand on the sheet."""

    dated: DatedStep
    days: tuple[PlanDay, ...]

    @property
    def slots_if_short(self) -> tuple[object, ...]:
        """At which slots its doses are where it is so short that it may stand together with others; else nothing."""
        schedule, length = self.dated.step.schedule, self.dated.days
        if not isinstance(schedule, Slots) or schedule.rhythm != EveryDay() or length is None or length > _LONGEST:
            return ()
        if not all(day.doses for day in self.days):
            return ()
        return tuple((slot.name, slot.at_time, slot.next_day) for slot in schedule.slots)


def _changes(one: _Shown, first: _Shown) -> bool:
    """Whether the plan is another one from this step on; one that had begun before the sheet changes nothing."""
    return one.dated.number > 1 and (one is not first or one.days[0].on == one.dated.first_on)


def _alone(plan: Plan, shown: _Shown, *, of: int, changes: bool) -> SheetStep:
    step, found = shown.dated, shown.days
    if isinstance(step.step.schedule, AsNeeded):
        lines: tuple[SheetDay, ...] = (merged_day(found, words.SEE_RECORD),)
    else:
        lines = tuple(sheet_days(plan, found))
    return SheetStep(
        heading=words.STEP.format(number=step.number, of=of),
        dates=dates_said(found[0].on, found[-1].on, year=True),
        schedule=words.RECORD if lines[0].instead == words.SEE_RECORD else step_phrase(plan, step),
        changes=changes,
        days=lines,
        times=_times(lines),
    )


def _together(plan: Plan, run: Sequence[_Shown], *, changes: bool) -> SheetStep:
    lines = tuple(line for shown in run for line in _numbered(plan, shown))
    return SheetStep(
        heading=words.STEPS.format(first=run[0].dated.number, last=run[-1].dated.number),
        dates=dates_said(lines[0].on, lines[-1].on, year=True),
        schedule="",
        changes=changes,
        days=lines,
        times=_times(lines),
        within=words.CHANGES_EVERY.format(every=_every({shown.dated.days for shown in run})),
    )


def _numbered(plan: Plan, shown: _Shown) -> Iterator[SheetDay]:
    """The days of a step, the first with its number."""
    first, *others = sheet_days(plan, shown.days)
    yield replace(first, begins=words.STEP_HERE.format(number=shown.dated.number))
    yield from others


def _every(lengths: set[int | None]) -> str:
    if len(lengths) > 1:
        return words.FEW_DAYS
    (days,) = lengths
    return words.DAY if days == 1 else words.SO_MANY_DAYS.format(days=days)


def _times(days: Sequence[SheetDay]) -> tuple[tuple[str, Time], ...]:
    found: dict[str, Time] = {}
    for day in sorted(days, key=lambda day: bool(day.remarks)):
        for entry in day.entries:
            if found.setdefault(entry.slot, entry.time) != entry.time and not day.remarks:
                return ()
    if len(found) > _MOST_TIMES:
        return ()
    return tuple(sorted(found.items(), key=lambda pair: (pair[1].after_midnight, pair[1].clock)))
