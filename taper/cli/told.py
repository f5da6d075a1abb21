"""`taper told`: what is to be told to the provider before the start, and what was answered?

`taper add` asks the same in a terminal, in one line.
"""

from __future__ import annotations

from typing import Any, cast

import click

from taper.app.telling import NOT_YET, Answers, read_reply
from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import interactive, note, say, say_json, wrapped
from taper.core.errors import Unanswered
from taper.core.telling import ToTell

Json = dict[str, Any]

_ANSWERS = f"yes: it concerns you. no: it does not. asked: you spoke of it with your provider. Enter: {NOT_YET}."
_HOW = "One word is for all of it; a number for one line, as in: no, 2 yes"


@command("told", examples=("taper told A", "taper told A asked", 'taper told A "seizures=no" "2=asked"'))
@click.argument("plan", shell_complete=offer.plans)
@click.argument("answers", nargs=-1, metavar="[ITEM=ANSWER]...", shell_complete=offer.to_tell)
@json_option
def told_command(*, plan: str, answers: tuple[str, ...], as_json: bool) -> None:
    """What to tell your provider before you start, and your answers: yes, no or asked.

    ITEM is a number, or words of the line; an ANSWER alone is for all of them. Without one a terminal asks.
    """
    shown = cast(Json, perform("told", {"plan": plan, "told": list(answers)}))
    if not answers and interactive() and not as_json and shown["tell"]:
        given = ask_told(shown["tell"])
        if given:
            shown = cast(Json, perform("told", {"plan": shown["plan"], "told": given}))
    if as_json:
        say_json(shown)
        return
    if not shown["tell"]:
        say(wrapped(f"taper knows of nothing to tell about {shown['medicine'] or 'this plan'} before the start."))
    show_told(shown["tell"])
    if shown["text"]:
        say(wrapped(shown["text"], first="?  "))


def show_told(tell: list[Json]) -> None:
    """Each thing to tell with its answer, a line each."""
    if tell:
        say("To tell your provider before the start:")
    for number, one in enumerate(tell, 1):
        say(wrapped(f"{one['item']}: {one['answer'] or 'not answered'}", first=f"  {number}  "))


def ask_told(tell: list[Json]) -> list[str]:
    """The answers typed in one line, as "ITEM=ANSWER"; empty where the person answers nothing yet.

    The things to tell are listed first, a line each.
    """
    note("Before you start: does one of these concern you? Your provider should know of it.")
    for number, one in enumerate(tell, 1):
        note(wrapped(one["item"], first=f"  {number}  "))
    note(wrapped(_ANSWERS, first="  "))
    note(wrapped(_HOW, first="  "))
    items = [ToTell(one["item"], one["text"], one["source"]) for one in tell]
    while True:
        try:
            return _as_words(read_reply(_typed(), items))
        except Unanswered as unknown:
            note(wrapped(f"{unknown} {_HOW}.", first="  "))


def _typed() -> str:
    prompt = "  [asked / no / 2 yes / not yet]"
    return str(click.prompt(prompt, default="", show_default=False, err=True))


def _as_words(answers: Answers) -> list[str]:
    return [f"{item}={answer.value}" for item, answer in answers.items()]
