"""What does a pressed Tab offer: plans, doses, dates, medicines, settings?

The running daemon is asked, briefly; where none answers nothing is offered, as loading the store here would keep
whoever pressed Tab waiting. Whatever goes wrong, nothing is offered and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from taper.cli.ask import here
from taper.client import NoDaemonError, RefusedError, call
from taper.core.errors import TaperError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Json = dict[str, Any]
Offer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]
_Pairs = Iterable[tuple[str, str]]
"""What is offered, and a few words beside each."""

PATIENCE = 0.5
"""Seconds that a pressed Tab waits for the daemon."""

_MOST_HELP = 60
_DAYS = 8
_OVER = frozenset({"ended", "stopped"})


def silent() -> suppress:
    """Whatever cannot be had is not offered, without a word: a shell shows the line that is being typed.

    The last three are what an answer of another shape raises, by a daemon of another version.
    """
    return suppress(NoDaemonError, RefusedError, TaperError, OSError, ValueError, LookupError, TypeError)


def _offers(find: Callable[[click.Context, str], _Pairs]) -> Offer:
    """Offers those of what is found that begin as typed, whatever the case."""

    @wraps(find)
    def offer(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found: dict[str, str] = {}
        with silent():
            for value, words in find(ctx, incomplete):
                if value.casefold().startswith(incomplete.casefold()):
                    found.setdefault(value, words)
        return [CompletionItem(value, help=words[:_MOST_HELP] or None) for value, words in found.items()]

    return offer


def asked(operation: str, **arguments: object) -> Any:
    """The daemon's answer. Raises NoDaemonError and RefusedError."""
    return call(here().socket, operation, arguments, patience=PATIENCE)


def _plan_in(ctx: click.Context) -> str | None:
    """The plan that stands in the line; while an option waits for its value, click has not told it from the others."""
    said = ctx.params.get("plan")
    return said or next(iter(ctx.args), None)


def _names_shown() -> bool:
    from taper.settings import read_settings

    return read_settings(here().config).show_names


@_offers
def plans(ctx: click.Context, incomplete: str) -> _Pairs:
    """Every plan by its label, those that are over behind the others; by its medicine or id once that is typed.

    The medicine stands beside the label only where the settings show names: somebody may look at the screen.
    """
    known = sorted(cast("list[Json]", asked("list", all=True)), key=_by_state_and_label)
    names, taken = _names_shown(), set[str]()
    for plan in known:
        whose = "" if plan["person"] == "me" else plan["person"]
        medicine = plan["medicine"] or ""
        words = ", ".join(part for part in (whose, medicine if names else "", plan["text"]) if part)
        if plan["label"].casefold() in taken:
            yield plan["plan"], f"{plan['label']}, {words}"
        else:
            yield plan["label"], words
        taken.add(plan["label"].casefold())
        if incomplete:
            yield medicine or plan["plan"], words
            yield plan["plan"], words


def _by_state_and_label(plan: Json) -> tuple[bool, str]:
    return plan["state"] in _OVER, plan["label"].casefold()


@_offers
def people(ctx: click.Context, incomplete: str) -> _Pairs:
    """Whose plans there are."""
    return [(plan["person"], "") for plan in asked("list", all=True)]


@_offers
def doses(ctx: click.Context, incomplete: str) -> _Pairs:
    """Today's doses by their slots; by their ids once a date is typed."""
    for plan in asked("today", plan=_plan_in(ctx))["plans"]:
        for dose in plan["doses"]:
            at = datetime.fromisoformat(dose["at"])
            words = f"{plan['label']}: {dose['what']}, {at:%H:%M}, {dose['state']}"
            yield dose["slot"], words
            if incomplete:
                yield f"{at:%H:%M}", words
                yield dose["dose"], words


@_offers
def slots_of_plan(ctx: click.Context, incomplete: str) -> _Pairs:
    """The slots of every step of a plan."""
    for day in asked("show", plan=_plan_in(ctx))["days"]:
        for dose in day["doses"]:
            yield dose["slot"], f"{datetime.fromisoformat(dose['at']):%H:%M}"


@_offers
def slots(ctx: click.Context, incomplete: str) -> _Pairs:
    """The named slots of a day, at the times of the settings."""
    from taper.settings import read_settings

    yield "none", "nothing of today was taken yet"
    for name, at in read_settings(here().config).times.items():
        yield name, f"{at:%H:%M}"


def _today() -> date:
    import os

    from taper.clock import clock_from

    return clock_from(os.environ).now().astimezone().date()


@_offers
def days_ahead(ctx: click.Context, incomplete: str) -> _Pairs:
    """Today and the days to come."""
    return _dates(range(_DAYS))


@_offers
def days_back(ctx: click.Context, incomplete: str) -> _Pairs:
    """Today and the days gone by."""
    return _dates(range(0, -_DAYS, -1))


def _dates(days: Iterable[int]) -> _Pairs:
    words = {-1: ", yesterday", 0: ", today", 1: ", tomorrow"}
    for day in days:
        on = _today() + timedelta(days=day)
        yield on.isoformat(), f"{on:%A}{words.get(day, '')}"


@_offers
def medicines(ctx: click.Context, incomplete: str) -> _Pairs:
    """The medicines and classes of the facts; their brands and other names once one of them is typed."""
    from taper.app.knowing import medicines_json
    from taper.facts import load_facts

    for one in cast("list[Json]", medicines_json(load_facts(here().facts))):
        yield one["name"], "class" if one["of"] == "class" else ", ".join(one["brands"])
        if incomplete:
            for other in (*one["brands"], *one["other_names"]):
                yield other, one["name"]


@_offers
def zones(ctx: click.Context, incomplete: str) -> _Pairs:
    """The zones by their IANA names."""
    from zoneinfo import available_timezones

    return [(name, "") for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


@_offers
def settings_keys(ctx: click.Context, incomplete: str) -> _Pairs:
    """The settings; of a plan those that it may have for itself."""
    from taper.settings import CHOICES, PLAN_KEYS

    for key in PLAN_KEYS if ctx.params.get("plan") else CHOICES:
        yield key, CHOICES[key].help


@_offers
def settings_values(ctx: click.Context, incomplete: str) -> _Pairs:
    """The words a setting may be; of a number or a time what it is now."""
    from taper.settings import CHOICES, as_texts, read_settings

    key = ctx.params.get("key") or ""
    expected = CHOICES[key].expected
    if not any(char.isdigit() for char in expected):
        for word in expected.replace(" or ", ", ").split(", "):
            yield word, ""
        return
    yield as_texts(read_settings(here().config))[key], f"as it is; {expected}"
    if key == "quiet":
        yield "no", "no quiet hours"


@_offers
def to_tell(ctx: click.Context, incomplete: str) -> _Pairs:
    """What is to be told before the start, by its number, with each answer; "asked" alone for all of it."""
    yield "asked", "all of it"
    for number, one in enumerate(asked("show", plan=_plan_in(ctx))["tell"], 1):
        for answer in ("asked", "no", "yes"):
            yield f"{number}={answer}", one["item"]


@_offers
def asked_words(ctx: click.Context, incomplete: str) -> _Pairs:
    """What a plan asks of how it goes, each with the sign behind which the answer stands."""
    for word in (asked("show", plan=_plan_in(ctx))["check_in"] or {}).get("ask", ()):
        yield f"{word}=", "0 to 10"


@_offers
def activities(ctx: click.Context, incomplete: str) -> _Pairs:
    """The activities beside a plan."""
    for activity in asked("show", plan=_plan_in(ctx))["activities"]:
        yield activity, ""


@_offers
def backups(ctx: click.Context, incomplete: str) -> _Pairs:
    """The backups by their names, the newest first."""
    folder = here().store.parent / "backups"
    for file in sorted(folder.glob("*.db"), reverse=True):
        changed_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
        yield file.name, f"written {changed_at:%a %-d %b %Y %H:%M}"


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, which the shell itself knows."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def backups_or_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The backups; the shell's files where none of them begins so."""
    return backups(ctx, param, incomplete) or files(ctx, param, incomplete)
