"""How do a sheet for the fridge and the provider's summary become files of HTML?"""

from __future__ import annotations

from taper.app.reportbody import report_body
from taper.app.reportwords import Report, title_of
from taper.core.sheet import Sheet
from taper.interop.htmlpage import html_page
from taper.interop.htmlsheet import sheet_html, sheet_title


def sheet_page(sheet: Sheet, *, large: bool) -> str:
    """The sheet as one HTML file."""
    return html_page(sheet_html(sheet), title=sheet_title(sheet), large=large)


def report_page(report: Report, *, large: bool) -> str:
    """The summary (of the answer of the operation `report`) as one HTML file."""
    return html_page(report_body(report), title=title_of(report).text, large=large)
