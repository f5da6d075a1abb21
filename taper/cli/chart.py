"""`taper chart`: the taper as a step curve, what was taken beside what was planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import note, say_json, width, wrapped
from taper.wording.places import name_of

if TYPE_CHECKING:
    from taper.cli.draw import Line

Json = dict[str, Any]

_HEIGHT = 8
"""Rows of the curve above its zero line."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the curve: the days it stands for, and the largest planned and taken total among them."""

    first: Json
    planned: Fraction | None
    taken: Fraction | None
    is_today: bool


@command("chart", examples="taper chart A")
@plan_argument
@json_option
def chart_command(*, plan: str | None, as_json: bool) -> None:
    """The taper as a step curve: each day's total as planned, and what was recorded as taken.

    Below it each step in words, with on how many of its days everything was taken.
    """
    plans = cast("list[Json]", perform("days", {"plan": plan, "days": 28}))
    if as_json:
        say_json(plans)
        return
    from taper.cli.draw import draw

    if not plans:
        note("No plan is active. Enter one with taper add.")
    for shown in plans:
        draw(_lines(shown))


def _lines(shown: Json) -> Iterator[Line]:
    from taper.cli.draw import line

    yield line((name_of(shown), "now"))
    unit = unit_of(shown["days"])
    if unit is None:
        yield line("   No curve: nothing of it has a daily total that can be compared.")
        return
    yield line("")
    yield from curve(shown, unit)
    yield line("")
    yield line(("─ planned   ● taken" + _stands_at(shown), "faint"))
    for step in shown["steps"]:
        for words in wrapped(f"{step['text']}{_kept_to(shown, step['number'])}", first=f"{step['number']:>3}  ").split(
            "\n"
        ):
            yield line(words)


def _stands_at(shown: Json) -> str:
    inside = any(day["date"] == shown["today"] for day in shown["days"])
    return "   ▲ today" if inside else ""


def unit_of(days: Sequence[Json]) -> str | None:
    """The unit that every planned total has; None where there is none, or there are several."""
    units = {_unit(day["planned"]) for day in days if day["planned"]}
    return units.pop() if len(units) == 1 else None


def _unit(amount: str) -> str:
    unit = amount.partition(" ")[2]
    return unit.removesuffix("s") if unit.endswith("s") else unit


def _number(amount: str | None, unit: str) -> Fraction | None:
    return Fraction(amount.partition(" ")[0]) if amount and _unit(amount) == unit else None


def columns_of(shown: Json, unit: str, wide: int) -> list[Column]:
    """The days in at most `wide` columns; few days are drawn wider, so that a short course is no dot."""
    days, found = shown["days"], []
    each = max(1, -(-len(days) // wide))
    times = max(1, min(4, wide // max(1, len(days))))
    for begin in range(0, len(days), each):
        group = days[begin : begin + each]
        planned = [value for day in group if (value := _number(day["planned"], unit)) is not None]
        taken = [value for day in group if (value := _number(day["taken"], unit)) is not None]
        is_today = any(day["date"] == shown["today"] for day in group)
        one = Column(group[0], max(planned, default=None), max(taken, default=None), is_today)
        found += (
            [one] * times if not is_today else [one, *[Column(one.first, one.planned, one.taken, False)] * (times - 1)]
        )
    return found


def curve(shown: Json, unit: str) -> Iterator[Line]:
    """The rows from the largest total down to zero, and the dates below them."""
    from taper.cli.draw import line

    most = max(
        value for day in shown["days"] for key in ("planned", "taken") if (value := _number(day[key], unit)) is not None
    )
    edge = max(len(_label(most * row / _HEIGHT, unit)) for row in range(_HEIGHT + 1))
    columns = columns_of(shown, unit, max(10, width() - edge - 2))
    for row in range(_HEIGHT, -1, -1):
        label = _label(most * row / _HEIGHT, unit) if row % 2 == 0 else ""
        yield line(f"{label:>{edge}} ┤", *_cells(columns, row, most))
    yield line(" " * (edge + 1) + "└" + "─" * len(columns))
    yield line(" " * (edge + 2) + _dates(columns))
    if any(column.is_today for column in columns):
        yield line(" " * (edge + 2) + "".join("▲" if column.is_today else " " for column in columns).rstrip())


def _label(value: Fraction, unit: str) -> str:
    rounded = round(float(value), 2 if value < 10 else 0)
    return f"{rounded:,.10g} {unit}"


def _cells(columns: Sequence[Column], row: int, most: Fraction) -> Iterator[tuple[str, str]]:
    """One row: the plan's line, the uprights where it steps, and what was taken on top of both."""
    before: int | None = None
    for column in columns:
        planned, taken = _row_of(column.planned, most), _row_of(column.taken, most)
        if taken == row:
            yield "●", "done" if taken == planned else "warn"
        elif planned == row:
            yield "─", ""
        elif before is not None and planned is not None and min(before, planned) < row < max(before, planned):
            yield "│", ""
        else:
            yield " ", ""
        before = planned


def _row_of(value: Fraction | None, most: Fraction) -> int | None:
    return None if value is None or not most else round(value * _HEIGHT / most)


def _dates(columns: Sequence[Column]) -> str:
    """The first date, and each step's first date where there is room for it."""
    text, seen = "", None
    for place, column in enumerate(columns):
        step = column.first["step"]
        if step == seen:
            continue
        seen = step
        said = f"{date.fromisoformat(column.first['date']):%-d %b}"
        if place == 0 or (place > len(text) and place + len(said) <= len(columns)):
            text = text.ljust(place) + said
    return text


def _kept_to(shown: Json, number: int) -> str:
    """ ": taken as planned on 4 of 5 days so far"."""
    gone = [day for day in shown["days"] if day["step"] == number and day["date"] < shown["today"] and day["doses"]]
    if not gone:
        return ""
    whole = sum(all(dose["state"] == "taken" for dose in day["doses"]) for day in gone)
    days = "1 day" if len(gone) == 1 else f"{len(gone)} days"
    return f": everything taken on {whole} of {days} so far"
