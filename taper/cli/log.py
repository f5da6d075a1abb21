"""`taper log`: what was recorded, day by day?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import note, say, say_json, wrapped
from taper.cli.signs import signed
from taper.core.words import short_date
from taper.wording.clocktimes import clocks

Json = dict[str, Any]

_SIGNS = {"taken": "✓", "skipped": "-", "unsure": "?", "silent": "?", "step-change": "▲", "ended": "■"}
_STYLES = {"silent": "warn", "unsure": "warn", "step-change": "change", "ended": "bold"}
_UNTIMED = " " * 5


@command("log", examples="taper log A --days 7")
@plan_argument
@click.option("--days", type=click.IntRange(1, 3660), metavar="N", help="How far back. [30]")
@json_option
def log_command(*, plan: str | None, days: int | None, as_json: bool) -> None:
    """What was recorded, day by day as it happened, and where a step began or a plan ended.

    What was taken back stays, marked. A dose that was asked about and not answered has its line, too.
    """
    asked: dict[str, object] = {"plan": plan, "days": days}
    if as_json:
        say_json(perform("log", asked))
        return
    shown = cast("list[Json]", perform("diary", asked))
    if not shown:
        note("Nothing is recorded in that time.")
    names = max((len(entry["name"]) for day in shown for entry in day["entries"]), default=0)
    for day in shown:
        say(wrapped(day["text"]), style="bold")
        for entry in day["entries"]:
            _say_entry(entry, on=date.fromisoformat(day["on"]), names=names)


def _say_entry(entry: Json, *, on: date, names: int) -> None:
    """ "   08:05  ✓  A  1 tablet of 350 mg taken, for 08:00"."""
    at = clocks(datetime.fromisoformat(entry["at"])) if entry["at"] else _UNTIMED
    begin = signed(f"   {at}  {_SIGNS.get(entry['kind'], '·')}  {entry['name']:<{names}}  ")
    marks = [*entry["marks"], *_recorded_later(entry, on=on), *(["taken back"] if entry["undone"] else [])]
    said = f" [{', '.join(marks)}]" if marks else ""
    remark = f": {entry['note']}" if entry["note"] else ""
    style = "faint" if entry["undone"] else _STYLES.get(entry["kind"], "")
    say(wrapped(f"{entry['text']}{said}{remark}", first=begin), style=style)


def _recorded_later(entry: Json, *, on: date) -> list[str]:
    """ "recorded Wed 25 Nov", where that was another day than the one on which it happened."""
    if entry["recorded_at"] is None:
        return []
    recorded_on = datetime.fromisoformat(entry["recorded_at"]).date()
    return [] if recorded_on == on else [f"recorded {short_date(recorded_on)}"]
