"""For how long: "for 5 days", "x5d", "until 16 December 2026", or on which plan days: "days 2-5", "week 1"?"""

from __future__ import annotations

from fractions import Fraction
from itertools import takewhile

from taper.core.bounds import MAX_PLAN_DAYS, MAX_PLAN_MONTHS, MAX_SLOTS
from taper.core.plan import Days, Doses, Length, Months, OpenLength, Until
from taper.language import phrasebook
from taper.language.ask import puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.numbers import take_number, take_whole
from taper.language.numberwords import ORDINALS
from taper.language.sketch import Said
from taper.language.timewords import DAYS_IN, MONTHS_IN, SINGLE_LETTERS

_UP_TO = Phrases(dict.fromkeys(("up to", "no more than", "a maximum of", "not more than", "at most", "a max of"), True))
_OPEN = Phrases(dict.fromkeys(("ongoing", "indefinitely", "with no end", "long term"), OpenLength()))
_NIGHTS = frozenset({"night", "nights"})
_AT_NIGHT = frozenset({"bedtime", "night", "nocte", "nightly"})
_MEALS = frozenset({"breakfast", "lunch", "dinner", "supper", "meal", "meals", "food"})
_BY_DAY = frozenset({"morning", "mane", "noon", "midday", "afternoon", "evening", "daily", "day", "hours", "twice"})
_LOOK_BACK = 8
"""How many words before "for 3 nights" are looked at for when it is taken."""

_TOO_LONG = "That is longer than a plan may be. How long is it?"


def take_length(cursor: Cursor) -> Said[Length] | None:
    """The length of a step here, or None with nothing read.

    Raises Puzzled for a range, a length that is no whole number of days, none at all, and one beyond ten years.
    """
    at = cursor.at
    opened = _OPEN.take(cursor)
    if opened is not None:
        return opened
    if phrasebook.UNTIL.take(cursor):
        return Said(Until(take_date(cursor).value), cursor.since(at))
    if _is_no_length(cursor):
        return None
    if (
        cursor.accept("for", "lasting")
        or cursor.accept_phrase("over the next")
        or cursor.accept_phrase("during the next")
    ):
        length = _after_for(cursor, at)
    elif cursor.word() in {"x", "times"} and (cursor.number(1) is not None):
        cursor.at += 1
        length = _counted(cursor, at)
    else:
        return None
    return Said(length, cursor.since(at))


def _is_no_length(cursor: Cursor) -> bool:
    """Whether "for" or "x" leads to days by number, to cycles, or to an end ("for maintenance")."""
    if cursor.word() == "x":
        return cursor.word(2) in {"cycle", "cycles", "courses", "rounds", "pulses"}
    if cursor.word() != "for":
        return False
    return (
        cursor.word(1) in {"day", "days", "week", "weeks"} or _other_bound(cursor) or phrasebook.ENDINGS.stands(cursor)
    )


def _other_bound(cursor: Cursor) -> bool:
    """Whether "for" leads to cycles, or to an ordinal day or week, which are no lengths."""
    at = cursor.at
    cursor.at += 1
    cursor.accept("the")
    by_ordinal = cursor.word() in ORDINALS and cursor.word(1) in {"day", "week"}
    counted = take_whole(cursor) is not None and cursor.word() in {"cycle", "cycles", "courses", "rounds"}
    cursor.at = at
    return by_ordinal or counted


def take_counted_length(cursor: Cursor) -> Length | None:
    """ "one week", "a week", "5 days" without "for"; None where no number of days stands here."""
    at = cursor.at
    if cursor.accept("a", "another"):
        return _in_unit(cursor, Fraction(1), at)
    return _counted(cursor, at) if _whole_stands(cursor) else None


def _whole_stands(cursor: Cursor) -> bool:
    """Whether a whole number stands here; nothing is read."""
    at = cursor.at
    found = take_whole(cursor) is not None
    cursor.at = at
    return found


def take_longest(cursor: Cursor) -> Said[Length] | None:
    """ "for up to 5 days", "for no more than 2 weeks": the longest time, which only doses as needed may have."""
    at = cursor.at
    if cursor.accept("for") and _UP_TO.take(cursor):
        return Said(_counted(cursor, at), cursor.since(at))
    cursor.at = at
    return None


def take_bare_length(cursor: Cursor) -> None:
    """Asks about "5 days" without "for": a length, or something else? Raises Puzzled; else nothing is read."""
    at = cursor.at
    number = take_whole(cursor)
    cursor.accept_mark("-")
    unit = cursor.word()
    cursor.at += 1
    if number is None or (unit not in DAYS_IN and unit not in MONTHS_IN):
        cursor.at = at
        return
    span = cursor.since(at)
    following = cursor.word()
    if following in {"taper", "wean", "tapering", "reduction", "step"}:
        cursor.at += 1
        span = cursor.since(at)
        raise puzzled(
            f"How much on each of the {number.value} {unit.removesuffix('s')}s?",
            span,
            why="The paper or your provider says; taper does not make up a taper.",
            example="then 50 mg for 1 day, 40 mg for 1 day, ...",
        )
    said = cursor.text[span.start : span.end]
    raise puzzled(f'What does "{said}" say here? A length is written "for {said}".', span, choices=(f"for {said}",))


def _after_for(cursor: Cursor, at: int) -> Length:
    if date_stands(cursor):
        raise puzzled("For how long? A date stands here.", cursor.since(at))
    if cursor.word() == "the" and cursor.word(1) in {"next", "first", "following", "last", "final"}:
        cursor.at += 2
    else:
        cursor.accept("another", "exactly", "only", "next")
    if cursor.word() in {"a", "an"} or (cursor.word(-1) == "another" and cursor.word() in DAYS_IN):
        cursor.at += cursor.word() in {"a", "an"}
        return _in_unit(cursor, Fraction(1), at)
    return _counted(cursor, at)


def _counted(cursor: Cursor, at: int) -> Length:
    number = take_number(cursor)
    if number is None:
        raise_doubt(cursor)
        raise _not_a_length(cursor, at)
    if cursor.accept_mark("-") or cursor.accept("to", "or"):
        second = take_number(cursor)
        cursor.at += second is not None and (cursor.word() in DAYS_IN or cursor.word() in MONTHS_IN)
        if second is not None:
            raise puzzled(
                "How long exactly? This is a range.", cursor.since(at), why="A stop date needs a number.", local=True
            )
    return _in_unit(cursor, number.value, at)


def _not_a_length(cursor: Cursor, at: int) -> Puzzled:
    """What to ask where "for" leads to no number: a reason, a condition, an unknown word."""
    while cursor.word() and cursor.word() not in {"for", "then", "and"}:
        cursor.at += 1
    span = cursor.since(at)
    said = cursor.text[span.start : span.end][:60]
    text = f'"{said}" is no length in days, weeks or months. Leave it out, or write how long.'
    return puzzled(text, span, why="Words for a reason could also be a condition.")


def _in_unit(cursor: Cursor, count: Fraction, at: int) -> Length:
    cursor.accept("full", "whole", "more", "further", "calendar", "consecutive")
    unit = cursor.word()
    if unit in {"doses", "dose"}:
        return _in_doses(cursor, count, at)
    if unit in _NIGHTS and _taken_at_night(cursor):
        unit = "days"
    if unit not in DAYS_IN and unit not in MONTHS_IN:
        raise puzzled("How many days, weeks or months?", cursor.since(at))
    cursor.at += 1
    span = cursor.since(at)
    is_length = cursor.word(-3) in {"x", "for"} and cursor.mark() != "/"  # "x 14 d", but not "x 14 d/c"
    if unit in SINGLE_LETTERS and not (cursor.text[span.end - 2].isdigit() or is_length):
        raise puzzled(f'Does "{unit}" mean {"days" if unit == "d" else "weeks"} here?', span)
    whole = count * (DAYS_IN.get(unit) or MONTHS_IN[unit])
    if whole.denominator != 1 or whole < 1:
        raise puzzled("How many whole days is that?", span)
    if whole > (MAX_PLAN_DAYS if unit in DAYS_IN else MAX_PLAN_MONTHS):
        raise puzzled(_TOO_LONG, span)
    return Days(int(whole)) if unit in DAYS_IN else Months(int(whole))


def _taken_at_night(cursor: Cursor) -> bool:
    """Whether the words before say only the night or bedtime, so that so many nights are so many days."""
    words = (cursor.word(-back) for back in range(1, _LOOK_BACK))
    before = set(takewhile(lambda word: word != "then", words))
    return bool(before & _AT_NIGHT) and not before & (_BY_DAY | _MEALS)


def _in_doses(cursor: Cursor, count: Fraction, at: int) -> Length:
    cursor.at += 1
    if count.denominator != 1 or not 1 <= count <= MAX_PLAN_DAYS * MAX_SLOTS:
        raise puzzled("How many doses is that?", cursor.since(at))
    return Doses(int(count))


def take_total(cursor: Cursor) -> Said[int] | None:
    """ "a course of 6 days", "a 6-day course", "for 6 days in all": the whole plan's days, or None."""
    at = cursor.at
    cursor.accept("a", "the")
    if cursor.accept("total") and (cursor.accept("of") or _behind_a_number(cursor)):
        length = _counted(cursor, at) if _behind_a_number(cursor) else None
        if length is None:
            cursor.at = at
            return None
    elif cursor.accept_phrase("course of") or cursor.accept_phrase("course lasting"):
        length = _counted(cursor, at)
    elif cursor.accept("for") and _behind_a_number(cursor):
        length = _counted(cursor, at)
        if not phrasebook.IN_ALL.take(cursor):
            cursor.at = at
            return None
    elif _behind_a_number(cursor) and _is_course(cursor):
        length = _counted_with_dash(cursor, at)
    else:
        cursor.at = at
        return None
    if not isinstance(length, Days):
        raise puzzled("How many days is that in all?", cursor.since(at))
    return Said(length.count, cursor.since(at))


def _behind_a_number(cursor: Cursor) -> bool:
    at = cursor.at
    is_whole = take_whole(cursor) is not None
    cursor.accept_mark("-")
    unit_behind = cursor.word() in DAYS_IN or cursor.word() in MONTHS_IN
    cursor.at = at
    return is_whole and unit_behind


def _is_course(cursor: Cursor) -> bool:
    at = cursor.at
    take_whole(cursor)
    cursor.accept_mark("-")
    cursor.at += 1
    found = cursor.accept("course")
    cursor.at = at
    return found


def _counted_with_dash(cursor: Cursor, at: int) -> Length:
    count = take_whole(cursor)
    cursor.accept_mark("-")
    length = _in_unit(cursor, Fraction(count.value if count else 0), at)
    cursor.accept("course")
    return length
