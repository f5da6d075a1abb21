"""`taper stop`, `extend` and `correct`, and what every change has in common: what would change, and is that right?

Each is shown before and after side by side; nothing is changed before the yes, and nothing if the plan was changed by
somebody else meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import interactive, kept_from_programs, note, say, say_json, visible, width, wrapped
from taper.core.errors import Question, Unanswered

Json = dict[str, Any]
Callback = Callable[..., None]

_plan = click.argument("plan", metavar="PLAN", shell_complete=offer.plans)
_by = click.option("--approved-by", metavar="NAME", help="The provider who said so.")
_on = click.option(
    "--on", metavar="DATE", help="From which day it counts, as 2026-12-01.", shell_complete=offer.days_ahead
)
_note = click.option("--note", metavar="WORDS", help="Words to keep beside it.")
_yes = click.option("--yes", is_flag=True, help="The change was looked at and is right.")


def change_options(callback: Callback) -> Callback:
    """What every change of a plan takes: the plan, who said so, from which day, a note, and the yes."""
    for option in reversed((_plan, _by, _on, _note, _yes)):
        callback = option(callback)
    return callback


_WHERE_COLUMNS_FIT = 72
"""From this width on, before and after stand side by side."""


@command("stop", examples=('taper stop A --note "the provider called"', "taper stop A --on 2026-12-10"))
@change_options
@json_option
def stop_command(*, yes: bool, as_json: bool, **said: object) -> None:
    """End a plan now, or from a day on. Never refused; warned of where stopping may be too sudden."""
    change("stop", said, yes=yes, as_json=as_json, question="Stop it?")


@command(
    "extend",
    examples=('taper extend A --days 7 --approved-by "Dr Example"', 'taper extend A --approved-by "Dr Example"'),
)
@click.option("--days", type=click.IntRange(1, 36600), metavar="N", help="By how many days.")
@change_options
@json_option
def extend_command(*, yes: bool, as_json: bool, **said: object) -> None:
    """Let the last step go on for more days. It needs the provider's word (--approved-by).

    Without --days the end as it stands becomes the provider's, where a hold or the like moved it on your word. Of a
    plan that is over, --on says with which day it goes on.
    """
    longer = said["days"] is not None
    question = "Is the right-hand side what your provider said?" if longer else "Is that what your provider said?"
    change("extend", said, yes=yes, as_json=as_json, question=question, columns=longer)


@command("correct", examples=("taper correct A --start 2026-11-22", 'taper correct A --step 2 --amount "20 mg"'))
@_plan
@click.option("--start", metavar="DATE", help="The right first day.", shell_complete=offer.days_back)
@click.option("--step", type=click.IntRange(1, 9999), metavar="N", help="The step with the wrong amount.")
@click.option(
    "--slot",
    metavar="SLOT",
    help="The slot with the wrong amount; every slot of the step without it.",
    shell_complete=offer.slots_of_plan,
)
@click.option("--amount", metavar="A", help='The right amount, as "20 mg" or "2 tablets".')
@click.option("--text", metavar="TEXT", help="The whole plan again, as it stands on the paper.")
@_by
@_note
@_yes
@json_option
def correct_command(*, plan: str, text: str | None, yes: bool, as_json: bool, **said: object) -> None:
    """Repair a plan that was typed wrongly: its first day, an amount, or the whole text.

    What was recorded is carried over by time. Where the provider changed the plan, that is no correction.
    """
    if text is None and said["start"] is None and said["amount"] is None:
        raise click.UsageError("Say what was wrong: --start DATE, --step N --amount A, or --text TEXT.")
    if text is not None:
        said |= {"form": _form_of(plan, text, start=cast("str | None", said["start"])), "start": None}
    question = "Is the right-hand side what the paper says?"
    change("correct", {"plan": plan, **said}, yes=yes, as_json=as_json, question=question)


def _form_of(plan: str, text: str, *, start: str | None) -> Json:
    """The corrected text's plan, beside the zone, tablets and (where it says none) the first day of the kept one."""
    from taper.cli.given import given
    from taper.core.form import to_form

    form = cast(Json, cast(Json, perform("show", {"plan": plan}))["form"])
    tablets = form.get("tablets", [])
    source = given(
        text=text,
        file=None,
        start=start,
        zone=form["zone"],
        strengths=tuple(f"{tablet['strength']} {tablet.get('form', 'tablet')}" for tablet in tablets),
        split=next((tablet["split"] for tablet in tablets if "split" in tablet), "none"),
    )
    read = source.read(assume_tomorrow=True)
    if read.assumed_start:
        read = source.starting(form["starts_on"]).read(assume_tomorrow=False)
    return to_form(read.plan)


def change(
    operation: str, said: dict[str, object], *, yes: bool, as_json: bool, question: str, columns: bool = True
) -> None:
    """Shows the change in words (and in columns), asks, and has it done if the plan is still the one that was shown."""
    shown = cast(Json, perform(operation, {**said, "preview": True}))
    if not (as_json and yes):
        with kept_from_programs(as_json=as_json):
            for sentence in shown["says"]:
                say(wrapped(sentence))
            if columns:
                _show(shown)
    for warning in shown.get("warnings", []):
        note(wrapped(warning, first="!! "))
    confirm(question, yes=yes)
    seen = {key: shown[key] for key in ("expect_versions", "counts_from") if shown.get(key) is not None}
    done = perform(operation, {**said, "preview": False, **seen})
    if as_json:
        say_json(done)
    else:
        say(wrapped(cast(Json, done)["text"]))


def confirm(question: str, *, yes: bool) -> None:
    """Asks for the yes. Raises Unanswered where nobody can be asked; a no ends the command."""
    if yes:
        return
    if not interactive():
        raise Unanswered((Question(f"{question} Nobody can be asked here: say --yes if so.", where="--yes"),))
    if not click.confirm(question, err=True, default=None):
        note("Nothing was changed.")
        raise click.exceptions.Exit(0)


def _show(shown: Json) -> None:
    rows = [("", "as it is", "as it would be"), *(tuple(line) for line in shown["lines"])]
    if width() >= _WHERE_COLUMNS_FIT:
        _show_columns(rows)
    else:
        for name, before, after in rows[1:]:
            say(wrapped(f"{before}", first=f"{name}, as it is: ", rest="  "))
            say(wrapped(f"{after}", first=f"{name}, as it would be: ", rest="  "))
    if shown.get("recorded"):
        checked = f"{shown['recorded']} recorded; {shown.get('relinked', 0)} linked anew by time."
        say(wrapped(checked, first="  "))
    for line in shown.get("to_check", []):
        say(wrapped(f"please look at: {line}", first="  ·  "))


def _show_columns(rows: list[tuple[str, ...]]) -> None:
    from textwrap import wrap

    each = (width() - 15) // 2
    for name, before, after in rows:
        left, right = (
            [line for part in text.split("; ") for line in wrap(visible(part), each)] for text in (before, after)
        )
        for index in range(max(len(left), len(right))):
            cells = [name if index == 0 else "", *(part[index] if index < len(part) else "" for part in (left, right))]
            say(f"  {cells[0]:<11}{cells[1]:<{each}}  {cells[2]}".rstrip())
