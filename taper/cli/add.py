"""`taper add`: is this what the paper says, and may it be kept?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

import click

from taper.app.adding import untracked_today
from taper.cli.ask import fresh_id, perform
from taper.cli.command import command, json_option
from taper.cli.given import Given, given, now, source_options
from taper.cli.order import show_order
from taper.cli.out import interactive, kept_from_programs, note, say, say_json, wrapped
from taper.cli.preview import written_out
from taper.cli.render import show_plan
from taper.core.errors import Question, Unanswered
from taper.core.form import to_form
from taper.core.localtime import local, local_date
from taper.core.plan import Plan
from taper.core.record import Dose
from taper.core.words import clock_time

_NONE = "none"


@command(
    "add",
    examples=(
        'taper add "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop" --strength "10 mg"',
        "taper add --file plan.toml --start 2026-12-01 --yes",
    ),
)
@source_options
@click.option("--for", "person", metavar="PERSON", help="Whose plan it is. Default: me.")
@click.option("--label", metavar="WORD", help='What stands for it where names are hidden, as "white bottle".')
@click.option("--approved-by", metavar="NAME", help="The provider whose word a safety limit is passed on.")
@click.option("--also", is_flag=True, help="Keep it beside another active plan of the same medicine.")
@click.option(
    "--taken", metavar="SLOT", multiple=True, help='A dose of today taken already: "morning", "08:00", "none".'
)
@click.option("--yes", is_flag=True, help="The reading was looked at and matches the paper.")
@json_option
def add_command(
    *,
    days: int | None,
    approved_by: str | None,
    also: bool,
    taken: tuple[str, ...],
    yes: bool,
    as_json: bool,
    **source: Any,
) -> None:
    """Read a plan, show the reading, and keep it after your yes.

    TEXT is the plan as a prescriber writes it; - reads it from standard input. In a terminal it asks for what is
    missing; in a script say --yes after reading the preview.
    """
    asking = interactive() and not yes
    plan = _read(given(**source), asking=asking)
    _refuse_example(plan)
    doses = _taken_today(plan, taken, asking=asking)
    if not (as_json and yes):
        with kept_from_programs(as_json=as_json):
            show_plan(written_out(plan, days=days), table=False)
            say()
    _confirm(yes=yes)
    kept = _keep(plan, doses=doses, approved_by=approved_by, also=also)
    if as_json:
        say_json(kept)
    else:
        say(wrapped(str(kept["text"])))


def _keep(plan: Plan, *, doses: Sequence[Dose], approved_by: str | None, also: bool) -> dict[str, object]:
    arguments: dict[str, object] = {
        "form": to_form(plan),
        "approved_by": approved_by,
        "also": also,
        "taken": [dose.id for dose in doses],
        "plan_id": fresh_id(),
    }
    return cast("dict[str, object]", perform("add", arguments))


def _read(source: Given, *, asking: bool) -> Plan:
    """The plan, an order's own words shown beside it; in a terminal a missing first day is asked for."""
    read = source.read(assume_tomorrow=asking)
    if read.order is not None:
        show_order(read.order)
    if not read.assumed_start:
        return read.plan
    return source.starting(_ask_start(read.plan.zone)).read(assume_tomorrow=False).plan


def _ask_start(zone: str) -> str:
    today = local_date(now(), zone=zone)
    answer = str(click.prompt("When is day 1?  [today / tomorrow / a date as 2026-12-01]", err=True)).strip()
    dates = {"today": today, "tomorrow": today + timedelta(days=1)}
    chosen = dates.get(answer.lower())
    return answer if chosen is None else chosen.isoformat()


def _refuse_example(plan: Plan) -> None:
    if plan.example:
        text = "This plan is an example with made-up numbers; only a provider's own plan is kept."
        raise Unanswered((Question(text, where="example", why='"taper preview" shows how it would look.'),))


def _taken_today(plan: Plan, taken: tuple[str, ...], *, asking: bool) -> list[Dose]:
    """Which of today's doses, due before now, were taken already."""
    earlier = untracked_today(plan, now())
    if asking and earlier and not taken:
        taken = _ask_taken(plan, earlier)
    return [_dose_named(plan, earlier, word) for word in taken if word.lower() != _NONE]


def _ask_taken(plan: Plan, earlier: Sequence[Dose]) -> tuple[str, ...]:
    times = [_time_of(plan, dose) for dose in earlier]
    at = clock_time(local(now(), zone=plan.zone).time())
    text = f"It is {at}. Which of today's doses did you take already?  [{', '.join([*times, 'all', _NONE])}]"
    answer = str(click.prompt(text, err=True))
    words = [word.strip() for word in answer.replace(" and ", ",").split(",") if word.strip()]
    return tuple(times) if [word.lower() for word in words] == ["all"] else tuple(words)


def _dose_named(plan: Plan, earlier: Sequence[Dose], word: str) -> Dose:
    fitting = [dose for dose in earlier if word.lower() in (dose.id, dose.slot.lower(), _time_of(plan, dose))]
    if len(fitting) != 1:
        choices = tuple(f"{dose.slot} ({_time_of(plan, dose)})" for dose in earlier) or (_NONE,)
        text = f'"{word[:40]}" is no dose of today that was due before now.'
        raise Unanswered((Question(text, where="--taken", choices=choices),))
    return fitting[0]


def _time_of(plan: Plan, dose: Dose) -> str:
    return clock_time(local(dose.due_at, zone=plan.zone).time())


def _confirm(*, yes: bool) -> None:
    """Asks whether the reading matches. Raises Unanswered where nobody can be asked, or for a no."""
    if yes:
        return
    if not interactive():
        text = "Nobody can be asked here. Read the plan as written out above, and if it matches the paper, say --yes."
        raise Unanswered((Question(text, where="--yes"),))
    if not click.confirm("Does this match the paper?", err=True, default=None):
        note("Nothing was stored. Correct the text or the file, or ask your provider what was meant.")
        raise click.exceptions.Exit(0)
