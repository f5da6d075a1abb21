"""`taper revise`: what is left of a plan is replaced by what the provider says now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import click

from taper.app.reading import ReadPlan
from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.changes import change, change_options
from taper.cli.command import command, json_option
from taper.cli.given import Given, given
from taper.core.errors import Question, Unanswered
from taper.core.expand import doses_on
from taper.core.form import to_form
from taper.core.plan import Plan, Split, only_as_needed

Json = dict[str, Any]


@command(
    "revise",
    examples=(
        'taper revise A "20 mg daily for 5 days, then 10 mg daily for 5 days, then stop" --approved-by "Dr Example"',
        "taper revise A --file plan.toml --on 2026-12-10",
    ),
)
@change_options
@click.argument("text", required=False, metavar="TEXT|-")
@click.option(
    "--file",
    metavar="FILE",
    help="Read a plan file (TOML) or a FHIR order (JSON) instead of a text.",
    shell_complete=offer.files,
)
@click.option("--order", metavar="ID", help="Which order of a file that holds several: its id, or its number.")
@click.option("--strength", "strengths", metavar="S", multiple=True, help="A further tablet on hand; may be repeated.")
@click.option("--split", type=click.Choice([split.value for split in Split]), help="How far tablets may be broken.")
@json_option
def revise_command(
    *,
    text: str | None,
    file: str | None,
    order: str | None,
    strengths: tuple[str, ...],
    split: str | None,
    yes: bool,
    as_json: bool,
    **said: object,
) -> None:
    """Replace what is left of a plan by TEXT, read and asked about as by taper add.

    It counts from the first dose after now, or from --on DATE; what was before stays as it was. Without --approved-by
    only what is slower than the plan is taken, as reported by you: nothing higher, faster or past the prescribed end.
    """
    left = cast(Json, perform("left", {"plan": said["plan"], "on": said["on"]}))
    held = left["form"].get("tablets", [])
    source = given(
        text=text,
        file=file,
        start=None,
        zone=left["form"]["zone"],
        strengths=tuple(dict.fromkeys((*(_strength(tablet) for tablet in held), *strengths))),
        split=split or next((tablet["split"] for tablet in held if "split" in tablet), Split.NONE.value),
        order=order,
    )
    plan = _read(source, left, on_said=bool(said["on"]))
    _refuse_two_days(plan, said)
    form = to_form(plan)
    question = "Is that what your provider said?" if said["approved_by"] else "Recorded as reported by you. Keep it?"
    change("revise", {**said, "form": form}, yes=yes, as_json=as_json, question=question)


def _strength(tablet: Json) -> str:
    release = "extended-release " if tablet.get("extended_release") else ""
    return f"{tablet['strength']} {release}{tablet.get('form', 'tablet')}"


def _read(source: Given, left: Json, *, on_said: bool) -> Plan:
    """The plan of the text, its day 1 the day from which it counts.

    Where nobody said a day, and nothing of that one is left, it is the next one.
    """
    read: ReadPlan = source.read(assume_tomorrow=True)
    if not read.assumed_start:
        return read.plan
    on, at = date.fromisoformat(left["on"]), left["at"]
    plan = source.starting(f"{on.isoformat()}T{at}" if at else on.isoformat()).read(assume_tomorrow=False).plan
    if at and not on_said and not doses_on(plan, on) and not only_as_needed(plan):
        following = on + timedelta(days=1)
        return source.starting(following.isoformat()).read(assume_tomorrow=False).plan
    return plan


def _refuse_two_days(plan: Plan, said: dict[str, object]) -> None:
    """Raises Unanswered where the text says another day than --on."""
    on = said["on"]
    if on and str(on).strip() != plan.starts_on.isoformat():
        text = f"The text begins on {plan.starts_on.isoformat()}, --on says {str(on)[:40]}. Which one holds?"
        raise Unanswered((Question(text, where="--on"),))
