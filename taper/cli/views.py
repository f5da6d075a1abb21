"""What is there to see? `taper list`, `show` and `today`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

import click

from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.out import note, say, say_json, wrapped
from taper.cli.planout import give_plan_file, plan_file_options, wants_plan_file
from taper.wording.clocktimes import clocks
from taper.wording.places import name_of

Json = dict[str, Any]

STATE_STYLES = {"due": "bold", "late": "warn", "unanswered": "warn", "missed": "stop", "taken": "done"}
"""How the states of a dose are coloured; each is said in words as well."""


@command("list", examples="taper list --all")
@click.option("--all", "everything", is_flag=True, help="Plans that are over, too.")
@json_option
def list_command(*, everything: bool, as_json: bool) -> None:
    """Your plans, one line each: the step, the day, and the days to the last dose."""
    plans = cast("list[Json]", perform("list", {"all": everything}))
    if as_json:
        say_json(plans)
        return
    if not plans:
        note('There is no active plan. Enter one with taper add; "taper list --all" shows those that are over.')
    for plan in plans:
        say(wrapped(name_of(plan)), style="bold")
        say(wrapped(plan["text"], first="   "))


def _answers_by_day(answers: list[Json]) -> list[str]:
    """A line a day: "Tue 1 Dec: sleep 3, pain 4, walk done"."""
    days: dict[str, list[str]] = {}
    for one in answers:
        said = "done" if one["score"] is None else one["score"]
        days.setdefault(one["on"], []).append(f"{one['about']} {said}")
    return [f"{date.fromisoformat(on):%a %-d %b}: {', '.join(said)}" for on, said in days.items()]


@command("show", examples=("taper show A --table", "taper show A --output plan.toml"))
@plan_argument
@click.option("--days", type=click.IntRange(1, 3660), metavar="N", help="Days of an open plan to write out. [28]")
@click.option("--table", is_flag=True, help="Write out every day too.")
@plan_file_options
@json_option
def show_command(*, plan: str | None, days: int | None, table: bool, as_json: bool, **file: Any) -> None:
    """One plan written out, with its history. PLAN is its label, medicine or id; it may be left out with one plan.

    With --toml or --output it is given as a plan file instead, which taper add --file reads back to the same plan.
    """
    from taper.cli.history import version_lines
    from taper.cli.render import show_plan
    from taper.cli.told import show_told

    as_file = wants_plan_file(as_json=as_json, **file)
    shown = cast(Json, perform("show", {"plan": plan, "days": days}))
    if as_file:
        give_plan_file(shown["form"], output=file["output"], force=file["force"])
        return
    if as_json:
        say_json(shown)
        return
    say(wrapped(f"Plan {shown['label']}. {shown.get('text', '')}"))
    say()
    show_plan(shown, table=table)
    say()
    show_told(shown["tell"])
    for line in version_lines(shown["versions"]):
        say(line)
    for words in (shown["exposure"]["text"], (shown["left_over"] or {}).get("text")):
        if words:
            say(wrapped(words, first="·  "))
    for words in _answers_by_day(shown.get("checked_in", [])):
        say(wrapped(words, first="·  "))
    if shown.get("settings"):
        differing = ", ".join(f"{key} {value}" for key, value in shown["settings"].items())
        say(wrapped(f"Settings for this plan alone: {differing}; taper config --plan changes them", first="·  "))
    records = f"{shown['intakes']} {'record' if shown['intakes'] == 1 else 'records'} of doses"
    notes = f", {shown['notes']} {'note' if shown['notes'] == 1 else 'notes'}" if shown["notes"] else ""
    say(wrapped(f"{records}{notes}; taper log lists them", first="·  "))


@command("today", examples="taper today")
@plan_argument
@json_option
def today_command(*, plan: str | None, as_json: bool) -> None:
    """Today's doses and what became of each, and the activities beside them."""
    shown = cast(Json, perform("today", {"plan": plan}))
    for warning in shown["warnings"]:
        note(wrapped(warning, first="!! "))
    if as_json:
        say_json(shown)
        return
    say(wrapped(f"{date.fromisoformat(shown['date']):%A %-d %B %Y}"), style="bold")
    if not shown["plans"]:
        note("No plan is active today.")
    for one in shown["plans"]:
        _say_today(one)


def _say_today(plan: Json) -> None:
    say()
    say(wrapped(name_of(plan)), style="bold")
    say(wrapped(plan["place"], first="   "))
    if not plan["doses"] and not plan.get("as_needed"):
        say("   No doses today.")
    for needed in plan.get("as_needed", []):
        say(wrapped(needed["text"], first="   "))
    for dose in plan["doses"]:
        answered = f" {_time(dose['answered_at'])}" if dose["answered_at"] else ""
        begin = f"   {_time(dose['at'])}  "
        day = "" if dose["at"][:10] == plan["date"] else f", {datetime.fromisoformat(dose['at']):%a %-d %b}"
        said = f"{dose['what']}, {dose['slot']}{day}: {dose['state']}{answered}"
        say(wrapped(said, first=begin), style=STATE_STYLES.get(dose["state"], ""))
        if dose.get("rule"):
            say(wrapped(dose["rule"], first=" " * len(begin)))
    for one in plan.get("activities", []):
        say(wrapped(f"{one['activity']}{': done' if one['done'] else ''}", first=f"   {one['time'] or '     '}  "))


def _time(at: str) -> str:
    return clocks(datetime.fromisoformat(at))
