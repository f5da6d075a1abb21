"""Where does a plan go as a plan file: to standard output, or to a file that must not be lost by it?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from taper.cli.out import note, say, wrapped
from taper.core.errors import NotFound, Question, Unanswered

Callback = Callable[..., None]

_MINE = 0o600
"""A plan file tells of somebody's health: it is readable by its owner alone."""

_OPTIONS = (
    click.option("--toml", "as_toml", is_flag=True, help="Print it as a plan file (TOML)."),
    click.option("--output", metavar="FILE", help="Write the plan file there instead; never over another file."),
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
    try:
        if force and path.exists() and not path.is_symlink():
            _write_beside(text, path)
        else:
            _write_new(text, path, flags=os.O_TRUNC if force else os.O_EXCL)
    except FileExistsError:
        question = f'"{path}" is there already; it was left as it is. Write over it?'
        raise Unanswered((Question(question, where="--output", choices=("--force: write over it",)),)) from None
    except (OSError, ValueError) as error:
        raise NotFound(f'The file "{path}" cannot be written ({error}). Name another with --output.') from None
    note(wrapped(f"taper: the plan file is {path}.", rest="  "))


def _write_beside(text: str, path: Path) -> None:
    """Writes the whole text first and then puts it in the old one's place: on a full disk the old one stays."""
    whole = path.with_name(f".{path.name}.new")
    try:
        _write_new(text, whole, flags=os.O_TRUNC)
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def _write_new(text: str, path: Path, *, flags: int) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | flags, _MINE)
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        if flags & os.O_EXCL:
            path.unlink(missing_ok=True)
        raise
