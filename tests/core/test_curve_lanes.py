"""What stands below a curve: every note and score over its own day, none on another, and none left out in silence."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from life import mg

from taper.core.curve import curve_of
from taper.core.curvelanes import Beside, Lanes, Scores, lanes_of
from taper.core.curveletters import wide
from taper.core.curveshapes import Curve, CurveDay, CurveFacts, CurveSize, CurveStep

FIRST = date(2026, 12, 1)


def a_curve(days: int, size: CurveSize | None = None) -> tuple[Curve, list[date]]:
    """The curve of so many days at 10 mg."""
    on = [FIRST + timedelta(days=number) for number in range(days)]
    facts = CurveFacts(tuple(CurveDay(one, mg(10), None) for one in on), (CurveStep(1, FIRST),), FIRST, on[-1])
    curve = curve_of(facts, size)
    assert isinstance(curve, Curve)
    return curve, on


def lanes(days: int, beside: Beside, size: CurveSize | None = None) -> Lanes:
    """The lanes below it."""
    found = lanes_of(*a_curve(days, size), beside)
    assert found is not None
    return found


def test_a_note_stands_over_its_day() -> None:
    """Its number in the middle of the day, in the order of the notes."""
    found = lanes(10, Beside(notes=(FIRST, FIRST + timedelta(days=9))))
    curve, _ = a_curve(10)
    width = (curve.plot.right - curve.plot.left) / 10
    assert [tag.label.text for tag in found.tags] == ["1", "2"]
    assert abs(found.tags[0].label.at.x - (curve.plot.left + width / 2)) < 0.1
    assert abs(found.tags[1].label.at.x - (curve.plot.right - width / 2)) < 0.1


def test_a_score_stands_at_its_height() -> None:
    """0 on the lower edge, 10 on the upper one."""
    by_date = {FIRST: 0, FIRST + timedelta(days=1): 10, FIRST + timedelta(days=2): 5}
    (strip,) = lanes(10, Beside(scores=(Scores("sleep", by_date),))).strips
    middle = (strip.box.top + strip.box.bottom) / 2
    assert [dot.y for dot in strip.dots] == [strip.box.bottom, strip.box.top, middle]


def test_nothing_beside_has_no_lanes() -> None:
    """Then there is nothing to draw."""
    assert lanes_of(*a_curve(10), Beside()) is None


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(1, 400),
    offsets=st.lists(st.integers(-2, 402), max_size=60),
    size=st.sampled_from([CurveSize(), CurveSize(515, 130, 9), CurveSize(320, 120, 13)]),
)
def test_no_two_numbers_touch_and_each_note_is_drawn_or_counted(days: int, offsets: list[int], size: CurveSize) -> None:
    """However many there are, and of days that are not drawn."""
    notes = tuple(FIRST + timedelta(days=offset) for offset in offsets)
    if not notes:
        return
    found = lanes(days, Beside(notes=notes), size)
    left_out = len(notes) - len(found.tags)
    said = found.titles[0].text
    assert (f"; {left_out} more in the table" in said) is (left_out > 0)
    spans = [(tag.label.at.y, tag.label.at.x, wide(tag.label.text, size.letters) / 2) for tag in found.tags]
    for (one_y, one_x, one), (other_y, other_x, other) in combinations(spans, 2):
        assert one_y != other_y or abs(one_x - other_x) >= one + other
    assert all(tag.label.at.y <= found.height for tag in found.tags)
