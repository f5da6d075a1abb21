"""How do the months of a plan stand in a calendar: the dose under each day, and what became of it?"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taper.core.amount import AmountError, read_plain, spoken, spoken_number
from taper.wording.daysigns import SIGNS, became_of

Json = dict[str, Any]

WORDS = {
    "taken": "taken",
    "part": "partly taken",
    "skipped": "skipped",
    "missed": "missed",
    "silent": "no answer",
    "past": "taken past the end",
    "ahead": "",
    "off": "no dose",
}
"""What a sign says aloud."""

_MARKS = {"step-change": ("▲", "new step"), "last-use": ("■", "last day")}
_MOST_NEAR = 3
"""A plan of at most so many months is shown whole."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number, what is to be taken (or, past the end, was), what became of it as a sign and in words."""

    on: date
    is_today: bool
    amount: str
    became: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks from Monday to Sunday; None where a day is of another month."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Months:
    """All months of a plan; `near` are those around today. `unit` is what every amount is counted in, if it is one."""

    unit: str | None
    before: tuple[Month, ...]
    near: tuple[Month, ...]
    after: tuple[Month, ...]


def months_of(shown: Json) -> Months:
    """The months of one plan, as the operation `days` tells it."""
    days = {date.fromisoformat(day["date"]): day for day in shown["days"]}
    today, unit = date.fromisoformat(shown["today"]), _unit_of(shown["days"])
    named = list(dict.fromkeys((on.year, on.month) for on in days))
    found = [_month(year, month, days, today, unit) for year, month in named]
    begin, end = _near(named, today)
    return Months(unit, tuple(found[:begin]), tuple(found[begin:end]), tuple(found[end:]))


def _near(named: list[tuple[int, int]], today: date) -> tuple[int, int]:
    """Which months are shown at once: all of few, else the one of today (or the nearest) and the next."""
    if len(named) <= _MOST_NEAR:
        return 0, len(named)
    here = next((place for place, month in enumerate(named) if month >= (today.year, today.month)), len(named) - 1)
    return here, here + 2


def _unit_of(days: list[Json]) -> str | None:
    """The measure of every amount, to be said once; None where there are several, or pieces are counted."""
    amounts = [day[key] for day in days for key in ("planned", "taken") if day[key]]
    units = {amount.partition(" ")[2] for amount in amounts}
    if len(units) != 1:
        return None
    unit = read_plain(amounts[0]).unit
    return None if unit.is_piece else unit.value


def _month(year: int, month: int, days: Mapping[date, Json], today: date, unit: str | None) -> Month:
    weeks = Calendar().monthdatescalendar(year, month)
    cells = [tuple(_cells(week, month, days, today, unit)) for week in weeks]
    return Month(f"{date(year, month, 1):%B %Y}", tuple(cells))


def _cells(
    week: list[date], month: int, days: Mapping[date, Json], today: date, unit: str | None
) -> Iterator[Cell | None]:
    for on in week:
        if on.month != month:
            yield None
        elif on in days:
            yield _cell(on, days[on], today, unit)
        else:
            yield Cell(on, on == today, "", "", "", "")


def _cell(on: date, day: Json, today: date, unit: str | None) -> Cell:
    became = became_of(day)
    amount = day["taken"] if became == "past" else day["planned"]
    is_empty = became == "off" or not amount
    marks = [said for mark, said in _MARKS.items() if mark in day["marks"]]
    words = ", ".join(filter(None, (WORDS[became], *(said for _, said in marks))))
    signs = SIGNS[became] + "".join(sign for sign, _ in marks)
    return Cell(on, on == today, "" if is_empty else _said(amount, unit), became, signs, words)


def _said(amount: str, unit: str | None) -> str:
    """The amount as people read it; without its unit where the whole calendar has but one."""
    try:
        read = read_plain(amount)
    except AmountError:
        return amount
    return spoken_number(read.number) if unit else spoken(read)
