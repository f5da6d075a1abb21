"""Which medicine and which strength does the text name before its first dose?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taper.language import phrasebook
from taper.language.concentrations import take_concentration
from taper.language.cursor import Cursor, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.doseopenings import take_verb, verb_stands
from taper.language.dosewords import UNITS
from taper.language.leadin import skip_lead_in, skip_lead_ins
from taper.language.medicinenames import mark_touches, take_name
from taper.language.namechecks import check_what_follows
from taper.language.numbers import take_number, take_whole
from taper.language.saidstrengths import take_strength
from taper.language.sketch import Said, Sketch, Strength
from taper.language.timewords import WEEKDAYS


def read_heading(cursor: Cursor, sketch: Sketch) -> None:
    """Takes the medicine's name and strength off the front of the text, where they stand there.

    A name is up to four words that mean nothing else, with a brand in brackets, before a colon, a verb, an amount or a
    strength. Raises Puzzled for a first word that looks like a slip of the pen.
    """
    cursor.at += 0 if cursor.mark() != "•" else 1
    if cursor.accept("rx", "sig") and not cursor.accept_mark(":"):
        cursor.at -= 1
    skip_lead_ins(cursor)
    opening = _take_opening_date(cursor)
    sketch.starts.extend([opening] if opening else [])
    take_verb(cursor)
    name = take_name(cursor)
    if name is not None:
        dated = _take_start(cursor)
        sketch.starts.extend([dated] if dated else [])
        check_what_follows(cursor, name)
        sketch.medicines.append(name)
    strength_at = cursor.at
    cursor.accept_mark(":", "\n")
    strength = _with_counted_form(cursor, take_strength(cursor))
    if strength is None or strength.value.form is None or not (_heading_ends(cursor) or _pieces_follow(cursor)):
        cursor.at = strength_at
        concentration = take_concentration(cursor) if name is not None else None
        sketch.notes.extend([concentration] if concentration else [])
    else:
        sketch.strengths.append(strength)
    cursor.accept_mark(":")


def _pieces_follow(cursor: Cursor) -> bool:
    """Whether a count of tablets follows straight: "omeprazole 20 mg 1 cap daily" names the strength first."""
    at = cursor.at
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    cursor.at = at
    return number is not None and unit is not None and unit.is_piece


def _take_opening_date(cursor: Cursor) -> Said[date] | None:
    """ "Starting 7 December 2026: prednisolone ...": day 1 before everything else; None with nothing read."""
    at = cursor.at
    if phrasebook.STARTING.take(cursor) is not None and date_stands(cursor) and cursor.word() not in WEEKDAYS:
        try:
            on = take_date(cursor)
        except Puzzled:
            on = None
        if on is not None and cursor.accept_mark(":"):
            return on
    cursor.at = at
    return None


def _take_start(cursor: Cursor) -> Said[date] | None:
    """ "Start prednisolone on 5 December 2026:": the first day, behind the name and before the colon."""
    at = cursor.at
    if cursor.accept("on", "from", "starting") and date_stands(cursor) and cursor.word() not in WEEKDAYS:
        try:
            on = take_date(cursor)
        except Puzzled:
            on = None
        if on is not None and cursor.mark() == ":":
            return on
    cursor.at = at
    return None


def _with_counted_form(cursor: Cursor, strength: Said[Strength] | None) -> Said[Strength] | None:
    """ "Prednisone 10 mg: take 4 tablets": what is counted behind the colon is what holds 10 mg."""
    at = cursor.at
    if strength is not None and strength.value.form is None:
        cursor.accept_mark(":", "\n", ".", ";", ",")
        if cursor.accept("sig"):
            cursor.accept_mark(":")
        skip_lead_in(cursor)
        _step_over_day(cursor)
        take_verb(cursor)
        counted = UNITS.get(cursor.word()) if take_number(cursor) else None
        if counted is not None and counted.is_piece:
            strength = replace(strength, value=replace(strength.value, form=counted))
    cursor.at = at
    return strength


def _step_over_day(cursor: Cursor) -> None:
    """Steps over "day 1:" before the dose."""
    if cursor.accept("day", "days", "week", "weeks"):
        take_whole(cursor)
        if cursor.accept_mark("-") or cursor.accept("to"):
            cursor.accept("day", "week")
            take_whole(cursor)
        cursor.accept_mark(":")


def _heading_ends(cursor: Cursor) -> bool:
    """Whether what follows is no part of a dose: "10 mg tablets:" and not "10 mg tablets daily"."""
    if cursor.mark() == "-" and not mark_touches(cursor):
        cursor.at += 1
    return cursor.done or cursor.mark() in {":", ",", ".", "\n", "#", "•", ";"} or verb_stands(cursor)
