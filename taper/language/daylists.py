"""Which amount on which day does a list give: "week 1: 12,12,11,11,10,10,9 tablets"?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from taper.core.errors import Span
from taper.core.plan import Days
from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.dayranges import take_range
from taper.language.doseopenings import take_verb
from taper.language.dosewords import UNITS
from taper.language.frequencies import take_whens
from taper.language.numbers import take_number
from taper.language.sketch import DayRange, Said, SaidAmount, SaidDose, SaidStep, Sketch
from taper.language.tokens import Numbers
from taper.language.whens import AtSlot, Daily, Once, When

_IN_TURN = Phrases(
    dict.fromkeys(
        (
            *("on successive days", "on consecutive days", "on the days in turn", "one day each", "day by day"),
            *("one each day", "one amount each day", "each for a day"),
            *("on consecutive mornings", "on successive mornings"),
            *("for one day each", "for 1 day each", "a day each", "each for one day", "each for 1 day"),
        ),
        True,
    )
)


def take_day_list(cursor: Cursor, sketch: Sketch, *, after_then: bool) -> tuple[SaidStep, ...]:
    """The steps of a list that gives each day its amount; empty, with nothing read, where none stands.

    Raises Puzzled where the days named are not as many as the amounts, or where no days are named.
    """
    at = cursor.at
    headed = take_range(cursor)
    if headed is not None:
        cursor.accept_mark(":", ",")
        cursor.accept_mark("\n")
    take_verb(cursor)
    numbers, last_at = _numbers(cursor)
    if len(numbers) < 2 or (len(numbers) == 2 and headed is None) or cursor.word() not in UNITS:
        cursor.at = at
        return ()
    amounts = _amounts(cursor, numbers, last_at)
    whens, days, in_turn = _behind(cursor)
    if any(isinstance(said.value, Once) for said in whens):
        raise puzzled("Once on each of these days?", whens[0].span, choices=("once daily",))
    found = _days(cursor, headed or days, len(amounts), sketch, at, in_turn=in_turn)
    return _steps(amounts, whens or tuple(sketch.leading), found, cursor.since(at), after_then=after_then)


def _numbers(cursor: Cursor) -> tuple[list[Said[Fraction]], int]:
    """The numbers of the list, and where the last one begins."""
    token = cursor.peek()
    if isinstance(token, Numbers):
        cursor.at += 1
        return [Said(value, token.span) for value in token.values], cursor.at - 1
    found: list[Said[Fraction]] = []
    at = cursor.at
    while True:
        here, number = cursor.at, take_number(cursor)
        if number is None:
            return found, at
        found.append(number)
        at = here
        comma = cursor.accept_mark(",")
        if not (cursor.accept("then") or cursor.accept("and") or comma):
            return found, at


def _amounts(cursor: Cursor, numbers: Sequence[Said[Fraction]], at: int) -> list[SaidAmount]:
    """The amounts, all in the unit behind the last number, which is read with it."""
    cursor.at = at
    if isinstance(cursor.peek(), Numbers):
        cursor.at += 1
        unit = UNITS[cursor.word()]
        cursor.at += 1
        last = SaidAmount.of_number(numbers[-1].value, unit, cursor.since(at))
    else:
        last = take_amount(cursor, inherited=None)
    if last.up_to is not None or last.restated:
        raise puzzled("How much is taken on each of these days?", last.span)
    return [SaidAmount.of_number(number.value, last.amount.unit, number.span, last.of) for number in numbers]


def _behind(cursor: Cursor) -> tuple[tuple[Said[When], ...], Said[DayRange] | None, bool]:
    """How often and at which time of the day, the days where they are named, and whether it says "one day each"."""
    whens: list[Said[When]] = []
    days: Said[DayRange] | None = None
    in_turn = False
    while True:
        at = cursor.at
        cursor.accept_mark(",")
        cursor.accept("taken", "all")
        turn = _IN_TURN.take(cursor)
        found = take_whens(cursor) if turn is None else ()
        whens.extend(found)
        named = take_range(cursor) if not found and turn is None and days is None else None
        days = named or days
        if turn is not None:
            in_turn = True
            whens.extend([Said(AtSlot("morning"), turn.span)] if cursor.word(-1) == "mornings" else [])
        elif not found and named is None:
            cursor.at = at
            return tuple(whens), days, in_turn


def _days(
    cursor: Cursor, named: Said[DayRange] | None, count: int, sketch: Sketch, at: int, *, in_turn: bool
) -> DayRange:
    """The plan days of the list. Raises Puzzled where their number is another one."""
    if named is None:
        if not in_turn or sketch.steps:
            text = "Which days are these amounts for?"
            raise puzzled(text, cursor.since(at), choices=("on successive days",), follows=True)
        return DayRange(1, count)
    days = named.value
    so_many = (days.last or days.first) - days.first + 1
    if so_many != count:
        text = f"These are {count} amounts for {so_many} days. Which amount is taken on which day?"
        raise puzzled(text, cursor.since(at))
    return days


def _steps(
    amounts: Sequence[SaidAmount], whens: tuple[Said[When], ...], days: DayRange, span: Span, *, after_then: bool
) -> tuple[SaidStep, ...]:
    """A step for each run of days with the same amount."""
    found: list[SaidStep] = []
    first = days.first
    for _, run in groupby(amounts, key=lambda said: said.amount):
        same = list(run)
        last = first + len(same) - 1
        dose = SaidDose(same[0], whens or (Said(Daily(), span),), span)
        length = Said(Days(len(same)), span)
        found.append(SaidStep((dose,), (length,), (Said(DayRange(first, last), span),), span, after_then))
        first = last + 1
    return tuple(found)
