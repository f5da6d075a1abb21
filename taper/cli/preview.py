"""`taper preview`: what does this plan say, written out? Stores nothing and asks no daemon."""

from __future__ import annotations

from typing import Any

import click

from taper.app.preview import explained_json
from taper.app.reading import ReadPlan
from taper.app.writtenout import written_out as written_out_with
from taper.cli.ask import here
from taper.cli.asking import read_asking
from taper.cli.command import command, json_option
from taper.cli.given import given, source_options
from taper.cli.order import show_order
from taper.cli.out import interactive, note, say, say_json, wrapped
from taper.cli.planout import give_plan_file, plan_file_options, wants_plan_file
from taper.cli.render import show_explained, show_plan
from taper.core.form import to_form
from taper.core.plan import Plan


def written_out(plan: Plan, *, days: int | None) -> dict[str, Any]:
    """The plan's preview, with what the facts on this machine say of its medicine; kept plans are not looked at."""
    return written_out_with(plan, facts_in=here().facts, days=days)


def _show_to_tell(plan: dict[str, Any]) -> None:
    """What cited sources want told before the start, in one line; `taper add` asks it."""
    if plan["tell"]:
        items = "; ".join(one["item"] for one in plan["tell"])
        say(wrapped(f"Before you start, tell your provider of what concerns you: {items}.", first="?  "))


def form_of(read: ReadPlan) -> dict[str, object]:
    """The form of a plan for a plan file; a first day that nobody said is not in it."""
    form = to_form(read.plan)
    return {key: value for key, value in form.items() if key != "starts_on" or not read.assumed_start}


@command(
    "preview",
    examples=(
        'taper preview "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop" --strength "10 mg"',
        "taper preview --file plan.toml --start 2026-12-01 --table",
        "taper preview --file order.json",
        'taper preview "40 mg qam x 4 days, then stop" --explain',
        'taper preview "40 mg daily for 4 days, then stop" --output plan.toml',
    ),
)
@source_options
@click.option("--table", is_flag=True, help="Write out every day too.")
@click.option("--explain", is_flag=True, help="Show which words of the text each phrase came from.")
@click.option("--ask", is_flag=True, help="In a terminal, ask one by one what is not clear.")
@plan_file_options
@json_option
def preview_command(
    *,
    days: int | None,
    table: bool,
    explain: bool,
    ask: bool,
    as_toml: bool,
    output: str | None,
    force: bool,
    as_json: bool,
    **source: Any,
) -> None:
    """Read a plan and write it out as dated steps, storing nothing.

    TEXT is the plan as a prescriber writes it; - reads it from standard input. Without --start, and where the plan does
    not say it, day 1 is taken to be tomorrow; a plan file made of it (--toml, --output) then leaves day 1 out.
    """
    as_file = wants_plan_file(as_toml=as_toml, output=output, force=force, as_json=as_json)
    plan = given(**source)
    if ask and interactive() and not as_json:
        plan, _ = read_asking(plan, assume_tomorrow=True)
    read = plan.read(assume_tomorrow=True)
    if as_file:
        give_plan_file(form_of(read), output=output, force=force)
        return
    shown = written_out(read.plan, days=days)
    if explain:
        shown["explained"] = explained_json(read.text, read.phrases)
    if read.assumed_start:
        note(f"taper: no first day was given; day 1 is taken to be tomorrow, {shown['starts_on']} (--start says it).")
    if read.order is not None:
        shown["order"] = read.order
        show_order(read.order)
    if as_json:
        say_json(shown)
    else:
        show_plan(shown, table=table)
        _show_to_tell(shown)
    if explain and not as_json:
        show_explained(shown["explained"])
