"""`taper calendar`: the months of a plan, the dose under each day, and what became of it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import NO_BREAK, note, say_json, width
from taper.wording.daysigns import LEGEND, SIGNS, became_of, goes_on
from taper.wording.places import name_of
from taper.wording.readings import said

if TYPE_CHECKING:
    from taper.cli.draw import Line

Json = dict[str, Any]

_NARROWEST_GRID = 7 * 8
_WIDEST_CELL = 14
_STYLES = {"taken": "done", "missed": "stop", "silent": "warn", "part": "warn", "past": "stop"}


@command("calendar", examples=("taper calendar A", "taper calendar A --months 2"))
@plan_argument
@click.option("--months", type=click.IntRange(1, 120), metavar="N", help="How many months, from the first. [all]")
@json_option
def calendar_command(*, plan: str | None, months: int | None, as_json: bool) -> None:
    """The months of a plan, with what is to be taken under each day and what became of it.

    Where the terminal is too narrow for seven days beside each other, each day has a line.
    """
    plans = cast("list[Json]", perform("days", {"plan": plan, "days": 28 if months is None else 31 * months}))
    if as_json:
        say_json(plans)
        return
    from taper.cli.draw import draw

    if not plans:
        note("No plan is active. Enter one with taper add.")
    for shown in plans:
        draw(_plan_lines(shown, months=months))


def _plan_lines(shown: Json, *, months: int | None) -> Iterator[Line]:
    from taper.cli.draw import line

    yield line((name_of(shown), "now"))
    days = {date.fromisoformat(day["date"]): day for day in shown["days"]}
    if not days:
        yield line("   Nothing has a date: it is taken as needed, and nothing is recorded yet.")
        return
    today = date.fromisoformat(shown["today"])
    found = list(dict.fromkeys((on.year, on.month) for on in days))[:months]
    for year, month in found:
        yield line("")
        yield line((f"{date(year, month, 1):%B %Y}", "now"))
        yield from _month(year, month, days, today)
    if months is None and (words := goes_on(shown)):
        yield line("")
        yield line((words, "faint"))
    yield line("")
    signs = "   ".join(sign.replace(" ", NO_BREAK) for sign in LEGEND.split("   "))
    yield line((signs, "faint"))


def _month(year: int, month: int, days: dict[date, Json], today: date) -> Iterator[Line]:
    from taper.cli.draw import line

    if width() < _NARROWEST_GRID:
        for on in sorted(days):
            if (on.year, on.month) == (year, month):
                head, amount, what = cell(on, days[on], today)
                yield line((f"{on:%a} {head:<6}", what), f" {amount}")
        return
    wide = min(width() // 7, _WIDEST_CELL)
    yield line(*((f"{name:<{wide}}", "faint") for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
    for week in Calendar().monthdatescalendar(year, month):
        cells = [cell(on, days.get(on), today) if on.month == month else ("", "", "") for on in week]
        yield line(*((f"{head[: wide - 1]:<{wide}}", what) for head, _, what in cells))
        amounts = [_short(amount, wide - 1) for _, amount, _ in cells]
        if any(amounts):
            yield line(*(f"{amount:<{wide}}" for amount in amounts))


def cell(on: date, day: Json | None, today: date) -> tuple[str, str, str]:
    """The day with its signs ("12 ✓▲", in brackets today), its amount, and what it is in colour."""
    number = f"[{on.day}]" if on == today else str(on.day)
    if day is None:
        return number, "", "faint"
    became = became_of(day)
    marks = ("▲" if "step-change" in day["marks"] else "") + ("■" if "last-use" in day["marks"] else "")
    amount = day["taken"] if became == "past" else day["planned"]
    head = " ".join(part for part in (number, f"{SIGNS[became]}{marks}") if part)
    shown = "no dose" if became == "off" else said(amount) if amount else ""
    return head, shown, _STYLES.get(became, "now" if on == today else "")


def _short(amount: str, columns: int) -> str:
    """The amount as far as it fits, never cut within a number."""
    if len(amount) <= columns:
        return amount
    number = amount.replace(NO_BREAK, " ").split(" ")[0]
    return number if len(number) <= columns else ""
