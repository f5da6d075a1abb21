"""Where does a plan go as a plan file: to standard output, or to a file that must not be lost by it?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from taper.cli import offer
from taper.cli.files import save_text
from taper.cli.out import note, say, wrapped

Callback = Callable[..., None]

_OPTIONS = (
    click.option("--toml", "as_toml", is_flag=True, help="Print it as a plan file (TOML)."),
    click.option(
        "--output",
        metavar="FILE",
        help="Write the plan file there instead; never over another file.",
        shell_complete=offer.files,
    ),
    click.option("--force", is_flag=True, help="Write over the file of --output."),
)


def plan_file_options(callback: Callback) -> Callback:
    """The options that ask for a plan file."""
    for option in reversed(_OPTIONS):
        callback = option(callback)
    return callback


def wants_plan_file(*, as_toml: bool, output: str | None, force: bool, as_json: bool) -> bool:
    """Whether a plan file is asked for. Raises click's usage error for options that do not go together."""
    if as_json and (as_toml or output is not None):
        raise click.UsageError("--json prints JSON, --toml and --output give a plan file. Choose one.")
    if force and output is None:
        raise click.UsageError("--force writes over the file of --output; name it.")
    return as_toml or output is not None


def give_plan_file(form: Mapping[str, object], *, output: str | None, force: bool) -> None:
    """Prints the plan file of a form, or writes it to `output`."""
    from taper.interop.tomltext import toml_text

    if output is None:
        say(_printable(toml_text(form)).rstrip("\n"))
    else:
        save_plan_file(toml_text(form), Path(output), force=force)


def _printable(text: str) -> str:
    """The file with whatever this terminal or pipe cannot take escaped, as it only ever stands within quotes."""
    from taper.interop.tomltext import escape

    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "".join(char if char.isascii() else escape(char) for char in text)
    return text


def save_plan_file(text: str, path: Path, *, force: bool) -> None:
    """Writes a plan file. Raises Unanswered where a file is there already, and NotFound where it cannot be made."""
    save_text(text, path, force=force)
    note(wrapped(f"taper: the plan file is {path}.", rest="  "))
