"""What becomes of a sheet or a report on paper: how many pages, and which characters could not be shown?

Loads reportlab, which comes with the extra `pdf`.
"""

from __future__ import annotations

from dataclasses import dataclass

from taper.app.reportwords import Report, report_blocks, title_of
from taper.core.sheetparts import Sheet
from taper.interop.pdf import A4, LETTER, Letters, Page, pdf_of
from taper.interop.pdfblocks import blocks_pages
from taper.interop.pdfsheet import sheet_pages

_MARGIN = 40.0
_SIZES = {"a4": A4, "letter": LETTER}


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, its number of pages, and the characters for which a question mark stands in it."""

    content: bytes
    pages: int
    lost: tuple[str, ...]


def printed_sheet(sheet: Sheet, *, size: str, large: bool) -> Printed:
    """The sheet for the fridge on "a4" or "letter"."""
    page, letters = Page(_SIZES[size], _MARGIN), Letters()
    pages = sheet_pages(sheet, page=page, letters=letters, large=large)
    content = pdf_of(pages, page=page, title=sheet.plan, letters=letters)
    return Printed(content, len(pages), tuple(letters.lost))


def printed_report(report: Report, *, size: str, large: bool) -> Printed:
    """The provider's summary (the answer of the operation `report`) on "a4" or "letter"."""
    page, letters = Page(_SIZES[size], _MARGIN), Letters()
    pages = blocks_pages(report_blocks(report), page=page, letters=letters, large=large)
    content = pdf_of(pages, page=page, title=title_of(report).text, letters=letters)
    return Printed(content, len(pages), tuple(letters.lost))
