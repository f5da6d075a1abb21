"""Where on which page does the next piece of a sheet stand? Column after column, page after page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from taper.interop.marks import Drawn

Piece = Callable[[float, float], tuple[float, list[Drawn]]]
"""Draws something from x and y on, and says how high it is."""

Head = Callable[[int], tuple[float, list[Drawn]]]
"""The head of the page of a number (from 1), and the y below it."""


class TooLong(Exception):
    """More pages were needed than there may be."""


def height_of(piece: Piece) -> float:
    """How high a piece is."""
    return piece(0, 0)[0]


@dataclass
class Flow:
    """Pages that are being filled. `lefts` are the left edges of the columns, `lowest` the y none of them passes.

    Beyond `most` pages it raises TooLong.
    """

    head: Head
    lefts: tuple[float, ...]
    lowest: float
    most: int | None = None
    pages: list[list[Drawn]] = field(default_factory=list)
    _column: int = 0
    _top: float = 0.0
    _y: float = 0.0
    _deepest: float = 0.0

    def __post_init__(self) -> None:
        self._next_page()

    def _next_page(self) -> None:
        if len(self.pages) == self.most:
            raise TooLong
        below, marks = self.head(len(self.pages) + 1)
        self.pages.append(list(marks))
        self._column, self._top, self._y, self._deepest = 0, below, below, below

    def next_column(self) -> None:
        """Goes on at the top of the next column, or of the next page."""
        if self._column + 1 < len(self.lefts):
            self._column += 1
            self._y = self._top
        else:
            self._next_page()

    @property
    def room(self) -> float:
        """How high what comes next in this column may be."""
        return self.lowest - self._y

    @property
    def is_at_top(self) -> bool:
        """Whether nothing stands in the column yet."""
        return self._y == self._top

    @property
    def whole_room(self) -> float:
        """How high an empty column of this page is."""
        return self.lowest - self._top

    def make_room(self, high: float) -> None:
        """Goes on elsewhere where what is so high has no room here; it is put at the top of a page whatever it is, but
        for the first one, whose head may leave next to nothing.
        """
        if high > self.room and not self.is_at_top:
            self.next_column()
        if high > self.room and len(self.pages) == 1:
            self._next_page()

    def put(self, piece: Piece) -> None:
        """Draws it below what stands there."""
        high, marks = piece(self.lefts[self._column], self._y)
        self.pages[-1] += marks
        self._y += high
        self._deepest = max(self._deepest, self._y)

    def put_where_it_fits(self, piece: Piece) -> None:
        """The same, in the next column where this one has no room for it."""
        self.make_room(height_of(piece))
        self.put(piece)

    def one_column(self, left: float) -> None:
        """From here on the whole width is one column, below everything on this page."""
        self.lefts, self._column = (left,), 0
        self._y = self._deepest
