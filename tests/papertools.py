"""What the tests of paper share: plans as sheets, and what a PDF holds: its texts, boxes and lines, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from ctypes import c_float
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import pypdfium2 as pdfium
from life import days, kept_of, mg, plan_of, slots, tablet_of
from pypdfium2 import raw

from taper.core.guard import UNKNOWN
from taper.core.notice import Manner
from taper.core.plan import Plan
from taper.core.record import KeptPlan
from taper.core.sheet import missed_said, sheet_of
from taper.core.sheetparts import Sheet

TODAY = date(2026, 12, 1)
SQUARE = 0.05
"""How far the sides of a box to tick may differ, in points."""

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text on a page, where its ink is, and how large it is set."""

    said: str
    bounds: Bounds
    size: float


@dataclass(frozen=True, slots=True)
class Paged:
    """What stands on one page."""

    size: tuple[float, float]
    texts: tuple[Text, ...]
    boxes: tuple[Bounds, ...] = field(default=())


def pages_of(content: bytes) -> list[Paged]:
    """Every page of a PDF, its texts in the order in which they are drawn."""
    with closing(pdfium.PdfDocument(content)) as document:
        return [_paged(document[number]) for number in range(len(document))]


def _paged(page: pdfium.PdfPage) -> Paged:
    with closing(page.get_textpage()) as textpage:
        texts = [_text(one, textpage) for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]
    paths = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    return Paged(page.get_size(), tuple(texts), tuple(one for one in paths if _is_box(one)))


def _text(one: pdfium.PdfObject, textpage: pdfium.PdfTextPage) -> Text:
    length = raw.FPDFTextObj_GetText(one, textpage, None, 0)
    buffer = (raw.FPDF_WCHAR * length)()
    raw.FPDFTextObj_GetText(one, textpage, buffer, length)
    size = c_float()
    raw.FPDFTextObj_GetFontSize(one, size)
    return Text(bytes(buffer).decode("utf-16-le").rstrip("\0"), one.get_bounds(), size.value)


def _is_box(bounds: Bounds) -> bool:
    left, bottom, right, top = bounds
    return abs((right - left) - (top - bottom)) < SQUARE and 8 < right - left < 30


def said_in(content: bytes) -> str:
    """All text of a PDF in the order in which it is drawn, with ordinary spaces."""
    return " ".join(text.said for page in pages_of(content) for text in page.texts).replace("\u00a0", " ")


def faults_of(page: Paged, *, margin: float) -> Iterator[str]:
    """Texts that touch each other or a box, and what leaves the page's margins."""
    wide, high = page.size
    for text in page.texts:
        left, bottom, right, top = text.bounds
        if left < margin - 1 or right > wide - margin + 1 or bottom < margin - 4 or top > high - margin + 1:
            yield f"outside: {text.said}"
    for one, other in combinations(page.texts, 2):
        if _touch(_without_overhang(one), _without_overhang(other)):
            yield f"overlap: {one.said} / {other.said}"
    for text in page.texts:
        if any(_touch(text.bounds, box) for box in page.boxes):
            yield f"in a box: {text.said}"


def _without_overhang(text: Text) -> Bounds:
    """The ink of a text without the little that a letter as V may stand out over the next one."""
    left, bottom, right, top = text.bounds
    return left + text.size * 0.05, bottom, right - text.size * 0.05, top


def _touch(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def steps_plan(count: int, **more: object) -> Plan:
    """A plan of so many steps of two days, down by 1 mg each."""
    steps = (days(2, slots(("08:00", mg(count + 1 - number)))) for number in range(1, count + 1))
    return plan_of(*steps, medicine="prednisone", tablets=(tablet_of(1),), **more)


def daily_plan(count: int, *, hours: Sequence[str] = ("08:00",), length: int = 1, then: int = 0) -> Plan:
    """A plan down by 1 mg every `length` days to 1 mg, in tablets of 10 and 1 mg, and 1 mg more days after it."""
    steps = [days(length, slots(*((at, mg(count - down)) for at in hours))) for down in range(count)]
    longer = [days(then, slots(*((at, mg(1)) for at in hours)))] if then else []
    return plan_of(*steps, *longer, medicine="prednisone", tablets=(tablet_of(10), tablet_of(1)))


def sheet_for(plan: Plan | KeptPlan, *, names: bool = True, open_days: int = 28, from_on: date | None = None) -> Sheet:
    """A plan's sheet as of Tue 1 December 2026."""
    kept = plan if isinstance(plan, KeptPlan) else kept_of(plan)
    return sheet_of(
        kept,
        manner=Manner(names_shown=names),
        missed=missed_said(kept.plan, UNKNOWN, names_shown=names),
        guard=UNKNOWN,
        today=TODAY,
        open_days=open_days,
        from_on=from_on,
    )
