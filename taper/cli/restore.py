"""`taper restore`: what would a backup bring back, and is it to take the place of the record?"""

from __future__ import annotations

import os
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import here
from taper.cli.changes import confirm
from taper.cli.command import command, json_option
from taper.cli.out import kept_from_programs, say, say_json, wrapped
from taper.client import NoDaemonError, call
from taper.settings import Paths

Json = dict[str, Any]

PATIENCE = 60.0
"""Seconds for a daemon to end the look that is under way, and to write."""


@command("restore", examples=("taper restore", "taper restore --newest --dry-run", "taper restore --newest"))
@click.argument("file", required=False, metavar="[FILE]", shell_complete=offer.backups_or_files)
@click.option("--newest", is_flag=True, help="The newest good backup.")
@click.option("--empty", is_flag=True, help="Begin anew with an empty record.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="It was looked at and is right.")
@json_option
def restore_command(*, file: str | None, newest: bool, empty: bool, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Put a backup in the place of the record. FILE is its path or its name; alone, the command lists the backups.

    It shows what would change, asks, and keeps what was there aside. Nothing is ever deleted.
    """
    from taper.app.backing import chosen_backup, list_backups, preview_restore

    if sum((file is not None, newest, empty)) > 1:
        raise click.UsageError("Choose one: FILE, --newest or --empty.")
    paths = here()
    if file is None and not newest and not empty:
        _list(list_backups(paths), as_json=as_json)
        return
    shown = cast(Json, preview_restore(paths, None if empty else chosen_backup(paths, file)))
    if not (as_json and (yes or dry_run)):
        with kept_from_programs(as_json=as_json):
            for sentence in shown["says"]:
                say(wrapped(sentence))
    if dry_run:
        if as_json:
            say_json(shown)
        return
    confirm("Put it in place?", yes=yes)
    done = _done(paths, {"empty": True} if empty else {"file": shown["file"]})
    if as_json:
        say_json(done)
    else:
        say(wrapped(done["text"]))


def _list(found: list[Json], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    if not found:
        say('There is no backup yet. "taper backup" makes one.')
    for backup in found:
        name = os.path.basename(backup["file"])
        say(wrapped(f"{name}: {backup['text']}", rest="  "))
    if found:
        say()
        say(wrapped('"taper restore NAME" or "taper restore --newest" shows what would change, and asks.'))


def _done(paths: Paths, wish: Json) -> Json:
    """Has the daemon do it, which holds its breath meanwhile; where none runs, does it here under the daemon's lock.

    Raises DaemonFailed where a daemon runs and is mute.
    """
    try:
        return cast(Json, call(paths.socket, "restore", wish, patience=PATIENCE))
    except NoDaemonError:
        pass
    from taper.app.arguments import Arguments
    from taper.app.backing import do_restore
    from taper.clock import clock_from
    from taper.daemon.lock import SHORT_PATIENCE, only_one

    with only_one(paths.lock, patience=SHORT_PATIENCE):
        return do_restore(paths, Arguments(wish), now=clock_from(os.environ).now())
