"""How do the notes and scores below a plan's curve stand in an SVG? In the classes of `interop.svgcurve`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from taper.core.curvelanes import Lanes, Strip
from taper.core.curveshapes import Label
from taper.core.visible import clean

_SAID = "Notes and scores on the days above. The tables say each of them."


def svg_lanes(lanes: Lanes) -> str:
    """The SVG, as wide as its curve."""
    return "".join(_parts(lanes))


def _parts(lanes: Lanes) -> Iterator[str]:
    size = f'viewBox="0 0 {lanes.width:g} {lanes.height:g}" width="{lanes.width:g}" height="{lanes.height:g}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve lanes" role="img" aria-label="{_SAID}" {size} '
        f'font-size="{lanes.letters:g}" fill="currentColor">\n'
    )
    for title in lanes.titles:
        yield _text(title)
    for tag in lanes.tags:
        yield _text(tag.label)
    for strip in lanes.strips:
        yield from _strip(strip)
    yield "</svg>\n"


def _text(label: Label) -> str:
    x, y = label.at
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{label.anchor.value}">{escape(clean(label.text))}</text>\n'


def _strip(strip: Strip) -> Iterator[str]:
    for y in (strip.box.top, strip.box.bottom):
        yield (
            f'<line class="grid" x1="{strip.box.left:g}" y1="{y:g}" x2="{strip.box.right:g}" y2="{y:g}" '
            f'stroke="currentColor" stroke-opacity="0.25"/>\n'
        )
    yield _text(strip.most)
    yield _text(strip.least)
    for dot in strip.dots:
        yield f'<circle class="taken" cx="{dot.x:g}" cy="{dot.y:g}" r="3"/>\n'
