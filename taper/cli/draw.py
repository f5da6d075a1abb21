"""How is something drawn in a terminal? The one place that knows rich; only what draws loads it.

A drawing is a list of lines. Each fits the terminal, is whole without colour, and has plain characters where the
terminal cannot show others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from taper.cli.out import NO_BREAK, has_colours, visible, width
from taper.cli.signs import signed

STYLES = {
    "now": "bold",
    "faint": "dim",
    "warn": "bold yellow",
    "stop": "bold red",
    "done": "green",
    "change": "bold cyan",
}
"""What is drawn in which colour; each has a word or a sign of its own beside it."""

_KEPT = "\ue000"
"""What stands for a space that must not break, as rich breaks at any."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a drawing; where it is too long, it goes on `hang` columns from the left."""

    text: Text
    hang: int


def line(*parts: str | tuple[str, str], hang: int = 0) -> Line:
    """A line of parts, each a text or (text, what it is): "now", "faint", "warn", "stop", "done", "change"."""
    text = Text()
    for part in parts:
        words, what = (part, "") if isinstance(part, str) else part
        shown = visible(words).replace(NO_BREAK, _KEPT)
        text.append(signed(shown), style=STYLES.get(what, ""))
    return Line(text, hang)


def draw(lines: Iterable[Line]) -> None:
    """Prints the lines; one that is too long goes on in the next, at a space where there is one."""
    console = Console(
        file=sys.stdout,
        width=width(),
        color_system="standard" if has_colours() else None,
        force_terminal=has_colours(),
        highlight=False,
        markup=False,
        emoji=False,
    )
    for one in lines:
        for row in _rows(one, console):
            row.plain = row.plain.replace(_KEPT, " ").rstrip()
            console.print(row, soft_wrap=True)


def _rows(one: Line, console: Console) -> Iterator[Text]:
    """The rows of a line, the later ones indented."""
    if len(one.text) <= width():
        yield one.text
        return
    first = one.text.wrap(console, width())[0]
    yield first
    rest = one.text[len(first.plain.rstrip()) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    for row in rest.wrap(console, width() - one.hang) if rest else ():
        yield Text(" " * one.hang).append_text(row)
