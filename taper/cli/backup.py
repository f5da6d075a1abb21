"""`taper backup`: how is a whole copy of the record made now?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from taper.cli import offer
from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped


@command("backup", examples=("taper backup", "taper backup /media/stick/taper.db"))
@click.argument("file", required=False, metavar="[FILE]", shell_complete=offer.files)
@json_option
def backup_command(*, file: str | None, as_json: bool) -> None:
    """Make a whole, checked copy of the record; without FILE in the folder of backups.

    Such a copy is never dropped. taper also makes backups by itself, at most one an hour, and keeps the newest three,
    the last of each of 7 days and of each of 4 weeks. It never writes over a file.
    """
    from taper.app.backing import make_backup
    from taper.clock import clock_from

    done = make_backup(here(), None if file is None else Path(file).absolute(), now=clock_from(os.environ).now())
    if as_json:
        say_json(done)
    else:
        say(wrapped(str(done["text"])))
