"""`taper export ics`: how do a plan's doses come into a calendar?"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, plan_argument
from taper.cli.files import save_text
from taper.cli.out import note, wrapped
from taper.core.errors import NotFound

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
def export_ics_command(
    *, plan: str | None, output: str | None, force: bool, days: int, names: bool | None, fresh: bool
) -> None:
    """One plan as a calendar file: an event for each dose, with one alarm at its time. PLAN as for the others.

    Days on which a step changes, of the last dose and of the passed stop date are whole days. Read in again after a
    change, the file moves, changes and cancels the same events. A plan without a stop date is written --days ahead; the
    day at which it ends says so.

    Some calendars ignore the alarms of a file they read, or put their own in their place. The daemon reminds all the
    same.
    """
    from taper.app.agenda import agenda
    from taper.app.keptform import kept_from
    from taper.core.notice import Manner

    if force and output is None:
        raise click.UsageError("--force writes over the file of --output; name it.")
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
    _say_beside(made, label=kept.label, output=output)


def _say_beside(made: Any, *, label: str, output: str | None) -> None:
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
