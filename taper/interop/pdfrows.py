"""How do the days of a step, or of several short ones, lie on paper: a heading, and a box for each dose of each day?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.core import paperwords as words
from taper.core.sheetparts import Entry, SheetDay, SheetStep
from taper.interop.marks import Drawn, Frame, Rule, Written
from taper.interop.pdf import Letters
from taper.interop.pdfhead import GREY

GAP = 8.0
NEAR = 5.0
"""The gap in lines of steps that stand together, where more has to stand beside each other."""
_BESIDE_BOX = 5.0
_EDGE = 2.0
"""What stays free behind an amount in its place."""


@dataclass(frozen=True, slots=True)
class Style:
    """How large a dose is set and what stands small, in how many columns of days, whether a step that has room in the
    next column is left whole, and how much stays free above and below a box.
    """

    dose: float
    small: float
    columns: int = 1
    whole: bool = False
    free: float = 3.0

    @property
    def box(self) -> float:
        """The side of the box to tick."""
        return self.dose * 1.15

    @property
    def row(self) -> float:
        """The least height of a day."""
        return self.box + 2 * self.free


@dataclass(frozen=True, slots=True)
class Place:
    """Where days are set: how wide their column and their dates are, and whether they are numbered. Where a step begins
    among others, its number stands beside the date, `gap` before the doses; or `below` the date.
    """

    letters: Letters
    style: Style
    column: float
    dates: float
    numbered: bool = False
    gap: float = GAP
    below: bool = False


@dataclass(frozen=True, slots=True)
class StepWords:
    """How wide the widest amount (bold) and the widest hour of a step are in letters of size 1, and how many doses its
    fullest day has.
    """

    step: SheetStep
    amount: float
    hour: float
    most: int

    @classmethod
    def of(cls, step: SheetStep, letters: Letters) -> StepWords:
        """Measured once, whatever sizes are tried."""
        amounts = {entry.amount for day in step.days for entry in day.entries}
        hours = {entry.time.said for day in step.days for entry in day.entries}
        return cls(
            step,
            amount=max((letters.width_of(one, 1.0, bold=True) for one in amounts), default=0.0),
            hour=max((letters.width_of(one, 1.0) for one in hours), default=0.0),
            most=max((len(day.entries) for day in step.days), default=0),
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """How the days of one step are set: how many doses stand beside each other, whether the hours stand above the doses
    or each before its own (and how wide those are), whether a dose is wider than its place, and whether its amount is.
    """

    place: Place
    step: SheetStep
    beside: int
    headed: bool
    clocks: float = 0.0
    breaks: bool = False
    wraps: bool = False

    @classmethod
    def of(cls, place: Place, words: StepWords) -> Rows:
        """The hours above the doses where all of them have room there beside each other."""
        step, room, size = words.step, place.column - place.dates, place.style.dose
        box, amounts = place.style.box + _BESIDE_BOX, words.amount * size
        gap = GAP if not step.within else NEAR if len(step.times) > 1 else _EDGE
        if step.times and len(step.times) * (max(box + amounts, words.hour * place.style.small) + gap) <= room:
            return cls(place, step, len(step.times), headed=True)
        clocks = words.hour * size
        fitting = int(room // (box + clocks + GAP + amounts + GAP))
        beside = max(1, min(words.most, fitting))
        breaks = words.most > 0 and not fitting
        wraps = breaks and box + amounts + _EDGE > room
        return cls(place, step, beside, headed=False, clocks=clocks, breaks=breaks, wraps=wraps)

    @property
    def row(self) -> float:
        """The least height of a day."""
        style = self.place.style
        return style.row + (style.small * 1.3 if self.step.within and self.place.below else 0)

    def groups(self) -> list[list[SheetDay]]:
        """The days that stay together: those of one step where several stand below one heading."""
        if not self.step.within:
            return [[day] for day in self.step.days]
        found: list[list[SheetDay]] = []
        for day in self.step.days:
            if day.begins:
                found.append([])
            found[-1].append(day)
        return found

    def high(self, day: SheetDay) -> float:
        """How high a day's row is."""
        if not self.breaks and not day.instead and not day.remarks:
            lines = 1 if self.headed else -(-len(day.entries) // self.beside)
            return max(self.row, lines * self.place.style.row)
        return self.day(0, 0, day=day)[0]

    @property
    def cell(self) -> float:
        """How wide the place of one dose is."""
        return (self.place.column - self.place.dates) / self.beside

    def heading(self, x: float, y: float, *, continued: bool) -> tuple[float, list[Drawn]]:
        """The step's heading from y on, and how high it is."""
        style, letters, wide = self.place.style, self.place.letters, self.place.column
        beyond = words.CONTINUED if continued else self.step.within or (words.CHANGES if self.step.changes else "")
        head = f"{self.step.heading}{': ' if beyond else ''}{beyond}"
        size, small = style.dose, style.small
        heads, at = letters.lines_of(head, size, wide - 8, bold=True), y + 5
        band = size * (1.6 + 1.25 * (len(heads) - 1))
        marks: list[Drawn] = [Frame(x, at, wide, band, fill=0.9)]
        if self.step.changes and not continued:
            marks.append(Rule(((x, at), (x + wide, at)), 2.2))
        for place, line in enumerate(heads):
            marks.append(Written(x + 4, at + size * (1.15 + 1.25 * place), line, size, bold=True))
        dates, below = letters.width_of(self.step.dates, small), at + band
        has_schedule = self.step.schedule and not continued and not self.headed
        lines = letters.lines_of(self.step.schedule, small, wide - 8) if has_schedule else []
        times = self.step.times if self.headed else ()
        if letters.width_of(head, size, bold=True) + dates + 2 * GAP <= wide:
            marks.append(Written(x + wide - 4 - dates, at + size * 1.15, self.step.dates, small))
        else:
            said = f"{self.step.dates}, {times[0][1].said}" if len(times) == 1 else self.step.dates
            times = () if len(times) == 1 else times
            lines = [*letters.lines_of(said, small, wide - 8), *lines]
        for line in lines:
            below += small * 1.35
            marks.append(Written(x + 4, below, line, small))
        below += small * 1.35 if times else 0
        for place, (_, time) in enumerate(times):
            marks.append(Written(x + self.place.dates + place * self.cell, below, time.said, small))
        free = 5 if self.step.within else 3
        return below + (free if lines or times else 0) - y, marks

    def day(self, x: float, y: float, *, day: SheetDay) -> tuple[float, list[Drawn]]:
        """One day's row from y on, a thin line below it, and how high it is."""
        style, letters, wide = self.place.style, self.place.letters, self.place.column
        base, high = y + style.free + style.dose, self.row
        marks: list[Drawn] = [Written(x, base, day.dated, style.dose, bold=True)]
        if day.instead:
            beside = max(self.place.dates, letters.width_of(day.dated, style.dose, bold=True) + GAP)
            for place, line in enumerate(letters.lines_of(day.instead, style.small, wide - beside)):
                marks.append(Written(x + beside, base + place * style.small * 1.3, line, style.small, grey=GREY))
                high = max(high, base + place * style.small * 1.3 + 5 - y)
        elif self.step.within:
            marks += self._begins(day, x, y)
        elif self.place.numbered:
            at = x + self.place.dates - GAP - letters.width_of(f"day {day.number}", style.small)
            marks.append(Written(at, base, f"day {day.number}", style.small, grey=GREY))
        doses, drawn = self._doses(day, x + self.place.dates, y)
        high, marks = max(high, doses), [*marks, *self._between(x + self.place.dates, y), *drawn]
        for remark in day.remarks:
            for line in letters.lines_of(remark, style.small, wide - 4):
                marks.append(Written(x + 4, y + high + style.small, line, style.small))
                high += style.small * 1.35
        marks.append(Rule(((x, y + high), (x + wide, y + high)), 0.4, grey=0.6))
        return high, marks

    def _between(self, x: float, y: float) -> list[Drawn]:
        """A line before each box but the first where steps stand together: so near, each keeps its amount."""
        if not self.step.within or not self.headed:
            return []
        lefts = (x + place * self.cell - NEAR / 2 for place in range(1, self.beside))
        return [Rule(((left, y), (left, y + self.place.style.row)), 0.4, grey=0.6) for left in lefts]

    def _begins(self, day: SheetDay, x: float, y: float) -> list[Drawn]:
        """The number of the step that begins on a day, below a rule; nothing on the others."""
        if not day.begins:
            return []
        style, base = self.place.style, y + self.place.style.free + self.place.style.dose
        rule = Rule(((x, y), (x + self.place.column, y)), 1.0)
        if self.place.below:
            return [rule, Written(x, base + style.small * 1.3, day.begins, style.small)]
        at = x + self.place.dates - self.place.gap - self.place.letters.width_of(day.begins, style.small)
        return [rule, Written(at, base, day.begins, style.small)]

    def _doses(self, day: SheetDay, x: float, y: float) -> tuple[float, list[Drawn]]:
        """The boxes of a day from x and y on, and how high they are together."""
        columns = {slot: place for place, (slot, _) in enumerate(self.step.times)} if self.headed else {}
        marks: list[Drawn] = []
        lows: dict[int, float] = {}
        for place, entry in enumerate(day.entries):
            line, column = (0, columns[entry.slot]) if self.headed else divmod(place, self.beside)
            top = y + sum(high for earlier, high in lows.items() if earlier < line)
            high, drawn = self._dose(entry, x + column * self.cell, top)
            lows[line] = max(lows.get(line, 0.0), high)
            marks += drawn
        return sum(lows.values()), marks

    def _dose(self, entry: Entry, x: float, y: float) -> tuple[float, list[Drawn]]:
        """The box, and how much beside it; below the hour where both have no room beside each other."""
        style, letters = self.place.style, self.place.letters
        marks: list[Drawn] = [Frame(x, y + style.free, style.box, style.box, width=1.2)]
        left, base = x + style.box + _BESIDE_BOX, y + style.free + style.dose
        within = self.cell - style.box - _BESIDE_BOX - _EDGE
        if self.breaks:
            for line in letters.lines_of(entry.time.said, style.dose, within):
                marks.append(Written(left, base, line, style.dose))
                base += style.dose * 1.25
        elif not self.headed:
            marks.append(Written(left, base, entry.time.said, style.dose))
            before = self.clocks + GAP
            left, within = left + before, within - before
        for place, line in enumerate(letters.lines_of(entry.amount, style.dose, within, bold=True)):
            base += style.dose * 1.25 if place else 0
            marks.append(Written(left, base, line, style.dose, bold=True))
        return max(style.row, base + 2 * style.free - y), marks
