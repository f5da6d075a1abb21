"""The curve's positions and words: nothing outside the drawing, nothing on top of something else, nothing left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taper.core.amount import Amount, Unit
from taper.core.curve import curve_of
from taper.core.curveaxis import dates_along, round_numbers
from taper.core.curveletters import wide
from taper.core.curveshapes import (
    Anchor,
    Curve,
    CurveDay,
    CurveFacts,
    CurveSize,
    CurveStep,
    FlagKind,
    Label,
    NoCurve,
    Sign,
)
from taper.core.curvewords import curve_words

START = date(2026, 11, 24)
DAY = timedelta(days=1)
NARROW = CurveSize(width=320, plot_height=160)


def mg(number: int | str) -> Amount:
    """So many mg."""
    return Amount(Fraction(number), Unit.MG)


def facts_of(
    levels: Sequence[tuple[int | str, int]],
    *,
    unit: Unit = Unit.MG,
    taken: int = 0,
    today: int = 0,
    past: Sequence[int] = (),
) -> CurveFacts:
    """A plan of totals, each for so many days; the first `taken` days taken as planned, then days past the end."""
    days, steps, on = [], [], START
    for number, (total, length) in enumerate(levels, 1):
        steps.append(CurveStep(number, on))
        for _ in range(length):
            planned = Amount(Fraction(total), unit)
            was_taken = len(days) < taken
            days.append(CurveDay(on, planned, planned if was_taken else None, int(was_taken)))
            on += DAY
    last_on = on - DAY
    for total in past:
        days.append(CurveDay(on, None, Amount(Fraction(total), unit) if total else None, int(bool(total))))
        on += DAY
    return CurveFacts(tuple(days), tuple(steps), START + today * DAY, last_on, last_on)


def drawn(facts: CurveFacts, size: CurveSize | None = None) -> Curve:
    """The curve, where there is one."""
    curve = curve_of(facts, size)
    assert isinstance(curve, Curve)
    return curve


BURST = facts_of([(40, 4), (20, 4), (10, 4)], taken=6, today=6)


def test_the_line_steps_once_for_each_change() -> None:
    """Level days are one stretch: three levels are six points, left to right, and never rising in a taper."""
    (run,) = drawn(BURST).line
    assert len(run) == 6
    assert all(after.x >= before.x and after.y >= before.y for before, after in pairwise(run))
    curve = drawn(BURST)
    assert run[0].y == curve.rows[-1].y
    assert run[0].x == curve.plot.left
    assert run[-1].x == pytest.approx(curve.plot.right)


def test_what_was_taken_lies_on_the_line_where_it_was_as_planned() -> None:
    """One dot for each day, in the middle of its day, at the height of its total."""
    curve = drawn(BURST)
    assert [mark.sign for mark in curve.marks] == [Sign.AS_PLANNED] * 6
    assert {mark.at.y for mark in curve.marks[:4]} == {curve.line[0][0].y}
    assert {mark.at.y for mark in curve.marks[4:]} == {curve.line[0][2].y}


def test_other_totals_have_another_shape() -> None:
    """More, less, of unknown amount, and of today, which is not over."""
    days = list(BURST.days)
    days[1] = replace(days[1], taken=mg(20))
    days[2] = replace(days[2], taken=None, intakes=1)
    days[6] = replace(days[6], taken=mg(10), intakes=1)
    curve = drawn(replace(BURST, days=tuple(days)))
    signs = {(mark.on - START).days: mark.sign for mark in curve.marks}
    assert (signs[1], signs[2], signs[6]) == (Sign.OTHERWISE, Sign.UNKNOWN, Sign.SO_FAR)
    assert [key.sign for key in curve.legend] == [
        *(Sign.PLANNED, Sign.AS_PLANNED, Sign.OTHERWISE, Sign.SO_FAR, Sign.UNKNOWN),
    ]


def test_a_plan_taken_past_its_end_has_that_part_marked() -> None:
    """From the morning after the last day to the edge, with the doses in it, and in the legend in words."""
    curve = drawn(facts_of([(40, 4)], taken=4, today=6, past=[40, 0, 20]))
    assert curve.past is not None
    (last,) = [flag for flag in curve.flags if flag.kind is FlagKind.LAST]
    assert curve.past.left == last.x == curve.line[0][-1].x
    assert [mark.sign for mark in curve.marks if mark.at.x > last.x] == [Sign.OTHERWISE] * 2
    assert "past the end" in [key.label.text for key in curve.legend]
    assert "past the end on 2 days" in curve_words(facts_of([(40, 4)], taken=4, today=6, past=[40, 0, 20]))


def test_a_prescribed_end_before_the_last_dose_is_named_beside_it() -> None:
    """Both with their dates; what lies after the prescribed one is hatched."""
    held = replace(BURST, end_on=START + 7 * DAY)
    curve = drawn(held)
    texts = [flag.label.text for flag in curve.flags]
    assert texts == ["prescribed end Tue 1 Dec", "last dose Sat 5 Dec", "▲ today"]
    assert curve.past is not None
    assert curve.past.left == curve.flags[0].x


def test_an_open_plan_says_that_it_goes_on() -> None:
    """No line of an end, and no part past it."""
    curve = drawn(replace(BURST, last_on=None, end_on=None))
    assert [flag.kind for flag in curve.flags] == [FlagKind.OPEN, FlagKind.TODAY]
    assert curve.past is None
    assert "No end is stated." in curve_words(replace(BURST, last_on=None, end_on=None))


def test_today_outside_the_days_is_not_drawn() -> None:
    """Before day 1 and after the last day."""
    for today in (START - DAY, START + 40 * DAY):
        assert FlagKind.TODAY not in {flag.kind for flag in drawn(replace(BURST, today=today)).flags}


def test_units_that_cannot_be_compared_have_no_curve() -> None:
    """It says which; mg and mcg are compared."""
    mixed = CurveFacts(
        (CurveDay(START, mg(40), None), CurveDay(START + DAY, Amount(Fraction(2), Unit.TABLET), None)),
        (CurveStep(1, START), CurveStep(2, START + DAY)),
        START,
        START + DAY,
    )
    assert curve_of(mixed) == NoCurve(
        "No curve: the daily totals are in units that cannot be set beside each other (mg, tablets)."
    )
    small = replace(mixed, days=(mixed.days[0], CurveDay(START + DAY, Amount(Fraction(500), Unit.MCG), None)))
    (run,) = drawn(small).line
    assert run[-1].y == pytest.approx(drawn(small).rows[0].y, abs=3)


@pytest.mark.parametrize("days", [(), (CurveDay(START, None, mg(50), 1),), (CurveDay(START, mg(0), None),)])
def test_nothing_planned_by_the_day_has_no_curve(days: tuple[CurveDay, ...]) -> None:
    """A plan that is only as needed: what was taken has no line to be held against."""
    facts = CurveFacts(days, (), START, None)
    assert isinstance(curve_of(facts), NoCurve)
    assert "planned for each day" not in curve_words(facts)


def test_a_day_off_is_zero_and_not_a_gap() -> None:
    """Every other day is a comb that stands on the zero line."""
    curve = drawn(facts_of([(10 if day % 2 else 0, 1) for day in range(14)]))
    (run,) = curve.line
    assert {point.y for point in run} == {curve.rows[0].y, curve.rows[-1].y}


@pytest.mark.parametrize("size", [CurveSize(), NARROW, CurveSize(width=480, plot_height=120, letters=9)])
@pytest.mark.parametrize(
    "levels",
    [
        [("0.5", 1)],
        [(40, 4), (20, 4), (10, 4)],
        [(60 - step, 1) for step in range(60)],
        [(60 - step, 7) for step in range(60)],
        [(1400, 14), (700, 3), (350, 3)],
        [("0.125", 30), ("0.0625", 700)],
        [(step, 400) for step in range(8, 0, -1)],
    ],
    ids=["a-day", "burst", "60-steps-of-a-day", "60-steps-of-a-week", "soma", "long", "years"],
)
def test_no_text_touches_another_or_leaves_the_drawing(levels: list[tuple[int | str, int]], size: CurveSize) -> None:
    """From one day to nine years, wide, narrow and small."""
    total = sum(length for _, length in levels)
    facts = facts_of(levels, taken=total // 2, today=total // 2)
    for shown in (facts, replace(facts, end_on=START + max(1, total - 3) * DAY), replace(facts, last_on=None)):
        curve = drawn(shown, size)
        boxes = [extent(label, curve) for label in texts_of(curve)]
        for left, top, right, bottom in boxes:
            assert left >= -1, (left, right)
            assert right <= curve.width + 1
            assert top >= -1
            assert bottom <= curve.height + 1
        for one, other in combinations(boxes, 2):
            apart_x = one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5
            apart_y = one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5
            assert apart_x or apart_y, (one, other)


def texts_of(curve: Curve) -> list[Label]:
    """Everything written in the drawing."""
    parts = (*curve.rows, *curve.dates, *curve.flags, *curve.legend)
    return [curve.unit, *curve.step_labels, *(part.label for part in parts)]


def extent(label: Label, curve: Curve) -> tuple[float, float, float, float]:
    """About where a text stands: left, top, right, bottom; without the little that letters hang below the line."""
    size = wide(label.text, curve.letters)
    left = label.at.x - {Anchor.BEGIN: 0.0, Anchor.MIDDLE: size / 2, Anchor.END: size}[label.anchor]
    return left, label.at.y - curve.letters * 0.75, left + size, label.at.y


def test_sixty_steps_keep_their_numbers_apart_and_their_seams_short() -> None:
    """Every fifth is named, and the first says what the numbers are."""
    curve = drawn(facts_of([(60 - step, 1) for step in range(60)]))
    assert [label.text for label in curve.step_labels] == ["step 1", *map(str, range(5, 61, 5))]
    assert len(curve.seams) == 59
    assert {seam.bottom for seam in curve.seams} == {curve.plot.top}


def test_the_words_say_the_levels_in_their_order() -> None:
    """What a screen reader says; units beside their numbers."""
    assert curve_words(BURST).replace("\u00a0", " ") == (
        "Planned for each day from Tue 24 November 2026 on: 40 mg until Fri 27 Nov, then 20 mg until Tue 1 Dec, "
        "then 10 mg until Sat 5 Dec. Taken as planned on 6 days. Today is Mon 30 November 2026. "
        "Last day Sat 5 December 2026."
    )
    many = curve_words(facts_of([(60 - step, 1) for step in range(60)]))
    assert "60 levels" in many
    assert len(many) < 400


@given(most=st.fractions(min_value=Fraction(1, 1000), max_value=100_000, max_denominator=1000), in_pieces=st.booleans())
def test_round_numbers_reach_over_the_most(most: Fraction, *, in_pieces: bool) -> None:
    """From zero, in equal steps, at most five of them, the last the first that is not below."""
    rows = round_numbers(most, in_pieces=in_pieces)
    assert rows[0] == 0
    assert rows[-1] >= most > rows[-2]
    assert 2 <= len(rows) <= 6
    assert len({after - before for before, after in pairwise(rows)}) == 1
    assert not in_pieces or (rows[1] * 4).denominator == 1


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 4000), st.integers(12, 120))
def test_dates_fit_their_room(first_on: date, span: int, letters: int) -> None:
    """At least one, within the days, in order, each with room for its label."""
    last_on = first_on + span * DAY
    named = dates_along(first_on, last_on, most_letters=letters)
    assert named
    assert all(first_on <= on <= last_on for on, _ in named)
    per_day = Fraction(letters, span + 1)
    for (before, one), (after, other) in pairwise(named):
        assert (after - before).days * per_day >= Fraction(len(one) + len(other), 2)
