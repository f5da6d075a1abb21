"""How does a plan written out look to a person?

It prints the JSON object of `preview` as dated steps in words, totals, the stop date and the findings; every amount in
its spoken form, and every line within the terminal's width.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from taper.cli.out import say, width, wrapped
from taper.core.words import short_date
from taper.wording.readings import (
    EXAMPLE,
    beside_words,
    day_words,
    end_line,
    rule_words,
    rules_from,
    slot_times,
    step_dates,
    step_words,
    title_parts,
    unbroken,
)

Json = dict[str, Any]

_MARKS = {"stop": "!! ", "warn": "!  ", "note": "·  "}


def show_plan(plan: Json, *, table: bool) -> None:
    """The whole reading; with `table` also every day."""
    if plan.get("example"):
        say(EXAMPLE, style="bold")
        say()
    say(wrapped(" · ".join(title_parts(plan))), style="bold")
    for step in plan["steps"]:
        for rule in rules_from(plan, step["number"]):
            say(wrapped(rule_words(rule), first="     "))
        say(wrapped(step_dates(step), first=f"{step['number']:>3}  "))
        say(wrapped(step_words(step, plan), first="     "))
    say(wrapped(end_line(plan), first="  ■  "))
    if table:
        show_days(plan["days"])
    _show_beside(plan)


def _show_beside(plan: Json) -> None:
    if slot_times(plan["days"]):
        say()
    for words in beside_words(plan):
        say(wrapped(words))
    for precaution in plan.get("precautions", []):
        say(wrapped(precaution, first="?  "))
    show_findings(plan["findings"])


def show_explained(rows: list[Json]) -> None:
    """Each phrase of the reading, and below it the words of the text that it came from."""
    say()
    say("What was read, and where it says so:", style="bold")
    for row in rows:
        step = "plan  " if row["step"] is None else f"step {row['step']}"
        words = (
            " ... ".join(f'"{words}"' for words in row["words"])
            or "not said; taper's own, or what follows from the rest"
        )
        say(wrapped(unbroken(row["said"]), first=f"  {step:<8}"))
        say(wrapped(words, first="          <- "), style="faint")


def show_findings(findings: list[Json]) -> None:
    """Each finding with a mark for its weight, and its source."""
    for finding in findings:
        is_named = not finding.get("source") or finding["source"] in finding["text"]
        source = "" if is_named else f" (source: {finding['source']})"
        where = f"{finding['where']}: " if finding.get("where") else ""
        level = finding["level"]
        say(wrapped(where + finding["text"] + source, first=_MARKS[level]), style="" if level == "note" else level)


def show_days(days: list[Json]) -> None:
    """A line for each day: its number, date, step, total and doses."""
    say()
    say(f"{'day':>4}  {'date':<15}  {'step':<4}  doses", style="faint")
    for day in days:
        on = date.fromisoformat(day["date"])
        begin = f"{day['day']:>4}  {f'{short_date(on)} {on.year}':<15}  {day['step']:<4}  "
        say(wrapped(day_words(day), first=begin, rest=" " * (len(begin) if width() > len(begin) + 20 else 6)))
