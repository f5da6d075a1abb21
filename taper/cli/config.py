"""`taper config`: what is set, and how is it changed?"""

from __future__ import annotations

from typing import cast

import click

from taper.cli import offer
from taper.cli.ask import here, nudge, perform
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped
from taper.settings import (
    CHOICES,
    PLAN_KEYS,
    SettingsError,
    as_texts,
    change_setting,
    plan_key,
    plan_texts,
    read_settings,
)


@command(
    "config",
    examples=(
        "taper config",
        "taper config show-names yes",
        "taper config quiet 22:30-06:30",
        "taper config --plan A repeat-minutes 5",
    ),
)
@click.argument("key", required=False, shell_complete=offer.settings_keys)
@click.argument("value", required=False, shell_complete=offer.settings_values)
@click.option("--unset", is_flag=True, help="Take the setting back to its default.")
@click.option(
    "--plan", metavar="PLAN", help="For this plan alone: its label, medicine or id.", shell_complete=offer.plans
)
@json_option
def config_command(*, key: str | None, value: str | None, unset: bool, plan: str | None, as_json: bool) -> None:
    """See the settings; with KEY and VALUE, change one, for all plans or for one.

    The times of slots hold for plans entered from then on: a plan keeps the times it was added with.
    """
    paths = here()
    if unset and (key is None or value is not None):
        raise click.UsageError("--unset goes with a key and no value.")
    plan_id = None if plan is None else _id_of(plan)
    if key is not None and (unset or value is not None):
        change_setting(paths.config, key if plan_id is None else _of_plan(plan_id, key), value)
        nudge(paths)
    settings = read_settings(paths.config)
    texts = as_texts(settings) if plan_id is None else plan_texts(settings, plan_id)
    if key is not None:
        if key not in texts:
            raise SettingsError(f'There is no setting "{key[:40]}". "taper config" lists them all.')
        texts = {key: texts[key]}
    if as_json:
        say_json(texts)
        return
    for name, text in texts.items():
        meaning = "" if name.startswith(_TIMES) and key is None else f"{CHOICES[name].help} ({CHOICES[name].expected})"
        say(wrapped(meaning, first=f"{name} = {text}".ljust(_MEANING_AT)).rstrip())


def _id_of(plan: str) -> str:
    return str(cast("dict[str, object]", perform("tuning", {"plan": plan}))["plan"])


def _of_plan(plan_id: str, key: str) -> str:
    """The key for one plan. Raises SettingsError for what is the same for all."""
    if key not in PLAN_KEYS:
        raise SettingsError(f'"{key[:40]}" cannot be set for one plan. For a plan there are: {", ".join(PLAN_KEYS)}.')
    return plan_key(plan_id, key)


_TIMES = "time."
"""How the settings begin that say when a slot stands; there are many, and their names say it all."""

_MEANING_AT = 28
