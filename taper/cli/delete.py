"""`taper delete`: what will be gone for good, and is that wanted?"""

from __future__ import annotations

from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import bullets, interactive, note, say, say_json, wrapped
from taper.core.errors import Question, Unanswered


@command("delete", examples="taper delete A --type A")
@click.argument("plan", metavar="PLAN", shell_complete=offer.plans)
@click.option("--type", "typed", metavar="LABEL", help="The plan's label, typed to say yes; for scripts.")
@json_option
def delete_command(*, plan: str, typed: str | None, as_json: bool) -> None:
    """Delete a plan and everything recorded of it, for good. To end a plan and keep its record, use taper stop."""
    shown = cast("dict[str, Any]", perform("delete", {"plan": plan, "preview": True}))
    note("This will be gone for good:")
    note(bullets(shown["lists"]))
    if shown.get("stays"):
        note(wrapped(f'{shown["stays"]} "taper restore" lists them.'))
    demand_typed(str(shown["word"]), typed)
    done = cast("dict[str, Any]", perform("delete", {"plan": shown["plan"], "preview": False}))
    if as_json:
        say_json(done)
    else:
        say(wrapped(done["text"]))


def demand_typed(word: str, typed: str | None) -> None:
    """Wants a word typed. Raises Unanswered where it was not, and nothing is deleted."""
    if typed is None and interactive():
        typed = str(click.prompt(f'Type "{word}" to delete it', err=True))
    if typed != word:
        found = "" if typed is None else f' "{typed[:40]}" was typed.'
        text = f'Deleting wants "{word}" typed (--type in a script).{found} Nothing was deleted.'
        raise Unanswered((Question(text, where="--type"),))
