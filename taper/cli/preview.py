"""`taper preview`: what does this plan say, written out? Stores nothing and asks no daemon."""

from __future__ import annotations

from typing import Any

import click

from taper.app.preview import OPEN_DAYS, preview
from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.given import given, source_options
from taper.cli.order import show_order
from taper.cli.out import note, say_json
from taper.cli.render import show_plan
from taper.core.plan import Plan
from taper.facts import find, limits_of, load_facts


def written_out(plan: Plan, *, days: int | None) -> dict[str, Any]:
    """The plan's preview, with what the facts on this machine say of its medicine."""
    known = find(load_facts(here().facts), plan.medicine)
    return preview(plan, limits=limits_of(known) if known else (), open_days=days or OPEN_DAYS)


@command(
    "preview",
    examples=(
        'taper preview "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop" --strength "10 mg"',
        "taper preview --file plan.toml --start 2026-12-01 --table",
        "taper preview --file order.json",
    ),
)
@source_options
@click.option("--table", is_flag=True, help="Write out every day too.")
@json_option
def preview_command(*, days: int | None, table: bool, as_json: bool, **source: Any) -> None:
    """Read a plan and write it out as dated steps, storing nothing.

    TEXT is the plan as a prescriber writes it; - reads it from standard input. Without --start, and where the plan does
    not say it, day 1 is taken to be tomorrow.
    """
    read = given(**source).read(assume_tomorrow=True)
    shown = written_out(read.plan, days=days)
    if read.assumed_start:
        note(f"taper: no first day was given; day 1 is taken to be tomorrow, {shown['starts_on']} (--start says it).")
    if read.order is not None:
        shown["order"] = read.order
        show_order(read.order)
    if as_json:
        say_json(shown)
    else:
        show_plan(shown, table=table)
