"""`taper export pdf` and `html`: how does a plan come onto paper, for the fridge and for the provider?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, json_option, plan_argument
from taper.cli.files import save, save_text
from taper.cli.out import note, say_json, wrapped
from taper.cli.papersize import SIZES, paper_size
from taper.core.errors import NotFound, TaperError

if TYPE_CHECKING:
    from taper.core.sheetparts import Sheet

Json = dict[str, Any]

_OPEN_DAYS = 28
_MOST_DAYS = 3660


class NotInstalled(TaperError):
    """What draws PDFs is not there."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be made of which plan: the sheet for the fridge, or with `summary` the provider's summary."""

    plan: str | None
    summary: bool
    large: bool
    names: bool | None
    days: int | None
    from_on: str | None

    def made(self) -> tuple[Json, Sheet | None]:
        """The answer that it is made of, and the sheet (None: the summary). Raises NotFound for an empty sheet."""
        if self.summary:
            if self.days is not None or self.from_on is not None:
                raise click.UsageError("--days and --from are for the sheet; the summary has what was recorded so far.")
            return cast(Json, perform("report", {"plan": self.plan, "names": self.names})), None
        from taper.app.arguments import read_date
        from taper.app.papers import sheet_from

        from_on = None if self.from_on is None else read_date(self.from_on, where="--from")
        answer = cast(Json, perform("sheet", {"plan": self.plan, "names": self.names}))
        sheet = sheet_from(answer, open_days=self.days or _OPEN_DAYS, from_on=from_on)
        if not sheet.steps and not sheet.records:
            raise NotFound("Nothing of this plan is to be taken on those days, so no sheet was made.")
        return answer, sheet


_OPTIONS = (
    plan_argument,
    click.option("--force", is_flag=True, help="Write over the file of --output."),
    click.option("--summary", is_flag=True, help="The provider's summary, not the sheet to tick."),
    click.option("--large-print", "large", is_flag=True, help="Large letters, on as many pages as they need."),
    click.option("--names/--no-names", default=None, help="Show the medicine's name. [the settings]"),
    click.option(
        "--from", "from_on", metavar="DATE", help="The first day of the sheet. [day 1]", shell_complete=offer.days_ahead
    ),
    click.option(
        "--days",
        type=click.IntRange(1, _MOST_DAYS),
        metavar="N",
        help=f"How many days of an open plan stand on the sheet. [{_OPEN_DAYS}]",
    ),
    json_option,
)


def _with_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@command("pdf", examples=("taper export pdf A -o fridge.pdf", "taper export pdf A --summary -o for-dr-lee.pdf --names"))
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write.", shell_complete=offer.files)
@click.option("--size", type=click.Choice(SIZES), help="The paper. [by the locale]")
@_with_options
def export_pdf_command(*, output: str, force: bool, size: str | None, as_json: bool, **wanted: Any) -> None:
    """A plan on paper: a sheet for the fridge, with a box to tick for each dose. PLAN as for the others.

    One page where that can be read, else as many as it needs; letters are never below 9 points, in large print 16. What
    is taken as needed has a table to fill in. --summary makes the provider's summary: the plan and its changes, planned
    and taken for each step, the curve, notes and supply. Nothing is judged in it. Needs the extra "pdf".
    """
    if find_spec("reportlab") is None:
        raise NotInstalled(
            "Drawing a PDF needs reportlab, which is not here. Install taper with it, from taper's own folder: "
            'pipx install --force ".[web,pdf]"'
        )
    from taper.app.printing import printed_report, printed_sheet

    asked, paper = _Wanted(**wanted), size or paper_size(os.environ)
    answer, sheet = asked.made()
    if sheet is None:
        made = printed_report(answer, size=paper, large=asked.large)
    else:
        made = printed_sheet(sheet, size=paper, large=asked.large)
    save(lambda: made.content, Path(output), force=force)
    _say(answer, sheet, output=output, pages=made.pages, size=paper, lost=made.lost, as_json=as_json)


@command("html", examples=("taper export html A -o fridge.html", "taper export html A --summary -o summary.html"))
@click.option("-o", "--output", metavar="FILE", help="The file to write. [standard output]", shell_complete=offer.files)
@_with_options
def export_html_command(*, output: str | None, force: bool, as_json: bool, **wanted: Any) -> None:
    """The sheet or the summary as one HTML file: no scripts, nothing fetched. PLAN as for the others.

    It is for a browser, prints well, is light or dark as the machine is, and shows every script there is.
    """
    if output is None and (force or as_json):
        raise click.UsageError(f"{'--force' if force else '--json'} wants a file; name it with --output.")
    from taper.app.papers import report_page, sheet_page

    asked = _Wanted(**wanted)
    answer, sheet = asked.made()
    text = report_page(answer, large=asked.large) if sheet is None else sheet_page(sheet, large=asked.large)
    if output is None:
        sys.stdout.write(text)
    else:
        save_text(text, Path(output), force=force)
    _say(answer, sheet, output=output, pages=None, size=None, lost=(), as_json=as_json)


def _say(
    answer: Json,
    sheet: Sheet | None,
    *,
    output: str | None,
    pages: int | None,
    size: str | None,
    lost: tuple[str, ...],
    as_json: bool,
) -> None:
    """What was made, in words on standard error, or as JSON."""
    from taper.core.words import counted, long_date

    doses, ends_on = (None, None) if sheet is None else (sheet.doses, sheet.ends_here_on)
    if as_json:
        shape = {"path": output, "pages": pages, "size": size, "doses": doses, "names_shown": answer["names_shown"]}
        say_json(shape | {"ends_here_on": ends_on and ends_on.isoformat(), "not_shown": list(lost)})
    else:
        what = "the provider's summary" if doses is None else counted(doses, "dose")
        on_paper = "" if pages is None else f" on {counted(pages, 'page')} of {'A4' if size == 'a4' else 'Letter'}"
        where = "" if output is None else f", written to {output}"
        note(wrapped(f"taper: {what}{on_paper}{where}.", rest="  "))
    if sheet is not None and pages is not None and pages > 1:
        note(wrapped("It does not fit one page in letters that can be read; each page says which it is.", first="  "))
    if ends_on is not None:
        note(wrapped(f"The plan has no stop date: the sheet ends on {long_date(ends_on)}.", first="  "))
    if not answer["names_shown"]:
        note(wrapped("The medicine's name is left out; --names shows it.", first="  "))
    if lost:
        said = ", ".join(f"{char} (U+{ord(char):04X})" for char in lost)
        note(
            wrapped(
                f'No font here can show: {said}. A "?" stands for each. The fonts of DejaVu (Debian: fonts-dejavu) '
                "have more; taper export html shows every script.",
                first="  ",
            )
        )
