"""How does a plan's sheet for the fridge lie on paper: on one page where that can be read, else on as many as it needs?

It is tried from the largest letters to the smallest, in one column of days and in several; no text is ever smaller than
`SMALLEST` (`SMALLEST_LARGE` in large print).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from taper.core.sheetparts import Record, Sheet
from taper.interop.marks import Drawn, Rule, Written
from taper.interop.pdf import Letters, Page
from taper.interop.pdfflow import Flow, TooLong, height_of
from taper.interop.pdfhead import Sizes, first_head, foot, later_head, sizes_of
from taper.interop.pdfrecord import RecordTable
from taper.interop.pdfrows import GAP, NEAR, Place, Rows, StepWords, Style

SMALLEST, SMALLEST_LARGE = 9.0, 16.0
"""Points: no text is smaller."""

_COLUMN_GAP = 22.0
_LOWER = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
"""The shares of a page's height to which several columns are tried to be kept."""
_LEAST_ROWS = 6
"""A record table with room for fewer rows than these begins on a page of its own."""
_FEW_PAGES = (1, 2)
"""So many pages are tried in the largest letters that they have room for, where steps stand together."""

_ONE_PAGE = (
    *(Style(16, 11), Style(14, 10), Style(13, 10), Style(12, 10), Style(11, 9)),
    *(Style(12, 9, columns=2, whole=True), Style(12, 9, columns=2)),
    *(Style(11, 9, columns=2, whole=True), Style(11, 9, columns=2)),
    *(Style(10, 9), Style(10, 9, columns=2, whole=True), Style(10, 9, columns=2)),
    *(Style(9, 9), Style(9, 9, columns=2), Style(9, 9, columns=3)),
)
_LARGE_ONE_PAGE = (Style(22, 16), Style(20, 16), Style(18, 16))
_SEVERAL_PAGES = (Style(11, 9), Style(10, 9, columns=2, whole=True), Style(10, 9), Style(9, 9))
_TOGETHER = (
    *(Style(16, 11), Style(14, 10), Style(13, 10), Style(12, 10), Style(12, 9, columns=2)),
    *(Style(11, 9), Style(11, 9, columns=2), Style(10, 9), Style(10, 9, columns=2)),
    *(Style(10, 9, free=2.2), Style(10, 9, columns=2, free=2.2), Style(9, 9), Style(9, 9, columns=2)),
    *(Style(9, 9, free=2.2), Style(9, 9, columns=2, free=2.2)),
)
"""Where steps stand together, a line a day: closer lines before the smallest letters."""
_LARGE_SEVERAL_PAGES = (Style(20, 16), Style(18, 16), Style(16, 16))


def sheet_pages(sheet: Sheet, *, page: Page, letters: Letters, large: bool) -> list[list[Drawn]]:
    """The marks of each page."""
    measured, sizes = _Measured.of(sheet, letters), sizes_of(large=large)

    def laid_out(styles: Sequence[Style]) -> list[_Layout]:
        """Those in which every dose stands in one line; all of them where there are none."""
        tried = [_Layout.of(measured, page, letters, style, sizes) for style in styles]
        return [one for one in tried if not one.breaks_a_dose] or tried

    if any(step.within for step in sheet.steps) and not large:
        layouts = laid_out(_TOGETHER)
        pages = next((found for most in _FEW_PAGES if (found := _on_few_pages(layouts, most))), None)
    else:
        pages = _on_few_pages(laid_out(_LARGE_ONE_PAGE if large else _ONE_PAGE), 1)
    if pages is None:
        several = laid_out(_LARGE_SEVERAL_PAGES if large else _SEVERAL_PAGES)
        pages = min(several, key=lambda layout: layout.about_pages).pages()
    count = len(pages)
    return [
        [*marks, *foot(sheet, page, letters, sizes, number=number, of=count)] for number, marks in enumerate(pages, 1)
    ]


def _on_few_pages(layouts: Sequence[_Layout], most: int) -> list[list[Drawn]] | None:
    """The first of them that is no more pages than that; its columns about as high as each other."""
    for layout in layouts:
        pages = _unless_more(layout, most, 1.0)
        if pages is not None:
            lower = (
                (_unless_more(layout, most, share) for share in _LOWER) if layout.place.style.columns > 1 else iter(())
            )
            return next((one for one in lower if one is not None), pages)
    return None


def _unless_more(layout: _Layout, most: int, share: float) -> list[list[Drawn]] | None:
    with suppress(TooLong):
        return layout.pages(most=most, share=share)
    return None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A sheet with how wide its words are in letters of size 1: those of each step, the dates, the days' numbers, and
    those of steps among others.
    """

    sheet: Sheet
    steps: tuple[StepWords, ...]
    dates: float
    numbers: float
    begins: float

    @classmethod
    def of(cls, sheet: Sheet, letters: Letters) -> _Measured:
        found = [day for step in sheet.steps for day in step.days if day.entries]
        numbered = [day.number for step in sheet.steps for day in step.days if day.entries and not step.within]
        return cls(
            sheet,
            tuple(StepWords.of(step, letters) for step in sheet.steps),
            dates=max((letters.width_of(day.dated, 1.0, bold=True) for day in found), default=0.0),
            numbers=letters.width_of(f"day {max(numbered, default=0)}", 1.0),
            begins=max((letters.width_of(day.begins, 1.0) for day in found), default=0.0),
        )


def _rows(step: StepWords, place: Place, dated: float, begins: float) -> Rows:
    """How the days of a step are set. Where it is several together, these have their numbers behind the dates (which
    are so wide: `dated`), close to them or below them, as there is room for the doses below their hours.
    """
    if not step.step.within:
        return Rows.of(place, step)
    number = begins * place.style.small
    wide = replace(place, dates=max(place.dates, dated + number + GAP))
    near = replace(place, dates=dated - GAP + number + 2 * NEAR, gap=NEAR)
    tried = (Rows.of(one, step) for one in (wide, near, replace(place, dates=dated, below=True)))
    return max(tried, key=lambda rows: (rows.headed, not rows.breaks, not rows.wraps))


@dataclass(frozen=True, slots=True)
class _Layout:
    """One try: the sheet in one style, column after column, page after page."""

    sheet: Sheet
    page: Page
    place: Place
    sizes: Sizes
    rows: tuple[Rows, ...]

    @classmethod
    def of(cls, measured: _Measured, page: Page, letters: Letters, style: Style, sizes: Sizes) -> _Layout:
        """A layout that numbers the days where there is room for it."""
        dated, number = measured.dates * style.dose + GAP, max(measured.numbers, measured.begins) * style.small + GAP
        column = (page.wide - (style.columns - 1) * _COLUMN_GAP) / style.columns
        plain, numbered = Place(letters, style, column, dated), Place(letters, style, column, dated + number, True)
        rows = tuple(_rows(step, plain, dated, measured.begins) for step in measured.steps)
        if style.columns == 1:
            narrower = tuple(_rows(step, numbered, dated, measured.begins) for step in measured.steps)
            if [(one.headed, one.breaks) for one in narrower] == [(one.headed, one.breaks) for one in rows]:
                return cls(measured.sheet, page, numbered, sizes, narrower)
        return cls(measured.sheet, page, plain, sizes, rows)

    @property
    def about_pages(self) -> float:
        """How many pages it would fill, without heads and what is left free."""
        room = self.place.style.columns * (self.page.bottom - self.sizes.foot - self.page.margin)
        days = sum(rows.high(day) for rows in self.rows for day in rows.step.days)
        return (days + sum(height_of(partial(rows.heading, continued=False)) for rows in self.rows)) / room

    @property
    def breaks_a_dose(self) -> bool:
        """Whether a dose needs more than one line."""
        return any(rows.breaks for rows in self.rows)

    def pages(self, *, most: int | None = None, share: float = 1.0) -> list[list[Drawn]]:
        """The pages without their feet, filled to a share of their height. Raises TooLong beyond `most`."""
        if most is not None and self.about_pages > most * share:
            raise TooLong
        columns = range(self.place.style.columns)
        lefts = tuple(self.page.margin + at * (self.place.column + _COLUMN_GAP) for at in columns)
        flow = Flow(self._head, lefts, (self.page.bottom - self.sizes.foot) * share, most)
        behind = height_of(self._behind) if self.rows and not self.sheet.records else 0.0
        for rows in self.rows:
            self._put_step(flow, rows, behind=behind if rows is self.rows[-1] else 0.0)
        if behind:
            flow.put(self._behind)
        for record in self.sheet.records:
            self._put_record(flow, record)
        return flow.pages

    def _head(self, number: int) -> tuple[float, list[Drawn]]:
        head = first_head if number == 1 else later_head
        return head(self.sheet, self.page, self.place.letters, self.sizes)

    def _put_step(self, flow: Flow, rows: Rows, *, behind: float) -> None:
        """The heading, never without a day below it, and the days; repeated where they go on elsewhere.

        `behind` is how high it is what stands behind the last day, on the same page.
        """
        heading, groups = partial(rows.heading, continued=False), rows.groups()
        heights = [sum(rows.high(day) for day in group) for group in groups]
        heights[-1] += behind
        high = height_of(heading) + heights[0]
        if self.place.style.whole and high + sum(heights[1:]) <= flow.whole_room:
            high += sum(heights[1:])
        flow.make_room(high)
        flow.put(heading)
        for group, tall in zip(groups, heights, strict=True):
            if tall > flow.room and group is not groups[0]:
                flow.next_column()
                flow.put(partial(rows.heading, continued=True))
            for day in group:
                flow.put(partial(rows.day, day=day))

    def _behind(self, x: float, y: float) -> tuple[float, list[Drawn]]:
        """What stands behind the last day: that it stops, or goes on."""
        size, wide, marks = self.place.style.dose, self.place.column, list[Drawn]()
        marks.append(Rule(((x, y + 4), (x + wide, y + 4)), 2.2))
        high = 4.0
        for line in self.place.letters.lines_of(self.sheet.end.behind, size, wide - 8, bold=True):
            high += size * 1.35
            marks.append(Written(x + 4, y + high, line, size, bold=True))
        return high + 4, marks

    def _put_record(self, flow: Flow, record: Record) -> None:
        """A table to the foot of the page, on the next one where there is room for few rows only."""
        table = RecordTable(record, self.place.letters, max(self.place.style.small, 10.0), self.page.wide)
        flow.one_column(self.page.margin)
        flow.make_room(height_of(table.heading) + _LEAST_ROWS * table.row)
        flow.put(table.heading)
        while table.row <= flow.room:
            flow.put(table.empty_row)
