"""`taper export all` and `taper import`: how does everything leave, and come back?"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taper.cli import offer
from taper.cli.ask import here, nudge, perform
from taper.cli.command import command, json_option
from taper.cli.exportics import JSON_WANTS_A_FILE
from taper.cli.files import said_by, save_text
from taper.cli.out import note, say, say_json, wrapped
from taper.core.errors import NotFound, Question, Unanswered

if TYPE_CHECKING:
    from taper.app.desk import Desk

_NAMES = "It names the medicines and whose plans they are; only you can read it."


@command(
    "all",
    examples=("taper export all -o taper.json", "taper export all --csv -o taper-tables", "taper import taper.json"),
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The file to write, or the folder of --csv. [standard output]",
    shell_complete=offer.files,
)
@click.option("--force", is_flag=True, help="Write over the file of --output.")
@click.option("--csv", "as_csv", is_flag=True, help="Write a folder of tables (CSV) for a spreadsheet.")
@json_option
def export_all_command(*, output: str | None, force: bool, as_csv: bool, as_json: bool) -> None:
    """Everything that is kept of all plans: versions, records, notes, check-ins, answers and reminders.

    As one JSON document, which "taper import" reads back to the same store; or as tables, with the planned doses and
    what became of them. A cell that a spreadsheet would take for a formula has an apostrophe before it. The settings
    are a file of their own, and no part of it. With --json it prints how much was written, and everything itself goes
    to --output.
    """
    if force and (output is None or as_csv):
        raise click.UsageError("--force writes over the file of --output; a folder of tables is always a new one.")
    if as_csv and output is None:
        raise click.UsageError("--csv writes several files; name a folder for them with --output.")
    if as_json and output is None:
        raise click.UsageError(JSON_WANTS_A_FILE)
    with _desk() as desk:
        if as_csv:
            from taper.app.spreadsheet import tables

            files: Mapping[str, str] = tables(desk)
            counts = {name: _rows(text) for name, text in files.items()}
        else:
            from taper.app.everything import everything

            document = everything(desk)
            files, counts = {"": _document_text(document)}, _counts(document)
    if output is None:
        sys.stdout.write(files[""])
        return
    if as_csv:
        _write_folder(files, Path(output))
    else:
        save_text(files[""], Path(output), force=force)
    if as_json:
        say_json({"file": str(Path(output).absolute()), "csv": as_csv, "counts": counts})
    note(wrapped(f"taper: everything is written to {output}. {_NAMES}", rest="  "))


@contextmanager
def _desk() -> Iterator[Desk]:
    """A desk on the store itself: what everything is, is more than a daemon's answer holds.

    Whoever answers the first question has brought the store up to date.
    """
    from taper.app.desk import open_desk
    from taper.clock import clock_from
    from taper.store import IfOld

    perform("list", {"all": True})
    with open_desk(here(), clock_from(os.environ), if_old=IfOld.REFUSE) as desk:
        yield desk


def _document_text(document: object) -> str:
    """Everything beyond ASCII is escaped: exact in any locale."""
    return json.dumps(document, indent=2) + "\n"


def _counts(document: Mapping[str, Any]) -> dict[str, int]:
    """How many of each: plans, records, notes and so on, under the names of the document."""
    return {name: len(listed) for name, listed in document["tables"].items()}


def _rows(text: str) -> int:
    """How many rows a table has below its heading."""
    import csv
    import io

    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1


def _write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Writes the files of a new folder; where that fails, there is none."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        question = f'"{folder}" is there already; it was left as it is. Name a folder that is not.'
        raise Unanswered((Question(question, where="--output"),)) from None
    except (OSError, ValueError) as error:
        raise NotFound(
            f'The folder "{folder}" cannot be made ({said_by(error)}). Name another with --output.'
        ) from None
    try:
        for name, text in files.items():
            save_text(text, folder / name, force=False)
    except BaseException:
        for name in files:
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
        raise


@command("import", examples=("taper import taper.json", "TAPER_HOME=~/elsewhere taper import taper.json"))
@click.argument("file", metavar="FILE", shell_complete=offer.files)
@json_option
def import_command(*, file: str, as_json: bool) -> None:
    """Read everything back from a FILE of taper export all, into a store without plans: all of it or nothing.

    The plans keep their ids and everything recorded of them. Where plans are there already it asks, and mixes nothing;
    a file whose records are all there already changes nothing. - reads standard input.
    """
    from taper.app.everything import bring_in

    document = _read_document(file)
    with _desk() as desk:
        done = bring_in(desk, document)
    nudge(here())
    if as_json:
        say_json(done)
    else:
        say(wrapped(str(done["text"])))


def _read_document(file: str) -> object:
    """The JSON value in a file. Raises NotFound for no file and Unanswered for what is no JSON."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise NotFound(
            f'The file "{file}" cannot be read ({said_by(error)}). Name one that taper export all has written.'
        ) from None
    try:
        document: object = json.loads(raw.decode())
        json.dumps(document, ensure_ascii=False).encode()  # half a character cannot be kept
    except (ValueError, RecursionError) as error:
        question = f'"{file}" holds no JSON that can be read ({str(error)[:120]}). Is it whole? Nothing was stored.'
        raise Unanswered((Question(question, where=file),)) from None
    return document
