"""`taper facts`: what do cited sources say of a medicine, and where?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from taper.app.knowing import known_json, medicines_json
from taper.cli import offer
from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import note, say, say_json, wrapped
from taper.core.amount import read_plain, spoken
from taper.core.words import counted, joined, long_date
from taper.facts import load_facts

Json = dict[str, Any]

_HEADINGS = {
    "longest-duration": "How long",
    "lock-out": "Before another course",
    "risk": "With the length of use",
    "not-abruptly": "Not to be stopped abruptly",
    "tell-provider": "Tell your provider before you start",
    "avoid": "To avoid, to mind",
    "side-effect": "Side effects to note",
    "withdrawal-sign": "Withdrawal signs",
    "missed-dose": "A missed dose",
    "dosing": "What the source says of doses",
}


@command("facts", examples=("taper facts", "taper facts carisoprodol", 'taper facts "beta-blockers" --json'))
@click.argument("name", required=False, shell_complete=offer.medicines)
@json_option
def facts_command(*, name: str | None, as_json: bool) -> None:
    """What cited sources say of a medicine, each statement with its source; without NAME, of which medicines.

    NAME is a medicine, a brand or a class. The folder "facts" beside the settings holds files of your own; what they
    say is shown beside what comes with taper. Nothing here is medical advice.
    """
    facts = load_facts(here().facts)
    if name is None:
        _show_all(medicines_json(facts), as_json=as_json)
        return
    known = known_json(facts, name)
    if as_json:
        say_json(known)
    elif known["name"] is None:
        _show_nothing(known)
    else:
        _show(known)


def _show_all(medicines: list[Json], *, as_json: bool) -> None:
    if as_json:
        say_json(medicines)
        return
    for one in medicines:
        beside = [*one["other_names"], *one["brands"], *one["classes"]]
        held = f"class: {joined(one['members'])}" if one["members"] else _class_of(one)
        words = "; ".join(part for part in (", ".join(beside), held, "your file" if one["own"] else "") if part)
        say(wrapped(words, first=f"{one['name']}  ".ljust(18)).rstrip())


def _class_of(one: Json) -> str:
    return "class" if one["of"] == "class" else ""


def _show_nothing(known: Json) -> None:
    text = (
        f'taper knows nothing of "{known["asked"]}": no file of facts names it. That says nothing about the medicine; '
        "a plan of it works like any other. Ask your provider or pharmacist."
    )
    say(wrapped(text))
    if known["alike"]:
        note(wrapped(f"Known, and written much like it: {joined(known['alike'])}."))


def _show(known: Json) -> None:
    say(known["name"], style="bold")
    if known["of"] == "class":
        members = joined(known["members"]) if known["members"] else "none named"
        say(wrapped(f"medicines of this class: {members}", first="  "))
    for naming in known["called"]:
        say(wrapped(f"{naming['kind']}: {', '.join(naming['names'])}", first="  "))
        _show_source(naming)
    for kind, heading in _HEADINGS.items():
        found = [statement for statement in known["statements"] if statement["kind"] == kind]
        if found:
            say()
            say(heading, style="bold")
        for statement in found:
            _show_statement(statement, of=known["name"])
    if known["open"]:
        say()
        say(wrapped("Open, without a source and not used: " + "; ".join(known["open"]) + "."))


def _show_statement(statement: Json, *, of: str) -> None:
    marks = [
        *([f"of all {statement['about']}"] if statement["of_class"] and statement["about"] != of else []),
        *([f"{statement['region']} only"] if statement["region"] else []),
        *(["from your own file"] if statement["own"] else []),
    ]
    say(wrapped(statement["text"] + (f" [{'; '.join(marks)}]" if marks else ""), first="  "))
    for line in _bound_lines(statement):
        say(wrapped(line, first="    "))
    _show_source(statement)


def _bound_lines(statement: Json) -> Iterator[str]:
    if "days" in statement:
        held = f", for {joined(statement['for'])} only" if statement["for"] else ""
        within = f" in {counted(statement['within_days'], 'day')}" if statement.get("within_days") else ""
        yield f"{counted(statement['days'], 'day')}{within}: {statement['nature']}{held}"
    if statement.get("ours"):
        ours = statement["ours"]
        begins = [(ours["note_from_day"], "noted"), (ours["warn_from_day"], "warned of")]
        said = joined([f"{word} from day {day}" for day, word in begins if day])
        yield f"taper's own threshold: {said}. {ours['why']}"
    if "months" in statement:
        yield f"at least {counted(statement['months'], 'month')}: {statement['nature']}"
    if statement.get("effect"):
        by = f"; said to add to it: {joined(statement['added_to_by'])}" if statement["added_to_by"] else ""
        yield f"{statement['effect']}{by}"
    if statement.get("missed"):
        yield f"as a rule: {statement['missed']['text']}"
    if statement.get("from_day"):
        yield f"from day {statement['from_day']} of use on"
    if statement.get("urgent"):
        yield "urgent: call your provider or emergency services at once"
    most = [*_most_lines(statement)]
    if most:
        yield f"watched at each intake: {joined(most)}"


def _most_lines(statement: Json) -> Iterator[str]:
    """The numbers of a statement on dosing."""
    if statement.get("min_gap_hours"):
        yield f"at least {counted(statement['min_gap_hours'], 'hour')} apart"
    for key, word in (("max_at_once", "at a time"), ("max_per_day", "a day")):
        if statement.get(key):
            yield f"at most {spoken(read_plain(statement[key]))} {word}"


def _show_source(cited: Json) -> None:
    """Where it was read; an address is never broken, so that it can be copied."""
    for word, source in (("source", cited["source"]), *(("also", source) for source in cited["also"])):
        say(f"    {word}: {source}")
    place = f"{cited['place']}; " if cited["place"] else ""
    say(wrapped(f"{place}read by {long_date(date.fromisoformat(cited['read_on']))}", first="    "))
