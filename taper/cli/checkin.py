"""How does it go, and what was done beside the medicine? `taper checkin` and `taper tick`."""

from __future__ import annotations

from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped

Json = dict[str, Any]

_on_option = click.option("--on", metavar="DATE", help="The day it is about. [today]", shell_complete=offer.days_back)


@command("checkin", examples=("taper checkin A sleep=3 anxiety=2 pain=4", "taper checkin A sleep=5 --on 2026-12-05"))
@click.argument("plan", shell_complete=offer.plans)
@click.argument("scores", nargs=-1, metavar="[WORD=SCORE]...", shell_complete=offer.asked_words)
@_on_option
@json_option
def checkin_command(*, plan: str, scores: tuple[str, ...], on: str | None, as_json: bool) -> None:
    """Answer how it goes, each 0 to 10, where your plan asks; without a WORD it shows the day's answers.

    Answered again for the same day, the newest counts. It is kept to look at with your provider, and never judged.
    """
    _give(cast(Json, perform("checkin", {"plan": plan, "scores": list(scores), "on": on})), as_json=as_json)


@command("tick", examples='taper tick A "physical therapy"')
@click.argument("plan", shell_complete=offer.plans)
@click.argument("activity", shell_complete=offer.activities)
@_on_option
@json_option
def tick_command(*, plan: str, activity: str, on: str | None, as_json: bool) -> None:
    """Record that an activity of the plan was done: it is not reminded of that day."""
    _give(cast(Json, perform("tick", {"plan": plan, "activity": activity, "on": on})), as_json=as_json)


def _give(shown: Json, *, as_json: bool) -> None:
    if as_json:
        say_json(shown)
    else:
        say(wrapped(shown["text"]))
