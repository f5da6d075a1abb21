"""How do marks become a PDF, and how wide is a text on it? The only module that knows reportlab.

The letters are those of Bitstream Vera, which reportlab brings, so that the same document is the same bytes wherever it
is made. A character that Vera lacks is set in DejaVu, which is drawn to go with it, or in another font of the machine.
Where none has it, or it is written from right to left (which wants an order that is not known here), a question mark
stands for it, and `lost` says so.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, assert_never

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from taper.core.visible import clean
from taper.interop.marks import INK, Dot, Drawn, Frame, Rule, Written

A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)

REPLACEMENT = "?"

_OWN = {False: "Vera.ttf", True: "VeraBd.ttf"}
_SYSTEM = (
    ("DejaVuSans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
)
"""Fonts of the machine that are looked for, in this order."""

_FOLDERS = (
    *("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype/liberation"),
    *("/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/google-noto", "/usr/share/fonts/liberation-sans"),
    *("/usr/share/fonts/TTF", "/usr/share/fonts/noto", "/usr/share/fonts/liberation", "/usr/local/share/fonts"),
    *("/usr/share/fonts/dejavu", "/Library/Fonts", "/System/Library/Fonts/Supplemental"),
)
"""Where Debian, Fedora, Arch and others keep them."""

_NARROWED = 0.9
"""How wide letters are set beside how they were drawn, as DejaVu Sans Condensed is: more fits into a line."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points and the edge that stays free."""

    size: tuple[float, float]
    margin: float

    @property
    def wide(self) -> float:
        """How wide what is drawn may be."""
        return self.size[0] - 2 * self.margin

    @property
    def bottom(self) -> float:
        """The lowest y that may be drawn at."""
        return self.size[1] - self.margin


@dataclass
class Letters:
    """The fonts of one document: how wide is a text, where does it break, and which characters did none have?"""

    lost: dict[str, None] = field(default_factory=dict)
    _known: dict[tuple[str, bool], list[tuple[str, str]]] = field(default_factory=dict)
    _lines: dict[tuple[str, float, float, bool], list[str]] = field(default_factory=dict)
    _widths: dict[tuple[str, bool], float] = field(default_factory=dict)

    def runs(self, text: str, *, bold: bool) -> list[tuple[str, str]]:
        """The text in pieces, each with the name of the font that has all of it."""
        known = self._known.get((text, bold))
        if known is None:
            known = self._known[text, bold] = self._parted(text, bold=bold)
        return known

    def _parted(self, text: str, *, bold: bool) -> list[tuple[str, str]]:
        found = [(self._font_of(char, bold=bold), char) for char in _in_one_line(text)]
        runs = []
        for name, chars in groupby(found, key=lambda pair: pair[0]):
            said = "".join(char for _, char in chars)
            runs.append((name or _own(bold=bold), said if name else REPLACEMENT * len(said)))
        return runs

    def _font_of(self, char: str, *, bold: bool) -> str | None:
        name = _font_with(char, bold)
        if name is None:
            self.lost.setdefault(char)
        return name

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a line of text is."""
        known = self._widths.get((text, bold))
        if known is None:
            known = sum(_advance(part, name, 1.0) for name, part in self.runs(text, bold=bold))
            self._widths[text, bold] = known
        return known * size

    def lines_of(self, text: str, size: float, within: float, *, bold: bool = False) -> list[str]:
        """The text in lines no wider than `within`; a word that is wider is broken anywhere."""
        key = (text, size, within, bold)
        if key not in self._lines:
            self._lines[key] = self._broken_into_lines(text, size, within, bold=bold)
        return self._lines[key]

    def _broken_into_lines(self, text: str, size: float, within: float, *, bold: bool) -> list[str]:
        lines: list[str] = []
        line = ""
        for word in _in_one_line(text).split(" "):
            tried = f"{line} {word}" if line else word
            if self.width_of(tried, size, bold=bold) <= within:
                line = tried
                continue
            if line:
                lines.append(line)
            *whole, line = self._broken(word, size, within, bold=bold)
            lines += whole
        return [*lines, line] if line or not lines else lines

    def _broken(self, word: str, size: float, within: float, *, bold: bool) -> list[str]:
        parts = [""]
        for char in word:
            if parts[-1] and self.width_of(parts[-1] + char, size, bold=bold) > within:
                parts.append("")
            parts[-1] += char
        return parts


def _in_one_line(text: str) -> str:
    return _SPACES.sub(" ", clean(unicodedata.normalize("NFC", text))).strip(" ")


def _advance(text: str, name: str, size: float) -> float:
    return _NARROWED * float(pdfmetrics.stringWidth(text, name, size))


@cache
def _own(*, bold: bool) -> str:
    return _registered("Vera-Bold" if bold else "Vera", _OWN[bold])


def _registered(name: str, file: str) -> str:
    pdfmetrics.registerFont(TTFont(name, file))
    return name


@cache
def _font_with(char: str, bold: bool) -> str | None:  # noqa: FBT001 - a cache takes what it is given by place
    """The first font that has a character; None where none has, or its order on the line is not known."""
    own = _own(bold=bold)
    if _has(own, char):
        return own
    if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
        return None
    return next((name for name in _of_machine(bold=bold) if _has(name, char)), None)


def _has(name: str, char: str) -> bool:
    face: Any = pdfmetrics.getFont(name).face
    return ord(char) in face.charToGlyph


@cache
def _of_machine(*, bold: bool) -> tuple[str, ...]:
    """The fonts of the machine that can be used."""
    return tuple(_loaded(bold=bold))


def _loaded(*, bold: bool) -> Iterator[str]:
    for name, regular, heavy in _SYSTEM:
        file = heavy if bold else regular
        path = next((path for folder in _FOLDERS if (path := Path(folder) / file).is_file()), None)
        if path is not None:
            try:
                yield _registered(f"{name}-Bold" if bold else name, str(path))
            except (TTFError, OSError):  # a font that cannot be read is as good as none
                continue


def pdf_of(pages: Sequence[Sequence[Drawn]], *, page: Page, title: str, letters: Letters) -> bytes:
    """The document. The same marks give the same bytes: no time and no id of its making is in it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=page.size, invariant=1, pageCompression=1, lang="en")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("taper")
    for marks in pages:
        for mark in marks:
            _draw(canvas, mark, height=page.size[1], letters=letters)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, mark: Drawn, *, height: float, letters: Letters) -> None:
    match mark:
        case Written():
            _write(canvas, mark, height=height, letters=letters)
        case Rule(points=points, width=width, dashes=dashes, grey=grey):
            canvas.setStrokeGray(grey)
            canvas.setLineWidth(width)
            canvas.setDash(list(dashes))
            path = canvas.beginPath()
            path.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, height - y)
            canvas.drawPath(path, stroke=1, fill=0)
        case Frame(x=x, y=y, wide=wide, high=high, width=width, fill=fill):
            canvas.setStrokeGray(INK)
            canvas.setLineWidth(width or 1)
            canvas.setDash([])
            canvas.setFillGray(1 if fill is None else fill)
            canvas.rect(x, height - y - high, wide, high, stroke=int(width > 0), fill=int(fill is not None))
        case Dot(x=x, y=y, radius=radius, width=width):
            canvas.setStrokeGray(INK)
            canvas.setLineWidth(width or 1)
            canvas.setDash([])
            canvas.setFillGray(INK)
            canvas.circle(x, height - y, radius, stroke=int(width > 0), fill=int(width == 0))
        case _:
            assert_never(mark)


def _write(canvas: Canvas, mark: Written, *, height: float, letters: Letters) -> None:
    line = canvas.beginText(mark.x, height - mark.y)
    line.setFillGray(mark.grey)
    line.setHorizScale(100 * _NARROWED)
    for name, part in letters.runs(mark.text, bold=mark.bold):
        line.setFont(name, mark.size)
        line.textOut(part)
    canvas.drawText(line)
