"""How does a plan's curve stand on a page? Once for wide windows and once for narrow ones: no letter is ever shrunk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from taper.app.curvefacts import curve_facts
from taper.core.curve import curve_of
from taper.core.curveshapes import Curve, CurveFacts, CurveSize, NoCurve
from taper.core.curvewords import curve_words
from taper.core.visible import clean
from taper.interop.svgcurve import svg_curve

Json = dict[str, Any]

_SIZES = {
    "for-wide": CurveSize(width=760, plot_height=220, letters=14),
    "for-narrow": CurveSize(width=328, plot_height=170, letters=12.5),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures, each with the class that says for which windows it is; where there are none, `why` in words."""

    pictures: tuple[tuple[str, Markup], ...]
    why: str = ""


def drawn(shown: Json, *, title: str, name: str) -> Drawn:
    """The curve of one plan, as the operation `days` tells it; `name` begins the ids in it."""
    facts = curve_facts(shown)
    found = curve_of(facts)
    if isinstance(found, NoCurve):
        return Drawn((), found.why)
    pictures = []
    for kind, size in _SIZES.items():
        curve = curve_of(facts, size)
        if isinstance(curve, Curve):
            pictures.append((kind, _svg(curve, facts, title=title, name=f"{name}-{kind}")))
    return Drawn(tuple(pictures))


def _svg(curve: Curve, facts: CurveFacts, *, title: str, name: str) -> Markup:
    svg = svg_curve(curve, title=clean(title), words=clean(curve_words(facts)), name=name)
    return Markup(svg)  # every text in it is escaped by its writer
