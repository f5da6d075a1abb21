"""`taper note`: how does it go? A side effect, a withdrawal sign, or free words for the provider."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from taper.cli import offer
from taper.cli.ask import fresh_id, perform
from taper.cli.command import command, json_option
from taper.cli.out import note, say, say_json, wrapped

Json = dict[str, Any]

_MOST_HELP = 60


def complete_sign(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The next word of each sign that begins as typed: it needs no quotes, whatever the shell."""
    typed = " ".join([*(ctx.params.get("words") or ()), incomplete])
    said_before = len(typed.split(" ")) - len(incomplete.split(" "))
    found: dict[str, CompletionItem] = {}
    for sign in _known_signs(ctx.params.get("plan")):
        words = str(sign["words"])
        if words.casefold().startswith(typed.casefold()):
            rest = words.split(" ")[said_before : len(typed.split(" "))]
            shown = f"{words}: {sign['kind'].replace('-', ' ')} of {sign['about']}"
            found.setdefault(" ".join(rest), CompletionItem(" ".join(rest), help=shown[:_MOST_HELP]))
    return list(found.values())


def _known_signs(plan: str | None) -> list[Json]:
    """What sources name for the active plans' medicines, as the running daemon says; else nothing."""
    with offer.silent():
        return [sign for one in cast("list[Json]", offer.asked("signs", plan=plan)) for sign in one["signs"]]
    return []


@command("note", examples=('taper note "headache" --severity 2', "taper note could not sleep --plan A --for-provider"))
@click.argument("words", nargs=-1, shell_complete=complete_sign)
@click.option("--plan", metavar="PLAN", help="Of which plan. Default: the only active one.", shell_complete=offer.plans)
@click.option("--severity", type=click.IntRange(0, 10), metavar="0-10", help="How bad: 0 not at all, 10 the worst.")
@click.option("--at", metavar="TIME|INSTANT", help="When: 08:10 today, or 2026-12-01T08:10+01:00. Default: now.")
@click.option("--for-provider", is_flag=True, help="To be spoken of with your provider.")
@click.option("--undo", is_flag=True, help="Take back the last note; it stays in the log, marked.")
@json_option
def note_command(*, words: tuple[str, ...], plan: str | None, undo: bool, as_json: bool, **said: Any) -> None:
    """Note how it goes: a side effect, a withdrawal sign, or words for your provider.

    Without words it lists the signs that cited sources name for your active plans' medicines. A note is always kept;
    what a source says of such a sign is said beside it. It is no advice: ask your provider or pharmacist.
    """
    beside = any(value not in (None, False) for value in said.values())
    if undo and (words or beside):
        raise click.UsageError("--undo takes back the last note; it goes with --plan only.")
    if undo:
        _show(perform("take-back-note", {"plan": plan, "note_id": fresh_id()}), as_json=as_json)
    elif words or beside:
        _show(perform("note", {"plan": plan, "words": " ".join(words), "note_id": fresh_id(), **said}), as_json=as_json)
    else:
        _show_signs(cast("list[Json]", perform("signs", {"plan": plan})), as_json=as_json)


def _show(answer: object, *, as_json: bool) -> None:
    result = cast(Json, answer)
    findings = result.get("findings", [])
    for urgent in (True, False):  # what cannot wait is said before anything else
        if not urgent:
            say_json(result) if as_json else say(wrapped(result["text"]))
        for finding, words in zip(findings, result.get("warnings", []), strict=True):
            if (finding["level"] != "note") is urgent:
                note(wrapped(words, first="!! " if urgent else "·  "))


def _show_signs(plans: list[Json], *, as_json: bool) -> None:
    if as_json:
        say_json(plans)
        return
    if not plans:
        note('No plan is active. A note belongs to a plan: name it, as in: taper note "headache" --plan A')
    for plan in plans:
        say(f"{plan['label']}  {plan['medicine'] or 'no medicine named'}", style="bold")
        if not plan["signs"]:
            say(wrapped("No cited source in taper names a sign of it. Any words can be noted.", first="   "))
        for (kind, source, about, _), signs in groupby(plan["signs"], key=_statement):
            listed = list(signs)
            urgent = ", urgent: call your provider or emergency services at once" if listed[0]["urgent"] else ""
            words = ", ".join(sign["words"] for sign in listed)
            say(wrapped(f"{kind.replace('-', ' ')} of {about}{urgent}: {words}", first="   "))
            say(f"     source: {source}")


def _statement(sign: Json) -> tuple[str, str, str, str]:
    return sign["kind"], sign["source"], sign["about"], sign["text"]
