"""How does the table lie on paper that is filled in by hand: when, and how much, of what is taken as needed?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.core import paperwords as words
from taper.core.sheetparts import Record
from taper.interop.marks import Drawn, Frame, Rule, Written
from taper.interop.pdf import Letters

_SHARES = (0.26, 0.18, 0.3, 0.26)
"""The widths of the columns, of the whole."""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One record in letters of a size, as wide as its page is."""

    record: Record
    letters: Letters
    size: float
    wide: float

    @property
    def row(self) -> float:
        """How high a row is: enough to write in."""
        return max(22.0, self.size * 1.9)

    def heading(self, x: float, y: float) -> tuple[float, list[Drawn]]:
        """What it is, its bounds in words, and the names of the columns."""
        size, base = self.size, y + 4
        marks: list[Drawn] = [Frame(x, base, self.wide, size * 1.9, fill=0.9)]
        base += size * 1.35
        marks.append(Written(x + 4, base, self.record.heading, size + 1, bold=True))
        dates = self.letters.width_of(self.record.dates, size)
        if self.letters.width_of(self.record.heading, size + 1, bold=True) + dates + 20 <= self.wide:
            marks.append(Written(x + self.wide - 4 - dates, base, self.record.dates, size))
            base += size * 0.55
        else:
            base += size * 0.55
            for line in self.letters.lines_of(self.record.dates, size, self.wide - 8):
                base += size * 1.35
                marks.append(Written(x + 4, base, line, size))
        for line in self.letters.lines_of(self.record.bounds, size, self.wide - 8, bold=True):
            base += size * 1.4
            marks.append(Written(x + 4, base, line, size, bold=True))
        base += size * 0.8
        return base - y + self._columns(marks, x, base), marks

    def _columns(self, marks: list[Drawn], x: float, y: float) -> float:
        """The names of the columns; how high they are."""
        tallest, left = 0.0, x
        for share, name in zip(_SHARES, words.RECORD_COLUMNS, strict=True):
            base = y
            for line in self.letters.lines_of(name, self.size, share * self.wide - 8, bold=True):
                base += self.size * 1.3
                marks.append(Written(left + 4, base, line, self.size, bold=True))
            tallest = max(tallest, base - y)
            left += share * self.wide
        high = tallest + self.size * 0.5
        marks.append(Rule(((x, y + high), (x + self.wide, y + high)), 1.2))
        return high

    def empty_row(self, x: float, y: float) -> tuple[float, list[Drawn]]:
        """A row to be filled in."""
        below = y + self.row
        marks: list[Drawn] = [Rule(((x, below), (x + self.wide, below)), 0.6, grey=0.4)]
        left = x
        for share in _SHARES[:-1]:
            left += share * self.wide
            marks.append(Rule(((left, y), (left, below)), 0.4, grey=0.6))
        return self.row, marks
