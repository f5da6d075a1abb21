"""How does a plan's sheet for the fridge lie on paper: on one page where that can be read, else on as many as it needs?

It is tried from the largest letters to the smallest, in one column of days and in several; no text is ever smaller than
`SMALLEST` (`SMALLEST_LARGE` in large print).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from taper.core import paperwords as words
from taper.core.sheet import Entry, Record, Sheet, SheetDay, SheetStep
from taper.interop.marks import Drawn, Frame, Rule, Written
from taper.interop.pdf import Letters, Page
from taper.interop.pdfflow import Flow, Piece
from taper.interop.pdfhead import GREY, Sizes, first_head, foot, later_head, sizes_of
from taper.interop.pdfrecord import RecordTable

SMALLEST, SMALLEST_LARGE = 9.0, 16.0
"""Points: no text is smaller."""

_GAP = 10.0
_COLUMN_GAP = 22.0
_LEAST_ROWS = 6
"""A record table with room for fewer rows than these begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class Style:
    """How large a dose and what stands small are set, whether the time stands below the dose, in how many columns."""

    dose: float
    small: float
    stacked: bool
    columns: int = 1

    @property
    def box(self) -> float:
        """The side of the box to tick."""
        return self.dose * 1.15


_STYLES = (
    *(Style(13, 10, stacked=True), Style(11, 9, stacked=True), Style(10, 9, stacked=True)),
    *(Style(11, 9, stacked=False), Style(10, 9, stacked=False)),
    *(Style(11, 9, stacked=False, columns=2), Style(10, 9, stacked=False, columns=2)),
    *(Style(9, 9, stacked=False), Style(9, 9, stacked=False, columns=2), Style(9, 9, stacked=False, columns=3)),
)
_LARGE_STYLES = (Style(20, 16, stacked=True), Style(18, 16, stacked=True), Style(18, 16, stacked=False))
_SEVERAL_PAGES = (Style(11, 9, stacked=False), Style(10, 9, stacked=False, columns=2))
_LARGE_SEVERAL_PAGES = (Style(20, 16, stacked=True), Style(18, 16, stacked=False))


def sheet_pages(sheet: Sheet, *, page: Page, letters: Letters, large: bool) -> list[list[Drawn]]:
    """The marks of each page."""
    for style in _LARGE_STYLES if large else _STYLES:
        pages = _Layout(sheet, page, letters, style, sizes_of(large=large)).pages()
        if len(pages) == 1:
            return _with_feet(pages, sheet, page, letters, large=large)
    several = _LARGE_SEVERAL_PAGES if large else _SEVERAL_PAGES
    tried = [_Layout(sheet, page, letters, style, sizes_of(large=large)).pages() for style in several]
    return _with_feet(min(tried, key=len), sheet, page, letters, large=large)


def _with_feet(
    pages: list[list[Drawn]], sheet: Sheet, page: Page, letters: Letters, *, large: bool
) -> list[list[Drawn]]:
    sizes = sizes_of(large=large)
    return [
        [*marks, *foot(sheet, page, letters, sizes, number=number, of=len(pages))]
        for number, marks in enumerate(pages, 1)
    ]


@dataclass(slots=True)
class _Layout:
    """One try: the sheet in one style, column after column, page after page."""

    sheet: Sheet
    page: Page
    letters: Letters
    style: Style
    sizes: Sizes

    def pages(self) -> list[list[Drawn]]:
        """The pages without their feet."""
        lefts = tuple(self.page.margin + at * (self.column + _COLUMN_GAP) for at in range(self.style.columns))
        flow = Flow(self._head, lefts, self.page.bottom - self.sizes.foot)
        for step in self.sheet.steps:
            self._put_step(flow, _Rows.of(self, step))
        if self.sheet.steps and not self.sheet.records:
            self._put(flow, self._behind)
        for record in self.sheet.records:
            self._put_record(flow, record)
        return flow.pages

    def _head(self, number: int) -> tuple[float, list[Drawn]]:
        head = first_head if number == 1 else later_head
        return head(self.sheet, self.page, self.letters, self.sizes)

    def _put(self, flow: Flow, piece: Piece) -> None:
        if not flow.fits(piece):
            flow.next_column()
        flow.put(piece)

    def _put_step(self, flow: Flow, rows: _Rows) -> None:
        """The heading, never without a day below it, and the days; repeated where they go on elsewhere."""
        first, *others = (partial(rows.day, day=day) for day in rows.step.days)
        if not flow.fits(partial(rows.heading, continued=False), first):
            flow.next_column()
        flow.put(partial(rows.heading, continued=False))
        flow.put(first)
        for day in others:
            if not flow.fits(day):
                flow.next_column()
                flow.put(partial(rows.heading, continued=True))
            flow.put(day)

    def _behind(self, x: float, y: float) -> tuple[float, list[Drawn]]:
        """What stands behind the last day: that it stops, or goes on."""
        size, marks = self.style.dose, list[Drawn]()
        marks.append(Rule(((x, y + 4), (x + self.column, y + 4)), 2.2))
        high = 4.0
        for line in self.letters.lines_of(self.sheet.end.behind, size, self.column - 8, bold=True):
            high += size * 1.35
            marks.append(Written(x + 4, y + high, line, size, bold=True))
        return high + 4, marks

    def _put_record(self, flow: Flow, record: Record) -> None:
        """A table to the foot of the page, on the next one where there is room for few rows only."""
        table = RecordTable(record, self.letters, max(self.style.small, 10.0), self.page.wide)
        flow.one_column(self.page.margin)
        if not flow.fits(table.heading, *[table.empty_row] * _LEAST_ROWS):
            flow.next_column()
        flow.put(table.heading)
        while flow.fits(table.empty_row):
            flow.put(table.empty_row)

    @property
    def column(self) -> float:
        """How wide a column of days is."""
        count = self.style.columns
        return (self.page.wide - (count - 1) * _COLUMN_GAP) / count


@dataclass(frozen=True, slots=True)
class _Rows:
    """How the days of one step are set: the width of their dates, and how many doses stand beside each other."""

    layout: _Layout
    step: SheetStep
    dates: float
    beside: int

    @classmethod
    def of(cls, layout: _Layout, step: SheetStep) -> _Rows:
        style, letters = layout.style, layout.letters
        tick = [day for day in step.days if day.entries]
        dates = max((letters.width_of(day.dated, style.dose, bold=True) for day in tick), default=0) + _GAP
        entries = [entry for day in tick for entry in day.entries]
        widest = max((_entry_width(entry, style, letters) for entry in entries), default=0)
        most = max((len(day.entries) for day in step.days), default=1)
        return cls(
            layout, step, dates, max(1, min(most, int((layout.column - dates) // (widest + _GAP)) if widest else 1))
        )

    @property
    def cell(self) -> float:
        """How wide the place of one dose is."""
        return (self.layout.column - self.dates) / self.beside

    def heading(self, x: float, y: float, *, continued: bool) -> tuple[float, list[Drawn]]:
        """The step's heading from y on, and how high it is."""
        style, letters, wide = self.layout.style, self.layout.letters, self.layout.column
        beyond = words.CONTINUED if continued else words.CHANGES if self.step.changes else ""
        head = f"{self.step.heading}{': ' if beyond else ''}{beyond}"
        size, small = style.dose, max(style.small, style.dose - 1)
        band, at = size * 1.7, y + 4
        marks: list[Drawn] = [Frame(x, at, wide, band, fill=0.9)]
        if self.step.changes and not continued:
            marks.append(Rule(((x, at), (x + wide, at)), 2.2))
        marks.append(Written(x + 4, at + size * 1.2, head, size, bold=True))
        dates = letters.width_of(self.step.dates, small)
        at_right = letters.width_of(head, size, bold=True) + dates + 3 * _GAP <= wide
        lines = [] if continued else letters.lines_of(self.step.schedule, small, wide - 8)
        if at_right:
            marks.append(Written(x + wide - 4 - dates, at + size * 1.2, self.step.dates, small))
        else:
            lines = [*letters.lines_of(self.step.dates, small, wide - 8), *lines]
        at += band
        for line in lines:
            at += small * 1.35
            marks.append(Written(x + 4, at, line, small))
        return at + 4 - y, marks

    def day(self, x: float, y: float, day: SheetDay) -> tuple[float, list[Drawn]]:
        """One day's row from y on, a thin line below it, and how high it is."""
        style, letters, wide = self.layout.style, self.layout.letters, self.layout.column
        base = y + 3 + style.dose * 1.05
        marks: list[Drawn] = [Written(x, base, day.dated, style.dose, bold=True)]
        high = 3 + style.box + 3
        if day.instead:
            beside = letters.width_of(day.dated, style.dose, bold=True) + _GAP
            for line in letters.lines_of(day.instead, style.small, wide - beside):
                marks.append(Written(x + beside, base, line, style.small, grey=GREY))
                base += style.small * 1.3
            high = max(high, base - y - style.small * 1.3 + 5)
        elif style.stacked:
            marks.append(Written(x, base + style.small * 1.3, f"day {day.number}", style.small, grey=GREY))
            high = max(high, base + style.small * 1.3 + 5 - y)
        low = y
        for place in range(0, len(day.entries), self.beside):
            tallest = 0.0
            for column, entry in enumerate(day.entries[place : place + self.beside]):
                tall, drawn = _entry_marks(entry, x + self.dates + column * self.cell, low, self.cell, style, letters)
                tallest = max(tallest, tall)
                marks += drawn
            low += tallest
        high = max(high, low - y)
        for remark in day.remarks:
            for line in letters.lines_of(remark, style.small, wide - 4):
                marks.append(Written(x + 4, y + high + style.small, line, style.small))
                high += style.small * 1.35
        marks.append(Rule(((x, y + high), (x + wide, y + high)), 0.4, grey=0.6))
        return high, marks


def _entry_width(entry: Entry, style: Style, letters: Letters) -> float:
    """How wide a dose is with its box, in one line of its own."""
    amount = letters.width_of(entry.amount, style.dose, bold=True)
    if style.stacked:
        return style.box + 5 + max(amount, letters.width_of(_when(entry), style.small))
    return style.box + 5 + letters.width_of(f"{entry.at}  ", style.dose) + amount


def _when(entry: Entry) -> str:
    return f"{entry.slot} {entry.at}".strip()


def _entry_marks(
    entry: Entry, x: float, y: float, wide: float, style: Style, letters: Letters
) -> tuple[float, list[Drawn]]:
    """The box, and beside it how much and when; broken into lines where its place is too narrow."""
    marks: list[Drawn] = [Frame(x, y + 3, style.box, style.box, width=1.2)]
    left, base = x + style.box + 5, y + 3 + style.dose * 1.05
    within = wide - style.box - 5 - _GAP / 2
    if not style.stacked:
        marks.append(Written(left, base, entry.at, style.dose))
        before = letters.width_of(f"{entry.at}  ", style.dose)
        left, within = left + before, within - before
    for line in letters.lines_of(entry.amount, style.dose, within, bold=True):
        marks.append(Written(left, base, line, style.dose, bold=True))
        base += style.dose * 1.25
    base -= style.dose * 1.25
    for line in letters.lines_of(_when(entry), style.small, within) if style.stacked else []:
        base += style.small * 1.3
        marks.append(Written(left, base, line, style.small))
    return max(style.box + 6, base + 5 - y), marks
