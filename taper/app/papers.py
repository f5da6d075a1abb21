"""Which sheet for the fridge follows from an answer, and how do it and the provider's summary become files of HTML?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taper.app.keptform import kept_from
from taper.app.reportbody import report_body
from taper.app.reportwords import Report, title_of
from taper.core.guard import Guard
from taper.core.notice import Manner
from taper.core.sheet import sheet_of
from taper.core.sheetparts import Sheet
from taper.interop.htmlpage import html_page
from taper.interop.htmlsheet import sheet_html, sheet_style, sheet_title


def sheet_from(answer: Mapping[str, Any], *, open_days: int, from_on: date | None) -> Sheet:
    """The sheet of an answer of the operation `sheet`; without `from_on` from day 1, an open plan's from today on."""
    return sheet_of(
        kept_from(answer["kept"]),
        manner=Manner(names_shown=answer["names_shown"], several_people=answer["several_people"]),
        missed=answer["missed"],
        guard=Guard(names=tuple(answer["also_called"])),
        today=date.fromisoformat(answer["today"]),
        open_days=open_days,
        from_on=from_on,
    )


def sheet_page(sheet: Sheet, *, large: bool) -> str:
    """The sheet as one HTML file."""
    return html_page(sheet_html(sheet), title=sheet_title(sheet), large=large, more_style=sheet_style(sheet))


def report_page(report: Report, *, large: bool) -> str:
    """The summary (of the answer of the operation `report`) as one HTML file."""
    return html_page(report_body(report), title=title_of(report).text, large=large)
