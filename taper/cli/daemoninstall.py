"""`taper daemon install` and `uninstall`: is the daemon started with the session, and by what?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import bullets, interactive, note, say, say_json, wrapped
from taper.core.errors import DaemonFailed

_NO_SYSTEMD = "systemd does not answer here for you, so no user unit can be set up."
_SECOND_WAY = (
    'The second way is your desktop\'s autostart: "taper daemon install --autostart". It starts the daemon when you '
    "log in to the desktop, and nothing starts it again should it end."
)


@command(
    "install", examples=("taper daemon install", "taper daemon install --dry-run", "taper daemon install --autostart")
)
@click.option("--dry-run", is_flag=True, help="Print the file that would be written, and do nothing.")
@click.option("--autostart", is_flag=True, help="By your desktop's autostart, where there is no systemd.")
@json_option
def install_command(*, dry_run: bool, autostart: bool, as_json: bool) -> None:
    """Have it start with your session from now on.

    It writes a systemd user unit, which starts the daemon again when it fails or hangs. What was written is listed;
    taper daemon uninstall takes exactly that away. Exits with 6 where there is no systemd.
    """
    from taper.daemon import installed, unit

    places, start = installed.places_of(os.environ), installed.start_of(os.environ)
    if dry_run:
        text = unit.autostart_text(start) if autostart else unit.unit_text(start)
        path = places.autostart if autostart else places.unit
        if as_json:
            say_json({"path": str(path), "text": text})
        else:
            note(wrapped(f"This would be written to {path}"))
            say(text.rstrip("\n"))
        return
    by_systemd = not autostart and installed.systemd_answers()
    if not by_systemd and not autostart:
        _offer_autostart()
    if by_systemd:
        _stop_by_hand()
        written = installed.install_unit(places, start)
    else:
        written = installed.install_autostart(places, start)
    _say_written(written, by_systemd=by_systemd, as_json=as_json)


def _offer_autostart() -> None:
    """Returns when the person wants it. Raises DaemonFailed."""
    if interactive():
        note(wrapped(f"{_NO_SYSTEMD} {_SECOND_WAY}"))
        if click.confirm("Write the autostart entry instead?", err=True):
            return
        raise DaemonFailed("Nothing was written.")
    raise DaemonFailed(f"{_NO_SYSTEMD} Nothing was written. {_SECOND_WAY}")


def _stop_by_hand() -> None:
    """A daemon started by hand would keep the unit waiting."""
    from taper.daemon import control

    if control.stop(here()):
        note("taper: the daemon that was running is stopped; the unit starts it again.")


def _say_written(written: list[Path], *, by_systemd: bool, as_json: bool) -> None:
    if as_json:
        say_json({"way": "systemd" if by_systemd else "autostart", "files": [str(path) for path in written]})
        return
    say("Written:")
    say(bullets(str(path) for path in written))
    if by_systemd:
        say(wrapped("The daemon is running, and starts with your session."))
    else:
        say(wrapped('The daemon starts with your next login. For now: "taper daemon start".'))
    say(wrapped('"taper doctor" says whether reminders will come.'))


@command("uninstall", examples="taper daemon uninstall")
@json_option
def uninstall_command(*, as_json: bool) -> None:
    """Take away what install wrote.

    The daemon no longer starts with your session. Your plans, records and settings stay: they are the matter of taper
    uninstall.
    """
    from taper.daemon import installed

    places = installed.places_of(os.environ)
    removed = installed.uninstall(places)
    left = [str(path) for path in installed.standing(places)]
    if as_json:
        say_json({"removed": [str(path) for path in removed]})
    elif removed:
        say("Removed:")
        say(bullets(str(path) for path in removed))
    else:
        say("Nothing was set up: no file of taper's starts the daemon.")
    if left:
        raise DaemonFailed(f"These files could not be removed: {'; '.join(left)}. Remove them yourself.")
