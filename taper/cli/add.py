"""`taper add`: is this what the paper says, and may it be kept?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

import click

from taper.app.answering import Flagged
from taper.app.answers import questions_of
from taper.app.arguments import read_start
from taper.cli import offer
from taper.cli.ask import fresh_id, perform
from taper.cli.asking import ask_first, read_asking, read_once
from taper.cli.command import command, json_option
from taper.cli.given import Given, given, now, source_options
from taper.cli.guide import guided, offer_plan_file
from taper.cli.order import show_order
from taper.cli.out import interactive, kept_from_programs, note, say, say_json, wrapped
from taper.cli.preview import written_out
from taper.cli.render import show_plan
from taper.cli.told import ask_told
from taper.client import RefusedError
from taper.core.errors import NeedsApproval, Question, Unanswered
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
        "taper add",
    ),
)
@source_options
@click.option("--for", "person", metavar="PERSON", help="Whose plan it is. Default: me.", shell_complete=offer.people)
@click.option("--label", metavar="WORD", help='What stands for it where names are hidden, as "white bottle".')
@click.option("--approved-by", metavar="NAME", help="The provider whose word a safety limit is passed on.")
@click.option("--also", is_flag=True, help="Keep it beside another active plan of the same medicine.")
@click.option(
    "--taken",
    metavar="SLOT",
    multiple=True,
    help='A dose of today taken already: "morning", "08:00", "none".',
    shell_complete=offer.slots,
)
@click.option(
    "--told",
    metavar="ITEM=ANSWER",
    multiple=True,
    help='What to tell your provider: "seizures=no", "2=yes"; "asked" alone answers all.',
)
@click.option("--yes", is_flag=True, help="The reading was looked at and matches the paper.")
@json_option
def add_command(
    *,
    days: int | None,
    approved_by: str | None,
    also: bool,
    taken: tuple[str, ...],
    told: tuple[str, ...],
    yes: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Read a plan, show the reading, and keep it after your yes.

    TEXT is the plan as a prescriber writes it; - reads it from standard input. In a terminal it asks one by one for
    what is missing or not clear, and without TEXT and --file it asks for the whole plan step by step; in a script say
    --yes after reading the preview.
    """
    asking = interactive() and not yes
    from_guide = asking and not as_json and options["text"] is options["file"] is None
    source, plan = _read(
        given(**options, guide=guided if from_guide else None), asking=asking, one_by_one=asking and not as_json
    )
    _refuse_example(plan)
    doses = _taken_today(plan, taken, asking=asking)
    before = cast("dict[str, Any]", perform("before", {"form": to_form(plan), "approved_by": approved_by}))
    if not (as_json and yes):
        with kept_from_programs(as_json=as_json):
            show_plan(written_out(plan, days=days) | {"findings": before["findings"]}, table=False)
            say()
    if before["refused"]:
        raise NeedsApproval(before["refused"])
    if asking and not told and before["tell"]:
        told = tuple(ask_told(before["tell"]))
    _confirm(yes=yes)
    keep = _keep_asking if asking and not as_json else _keep
    kept = keep(source, plan, doses=doses, told=told, approved_by=approved_by, also=also)
    if as_json:
        say_json(kept)
    else:
        _say_kept(kept)
    if from_guide:
        offer_plan_file(plan)


def _say_kept(kept: dict[str, object]) -> None:
    say(wrapped(str(kept["text"])))
    if kept["to_tell"]:
        say(wrapped(str(kept["to_tell"]), first="?  "))


def _keep_asking(
    source: Given, plan: Plan, *, doses: Sequence[Dose], told: Sequence[str], approved_by: str | None, also: bool
) -> dict[str, object]:
    """Keeps the plan; what is asked about it then, such as a label in use, is asked here."""
    while True:
        try:
            return _keep(source, plan, doses=doses, told=told, approved_by=approved_by, also=also)
        except RefusedError as refused:
            questions = questions_of(refused.error)
            if not questions:
                raise
        outcome = ask_first(source.source, questions, read="")
        if isinstance(outcome, Flagged):
            also = True
        else:
            source = Given(outcome.source)
            plan = source.read(assume_tomorrow=False).plan


def _keep(
    _: Given, plan: Plan, *, doses: Sequence[Dose], told: Sequence[str], approved_by: str | None, also: bool
) -> dict[str, object]:
    arguments: dict[str, object] = {
        "form": to_form(plan),
        "approved_by": approved_by,
        "also": also,
        "taken": [dose.id for dose in doses],
        "told": list(told),
        "plan_id": fresh_id(),
    }
    return cast("dict[str, object]", perform("add", arguments))


def _read(source: Given, *, asking: bool, one_by_one: bool) -> tuple[Given, Plan]:
    """The plan and what it was read from, an order's own words shown beside it.

    In a terminal a missing first day is asked for, and each question in turn.
    """
    read_from = read_asking if one_by_one else read_once
    source, read = read_from(source, assume_tomorrow=asking)
    if read.order is not None:
        show_order(read.order)
    if read.assumed_start:
        source, read = read_from(source.starting(_ask_start(read.plan.zone)), assume_tomorrow=False)
    return source, read.plan


def _ask_start(zone: str) -> str:
    today = local_date(now(), zone=zone)
    dates = {"today": today, "tomorrow": today + timedelta(days=1)}
    while True:
        answer = str(click.prompt("When is day 1?  [today / tomorrow / a date as 2026-12-01]", err=True)).strip()
        if chosen := dates.get(answer.lower()):
            return chosen.isoformat()
        try:
            read_start(answer)
        except Unanswered as unknown:
            note(wrapped(str(unknown), first="  "))
        else:
            return answer


def _refuse_example(plan: Plan) -> None:
    if plan.example:
        text = "This plan is an example with made-up numbers; only a provider's own plan is kept."
        raise Unanswered((Question(text, where="example", why='"taper preview" shows how it would look.'),))


def _taken_today(plan: Plan, taken: tuple[str, ...], *, asking: bool) -> list[Dose]:
    """Which of today's doses, due before now, were taken already."""
    from taper.app.adding import untracked_today  # it loads the store, which a pressed Tab does without

    earlier = untracked_today(plan, now())
    asked = asking and bool(earlier) and not taken
    while True:
        words = _ask_taken(plan, earlier) if asked else taken
        try:
            return [_dose_named(plan, earlier, word) for word in words if word.lower() != _NONE]
        except Unanswered as unknown:
            if not asked:
                raise
            note(wrapped(str(unknown), first="  "))


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
