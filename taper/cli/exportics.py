"""`taper export ics`: how do a plan's doses come into a calendar?"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.files import save_text
from taper.cli.out import note, say_json, wrapped
from taper.core.errors import NotFound

if TYPE_CHECKING:
    from taper.app.agenda import Agenda
    from taper.core.record import KeptPlan

JSON_WANTS_A_FILE = "--json prints what was written; name the file with --output."

_NOTHING = (
    "Nothing of plan {label} stands at a time: what is taken as needed has no event, and it has no last day. "
    "No calendar was written."
)

_OPEN_DAYS = 90
_MOST_DAYS = 3660


@command("ics", examples=("taper export ics A -o plan-a.ics", "taper export ics A -o plan-a.ics --force --days 180"))
@plan_argument
@click.option("-o", "--output", metavar="FILE", help="The file to write. [standard output]", shell_complete=offer.files)
@click.option("--force", is_flag=True, help="Write over the file of --output.")
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    default=_OPEN_DAYS,
    show_default=True,
    metavar="N",
    help="How far ahead an open plan is written.",
)
@click.option("--names/--no-names", default=None, help="Show the medicine's name in titles. [the settings]")
@click.option("--fresh", is_flag=True, help="For a calendar that never had the plan: leave out what is cancelled.")
@json_option
def export_ics_command(
    *, plan: str | None, output: str | None, force: bool, days: int, names: bool | None, fresh: bool, as_json: bool
) -> None:
    """One plan as a calendar file: an event for each dose, with one alarm at its time. PLAN as for the others.

    Days on which a step changes, of the last dose and of the passed stop date are whole days. Read in again after a
    change, the file moves, changes and cancels the same events. A plan without a stop date is written --days ahead; the
    day at which it ends says so.

    Some calendars ignore the alarms of a file they read, or put their own in their place. The daemon reminds all the
    same. With --json it prints what was written and where it ends; the calendar itself then goes to --output.
    """
    from taper.app.agenda import agenda
    from taper.app.keptform import kept_from
    from taper.core.notice import Manner

    if force and output is None:
        raise click.UsageError("--force writes over the file of --output; name it.")
    if as_json and output is None:
        raise click.UsageError(JSON_WANTS_A_FILE)
    found = cast("dict[str, Any]", perform("calendar", {"plan": plan}))
    kept, shown = kept_from(found["kept"]), found["names_shown"] if names is None else names
    manner = Manner(names_shown=shown, several_people=found["several_people"])
    made = agenda(kept, manner=manner, now=datetime.fromisoformat(found["now"]), open_days=days)
    made = made.without_cancelled() if fresh else made
    if not made.calendar.entries:
        raise NotFound(_NOTHING.format(label=kept.label))
    if output is None:
        sys.stdout.write(made.as_ics())
    else:
        save_text(made.as_ics(), Path(output), force=force)
    if as_json and output is not None:
        say_json(_written(made, kept, file=Path(output)))
    _say_beside(made, label=kept.label, output=output)


def _written(made: Agenda, kept: KeptPlan, *, file: Path) -> dict[str, object]:
    """What a program may want to know of the file."""
    from taper.core.ledger import last_use_of

    last, events = last_use_of(kept), len(made.calendar.entries) - made.cancelled
    return {
        "file": str(file.absolute()),
        "plan": kept.id,
        "label": kept.label,
        "events": events,
        "doses": made.doses,
        "whole_days": events - made.doses,
        "cancelled": made.cancelled,
        "last_use_on": None if last is None else last.on.isoformat(),
        "ends_here_on": None if made.ends_here_on is None else made.ends_here_on.isoformat(),
    }


def _say_beside(made: Agenda, *, label: str, output: str | None) -> None:
    """What the file holds, where it ends, and what a calendar may do to it: all on standard error."""
    from taper.core.words import counted, long_date

    where = "" if output is None else f" is written to {output}"
    cancelled = f", {counted(made.cancelled, 'event')} cancelled" if made.cancelled else ""
    note(wrapped(f"taper: plan {label}{where}: {counted(made.doses, 'dose')}{cancelled}.", rest="  "))
    if not made.doses:
        note(wrapped("No dose of this plan has a time of its own: what is taken as needed has no event.", first="  "))
    if made.ends_here_on is not None:
        note(
            wrapped(
                f"It has no stop date: its doses from {long_date(made.ends_here_on)} on are not in it. Write it again "
                "before then, or further ahead with --days.",
                first="  ",
            )
        )
    note(
        wrapped(
            "Some calendars ignore the alarms of a file they read, or put their own in their place: look at one event "
            "after reading it in.",
            first="  ",
        )
    )
