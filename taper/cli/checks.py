"""`taper check`: what is worth a word about the plans as they stand, and does something stop them?"""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import say, say_json

Json = dict[str, Any]

STOP_STANDS = 7
"""The exit code where a finding of level "stop" stands that no provider's name goes with."""


@command("check", examples="taper check")
@plan_argument
@json_option
def check_command(*, plan: str | None, as_json: bool) -> None:
    """What is worth a word about your plans, the most urgent first.

    Exits with 7 where a finding of level "stop" stands and the plan was not approved by a provider.
    """
    shown = cast(Json, perform("check", {"plan": plan}))
    if as_json:
        say_json(shown)
    elif not shown["findings"]:
        say("Nothing stands out.")
    else:
        _show(shown["findings"])
    if any(one["level"] == "stop" and not one["approved_by"] for one in shown["findings"]):
        raise click.exceptions.Exit(STOP_STANDS)


def _show(findings: list[Json]) -> None:
    """The findings under the plan that they are on."""
    from taper.cli.render import show_findings
    from taper.wording.places import name_of

    for number, (_, group) in enumerate(groupby(findings, key=lambda one: one["plan"])):
        of_plan = list(group)
        if number:
            say()
        say(name_of(of_plan[0]), style="bold")
        show_findings([{**one, "text": one["text"] + _approval(one)} for one in of_plan])


def _approval(finding: Json) -> str:
    return f" Approved by {finding['approved_by']}." if finding["approved_by"] else ""
