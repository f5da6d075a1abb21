"""`taper upcoming`: what will be said in the next days?

The daemon's answer is printed as it came: this module loads nothing that knows plans, so that a glance is quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import note, say, say_json, wrapped
from taper.cli.signs import signed
from taper.wording.clocktimes import clocks

Json = dict[str, Any]

_SIGNS = {"step-change": "▲", "last-dose": "■", "stopped": "■", "review": "■"}
_STYLES_OF_SIGNS = {"▲": "change", "■": "bold"}
_WAITS = ("due", "late", "unanswered")
_LATE = ("late", "unanswered")


@command("upcoming", examples="taper upcoming --days 3")
@plan_argument
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, metavar="N", help="How far ahead.")
@json_option
def upcoming_command(*, plan: str | None, days: int, as_json: bool) -> None:
    """What will be said in the next days: the doses by day, and among them the changes of step and the stop date.

    The first dose of a new step, and the last of a plan, are marked with a sign and a word.
    """
    entries = cast("list[Json]", perform("upcoming", {"plan": plan, "days": days}))
    if as_json:
        say_json(entries)
        return
    if not entries:
        note(f"Nothing is ahead in the next {days} {'day' if days == 1 else 'days'}.")
    turns = dict(_turns(entries))
    for day, ofday in groupby(enumerate(entries), key=lambda pair: f"{_at(pair[1]):%a %-d %b %Y}"):
        say(day, style="bold")
        for place, entry in ofday:
            _say_entry(entry, turn=turns.get(place))


def _at(entry: Json) -> datetime:
    return datetime.fromisoformat(entry["at"])


def _turns(entries: list[Json]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Which entries are the first dose of a step, or the last of a plan, by their place, with the sign and the words.

    A dose is the first of its step where one of the step before is ahead of it. It is the last of its plan where the
    plan's end is announced behind it: without that, a later dose may only be too far ahead to be told.
    """
    newest: dict[str, tuple[int, int]] = {}
    for place, entry in enumerate(entries):
        plan = entry["plan"]
        if entry["kind"] == "dose":
            if plan in newest and newest[plan][1] != entry["step"]:
                yield place, ("▲", f"step {entry['step']}")
            newest[plan] = place, entry["step"]
        elif entry["kind"] == "stopped" and plan in newest:
            yield newest[plan][0], ("■", "last dose")


def _say_entry(entry: Json, *, turn: tuple[str, str] | None) -> None:
    """ "   08:00  A: 1 tablet of 350 mg", with what it turns, and that it waits."""
    at, state = clocks(_at(entry)), entry.get("state", "")
    sign = turn[0] if turn else _SIGNS.get(entry["kind"], " ")
    title = entry["title"].removesuffix(f" · {_at(entry):%H:%M}")
    more = [*([turn[1]] if turn else []), *([state] if state in _WAITS else [])]
    style = "warn" if state in _LATE else _STYLES_OF_SIGNS.get(sign, "")
    said = f"{title} ({', '.join(more)})" if more else title
    say(wrapped(said, first=signed(f"   {at}  {sign}  ")), style=style)
