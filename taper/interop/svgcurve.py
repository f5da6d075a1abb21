"""How does a plan's curve stand in an SVG?

Every part has a class and no style of its own, so that a page's stylesheet gives it its colours under a policy without
inline style. Without a stylesheet it is black on whatever is behind it. On paper it brings its own `<style>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import assert_never

from taper.core.curveshapes import Box, Curve, Flag, FlagKind, Key, Label, Mark, Point, Seam, Sign

OWN_STYLE = (
    ".curve{font-family:sans-serif;color:#111}.curve .grid{stroke:#bbb}.curve .seam{stroke:#777}"
    ".curve .plan{stroke:#111;stroke-width:2.5}.curve .hatch{stroke:#777}.curve .flag{stroke:#111}"
)
"""The style for paper: ink on white."""


def svg_curve(curve: Curve, *, title: str, words: str, name: str, own_style: bool = False) -> str:
    """The SVG as text, to stand in HTML or in a file.

    `title` and `words` are what a screen reader says; `name` is the beginning of the ids in it, unique on its page.
    """
    return "".join(_parts(curve, title=title, words=words, name=escape(name), own_style=own_style))


def _parts(curve: Curve, *, title: str, words: str, name: str, own_style: bool) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" role="img" aria-labelledby="{name}-title {name}-words" '
        f'viewBox="0 0 {_n(curve.width)} {_n(curve.height)}" width="{_n(curve.width)}" height="{_n(curve.height)}" '
        f'font-size="{_n(curve.letters)}" fill="currentColor">\n'
    )
    yield f'<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-words">{escape(words)}</desc>\n'
    if own_style:
        yield f"<style>{OWN_STYLE}</style>\n"
    if curve.past is not None:
        yield from _past(curve.past, name)
    for row in curve.rows:
        yield _line("grid", Point(curve.plot.left, row.y), Point(curve.plot.right, row.y))
        yield _text("number", row.label)
    yield _text("unit", curve.unit)
    for tick in curve.dates:
        yield _line("tick", Point(tick.x, curve.plot.bottom), Point(tick.x, curve.plot.bottom + 4))
        yield _text("date", tick.label)
    yield from (_seam(seam) for seam in curve.seams)
    yield from (_text("step", label) for label in curve.step_labels)
    yield from (part for flag in curve.flags for part in _flag(flag, curve.plot))
    for run in curve.line:
        points = " ".join(f"{_n(point.x)},{_n(point.y)}" for point in run)
        yield f'<polyline class="plan" fill="none" stroke="currentColor" stroke-width="2" points="{points}"/>\n'
    yield from (_mark(mark, curve.mark_radius) for mark in curve.marks)
    yield from (part for key in curve.legend for part in _key(key, curve.letters, name))
    yield "</svg>\n"


def _n(number: float) -> str:
    """A length without needless digits."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _line(kind: str, begin: Point, end: Point, *, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    opacity = ' stroke-opacity="0.25"' if kind == "grid" else ""
    return (
        f'<line class="{kind}" x1="{_n(begin.x)}" y1="{_n(begin.y)}" x2="{_n(end.x)}" y2="{_n(end.y)}" '
        f'stroke="currentColor"{opacity}{dashed}/>\n'
    )


def _text(kind: str, label: Label) -> str:
    x, y = label.at
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{label.anchor.value}">{escape(label.text)}</text>\n'
    )


def _seam(seam: Seam) -> str:
    return _line("seam", Point(seam.x, seam.top), Point(seam.x, seam.bottom), dashes="2 3")


def _flag(flag: Flag, plot: Box) -> Iterator[str]:
    """The end is a thick line, today a thin one, an open end has none."""
    kind = f"flag {flag.kind.value}"
    if flag.kind is not FlagKind.OPEN:
        dashes = "" if flag.kind is FlagKind.LAST else "6 3"
        yield _line(kind, Point(flag.x, plot.top), Point(flag.x, plot.bottom), dashes=dashes)
    yield _text(kind, flag.label)


def _past(box: Box, name: str) -> Iterator[str]:
    yield (
        f'<pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="7" stroke="currentColor" '
        f'stroke-opacity="0.5"/></pattern>\n'
    )
    yield _box(box, name)


def _box(box: Box, name: str) -> str:
    return (
        f'<rect class="past" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.right - box.left)}" '
        f'height="{_n(box.bottom - box.top)}" fill="url(#{name}-hatch)"/>\n'
    )


def _mark(mark: Mark, radius: float) -> str:
    return _sign(mark.sign, mark.at, radius)


def _sign(sign: Sign, at: Point, radius: float) -> str:
    """A dot, a cross, a ring or a question mark."""
    x, y, r = at.x, at.y, radius
    match sign:
        case Sign.AS_PLANNED:
            return f'<circle class="taken" cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"/>\n'
        case Sign.SO_FAR:
            return (
                f'<circle class="taken so-far" cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="none" '
                f'stroke="currentColor" stroke-width="1.5"/>\n'
            )
        case Sign.OTHERWISE:
            a, b, c, d = _n(x - r), _n(y - r), _n(x + r), _n(y + r)
            path = f"M{a} {b}L{c} {d}M{a} {d}L{c} {b}"
            return f'<path class="taken otherwise" fill="none" stroke="currentColor" stroke-width="2" d="{path}"/>\n'
        case Sign.UNKNOWN:
            return f'<text class="taken unknown" x="{_n(x)}" y="{_n(y - 3)}" text-anchor="middle">?</text>\n'
        case Sign.PLANNED | Sign.PAST:
            return ""
    assert_never(sign)


def _key(key: Key, letters: float, name: str) -> Iterator[str]:
    x, y, half = key.at.x, key.at.y, letters * 0.7
    if key.sign is Sign.PLANNED:
        points = f"{_n(x - half)},{_n(y)} {_n(x + half)},{_n(y)}"
        yield f'<polyline class="plan" fill="none" stroke="currentColor" stroke-width="2" points="{points}"/>\n'
    elif key.sign is Sign.PAST:
        yield _box(Box(x - half, y - letters * 0.4, x + half, y + letters * 0.4), name)
    elif key.sign is Sign.UNKNOWN:
        yield _sign(key.sign, Point(x, y + letters * 0.35 + 3), 4)
    else:
        yield _sign(key.sign, key.at, 4)
    yield _text("key", key.label)
