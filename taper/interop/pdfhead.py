"""What stands at the head and at the foot of each page of a sheet: which plan, the stop date large, whom to call?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.core import paperwords as words
from taper.core.sheetparts import Sheet
from taper.interop.marks import Drawn, Frame, Rule, Written
from taper.interop.pdf import Letters, Page

GREY = 0.25
"""The ink of what stands beside: 10 to 1 against white."""

_PAD = 8.0
_BETWEEN = 12.0
_MOST_TITLE_LINES = 2
"""A title that needs more lines is set smaller."""
_LEAST_DATE = 0.6
"""How far the large date may shrink before it is broken into lines."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of the head's letters. `stacked`: its two boxes stand below each other."""

    title: float
    date: float
    word: float
    small: float
    stacked: bool = False

    @property
    def foot(self) -> float:
        """How high the foot of a page is."""
        return self.small * 1.3 * (2 if self.stacked else 1) + 8


_NORMAL = Sizes(title=22, date=21, word=11, small=9)
_LARGE = Sizes(title=30, date=30, word=18, small=16, stacked=True)


def sizes_of(*, large: bool) -> Sizes:
    """Those of ordinary or of large print."""
    return _LARGE if large else _NORMAL


def first_head(sheet: Sheet, page: Page, letters: Letters, sizes: Sizes) -> tuple[float, list[Drawn]]:
    """The head of the first page, and the y below it."""
    left, marks = page.margin, list[Drawn]()
    y = page.margin
    title = f"{sheet.plan}, {sheet.whose}" if sheet.whose else sheet.plan
    is_long = len(letters.lines_of(title, sizes.title, page.wide, bold=True)) > _MOST_TITLE_LINES
    y = _lines(marks, letters, title, left, y, page.wide, sizes.word if is_long else sizes.title, bold=True)
    y = _lines(marks, letters, " ".join(sheet.below), left, y + 2, page.wide, sizes.small) + 6
    if sizes.stacked:
        y = _framed(marks, left, y, page.wide, *_end(sheet, letters, sizes, page.wide)) + _BETWEEN / 2
        y = _framed(marks, left, y, page.wide, *_calls(sheet, letters, sizes, page.wide), thin=True)
    else:
        wide = (page.wide - _BETWEEN) * 0.54
        rest = page.wide - _BETWEEN - wide
        end, calls = _end(sheet, letters, sizes, wide), _calls(sheet, letters, sizes, rest)
        high = max(end[0], calls[0])
        _framed(marks, left, y, wide, high, end[1])
        y = _framed(marks, left + wide + _BETWEEN, y, rest, high, calls[1], thin=True)
    if sheet.missed:
        y = _lines(marks, letters, sheet.missed, left, y + 4, page.wide, sizes.small)
    return y + 8, marks


def later_head(sheet: Sheet, page: Page, letters: Letters, sizes: Sizes) -> tuple[float, list[Drawn]]:
    """The head of every other page."""
    marks: list[Drawn] = []
    title = f"{sheet.plan}, {sheet.whose}" if sheet.whose else sheet.plan
    y = _lines(marks, letters, title, page.margin, page.margin, page.wide, sizes.word, bold=True)
    said = f"{sheet.end.word}: {sheet.end.large}" if sheet.end.large else sheet.end.word
    y = _lines(marks, letters, said, page.margin, y, page.wide, sizes.word, bold=True) + 3
    marks.append(Rule(((page.margin, y), (page.margin + page.wide, y)), 1.2))
    return y + 6, marks


def foot(sheet: Sheet, page: Page, letters: Letters, sizes: Sizes, *, number: int, of: int) -> list[Drawn]:
    """As of when the sheet holds, and which page it is."""
    said = words.PAGE.format(page=number, of=of)
    beside = letters.width_of(said, sizes.small)
    base, as_of = page.bottom - 2, letters.lines_of(sheet.as_of, sizes.small, page.wide - beside - _BETWEEN)
    above = (len(as_of) - 1) * sizes.small * 1.3
    return [
        *(
            Written(page.margin, base - above + place * sizes.small * 1.3, line, sizes.small, grey=GREY)
            for place, line in enumerate(as_of)
        ),
        Written(page.margin + page.wide - beside, base, said, sizes.small, grey=GREY),
    ]


_Content = tuple[float, list[Drawn]]


def _framed(
    marks: list[Drawn], x: float, y: float, wide: float, high: float, content: list[Drawn], *, thin: bool = False
) -> float:
    """A frame with what stands in it (drawn as from its corner), and the y below it."""
    marks.append(Frame(x, y, wide, high, width=0.8 if thin else 2.4))
    marks += [moved(mark, x, y) for mark in content]
    return y + high


def moved(mark: Drawn, dx: float, dy: float) -> Drawn:
    """A line of text or a rule, elsewhere."""
    match mark:
        case Written(x=x, y=y, text=text, size=size, bold=bold, grey=grey):
            return Written(x + dx, y + dy, text, size, bold, grey)
        case Rule(points=points, width=width, dashes=dashes, grey=grey):
            return Rule(tuple((x + dx, y + dy) for x, y in points), width, dashes, grey)
        case _:
            raise TypeError(mark)


def _end(sheet: Sheet, letters: Letters, sizes: Sizes, wide: float) -> _Content:
    """How high the box of the stop date is, and what stands in it."""
    marks: list[Drawn] = []
    within, y = wide - 2 * _PAD, _PAD
    y = _lines(marks, letters, sheet.end.word, _PAD, y, within, sizes.word, bold=True)
    if sheet.end.large:
        needed = letters.width_of(sheet.end.large, sizes.date, bold=True)
        size = sizes.date * max(_LEAST_DATE, min(1.0, within / needed))
        y = _lines(marks, letters, sheet.end.large, _PAD, y + 2, within + 0.01, size, bold=True)
    for said in sheet.end.beside:
        y = _lines(marks, letters, said, _PAD, y, within, sizes.small)
    return y + _PAD, marks


def _calls(sheet: Sheet, letters: Letters, sizes: Sizes, wide: float) -> _Content:
    """The same of the box that says whom to call, with lines to be filled in by hand."""
    marks: list[Drawn] = []
    within, y = wide - 2 * _PAD, _PAD
    y = _lines(marks, letters, words.WHOM_TO_CALL, _PAD, y, within, sizes.word, bold=True)
    blanks = [words.PROVIDER, words.PHONE, words.PHARMACY, words.PHONE]
    if sheet.provider:
        y = _lines(marks, letters, f"{words.PROVIDER}: {sheet.provider}", _PAD, y, within, sizes.small)
        blanks = blanks[1:]
    for name in blanks:
        y += sizes.small * 1.75
        marks.append(Written(_PAD, y, f"{name}:", sizes.small))
        begins = _PAD + letters.width_of(f"{name}:", sizes.small) + 6
        marks.append(Rule(((begins, y + 2), (wide - _PAD, y + 2)), 0.6, dashes=(1, 2)))
    return y + _PAD, marks


def _lines(
    marks: list[Drawn],
    letters: Letters,
    text: str,
    x: float,
    y: float,
    within: float,
    size: float,
    *,
    bold: bool = False,
) -> float:
    """Writes a paragraph from y on; the y below it."""
    for line in letters.lines_of(text, size, within, bold=bold):
        marks.append(Written(x, y + size, line, size, bold=bold))
        y += size * 1.3
    return y
