"""What does a day of a plan say on its sheet: its date, each dose with its hour, and what is odd about that day?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from taper.core import paperwords as words
from taper.core.expand import PlanDay
from taper.core.localtime import local
from taper.core.notice import say_amount
from taper.core.plan import Plan
from taper.core.record import Dose
from taper.core.sheetparts import Entry, SheetDay, Time
from taper.core.words import clock_time, counted, short_date

_MERGED = 3
"""From how many days without a dose on they stand in one line."""


def sheet_days(plan: Plan, days: Sequence[PlanDay]) -> Iterator[SheetDay]:
    """The days of a step in order; several in a row without a dose are one."""
    for has_doses, run in groupby(days, key=lambda day: bool(day.doses)):
        found = tuple(run)
        if has_doses or len(found) < _MERGED:
            yield from (_day(plan, day) for day in found)
        else:
            yield merged_day(found, words.NO_DOSE_DAYS.format(days=counted(len(found), "day")))


def merged_day(days: Sequence[PlanDay], instead: str) -> SheetDay:
    """Days in a row as one, with what stands there instead of doses."""
    first_on, last_on = days[0].on, days[-1].on
    return SheetDay(days[0].number, first_on, last_on, dates_said(first_on, last_on), (), instead)


def _day(plan: Plan, day: PlanDay) -> SheetDay:
    entries = tuple(_entry(plan, dose) for dose in day.doses)
    remarks = tuple(remark for dose in day.doses for remark in _remarks(plan, dose))
    instead = "" if entries else words.NO_DOSE
    return SheetDay(day.number, day.on, day.on, short_date(day.on), entries, instead, remarks)


def _entry(plan: Plan, dose: Dose) -> Entry:
    at = local(dose.due_at, zone=plan.zone)
    time = Time(_slot_word(dose.slot), clock_time(at.time()), after_midnight=at.date() != dose.on)
    return Entry(dose.slot, time, say_amount(plan, dose.amount, dose.of))


def _slot_word(slot: str) -> str:
    """What the plan calls the time of a dose; "" where that is the time itself, or an interval."""
    is_time = slot[:1].isdigit() and " minutes " not in slot
    return "" if is_time or slot.startswith("every ") else slot


def _remarks(plan: Plan, dose: Dose) -> Iterator[str]:
    at = clock_time(local(dose.due_at, zone=plan.zone).time())
    if dose.moved_from:
        yield words.CLOCKS_MOVE.format(wall=dose.moved_from, at=at)
    if dose.repeated:
        yield words.CLOCKS_REPEAT.format(at=at)


def dates_said(first_on: date, last_on: date, *, year: bool = False) -> str:
    """ "Tue 1 Dec to Fri 4 Dec", with the year where it is wanted."""
    tail = f" {last_on.year}" if year else ""
    if first_on == last_on:
        return f"{short_date(first_on)}{tail}"
    head = f" {first_on.year}" if year and first_on.year != last_on.year else ""
    return words.ALL_DAYS.format(first=f"{short_date(first_on)}{head}", last=f"{short_date(last_on)}{tail}")
