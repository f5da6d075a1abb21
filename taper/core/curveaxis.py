"""Which round numbers and which dates stand along a curve?

A tick is left out rather than let two labels touch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

_MOST_ROWS = 5
_LEAST_STEP_OF_PIECES = Fraction(1, 4)

_DAY = timedelta(days=1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EVERY_DAYS = (1, 2, 3, 4)
_MOST_DAYS_COUNTED = 14
_EVERY_WEEKS = (1, 2, 4)
_EVERY_MONTHS = (1, 2, 3, 6, 12, 24, 60)


def round_numbers(most: Fraction, *, in_pieces: bool) -> tuple[Fraction, ...]:
    """From zero up to the first round number that is not below `most` (above zero), in at most five equal steps.

    Pieces are counted in quarters, halves and wholes.
    """
    step = next(step for step in _steps(most, in_pieces=in_pieces) if most / step <= _MOST_ROWS)
    count = -(-most // step)
    return tuple(step * row for row in range(count + 1))


def _steps(most: Fraction, *, in_pieces: bool) -> Iterator[Fraction]:
    if in_pieces:
        yield from (_LEAST_STEP_OF_PIECES, Fraction(1, 2))
    ten = Fraction(1)
    while not in_pieces and ten > most / 10:
        ten /= 10
    while True:
        yield from (ten, 2 * ten, 5 * ten)
        ten *= 10


def dates_along(first_on: date, last_on: date, *, most_letters: int) -> tuple[tuple[date, str], ...]:
    """The dates to name between two days (both included), each with its label, so that all labels with a gap of two
    letters between them fit into `most_letters`; one date at least.
    """
    for dates, in_months in _candidates(first_on, last_on):
        labels = _labels(dates, in_months=in_months)
        if dates and len(dates) * (max(map(len, labels)) + 2) <= most_letters * _share(dates, first_on, last_on):
            return tuple(zip(dates, labels, strict=True))
    return ((first_on, _day(first_on)),)


def _share(dates: Sequence[date], first_on: date, last_on: date) -> Fraction:
    """Which part of the whole length the dates, each with its own room around it, lie along."""
    days = (last_on - first_on).days + 1
    if len(dates) == 1:
        return Fraction(1)
    nearest = min((after - before).days for before, after in pairwise(dates))
    return min(Fraction(1), Fraction(nearest * len(dates), days))


def _candidates(first_on: date, last_on: date) -> Iterator[tuple[list[date], bool]]:
    """Ever fewer dates: days of a short course, Mondays, first days of months; each with whether it is months."""
    days = (last_on - first_on).days + 1
    for every in _EVERY_DAYS if days <= _MOST_DAYS_COUNTED else ():
        yield [first_on + number * _DAY for number in range(0, days, every)], False
    monday = first_on + (-first_on.weekday() % 7) * _DAY
    for weeks in _EVERY_WEEKS:
        yield [monday + number * _DAY for number in range(0, (last_on - monday).days + 1, 7 * weeks)], False
    for months in _EVERY_MONTHS:
        yield [*_month_starts(first_on, last_on, every=months)], True


def _month_starts(first_on: date, last_on: date, *, every: int) -> Iterator[date]:
    month = first_on.year * 12 + first_on.month - 1
    while True:
        on = date(month // 12, month % 12 + 1, 1)
        if on > last_on:
            return
        if on >= first_on and month % every == 0:
            yield on
        month += 1


def _labels(dates: Sequence[date], *, in_months: bool) -> list[str]:
    if not in_months:
        return [_day(on) for on in dates]
    return [
        f"{_MONTHS[on.month - 1]} {on.year}" if place == 0 or on.month == 1 else _MONTHS[on.month - 1]
        for place, on in enumerate(dates)
    ]


def _day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]}"
