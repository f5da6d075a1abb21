"""`taper daemon`: does anything watch the clock, and how is it started and stopped?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime

import click

from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.daemoninstall import install_command, uninstall_command
from taper.cli.daemontest import test_command
from taper.cli.out import say, say_json, wrapped
from taper.core.errors import DaemonFailed

_NOT_RUNNING = (
    "No daemon is running: nothing is reminded of. Start it: taper daemon start. What else is amiss: taper doctor"
)


@click.group("daemon", epilog="\b\nExample:\n  taper daemon start")
def daemon_command() -> None:
    """Start, stop or look at the daemon, which sends the reminders, or have it start with your session."""


@command("run", examples="taper daemon run --notifier console")
@click.option(
    "--notifier",
    type=click.Choice(["auto", "dbus", "plyer", "console", "none"]),
    help="How to show reminders. Default: the settings.",
)
def run_command(*, notifier: str | None) -> None:
    """Run it in the foreground, until Ctrl-C."""
    from taper.clock import clock_from
    from taper.daemon.lock import SHORT_PATIENCE
    from taper.daemon.run import run

    code = run(here(), clock_from(os.environ), notifier=notifier, patience=SHORT_PATIENCE)
    raise click.exceptions.Exit(code)


@command("start", examples="taper daemon start")
@json_option
def start_command(*, as_json: bool) -> None:
    """Start it in the background."""
    from taper.daemon import control, installed

    if control.status(here()).holder is None:
        installed.start_unit(installed.places_of(os.environ))  # so that systemd watches it, where it is set up to
    answer = control.start(here())
    if as_json:
        say_json(dict(answer))
    else:
        say(wrapped(f"The daemon is running (process {answer['pid']}). Reminders: {answer['notifier']}."))


@command("stop", examples="taper daemon stop")
def stop_command() -> None:
    """Stop it: nothing is reminded of until it is started again."""
    from taper.daemon import control

    stopped = control.stop(here())
    say("No daemon was running." if stopped is None else "The daemon is stopped: nothing is reminded of now.")


@command("status", examples="taper daemon status --json")
@json_option
def status_command(*, as_json: bool) -> None:
    """Since when it runs, and when it looks next.

    Exits with 6 where no daemon answers.
    """
    from taper.daemon import control

    found = control.status(here())
    if as_json:
        say_json({"running": found.answer is not None, "pid": found.holder, **(found.answer or {})})
    elif found.answer is not None:
        _say_status(found.answer)
    if found.answer is not None:
        return
    if found.holder is not None:
        raise DaemonFailed(
            f"The daemon (process {found.holder}) runs and does not answer. "
            'Stop it with "taper daemon stop", then start it again.'
        )
    raise DaemonFailed(_NOT_RUNNING)


def _say_status(answer: Mapping[str, object]) -> None:
    lines = {
        "running": f"process {answer['pid']}, since {_when(answer['since'])}",
        "reminders": f"{answer['notifier']}{'' if answer['ready'] else ' (not ready)'}",
        "last look": _when(answer["last_tick"]),
        "next look": _when(answer["next_look"]),
        "clock": answer["clock"],
        "plans": answer["plans"],
        "store": answer["store"],
        "record": answer.get("store_trouble") or answer.get("store_said") or "whole",
        "backup": answer.get("backup_failed") or _when(answer.get("newest_backup")),
    }
    for name, value in lines.items():
        say(wrapped(str(value), first=f"{name:<10}  "))


def _when(at: object) -> str:
    if not isinstance(at, str):
        return "none"
    return f"{datetime.fromisoformat(at).astimezone():%a %-d %b %Y %H:%M:%S}"


for _each in (
    run_command,
    start_command,
    stop_command,
    status_command,
    test_command,
    install_command,
    uninstall_command,
):
    daemon_command.add_command(_each)
