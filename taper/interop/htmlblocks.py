"""How do the blocks of a document stand in HTML? Escaped, without classes but one, for whatever page takes them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from taper.core.blocks import Block, Figure, Heading, Pairs, Table, Title, Words
from taper.core.curve import curve_of
from taper.core.curvelanes import lanes_of
from taper.core.curveshapes import NoCurve
from taper.core.visible import clean
from taper.interop.svgcurve import svg_curve
from taper.interop.svglanes import svg_lanes


def blocks_html(blocks: Iterable[Block], *, level: int = 1) -> str:
    """The body of a document; `level` is that of its title's heading, sections stand one below it."""
    return "".join(line for block in blocks for line in _lines(block, level))


def text_html(text: str) -> str:
    """Any text as it may stand between tags and in an attribute."""
    return escape(clean(text))


def _lines(block: Block, level: int) -> Iterator[str]:
    match block:
        case Title(text=text, below=below):
            yield f"<h{level}>{text_html(text)}</h{level}>\n"
            if below:
                yield f"<p>{text_html(below)}</p>\n"
        case Heading(text=text):
            yield f"<h{level + 1}>{text_html(text)}</h{level + 1}>\n"
        case Words(text=text, strong=strong):
            yield f"<p><strong>{text_html(text)}</strong></p>\n" if strong else f"<p>{text_html(text)}</p>\n"
        case Pairs(pairs=pairs):
            yield "<dl>\n"
            for name, said in pairs:
                yield f"<div><dt>{text_html(name)}</dt><dd>{text_html(said)}</dd></div>\n"
            yield "</dl>\n"
        case Table():
            yield from _table(block)
        case Figure():
            yield from _figure(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    """A table that scrolls by itself where it is wider than its page; the keyboard reaches it."""
    about = text_html(table.about)
    yield f'<div class="wide" role="region" aria-label="{about}" tabindex="0">\n<table>\n<caption>{about}</caption>\n'
    yield "<thead><tr>"
    for place, name in enumerate(table.columns):
        yield f'<th scope="col"{_side(table, place)}>{text_html(name)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        yield "<tr>"
        for place, cell in enumerate(row):
            tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
            yield f"<{tag}{scope}{_side(table, place)}>{text_html(cell)}</{tag}>"
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _figure(figure: Figure) -> Iterator[str]:
    """The curve, and below it what was noted on the same days. The tables have all of it once more."""
    curve = curve_of(figure.facts)
    if isinstance(curve, NoCurve):
        yield f"<p>{text_html(curve.why)}</p>\n"
        return
    lanes = lanes_of(curve, [day.on for day in figure.facts.days], figure.beside)
    yield f'<figure class="days" role="group" aria-label="{text_html(figure.title)}" tabindex="0">\n'
    yield svg_curve(curve, title=clean(figure.title), words=clean(figure.words), name="days")
    if lanes is not None:
        yield svg_lanes(lanes)
    yield "</figure>\n"


def _side(table: Table, place: int) -> str:
    return ' class="number"' if place in table.numbers else ""
