"""What did a version change, in words? One sentence, the same in the preview and in the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import assert_never

from taper.core.course import DatedStep, dated_steps
from taper.core.ledger import last_use_of
from taper.core.localtime import local
from taper.core.notice import step_phrase
from taper.core.plan import Rest
from taper.core.record import Change, KeptPlan, Version
from taper.core.words import capitalised, clock_time, counted, date_within, joined, long_date, short_date

REPORTED = "reported by the person"
"""Who said so, where no provider is named."""

_NIGHT_IS_OVER = 6
"""The hour from which a dose belongs to the new day in the eyes of people."""


def by_whom(version: Version) -> str:
    """The provider's name, or "reported by the person"."""
    return version.approved_by or REPORTED


def history_of(kept: KeptPlan) -> tuple[tuple[Version, str], ...]:
    """Every version, oldest first, with what it changed."""
    stages = [replace(kept, versions=kept.versions[: count + 1]) for count in range(len(kept.versions))]
    changed = (change_words(before, after) for before, after in pairwise(stages))
    return tuple(zip(kept.versions, (_entered(stages[0]), *changed), strict=True))


def _entered(kept: KeptPlan) -> str:
    steps = counted(len(kept.plan.steps), "step")
    return f"{steps} from {long_date(kept.plan.starts_on)}; {last_words(kept)}."


def change_words(before: KeptPlan, after: KeptPlan) -> str:
    """What the newest version of `after` changed of `before`, in a sentence."""
    text = "; ".join(part for part in (*_changed(before, after), last_words(after)) if part)
    return f"{capitalised(text)}."


def _changed(before: KeptPlan, after: KeptPlan) -> Iterator[str]:
    version = after.versions[-1]
    begins = _moment(after, version.counts_from)
    match version.change:
        case Change.HELD | Change.EXTENDED:
            yield from _step_moves(before, after)
        case Change.RESUMED if before.stops_at is None:
            yield from _step_moves(before, after)
        case Change.RESUMED:
            yield f"what was left goes on from {begins}"
            yield from _new_steps(after)
        case Change.REVISED:
            yield f"from {begins} on"
            yield from _new_steps(after)
        case Change.STOPPED:
            yield f"stopped: no dose from {_moment(after, version.stops_at)} on"
        case Change.CONFIRMED:
            yield "the end as it stands is the provider's"
        case Change.MOVED:
            yield f"times go by the clocks of {after.plan.zone}, until then {before.plan.zone}, from {begins} on"
        case Change.CORRECTED | Change.ENTERED:
            yield "the entry before is void"
            yield from _corrections(before, after)
        case _:
            assert_never(version.change)


def last_words(kept: KeptPlan) -> str:
    """ "last dose Wed 16 Dec 22:00"."""
    last = last_use_of(kept)
    if last is None:
        return "no dose is left" if kept.stops_at is not None else "no stop date"
    days = (last.on - kept.plan.starts_on).days
    last_on = date_within(last.on, days=days)
    if last.dose is None:
        return f"last day {last_on}, as needed"
    at = local(last.until_at, zone=kept.plan.zone)
    if at.date() != last.on and at.hour < _NIGHT_IS_OVER:  # still of the day before
        return f"last dose {last_on} at night, {clock_time(at.time())} on {short_date(at.date())}"
    return f"last dose {date_within(at.date(), days=days)} {clock_time(at.time())}"


def _moment(kept: KeptPlan, at: datetime | None) -> str:
    if at is None:
        return "its first dose"
    there = local(at, zone=kept.plan.zone)
    return f"{short_date(there.date())} {clock_time(there.time())}"


def _step_moves(before: KeptPlan, after: KeptPlan) -> Iterator[str]:
    """ "step 2 goes on until Sun 13 Dec", "step 3 moves to Mon 14 Dec to Wed 16 Dec"."""
    was = dated_steps(before.plan)
    for dated in dated_steps(after.plan):
        old = was[dated.number - 1] if dated.number <= len(was) else None
        if old is None or old.step.schedule != dated.step.schedule:
            yield f"step {dated.number}, {step_phrase(after.plan, dated)}, {_dates(dated)}"
        elif old.first_on != dated.first_on:
            yield f"step {dated.number} moves to {_dates(dated)}"
        elif old.last_on != dated.last_on and dated.last_on is not None:
            shorter = old.last_on is not None and dated.last_on < old.last_on
            goes_on = "ends on" if shorter else "goes on until"
            yield f"step {dated.number} {goes_on} {short_date(dated.last_on)}"


def _dates(dated: DatedStep) -> str:
    if dated.last_on is None:
        return f"from {short_date(dated.first_on)} on"
    if dated.last_on == dated.first_on:
        return short_date(dated.first_on)
    return f"{_from(dated.first_on, dated.last_on)} to {short_date(dated.last_on)}"


def _from(first_on: date, last_on: date) -> str:
    """The first of two dates, without the month where the second says it."""
    same = (first_on.year, first_on.month) == (last_on.year, last_on.month)
    return short_date(first_on).rpartition(" ")[0] if same else short_date(first_on)


def _new_steps(after: KeptPlan) -> Iterator[str]:
    """The steps that still run once the version counts."""
    version = after.versions[-1]
    from_on = None if version.counts_from is None else local(version.counts_from, zone=after.plan.zone).date()
    for dated in dated_steps(after.plan):
        if from_on is None or dated.first_on >= from_on:
            what = "no doses" if isinstance(dated.step.schedule, Rest) else step_phrase(after.plan, dated)
            yield f"step {dated.number}, {what}, {_dates(dated)}"


def _corrections(before: KeptPlan, after: KeptPlan) -> Iterator[str]:
    if before.plan.starts_on != after.plan.starts_on:
        yield f"day 1 {long_date(after.plan.starts_on)}, not {long_date(before.plan.starts_on)}"
    was, now = dated_steps(before.plan), dated_steps(after.plan)
    if len(was) != len(now):
        yield f"{counted(len(now), 'step')}, not {len(was)}"
        return
    wrong = [str(new.number) for old, new in zip(was, now, strict=True) if old.step != new.step]
    if wrong:
        yield f"{'step' if len(wrong) == 1 else 'steps'} {joined(wrong)} as on the paper"
