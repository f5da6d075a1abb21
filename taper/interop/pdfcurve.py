"""How does a plan's curve lie on paper, with the notes and scores below it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taper.core.curvelanes import Lanes, Strip
from taper.core.curveshapes import Anchor, Box, Curve, Flag, FlagKind, Key, Label, Point, Sign
from taper.interop.marks import Dot, Drawn, Rule, Written
from taper.interop.pdf import Letters

_LIGHT = 0.75
_MIDDLE = 0.45
_SMALLER = 0.75
"""How large the marks are beside those of a page: paper is sharper than a screen."""
_TODAY = "▲ "
"""The sign before the word; it is drawn, as not every font has it."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in a place of the page: what stands at 0, 0 of a drawing stands at x, y there."""

    x: float
    y: float
    letters: Letters
    size: float

    def label(self, label: Label) -> Iterator[Drawn]:
        """A text where its anchor says."""
        said, sign = label.text, label.text.startswith(_TODAY)
        wide = self.letters.width_of(said.removeprefix(_TODAY), self.size) + (self.size if sign else 0)
        x = self.x + label.at.x - {Anchor.BEGIN: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[label.anchor]
        y = self.y + label.at.y
        if sign:
            low, high = y, y - self.size * 0.7
            yield Rule(((x, low), (x + self.size * 0.7, low), (x + self.size * 0.35, high), (x, low)), 1.2)
            x += self.size
        yield Written(x, y, said.removeprefix(_TODAY), self.size)

    def line(self, *points: Point, width: float = 0.5, dashes: tuple[float, ...] = (), grey: float = 0.0) -> Rule:
        """A line through points of the drawing."""
        return Rule(tuple((self.x + x, self.y + y) for x, y in points), width, dashes, grey)

    def hatched(self, box: Box) -> Iterator[Drawn]:
        """Upright thin lines, and an edge at the left."""
        x = box.left
        while x <= box.right:
            yield self.line(Point(x, box.top), Point(x, box.bottom), width=0.4, grey=_MIDDLE)
            x += 4

    def sign(self, sign: Sign, at: Point, radius: float) -> Iterator[Drawn]:
        """A dot, a ring, a cross or a question mark."""
        x, y, r = at.x, at.y, radius
        match sign:
            case Sign.AS_PLANNED:
                yield Dot(self.x + x, self.y + y, r)
            case Sign.SO_FAR:
                yield Dot(self.x + x, self.y + y, r, width=1.0)
            case Sign.OTHERWISE:
                yield self.line(Point(x - r, y - r), Point(x + r, y + r), width=1.4)
                yield self.line(Point(x - r, y + r), Point(x + r, y - r), width=1.4)
            case Sign.UNKNOWN:
                yield from self.label(Label("?", Point(x, y - 2)))
            case Sign.PLANNED | Sign.PAST:
                return


def curve_marks(curve: Curve, x: float, y: float, letters: Letters) -> Iterator[Drawn]:
    """The curve from its upper left corner on."""
    pen = Pen(x, y, letters, curve.letters)
    if curve.past is not None:
        yield from pen.hatched(curve.past)
    for row in curve.rows:
        yield pen.line(Point(curve.plot.left, row.y), Point(curve.plot.right, row.y), grey=_LIGHT)
        yield from pen.label(row.label)
    yield from pen.label(curve.unit)
    for tick in curve.dates:
        yield pen.line(Point(tick.x, curve.plot.bottom), Point(tick.x, curve.plot.bottom + 3))
        yield from pen.label(tick.label)
    for seam in curve.seams:
        yield pen.line(Point(seam.x, seam.top), Point(seam.x, seam.bottom), dashes=(2, 2), grey=_MIDDLE)
    for label in curve.step_labels:
        yield from pen.label(label)
    for flag in curve.flags:
        yield from _flag(pen, flag, curve.plot)
    for run in curve.line:
        yield pen.line(*run, width=1.6)
    for mark in curve.marks:
        yield from pen.sign(mark.sign, mark.at, curve.mark_radius * _SMALLER)
    for key in curve.legend:
        yield from _key(pen, key)


def _flag(pen: Pen, flag: Flag, plot: Box) -> Iterator[Drawn]:
    if flag.kind is not FlagKind.OPEN:
        dashes = () if flag.kind is FlagKind.LAST else (5.0, 3.0)
        yield pen.line(Point(flag.x, plot.top), Point(flag.x, plot.bottom), width=1.0, dashes=dashes)
    yield from pen.label(flag.label)


def _key(pen: Pen, key: Key) -> Iterator[Drawn]:
    x, y, half = key.at.x, key.at.y, pen.size * 0.7
    if key.sign is Sign.PLANNED:
        yield pen.line(Point(x - half, y), Point(x + half, y), width=1.6)
    elif key.sign is Sign.PAST:
        yield from pen.hatched(Box(x - half, y - half / 2, x + half, y + half / 2))
    else:
        yield from pen.sign(key.sign, key.at, 2.6)
    yield from pen.label(key.label)


def lanes_marks(lanes: Lanes, x: float, y: float, letters: Letters) -> Iterator[Drawn]:
    """What stands below a curve, from its upper left corner on."""
    pen = Pen(x, y, letters, lanes.letters)
    for title in lanes.titles:
        yield from pen.label(title)
    for tag in lanes.tags:
        yield from pen.label(tag.label)
    for strip in lanes.strips:
        yield from _strip(pen, strip)


def _strip(pen: Pen, strip: Strip) -> Iterator[Drawn]:
    for y in (strip.box.top, strip.box.bottom):
        yield pen.line(Point(strip.box.left, y), Point(strip.box.right, y), grey=_LIGHT)
    yield from pen.label(strip.most)
    yield from pen.label(strip.least)
    for dot in strip.dots:
        yield Dot(pen.x + dot.x, pen.y + dot.y, 2.0)
