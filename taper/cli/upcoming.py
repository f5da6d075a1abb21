"""`taper upcoming`: what will be said in the next days?

The daemon's answer is printed as it came: this module loads nothing that knows plans, so that a glance is quick.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import note, say, say_json, wrapped
from taper.clocks import clocks


@command("upcoming", examples="taper upcoming --days 3")
@plan_argument
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, metavar="N", help="How far ahead.")
@json_option
def upcoming_command(*, plan: str | None, days: int, as_json: bool) -> None:
    """What will be said in the next days, in order of time: doses, step changes, the way to the stop date."""
    entries = cast("list[dict[str, Any]]", perform("upcoming", {"plan": plan, "days": days}))
    if as_json:
        say_json(entries)
        return
    if not entries:
        note(f"Nothing is ahead in the next {days} {'day' if days == 1 else 'days'}.")
    day = ""
    for entry in entries:
        at = datetime.fromisoformat(entry["at"])
        if f"{at:%a %-d %b %Y}" != day:
            day = f"{at:%a %-d %b %Y}"
            say(day, style="bold")
        say(wrapped(entry["title"], first=f"   {clocks(at)}  "))
