"""`taper daemon test`: would you see a reminder, and would taper hear its buttons?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import click

from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import note, say, say_json, wrapped
from taper.client import NoDaemonError, call
from taper.core.words import counted

NOT_PRESSED = 1
NOT_SHOWN = 6

_LONGER_THAN_THE_TEST = 15.0
"""Seconds that the daemon has beyond the test itself: a slow server, and closing what was shown."""


@command("test", examples=("taper daemon test", "taper daemon test --seconds 60 --json"))
@click.option(
    "--seconds",
    type=click.IntRange(1, 300),
    default=30,
    show_default=True,
    metavar="N",
    help="How long to wait for you to press a button.",
)
@json_option
def test_command(*, seconds: int, as_json: bool) -> None:
    """Show a test reminder, to be pressed: TEST, take nothing.

    Nothing is recorded. Exits with 0 when a button was heard (or the desktop has none and showed it), with 1 when none
    was heard in time or nobody can say whether it was shown, with 6 when it was not shown.
    """
    note(wrapped(f"A test reminder is on its way: press one of its buttons within {counted(seconds, 'second')}."))
    result = _played(seconds)
    if as_json:
        say_json(dict(result))
    else:
        for line in _told(result):
            say(wrapped(line))
    code = _exit_code(result)
    if code:
        raise click.exceptions.Exit(code)


def _played(seconds: int) -> Mapping[str, Any]:
    """What came of the test, by the daemon, or from here where none answers."""
    arguments: dict[str, object] = {"seconds": seconds}
    paths = here()
    try:
        answer = call(paths.socket, "test", arguments, patience=seconds + _LONGER_THAN_THE_TEST)
        return {**cast("Mapping[str, Any]", answer), "daemon": True}
    except NoDaemonError:
        note(
            wrapped(
                "No daemon answers: this command shows the test itself. For reminders one must run: taper daemon start"
            )
        )
    import asyncio

    from taper.daemon.rehearsal import rehearse_alone
    from taper.settings import read_settings

    wanted = read_settings(paths.config).notifier
    return {**asyncio.run(rehearse_alone(wanted, arguments)), "daemon": False}


def _exit_code(result: Mapping[str, Any]) -> int:
    if result["outcome"] == "failed":
        return NOT_SHOWN
    if result["pressed"] is not None:
        return 0
    return 0 if result["outcome"] == "shown" and not result["buttons"] else NOT_PRESSED


def _told(result: Mapping[str, Any]) -> list[str]:
    """What came of it, in sentences."""
    by, why = result["notification"]["text"], result["why"]
    if result["outcome"] == "failed":
        return [f"Not shown: {why}.", "The daemon goes on trying with a reminder; until it succeeds nobody sees one."]
    first = f"Shown: {by}." if result["outcome"] == "shown" else f"Handed over, but not known to be seen: {why}."
    return [first, _answer_told(result)]


def _answer_told(result: Mapping[str, Any]) -> str:
    if result["pressed"] is not None:
        return f'The button "{str(result["pressed"]).capitalize()}" was heard: buttons work. Nothing was recorded.'
    if not result["buttons"]:
        return "There are no buttons here: a reminder names what to type instead, such as: taper take A"
    if result["closed"]:
        return "It was closed without a button. Closing a reminder is no answer; nothing was recorded."
    server = result["notification"]["server"]
    where = f" Where they are: {server['press']}." if server else ""
    return f"No button was heard within {counted(result['seconds'], 'second')}.{where}"
