"""The curve as an SVG: held to files that a person can look at, safe with any name, without a style of its own.

`pytest tests/interop/test_svg_curve.py --write-golden` writes the files anew; look at each before you keep it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from taper.core.amount import Amount, Unit
from taper.core.curve import curve_of
from taper.core.curveshapes import Curve, CurveDay, CurveFacts, CurveSize, CurveStep
from taper.core.curvewords import curve_words
from taper.interop.svgcurve import svg_curve

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "curves"
START = date(2026, 11, 24)
DAY = timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"


def soma() -> CurveFacts:
    """Twenty days in three steps, one dose left out, and two days past the end."""
    totals = [1400] * 14 + [700] * 3 + [350] * 3
    taken = [*totals, 350, 700]
    taken[5] = 1050
    days = [
        CurveDay(START + place * DAY, mg(totals[place]) if place < len(totals) else None, mg(total), 1)
        for place, total in enumerate(taken)
    ]
    steps = tuple(CurveStep(number, START + first * DAY) for number, first in enumerate((0, 14, 17), 1))
    return CurveFacts(tuple(days), steps, START + 21 * DAY, START + 19 * DAY, START + 19 * DAY)


def sixty_steps() -> CurveFacts:
    """One mg less each week, to be begun tomorrow."""
    days = tuple(CurveDay(START + day * DAY, mg(60 - day // 7), None) for day in range(420))
    steps = tuple(CurveStep(step + 1, START + 7 * step * DAY) for step in range(60))
    return CurveFacts(days, steps, START - DAY, START + 419 * DAY, START + 419 * DAY)


def mg(number: int) -> Amount:
    """So many mg."""
    return Amount(Fraction(number), Unit.MG)


def svg_of(facts: CurveFacts, size: CurveSize | None = None, *, title: str = "Plan A", own_style: bool = False) -> str:
    """The SVG, where there is a curve."""
    curve = curve_of(facts, size)
    assert isinstance(curve, Curve)
    return svg_curve(curve, title=title, words=curve_words(facts), name="curve-a", own_style=own_style)


GOLDEN = {
    "soma-past-its-end": (soma(), CurveSize(), True),
    "soma-narrow": (soma(), CurveSize(width=320, plot_height=160), False),
    "sixty-steps": (sixty_steps(), CurveSize(), False),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_curve_is_as_its_file_shows(name: str, request: pytest.FixtureRequest) -> None:
    """Line by line."""
    facts, size, own_style = GOLDEN[name]
    shown, path = svg_of(facts, size, own_style=own_style), FOLDER / f"{name}.svg"
    if request.config.getoption("--write-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_a_name_with_markup_stays_text() -> None:
    """In the title and in the words."""
    root = ElementTree.fromstring(svg_of(soma(), title='<script>alert("x")</script> & Söhne'))
    assert root.findtext(f"{SVG}title") == '<script>alert("x")</script> & Söhne'
    assert not list(root.iter(f"{SVG}script"))


def test_a_screen_reader_is_given_title_and_words() -> None:
    """The picture is one image, named by both."""
    root = ElementTree.fromstring(svg_of(soma()))
    assert root.get("role") == "img"
    named = [element.text or "" for name in root.get("aria-labelledby", "").split() for element in with_id(root, name)]
    assert named[0] == "Plan A"
    assert named[1].startswith("Planned for each day from Tue 24 November 2026 on: 1,400\u00a0mg until Mon 7 Dec")


def with_id(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The elements of an id."""
    return [element for element in root.iter() if element.get("id") == name]


def test_no_inline_style_and_every_id_is_the_curves_own() -> None:
    """A page's policy allows no inline style, and two curves may stand on one page."""
    for facts in (soma(), sixty_steps()):
        root = ElementTree.fromstring(svg_of(facts))
        assert not [element for element in root.iter() if element.get("style") or element.tag == f"{SVG}style"]
        ids = [found for element in root.iter() if (found := element.get("id"))]
        assert len(ids) == len(set(ids))
        assert all(found.startswith("curve-a-") for found in ids)
    assert "<style>" in svg_of(soma(), own_style=True)


def test_every_kind_of_mark_has_its_own_shape() -> None:
    """Told apart without any colour: a line, dots, crosses, a hatched part, and each in words."""
    root = ElementTree.fromstring(svg_of(soma()))
    assert len(list(root.iter(f"{SVG}circle"))) == 19 + 1
    assert len(list(root.iter(f"{SVG}path"))) == 3 + 1
    assert len(list(root.iter(f"{SVG}polyline"))) == 1 + 1
    assert [rect.get("fill") for rect in root.iter(f"{SVG}rect")] == ["url(#curve-a-hatch)"] * 2
    words = {element.text for element in root.iter(f"{SVG}text") if element.get("class") == "key"}
    assert words == {"planned", "taken as planned", "taken, not as planned", "past the end"}


def test_amounts_are_as_people_read_them() -> None:
    """Commas from 1,000 up, no trailing zeros."""
    texts = [element.text or "" for element in ElementTree.fromstring(svg_of(soma())).iter(f"{SVG}text")]
    assert texts[:4] == ["0", "500", "1,000", "1,500"]
    assert not [text for text in texts if re.search(r"\d\.\d*0\b", text)]
