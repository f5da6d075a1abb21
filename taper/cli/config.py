"""`taper config`: what is set, and how is it changed?"""

from __future__ import annotations

import click

from taper.cli.ask import here, nudge
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped
from taper.settings import CHOICES, SettingsError, as_texts, change_setting, read_settings


@command("config", examples=("taper config", "taper config show-names yes", "taper config time.morning 07:00"))
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--unset", is_flag=True, help="Take the setting back to its default.")
@json_option
def config_command(*, key: str | None, value: str | None, unset: bool, as_json: bool) -> None:
    """See the settings; with KEY and VALUE, change one.

    The times of slots hold for plans entered from then on: a plan keeps the times it was added with.
    """
    paths = here()
    if unset and (key is None or value is not None):
        raise click.UsageError("--unset goes with a key and no value.")
    if key is not None and (unset or value is not None):
        change_setting(paths.config, key, value)
        nudge(paths)
    texts = as_texts(read_settings(paths.config))
    if key is not None:
        if key not in texts:
            raise SettingsError(f'There is no setting "{key[:40]}". "taper config" lists them all.')
        texts = {key: texts[key]}
    if as_json:
        say_json(texts)
        return
    for name, text in texts.items():
        meaning = "" if name.startswith(_TIMES) and key is None else f"{CHOICES[name].help} ({CHOICES[name].expected})"
        say(wrapped(meaning, first=f"{name} = {text}".ljust(_MEANING_AT)))


_TIMES = "time."
"""How the settings begin that say when a slot stands; there are many, and their names say it all."""

_MEANING_AT = 28
