"""What is said of doses taken as needed, and of the bounds on any dose: the reason, the most a day, the least gap?"""

from __future__ import annotations

from taper.core.amount import Amount
from taper.core.bounds import MAX_PLAN_HOURS, MAX_SLOTS
from taper.language import needwords, timewords
from taper.language.ask import puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.numbers import take_number, take_whole
from taper.language.sketch import LeastGap, Limit, MostADay, Said, SaidAmount

_AS_NEEDED = Phrases(needwords.AS_NEEDED)
_MOST = Phrases(needwords.MOST)
_NOT_SOONER = Phrases(needwords.NOT_SOONER)
_LEAST = Phrases(needwords.LEAST_GAP)
_APART = Phrases(needwords.APART)
_IN_A_DAY = Phrases(needwords.IN_A_DAY)
_WHOLE = Phrases(dict.fromkeys(needwords.WHOLE_REASONS, True))
_IN_PIECES = frozenset({"times", "time", "doses", "dose"})
_LONGEST_REASON = 8


def take_need(cursor: Cursor) -> Said[str | None] | None:
    """ "as needed [for pain]", "prn anxiety": the reason where one stands behind it; None with nothing read."""
    at = cursor.at
    if _AS_NEEDED.take(cursor) is None:
        return None
    here = cursor.at
    cursor.accept("for")
    reason = _reason(cursor)
    if reason is None:
        cursor.at = here
    return Said(reason, cursor.since(at))


def take_reason(cursor: Cursor) -> Said[str] | None:
    """ "for pain", "for severe back pain": what the plan is for; None with nothing read."""
    at = cursor.at
    reason = _reason(cursor) if cursor.accept("for") else None
    if reason is None:
        cursor.at = at
        return None
    return Said(reason, cursor.since(at))


def _reason(cursor: Cursor) -> str | None:
    """The words of a reason here, as written; None where a word that is none stands among them."""
    at, named = cursor.at, False
    while cursor.at - at < _LONGEST_REASON:
        word, here = cursor.word(), cursor.at
        if cursor.at > at and (cursor.accept("and", "or", "to") or cursor.accept_mark("/")):
            word = cursor.word()
        if _WHOLE.take(cursor) is not None:
            named = True
            continue
        illness = word in needwords.SYMPTOMS or word.endswith(needwords.ENDS_OF_ILLNESSES)
        if not illness and word not in needwords.ABOUT_SYMPTOMS:
            cursor.at = here
            break
        named = named or illness
        cursor.at += 1
    span = cursor.since(at)
    said = cursor.text[span.start : span.end] if cursor.at > at else ""
    if named:
        return " ".join(said.split())
    cursor.at = at
    return None


def take_limit(cursor: Cursor, *, amount: SaidAmount | None) -> Said[Limit] | None:
    """A bound here: "no more than 200 mg in 24 hours", "at least 6 hours apart"; None with nothing read.

    `amount` is the dose it stands beside: its tablets are meant by "max 8 a day". Raises Puzzled for a bound whose
    number, unit or period is missing.
    """
    at = cursor.at
    limit = _not_sooner(cursor, at) or _least_gap(cursor, at) or _most(cursor, at, amount)
    if limit is None:
        cursor.at = at
        return None
    return Said(limit, cursor.since(at))


def _not_sooner(cursor: Cursor, at: int) -> Limit | None:
    """ "no more often than every 6 hours"."""
    if _NOT_SOONER.take(cursor) is None:
        return None
    return _gap(cursor, at)


def _gap(cursor: Cursor, at: int) -> LeastGap:
    hours = take_whole(cursor)
    if hours is None or cursor.word() not in timewords.HOURS or not 1 <= hours.value <= MAX_PLAN_HOURS:
        raise puzzled("How many hours must lie between two doses?", cursor.since(at))
    cursor.at += 1
    return LeastGap(hours.value)


def _least_gap(cursor: Cursor, at: int) -> Limit | None:
    """ "at least 6 hours apart", "leave 4 hours between doses", "6 hours apart"."""
    _LEAST.take(cursor)
    here, hours = cursor.at, take_whole(cursor)
    if hours is None or cursor.word() not in timewords.HOURS:
        cursor.at = at
        return None
    cursor.at = here
    gap = _gap(cursor, at)
    if _APART.take(cursor) is None:
        cursor.at = at
        return None
    return gap


def _most(cursor: Cursor, at: int, amount: SaidAmount | None) -> Limit | None:
    """ "max 8 tablets in 24 hours", "no more than 4 doses a day", "mdd 6"."""
    found = _MOST.take(cursor)
    if found is None:
        return None
    cursor.accept_mark(":", "=")
    cursor.accept("of", "is")
    number = take_number(cursor)
    if number is None:
        raise_doubt(cursor)
        raise puzzled("How much is the most, and in what time?", cursor.since(at))
    in_times = cursor.accept(*_IN_PIECES)
    unit = None if in_times else UNITS.get(cursor.word())
    cursor.at += unit is not None
    a_day = _IN_A_DAY.take(cursor) is not None or _in_24_hours(cursor) or _slash_day(cursor)
    if not (a_day or found.value):
        text = "In what time is this the most: a day, or all in all?"
        raise puzzled(text, cursor.since(at), choices=("a day",), follows=True)
    if in_times:
        return _most_times(cursor, int(number.value) if number.value.denominator == 1 else 0, at)
    if unit is None and amount is not None and amount.amount.unit.is_piece:
        unit = amount.amount.unit
    if unit is None or number.value <= 0:
        raise puzzled("The most of what, a day? Write the unit, such as mg or tablets.", cursor.since(at))
    return MostADay(Amount(number.value, unit))


def _in_24_hours(cursor: Cursor) -> bool:
    """ "in 24 hours", "in any 24-hour period"."""
    at = cursor.at
    if cursor.accept("in", "within", "per", "every", "over"):
        cursor.accept("any", "each", "a", "one", "every")
        hours = take_whole(cursor)
        cursor.accept_mark("-")
        if hours is not None and hours.value == 24 and cursor.accept(*timewords.HOURS):
            cursor.accept("period")
            return True
    cursor.at = at
    return False


def _slash_day(cursor: Cursor) -> bool:
    at = cursor.at
    if cursor.accept_mark("/"):
        if cursor.accept("day", "d"):
            return True
        hours = take_whole(cursor)
        if hours is not None and hours.value == 24 and cursor.accept(*timewords.HOURS):
            return True
    cursor.at = at
    return False


def _most_times(cursor: Cursor, count: int, at: int) -> MostADay:
    if not 1 <= count <= MAX_SLOTS:
        raise puzzled("How many times a day at most?", cursor.since(at))
    return MostADay(times=count)


def limit_stands(cursor: Cursor) -> bool:
    """Whether a bound begins here; nothing is read."""
    at = cursor.at
    stands = bool(_NOT_SOONER.take(cursor) or _MOST.take(cursor) or _LEAST.take(cursor))
    cursor.at = at
    return stands
