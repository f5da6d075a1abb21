"""What stands below a plan's curve over the same days: notes by their numbers, and scores of 0 to 10 as dots?

Positions and words only, as in `core.curve`. Of what is too dense to be drawn, a sentence says so: the tables have all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taper.core.curveletters import GAP, wide
from taper.core.curveshapes import Anchor, Box, Curve, Label, Point

_MOST_ROWS = 4
"""In how many rows the numbers of notes may stand below each other."""
_STRIP = 3.2
"""How high the strip of a score is, in letters."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What was answered of one thing that is asked about, 0 to 10, by date."""

    about: str
    by_date: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is drawn below a curve. `notes` are their dates, in the order of their numbers from 1 on."""

    notes: tuple[date, ...] = ()
    scores: tuple[Scores, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """The number of a note; `top` is where the line up to the curve's lane begins."""

    label: Label
    top: Point


@dataclass(frozen=True, slots=True)
class Strip:
    """The dots of one score between 0 (the lower edge) and 10."""

    box: Box
    most: Label
    least: Label
    dots: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Everything to draw below a curve, from its lower edge (y 0) on."""

    width: float
    height: float
    letters: float
    titles: tuple[Label, ...]
    tags: tuple[Tag, ...]
    strips: tuple[Strip, ...]


def lanes_of(curve: Curve, days: Sequence[date], beside: Beside) -> Lanes | None:
    """The lanes below a curve of these days; None where there is nothing to draw."""
    if not beside.notes and not beside.scores:
        return None
    return _Lanes(curve, days).lanes(beside)


@dataclass(frozen=True, slots=True)
class _Lanes:
    curve: Curve
    days: Sequence[date]

    @property
    def line(self) -> float:
        return self.curve.letters * 1.35

    def x_of(self, on: date) -> float | None:
        """The middle of a day; None for one that is not drawn."""
        if not self.days[0] <= on <= self.days[-1]:
            return None
        plot = self.curve.plot
        share = ((on - self.days[0]).days + 0.5) / len(self.days)
        return round(plot.left + share * (plot.right - plot.left), 2)

    def lanes(self, beside: Beside) -> Lanes:
        y, titles, tags, strips = 0.0, list[Label](), tuple[Tag, ...](), list[Strip]()
        if beside.notes:
            tags, rows, left_out = self._tags(beside.notes, y + self.line)
            more = f"; {left_out} more in the table" if left_out else ""
            titles.append(self._title(f"notes, by their numbers{more}", y))
            y += self.line * (rows + 1) + GAP
        for one in beside.scores:
            titles.append(self._title(f"{one.about}, 0 to 10", y))
            strips.append(self._strip(one, y + self.line + GAP))
            y = strips[-1].box.bottom + GAP * 2
        return Lanes(self.curve.width, round(y, 2), self.curve.letters, tuple(titles), tags, tuple(strips))

    def _title(self, text: str, y: float) -> Label:
        return Label(text, Point(self.curve.plot.left, round(y + self.curve.letters, 2)), anchor=Anchor.BEGIN)

    def _tags(self, notes: Sequence[date], top: float) -> tuple[tuple[Tag, ...], int, int]:
        """The numbers in rows so that none touch, how many rows there are, and how many found no place."""
        free, found, left_out = [0.0] * _MOST_ROWS, list[Tag](), 0
        numbered = sorted(enumerate(notes, 1), key=lambda pair: (pair[1], pair[0]))
        deepest = 1
        for number, on in numbered:
            x, half = self.x_of(on), wide(str(number), self.curve.letters) / 2
            row = None if x is None else next((at for at, until in enumerate(free) if x - half >= until), None)
            if x is None or row is None:
                left_out += 1
                continue
            free[row] = x + half + GAP / 2
            deepest = max(deepest, row + 1)
            base = round(top + self.line * row + self.curve.letters, 2)
            found.append(Tag(Label(str(number), Point(x, base)), Point(x, round(top, 2))))
        return tuple(found), deepest, left_out

    def _strip(self, scores: Scores, top: float) -> Strip:
        high, plot = self.curve.letters * _STRIP, self.curve.plot
        box = Box(plot.left, round(top, 2), plot.right, round(top + high, 2))
        most, least = (self._edge(text, y) for text, y in (("10", box.top), ("0", box.bottom)))
        return Strip(box, most, least, tuple(self._dots(scores, box)))

    def _edge(self, text: str, y: float) -> Label:
        """A number before an edge of a strip, as near to it as the edge of the drawing lets it be."""
        letters = self.curve.letters
        x = max(0.0, self.curve.plot.left - GAP - wide(text, letters))
        return Label(text, Point(round(x, 2), round(y + letters * 0.35, 2)), anchor=Anchor.BEGIN)

    def _dots(self, scores: Scores, box: Box) -> Iterator[Point]:
        for on, score in sorted(scores.by_date.items()):
            x = self.x_of(on)
            if x is not None:
                yield Point(x, round(box.bottom - score / 10 * (box.bottom - box.top), 2))
