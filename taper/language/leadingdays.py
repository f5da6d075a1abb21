"""Which days of a step stand before its doses: "day 1:", "from 1 to 7 December:", "every Wednesday:"?"""

from __future__ import annotations

from datetime import date

from taper.core.plan import Length, Until
from taper.language import phrasebook, timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.dayranges import take_range
from taper.language.doseopenings import amount_stands, verb_stands
from taper.language.frequencies import take_whens
from taper.language.lengths import take_length
from taper.language.sharing import is_certain, names_days
from taper.language.sketch import Said
from taper.language.stepdraft import DoseDraft, StepDraft


def read_leading_days(step: StepDraft) -> None:
    """Reads the days that lead the step, where they do: "Day 1:", "week 2,", "for 4 days:", "days 2-5" before a verb.

    Raises Puzzled where neither a colon nor a verb stands behind them.
    """
    cursor = step.cursor
    found = take_range(cursor)
    length = take_length(cursor) if found is None else None
    dates = _take_dates(cursor) if found is None and length is None else None
    if dates is not None:
        step.starts.append(dates[0])
        length = dates[1]
    if found is None and length is None:
        _read_shared_days(step)
        return
    if found is not None and _clause_ends(cursor):
        step.doses.append(DoseDraft(cursor.at))  # "then on days 9, 11 and 13": the amount is that of the step before
        step.ranges.append(found)
        return
    if not (cursor.accept_mark(":", ",") or cursor.mark() == "\n" or verb_stands(cursor)):
        span = found.span if found else length.span if length else cursor.here()
        raise puzzled('What is taken on these days? Put a colon behind them, as in "day 1:".', span)
    cursor.accept_mark("\n")
    step.ranges.extend([found] if found else [])
    step.lengths.extend([length] if length else [])
    step.headed = 1


def _clause_ends(cursor: Cursor) -> bool:
    """Whether the days are the whole clause: "then on days 9 and 11, then ..."."""
    at = cursor.at
    cursor.accept_mark(",")
    ends = cursor.done or cursor.mark() in {".", ";", "\n"} or phrasebook.THEN.stands(cursor)
    cursor.at = at
    return ends and cursor.mark() not in {":", "\n"}


def _take_dates(cursor: Cursor) -> tuple[Said[date], Said[Length]] | None:
    """ "From 1 December 2026 to 7 December 2026": the first and the last day; None with nothing read."""
    at = cursor.at
    cursor.accept("from", "between", "on")
    if not date_stands(cursor) or cursor.word() in timewords.WEEKDAYS:
        cursor.at = at
        return None
    try:
        first = take_date(cursor)
    except Puzzled:
        cursor.at = at
        return None
    if not (cursor.accept("to", "until", "through", "till", "and") or cursor.accept_mark("-")):
        cursor.at = at
        return None
    until = take_date(cursor)
    return first, Said(Until(until.value), until.span)


def _read_shared_days(step: StepDraft) -> None:
    """ "Every Wednesday: 5 mg in the morning and 5 mg in the evening": the days of all the doses behind the colon."""
    cursor, at = step.cursor, step.cursor.at
    whens = take_whens(cursor)
    days = bool(whens) and all(names_days(said.value) and is_certain(said.value) for said in whens)
    if not days or not cursor.accept_mark(":") or not (verb_stands(cursor) or amount_stands(cursor)):
        cursor.at = at
        return
    step.shared.extend(whens)
