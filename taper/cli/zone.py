"""`taper zone`: the plans go by the clocks of another zone."""

from __future__ import annotations

from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.changes import confirm
from taper.cli.command import command, json_option
from taper.cli.out import kept_from_programs, say, say_json, wrapped
from taper.clock import machine_zone

Json = dict[str, Any]


@command("zone", examples=("taper zone America/New_York", "taper zone --plan A"))
@click.argument("zone", required=False, metavar="[ZONE]", shell_complete=offer.zones)
@click.option("--plan", metavar="PLAN", help="Only this plan. Default: every active one.", shell_complete=offer.plans)
@click.option("--approved-by", metavar="NAME", help="The provider who said that it goes on so.")
@click.option("--note", metavar="WORDS", help="Words to keep beside it.")
@click.option("--yes", is_flag=True, help="The change was looked at and is right.")
@json_option
def zone_command(*, zone: str | None, yes: bool, as_json: bool, **said: object) -> None:
    """Let the plans go by the clocks of ZONE (this machine's, where none is said): the same times, there.

    Shown first: the last intake, the next dose in both zones, and the hours between. Where those are unusual, it is a
    question for your provider.
    """
    wanted = {**said, "zone": zone or machine_zone()}
    shown = cast(Json, perform("zone", {**wanted, "preview": True}))
    if not (as_json and yes):
        with kept_from_programs(as_json=as_json):
            _show(shown)
    if not shown["plans"]:
        if as_json:
            say_json(shown)
        return
    confirm(f"Go by the clocks of {shown['zone']}?", yes=yes)
    seen = {key: shown[key] for key in ("expect_versions", "counts_from")}
    done = cast(Json, perform("zone", {**wanted, "preview": False, **seen}))
    if as_json:
        say_json(done)
    else:
        say(wrapped(done["text"]))


def _show(shown: Json) -> None:
    for plan in shown["plans"]:
        say(f"Plan {plan['label']}: {plan['from']} to {plan['to']}", style="bold")
        for sentence in plan["says"]:
            say(wrapped(sentence, first="   "))
    for label in shown["already"]:
        say(wrapped(f"Plan {label} goes by the clocks of {shown['zone']} already."))
