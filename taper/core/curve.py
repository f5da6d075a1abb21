"""Where does each mark of a plan's curve stand: the planned total of each day as a line that steps, what was taken
on top of it, the dates, the steps, today and the stop date?

Only positions and words, for whoever draws: a page, a sheet of paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from taper.core.amount import spoken_number
from taper.core.curveaxis import dates_along, round_numbers
from taper.core.curvelegend import legend_of
from taper.core.curveletters import GAP, LETTER, LINE, wide
from taper.core.curvenumbers import Numbers, numbers_of
from taper.core.curveshapes import (
    Anchor,
    Box,
    Curve,
    CurveFacts,
    CurveSize,
    DateTick,
    Flag,
    FlagKind,
    Label,
    Mark,
    NoCurve,
    Point,
    Row,
    Seam,
    Sign,
)
from taper.core.words import short_date

_DAY = timedelta(days=1)
_TALL_SEAM = 24.0
"""Steps at least this wide are parted from top to bottom; narrower ones by a short line at the top."""
_EVERY_STEPS = (1, 2, 5, 10, 20, 50, 100)
_LEAST_RADIUS = 2.2
_MOST_RADIUS = 4.5


def curve_of(facts: CurveFacts, size: CurveSize | None = None) -> Curve | NoCurve:
    """The curve at a size, 720 wide unless told; or why there is none."""
    numbers = numbers_of(facts)
    if isinstance(numbers, NoCurve):
        return numbers
    return _drawing(facts, numbers, size or CurveSize()).curve()


def _drawing(facts: CurveFacts, numbers: Numbers, size: CurveSize) -> _Drawing:
    rows = round_numbers(numbers.most, in_pieces=numbers.unit.is_piece)
    left = max(wide(spoken_number(row), size.letters) for row in rows) + 2 * GAP
    return _Drawing(facts, numbers, size, rows, left, (size.width - left - GAP) / len(facts.days))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The facts on their way into positions: the round numbers, where the plot begins, and how wide a day is."""

    facts: CurveFacts
    numbers: Numbers
    size: CurveSize
    rows: tuple[Fraction, ...]
    left: float
    day_width: float

    @property
    def line_height(self) -> float:
        return self.size.letters * LINE

    def begins(self, on: date) -> float:
        """The left edge of a day."""
        return round(self.left + (on - self.facts.days[0].on).days * self.day_width, 2)

    def middle(self, on: date) -> float:
        return round(self.begins(on) + self.day_width / 2, 2)

    def curve(self) -> Curve:
        ends, rows_above = self._ends()
        top = round(self.line_height * (rows_above + 1) + 2 * GAP, 2)
        plot = Box(self.left, top, self.size.width - GAP, top + self.size.plot_height)
        today = self._today(plot)
        below = plot.bottom + self.line_height * (2 if today else 1) + GAP
        past, marks = self._past(plot), self._marks(plot)
        signs = {mark.sign for mark in marks} | {Sign.PLANNED} | ({Sign.PAST} if past else set())
        legend, height = legend_of(signs, self.size, below=below)
        return Curve(
            width=self.size.width,
            height=round(height, 2),
            letters=self.size.letters,
            plot=plot,
            unit=Label(self._unit, Point(0, self._baseline(0)), anchor=Anchor.BEGIN),
            rows=self._rows(plot),
            dates=self._dates(plot),
            line=tuple(self._line(plot)),
            marks=marks,
            mark_radius=round(max(_LEAST_RADIUS, min(_MOST_RADIUS, self.day_width * 0.3)), 2),
            seams=self._seams(plot),
            step_labels=self._step_labels(plot),
            flags=(*ends, *today),
            past=past,
            legend=legend,
        )

    def _y(self, number: Fraction, plot: Box) -> float:
        return round(plot.bottom - float(number / self.rows[-1]) * (plot.bottom - plot.top), 2)

    def _rows(self, plot: Box) -> tuple[Row, ...]:
        found = []
        for number in self.rows:
            y = self._y(number, plot)
            at = Point(round(self.left - GAP, 2), round(y + self.size.letters * 0.35, 2))
            found.append(Row(y, Label(spoken_number(number), at, anchor=Anchor.END)))
        return tuple(found)

    def _dates(self, plot: Box) -> tuple[DateTick, ...]:
        days, letter = self.facts.days, self.size.letters * LETTER
        y = round(plot.bottom + self.line_height, 2)
        named = dates_along(days[0].on, days[-1].on, most_letters=int((plot.right - plot.left) / letter))
        return tuple(DateTick(self.middle(on), self._label(text, self.middle(on), y)) for on, text in named)

    def _label(self, text: str, x: float, y: float) -> Label:
        """A text around x, moved where it would leave the drawing."""
        half = wide(text, self.size.letters) / 2
        return Label(text, Point(round(max(half, min(self.size.width - half, x)), 2), round(y, 2)))

    def _line(self, plot: Box) -> Iterator[tuple[Point, ...]]:
        """The planned totals, one line for each run of days that have one; level days are one stretch."""
        run: list[Point] = []
        for day, number in zip(self.facts.days, self.numbers.planned, strict=True):
            if number is None:
                if run:
                    yield tuple(run)
                run = []
                continue
            y = self._y(number, plot)
            if run and run[-1].y == y:
                run.pop()
            else:
                run.append(Point(self.begins(day.on), y))
            run.append(Point(self.begins(day.on + _DAY), y))
        if run:
            yield tuple(run)

    def _marks(self, plot: Box) -> tuple[Mark, ...]:
        """One for each day on which something was taken; of those that would lie on each other, one."""
        found: dict[tuple[object, ...], Mark] = {}
        for place, day in enumerate(self.facts.days):
            if not day.intakes and day.taken is None:
                continue
            sign = self._sign(place)
            y = self._y(self.numbers.taken[place] or Fraction(0), plot)
            mark = Mark(sign, Point(self.middle(day.on), y), day.on)
            found.setdefault((sign, round(mark.at.x), round(y)), mark)
        return tuple(found.values())

    def _sign(self, place: int) -> Sign:
        planned, taken = self.numbers.planned[place], self.numbers.taken[place]
        if taken is None:
            return Sign.UNKNOWN
        if taken == planned:
            return Sign.AS_PLANNED
        is_short = planned is not None and taken < planned
        return Sign.SO_FAR if is_short and self.facts.days[place].on == self.facts.today else Sign.OTHERWISE

    def _seams(self, plot: Box) -> tuple[Seam, ...]:
        spans = self._spans()
        is_tall = min(end - begin for _, begin, end in spans) >= _TALL_SEAM
        top, bottom = (plot.top - self.line_height, plot.bottom) if is_tall else (plot.top - GAP, plot.top)
        return tuple(Seam(begin, round(top, 2), bottom, number) for number, begin, _ in spans[1:])

    def _spans(self) -> list[tuple[int, float, float]]:
        """Each step among the days drawn: its number, its left edge, and its right one."""
        days = self.facts.days
        steps = [step for step in self.facts.steps if days[0].on <= step.first_on <= days[-1].on]
        last_on = max(day.on for day in days if day.planned is not None)
        ends = [*(self.begins(step.first_on) for step in steps[1:]), self.begins(last_on + _DAY)]
        return [(step.number, self.begins(step.first_on), end) for step, end in zip(steps, ends, strict=True)]

    def _step_labels(self, plot: Box) -> tuple[Label, ...]:
        """The numbers over the middle of the steps: of all, every second, every fifth and so on, so that none touch."""
        y = round(plot.top - 2 * GAP, 2)
        for every in _EVERY_STEPS:
            named = [span for span in self._spans() if span[0] == 1 or span[0] % every == 0]
            short = [self._step_label(span, y) for span in named]
            if self._are_apart(short):
                said = [self._step_label(span, y, word="step ") for span in named[:1]]
                first_says = said + short[1:]
                return tuple(first_says if self._are_apart(first_says) else short)
        return ()

    def _step_label(self, span: tuple[int, float, float], y: float, *, word: str = "") -> Label:
        """ "step 3" where there is room for it, else "3"."""
        number, begin, end = span
        fits = wide(f"step {number}", self.size.letters) + 2 * GAP <= end - begin
        return self._label(f"step {number}" if fits else f"{word}{number}", (begin + end) / 2, y)

    def _are_apart(self, labels: list[Label]) -> bool:
        reach = [(label.at.x, wide(label.text, self.size.letters) / 2 + GAP / 2) for label in labels]
        return all(one + half <= other - rest for (one, half), (other, rest) in pairwise(reach))

    def _today(self, plot: Box) -> tuple[Flag, ...]:
        today = self.facts.today
        if not self.facts.days[0].on <= today <= self.facts.days[-1].on:
            return ()
        label = self._label("▲ today", self.middle(today), plot.bottom + 2 * self.line_height)
        return (Flag(FlagKind.TODAY, self.middle(today), label),)

    def _ends(self) -> tuple[tuple[Flag, ...], int]:
        """The upright lines of the end, their words in rows from the top on, and how many rows there are; the first
        begins with the unit.
        """
        found: list[Flag] = []
        free = [wide(self._unit, self.size.letters) + GAP, 0.0, 0.0]
        for kind, on, text in self._end_words():
            x = self.begins(on + _DAY)
            label = self._label(text, x, 0)
            half = wide(text, self.size.letters) / 2
            row = next(row for row, until in enumerate(free) if label.at.x - half >= until)
            free[row] = label.at.x + half + 2 * GAP
            found.append(Flag(kind, x, Label(text, Point(label.at.x, self._baseline(row)))))
        return tuple(found), 1 + sum(bool(until) for until in free[1:])

    @property
    def _unit(self) -> str:
        return f"{self.numbers.unit.counted(Fraction(2))} a day"

    def _baseline(self, row: int) -> float:
        return round(self.line_height * (row + 0.8), 2)

    def _end_words(self) -> Iterator[tuple[FlagKind, date, str]]:
        last_on, end_on = self.facts.last_on, self.facts.end_on
        begin, until = self.facts.days[0].on, self.facts.days[-1].on
        if end_on is not None and end_on != last_on and begin <= end_on <= until:
            yield FlagKind.PRESCRIBED_END, end_on, f"prescribed end {short_date(end_on)}"
        if last_on is None:
            yield FlagKind.OPEN, until, "no end stated: goes on"
        elif begin <= last_on <= until:
            planned = next((day.planned for day in self.facts.days if day.on == last_on), None)
            word = "last dose" if planned is not None and planned.number else "last day"
            yield FlagKind.LAST, last_on, f"{word} {short_date(last_on)}"

    def _past(self, plot: Box) -> Box | None:
        ends = [on for on in (self.facts.last_on, self.facts.end_on) if on is not None]
        if self.facts.last_on is None or min(ends) >= self.facts.days[-1].on:
            return None
        left = self.begins(max(min(ends) + _DAY, self.facts.days[0].on))
        return Box(left, plot.top, plot.right, plot.bottom)
