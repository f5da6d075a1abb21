"""How do the blocks of a document lie on paper: down the page, a table's head on each page that has some of it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import assert_never

from taper.core import paperwords as words
from taper.core.blocks import Block, Figure, Heading, Pairs, Table, Title, Words
from taper.core.curve import curve_of
from taper.core.curvelanes import lanes_of
from taper.core.curveshapes import CurveSize, NoCurve
from taper.interop.marks import Drawn, Rule, Written
from taper.interop.pdf import Letters, Page
from taper.interop.pdfcurve import curve_marks, lanes_marks
from taper.interop.pdfflow import Flow, Piece, height_of
from taper.interop.pdfhead import GREY

_PAD = 4.0
_TOGETHER = 7
"""Up to so many rows a table is not parted."""


@dataclass(frozen=True, slots=True)
class Print:
    """The sizes of a document's letters."""

    title: float
    heading: float
    text: float
    small: float


NORMAL = Print(title=18, heading=12, text=9.5, small=9)
LARGE = Print(title=24, heading=19, text=16, small=16)


def blocks_pages(blocks: Iterable[Block], *, page: Page, letters: Letters, large: bool) -> list[list[Drawn]]:
    """The marks of each page."""
    found = tuple(blocks)
    title = next((block.text for block in found if isinstance(block, Title)), "")
    writer = _Writer(page, letters, LARGE if large else NORMAL, title)
    flow = Flow(writer.head, (page.margin,), page.bottom - writer.foot_high)
    for block, following in zip_longest(found, found[1:]):
        if isinstance(block, Heading) and writer.high(block) + writer.least_high(following) > flow.room:
            flow.next_column()
        writer.put(flow, block)
    count = len(flow.pages)
    return [[*marks, *writer.foot(number, count)] for number, marks in enumerate(flow.pages, 1)]


@dataclass(frozen=True, slots=True)
class _Writer:
    page: Page
    letters: Letters
    print: Print
    title: str

    @property
    def foot_high(self) -> float:
        return self.print.small * 1.3 + 8

    def head(self, number: int) -> tuple[float, list[Drawn]]:
        """Nothing on the first page; the title on the others."""
        margin, size = self.page.margin, self.print.small
        if number == 1:
            return margin, []
        marks: list[Drawn] = []
        y = margin
        for line in self.letters.lines_of(self.title, size, self.page.wide, bold=True):
            y += size * 1.3
            marks.append(Written(margin, y, line, size, bold=True))
        marks.append(Rule(((margin, y + 4), (margin + self.page.wide, y + 4)), 0.8))
        return y + 10, marks

    def foot(self, number: int, of: int) -> list[Drawn]:
        """Which page it is."""
        said = words.PAGE.format(page=number, of=of)
        x = self.page.margin + self.page.wide - self.letters.width_of(said, self.print.small)
        return [Written(x, self.page.bottom - 2, said, self.print.small, grey=GREY)]

    def put(self, flow: Flow, block: Block) -> None:
        """A block below what stands there."""
        match block:
            case Title(text=text, below=below):
                self._paragraph(flow, text, self.print.title, bold=True)
                if below:
                    self._paragraph(flow, below, self.print.text)
            case Heading(text=text):
                self._heading(flow, text)
            case Words(text=text, strong=strong):
                self._paragraph(flow, text, self.print.text, bold=strong)
            case Pairs(pairs=pairs):
                self._pairs(flow, pairs)
            case Table():
                _Grid.of(self, block).put(flow)
            case Figure():
                self._figure(flow, block)
            case _:
                assert_never(block)

    def high(self, heading: Heading) -> float:
        """How high a heading is at the most, with the space above it."""
        size = self.print.heading
        return size * (1.3 * len(self.letters.lines_of(heading.text, size, self.page.wide, bold=True)) + 1.05)

    def least_high(self, block: Block | None) -> float:
        """How much of a block must stand on the page of its heading."""
        match block:
            case Figure():
                return height_of(drawn) if callable(drawn := self._drawn(block)) else self.print.text * 1.5
            case Table():
                return _Grid.of(self, block).least_high
            case _:
                return self.print.text * 3

    def _paragraph(self, flow: Flow, text: str, size: float, *, bold: bool = False) -> None:
        for line in self.letters.lines_of(text, size, self.page.wide, bold=bold):
            flow.put_where_it_fits(partial(self._line, text=line, size=size, bold=bold))
        flow.put_where_it_fits(partial(self._space, high=size * 0.35))

    def _line(self, x: float, y: float, *, text: str, size: float, bold: bool) -> tuple[float, list[Drawn]]:
        return size * 1.3, [Written(x, y + size, text, size, bold=bold)]

    def _space(self, _x: float, _y: float, *, high: float) -> tuple[float, list[Drawn]]:
        return high, []

    def _heading(self, flow: Flow, text: str) -> None:
        size = self.print.heading
        if not flow.is_at_top:
            flow.put(partial(self._space, high=size * 0.7))
        self._paragraph(flow, text, size, bold=True)

    def _pairs(self, flow: Flow, pairs: Sequence[tuple[str, str]]) -> None:
        size = self.print.text
        names = max(self.letters.width_of(name, size, bold=True) for name, _ in pairs) + 12
        names = min(names, self.page.wide * 0.4)
        for name, said in pairs:
            flow.put_where_it_fits(partial(self._pair, name=name, said=said, names=names))
        flow.put_where_it_fits(partial(self._space, high=size * 0.35))

    def _pair(self, x: float, y: float, *, name: str, said: str, names: float) -> tuple[float, list[Drawn]]:
        size, letters = self.print.text, self.letters
        left = letters.lines_of(name, size, names - 8, bold=True)
        right = letters.lines_of(said, size, self.page.wide - names)
        marks: list[Drawn] = [
            Written(x, y + size + at * size * 1.3, line, size, bold=True) for at, line in enumerate(left)
        ]
        marks += [Written(x + names, y + size + at * size * 1.3, line, size) for at, line in enumerate(right)]
        return max(len(left), len(right)) * size * 1.3 + 1.5, marks

    def _figure(self, flow: Flow, figure: Figure) -> None:
        drawn = self._drawn(figure)
        if isinstance(drawn, NoCurve):
            self._paragraph(flow, drawn.why, self.print.text)
        else:
            flow.put_where_it_fits(drawn)

    def _drawn(self, figure: Figure) -> Piece | NoCurve:
        size = CurveSize(self.page.wide, self.page.wide * 0.26, self.print.small)
        curve = curve_of(figure.facts, size)
        if isinstance(curve, NoCurve):
            return curve
        lanes = lanes_of(curve, [day.on for day in figure.facts.days], figure.beside)

        def drawn(x: float, y: float) -> tuple[float, list[Drawn]]:
            marks = [*curve_marks(curve, x, y, self.letters)]
            high = curve.height + 6
            if lanes is not None:
                marks += lanes_marks(lanes, x, y + high, self.letters)
                high += lanes.height + 6
            return high, marks

        return drawn


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with the widths of its columns."""

    writer: _Writer
    table: Table
    widths: tuple[float, ...]

    @classmethod
    def of(cls, writer: _Writer, table: Table) -> _Grid:
        """Columns as wide as their words where there is room, else narrower in measure."""
        letters, size, wide = writer.letters, writer.print.small, writer.page.wide
        columns = range(len(table.columns))
        cells = [[table.columns[at], *(row[at] for row in table.rows)] for at in columns]
        least = [2 * _PAD + max(_widest_word(cell, letters, size) for cell in cells[at]) for at in columns]
        ideal = [
            max(least[at], 2 * _PAD + max((letters.width_of(cell, size) for cell in cells[at][1:]), default=0.0))
            for at in columns
        ]
        if sum(ideal) <= wide:
            return cls(writer, table, tuple(ideal))
        if sum(least) >= wide:
            return cls(writer, table, tuple(one * wide / sum(least) for one in least))
        share = (wide - sum(least)) / (sum(ideal) - sum(least))
        return cls(writer, table, tuple(low + share * (high - low) for low, high in zip(least, ideal, strict=True)))

    def put(self, flow: Flow) -> None:
        """The head with a first row, and the others; the head again on each further page."""
        rows = self.rows
        flow.make_room(self.least_high)
        flow.put(self.head)
        for row in rows:
            if height_of(row) > flow.room and row is not rows[0]:
                flow.next_column()
                flow.put(self.head)
            flow.put(row)
        flow.put(partial(self.writer._space, high=self.writer.print.text * 0.8))

    @property
    def least_high(self) -> float:
        """How much of it stays together: its head and a first row, or the whole of a short one."""
        rows = self.rows if len(self.table.rows) <= _TOGETHER else self.rows[:1]
        return height_of(self.head) + sum(height_of(row) for row in rows)

    @property
    def rows(self) -> list[Piece]:
        """Each row, to be drawn."""
        return [partial(self.row, cells=row) for row in self.table.rows]

    def head(self, x: float, y: float) -> tuple[float, list[Drawn]]:
        """The names of the columns above a strong line."""
        return self._cells(x, y, self.table.columns, bold=True, line=1.2)

    def row(self, x: float, y: float, *, cells: Sequence[str]) -> tuple[float, list[Drawn]]:
        """One row above a thin line."""
        return self._cells(x, y, cells, bold=False, line=0.3)

    def _cells(self, x: float, y: float, cells: Sequence[str], *, bold: bool, line: float) -> tuple[float, list[Drawn]]:
        letters, size = self.writer.letters, self.writer.print.small
        marks: list[Drawn] = []
        tallest, left = 1, x
        for at, (cell, wide) in enumerate(zip(cells, self.widths, strict=True)):
            lines = letters.lines_of(cell, size, wide - 2 * _PAD + 0.01, bold=bold)
            for place, text in enumerate(lines):
                spare = wide - 2 * _PAD - letters.width_of(text, size, bold=bold)
                begin = left + _PAD + (spare if at in self.table.numbers else 0)
                marks.append(Written(begin, y + 2 + size + place * size * 1.25, text, size, bold=bold))
            tallest, left = max(tallest, len(lines)), left + wide
        high = tallest * size * 1.25 + 6
        marks.append(Rule(((x, y + high), (x + sum(self.widths), y + high)), line, grey=0.0 if bold else 0.5))
        return high, marks


def _widest_word(text: str, letters: Letters, size: float) -> float:
    return max((letters.width_of(word, size, bold=True) for word in text.split(" ")), default=0.0)
