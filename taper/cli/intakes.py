"""`taper take`, `skip`, `snooze` and `undo`: what does the person say of a dose?"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import fresh_id, perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import interactive, note, say, say_json, wrapped
from taper.cli.questions import told
from taper.client import RefusedError

Json = dict[str, Any]

_AS = ("same", "extra", "early")

_dose_option = click.option(
    "--dose",
    metavar="SLOT|TIME|ID",
    help='Which dose: "morning", "08:00" or an id such as "2026-12-01/morning".',
    shell_complete=offer.doses,
)
_at_option = click.option(
    "--at", metavar="TIME", help="When it was taken: 08:10 today, or 2026-12-01T08:10+01:00. Default: now."
)
_note_option = click.option("--note", "remark", metavar="TEXT", help="Words to keep beside it.")


@command("take", examples=("taper take", "taper take A --dose morning --at 08:10"))
@plan_argument
@_dose_option
@_at_option
@click.option("--amount", metavar="A", help='How much, where it differs from the plan: "1 tablet", "5 mg".')
@click.option("--not-sure", is_flag=True, help="You do not know whether you took it.")
@_note_option
@json_option
def take_command(*, amount: str | None, not_sure: bool, as_json: bool, **said: Any) -> None:
    """Record that a dose was taken: the one that waits for an answer, the one named, or one as needed.

    Every real intake can be recorded, always; what is unusual about it is marked and warned of.
    """
    _record({**_named(**said), "amount": amount, "answer": "unsure" if not_sure else "taken"}, as_json=as_json)


@command("skip", examples="taper skip A --dose noon")
@plan_argument
@_dose_option
@_note_option
@json_option
def skip_command(*, as_json: bool, **said: Any) -> None:
    """Record that a dose was left out."""
    _record({**_named(**said), "answer": "skipped"}, as_json=as_json)


def _named(*, plan: str | None, dose: str | None, remark: str | None, at: str | None = None) -> dict[str, object]:
    return {"plan": plan, "dose": dose, "note": remark, "at": at}


def _record(arguments: dict[str, object], *, as_json: bool) -> None:
    """Records it under one id, whatever has to be asked on the way."""
    request = {**arguments, "intake_id": fresh_id(), "interactive": interactive()}
    try:
        result = perform("take", request)
    except RefusedError as refused:
        answer = _ask_which(refused) if interactive() else None
        if answer is None:
            raise
        result = perform("take", {**request, **answer})
    _show(cast(Json, result), as_json=as_json)


def _ask_which(refused: RefusedError) -> dict[str, object] | None:
    """Asks in the terminal what the operation wants to know; None where that is nothing to choose."""
    questions = cast("list[Json]", refused.error.get("questions") or [])
    choices = [str(choice) for choice in questions[0].get("choices", [])] if questions else []
    words = [choice.partition(":")[0] for choice in choices]
    if len(questions) != 1 or not choices:
        return None
    note(told({**questions[0], "choices": [f"{number}. {choice}" for number, choice in enumerate(choices, 1)]}))
    number = click.prompt("Which one?", type=click.IntRange(1, len(choices)), err=True)
    if questions[0].get("where") == "--amount":
        return {"amount": choices[number - 1]}
    if all(word in _AS for word in words):
        return {"as": words[number - 1]}
    return _dose_chosen(choices[number - 1])


def _dose_chosen(choice: str) -> dict[str, object] | None:
    """The plan and dose of a choice such as "A 2026-12-01/morning, Tue 1 Dec 08:00"."""
    name, _, _ = choice.rpartition(", ")
    label, _, dose = _split_dose(name)
    return {"plan": label, "dose": dose} if "/" in dose else None


def _split_dose(name: str) -> tuple[str, str, str]:
    """A label may hold spaces, and so may a slot: the dose's id begins at the word with a slash."""
    words = name.split(" ")
    first = next((index for index, word in enumerate(words) if "/" in word and index), len(words) - 1)
    return " ".join(words[:first]), " ", " ".join(words[first:])


def _show(result: Json, *, as_json: bool) -> None:
    if as_json:
        say_json(result)
    else:
        say(wrapped(result["text"]))
    levels = [finding["level"] for finding in result.get("findings", [])]
    for warning, level in zip_longest(result.get("warnings", []), levels):
        note(wrapped(warning, first="·  " if level == "note" else "!! "))


@command("snooze", examples="taper snooze --minutes 15")
@plan_argument
@_dose_option
@click.option(
    "--minutes", type=click.Choice(["5", "10", "15", "30", "60"]), help="For how long. Default: the settings."
)
@json_option
def snooze_command(*, plan: str | None, dose: str | None, minutes: str | None, as_json: bool) -> None:
    """Be reminded of the open dose again later; at most three times, and never close to the next dose."""
    asked: dict[str, object] = {"plan": plan, "dose": dose, "minutes": None if minutes is None else int(minutes)}
    _show(cast(Json, perform("snooze", asked)), as_json=as_json)


@command("undo", examples="taper undo A")
@plan_argument
@json_option
def undo_command(*, plan: str | None, as_json: bool) -> None:
    """Take back the last record; it stays in the log, marked as taken back."""
    _show(cast(Json, perform("undo", {"plan": plan, "intake_id": fresh_id()})), as_json=as_json)
