"""`taper history`: what was changed of a plan, when, and on whose word?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped

Json = dict[str, Any]


@command("history", examples="taper history A")
@click.argument("plan", required=False, metavar="[PLAN]", shell_complete=offer.plans)
@json_option
def history_command(*, plan: str | None, as_json: bool) -> None:
    """Every version of a plan, oldest first: when, what it changed, on whose word. None is ever rewritten."""
    shown = cast(Json, perform("history", {"plan": plan}))
    if as_json:
        say_json(shown)
        return
    say(f"Plan {shown['label']}", style="bold")
    for line in version_lines(shown["versions"]):
        say(line)


def version_lines(versions: list[Json]) -> Iterator[str]:
    """A paragraph for each version, within the terminal's width."""
    for version in versions:
        at = datetime.fromisoformat(version["recorded_at"]).astimezone()
        begin = f"{version['number']:>3}  "
        yield wrapped(f"{at:%a %-d %b %Y %H:%M}, {version['change']}, {_who(version)}", first=begin)
        yield wrapped(version["text"], first="     ")
        if version["note"]:
            yield wrapped(f'"{version["note"]}"', first="     ")


def _who(version: Json) -> str:
    if version["approved_by"]:
        return f"approved by {version['approved_by']}"
    return "by you" if version["change"] in ("entered", "corrected", "moved") else str(version["by"])
