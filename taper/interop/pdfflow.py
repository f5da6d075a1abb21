"""Where on which page does the next piece of a sheet stand? Column after column, page after page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from taper.interop.marks import Drawn

Piece = Callable[[float, float], tuple[float, list[Drawn]]]
"""Draws something from x and y on, and says how high it is."""

Head = Callable[[int], tuple[float, list[Drawn]]]
"""The head of the page of a number (from 1), and the y below it."""


@dataclass
class Flow:
    """Pages that are being filled. `lefts` are the left edges of the columns, `lowest` the y none of them passes."""

    head: Head
    lefts: tuple[float, ...]
    lowest: float
    pages: list[list[Drawn]] = field(default_factory=list)
    _column: int = 0
    _top: float = 0.0
    _y: float = 0.0
    _deepest: float = 0.0

    def __post_init__(self) -> None:
        self._next_page()

    def _next_page(self) -> None:
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
    def is_at_top(self) -> bool:
        """Whether nothing stands in the column yet."""
        return self._y == self._top

    def fits(self, *pieces: Piece) -> bool:
        """Whether all of them have room below each other in this column; at its top whatever is so high has."""
        high = sum(piece(0, 0)[0] for piece in pieces)
        return self._y + high <= self.lowest or self.is_at_top

    def put(self, piece: Piece) -> None:
        """Draws it below what stands there."""
        high, marks = piece(self.lefts[self._column], self._y)
        self.pages[-1] += marks
        self._y += high
        self._deepest = max(self._deepest, self._y)

    def one_column(self, left: float) -> None:
        """From here on the whole width is one column, below everything on this page."""
        self.lefts, self._column = (left,), 0
        self._y = self._deepest
