"""`taper web`: how is the page in a browser on this machine opened, and what does it need?"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import note, say, say_json, wrapped
from taper.core.errors import TaperError

if TYPE_CHECKING:
    from taper.web.running import Opened

NEEDED = ("starlette", "uvicorn", "jinja2")
"""What the page is made with, and the program itself does without."""


class NotInstalled(TaperError):
    """The page's own libraries are not there."""

    exit_code = 6


@command("web", examples=("taper web", "taper web --port 8123 --no-browser"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port. Default: a free one.")
@click.option("--no-browser", is_flag=True, help="Open no browser; say what to open.")
@json_option
def web_command(*, port: int, no_browser: bool, as_json: bool) -> None:
    """A page in your browser: today with its buttons, each plan, adding one, notes. Ctrl+C ends it.

    It answers on this machine alone (127.0.0.1), to browsers that come in through the file it names.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            f"the page needs what is not installed here ({', '.join(missing)}). Install taper with it, from taper's "
            'own folder: pipx install --force ".[web,pdf]"'
        )
    from taper.web.running import run

    run(here(), port=port, browser=not no_browser, opened=lambda opened: _say_opened(opened, as_json=as_json))
    note("taper: the page is closed.")


def _say_opened(opened: Opened, *, as_json: bool) -> None:
    if as_json:
        say_json({"address": opened.address, "open": str(opened.file), "in_browser": opened.in_browser})
    else:
        say(f"The page is at {opened.address}")
        lead = _ASKED if opened.in_browser else _NOT_ASKED
        note(wrapped(lead, rest="  "))
        note(f"  {opened.file}")
        note("Ctrl+C closes the page.")
    sys.stdout.flush()


_ASKED = "Your browser is asked to open it. Where none comes, open this file in it, which leads into the page:"
_NOT_ASKED = "Open this file in your browser; it leads into the page:"
