"""What is a document made of, before it is a page of HTML or of paper? Plain text in an order, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from taper.core.curvelanes import Beside
from taper.core.curveshapes import CurveFacts


@dataclass(frozen=True, slots=True)
class Title:
    """What the whole document is called, and a line below it."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a section is called."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `strong`: it is what must not be overlooked."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names, each with what is said of it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below named columns; the first cell of a row names it. `numbers` are the columns that are set to the right.

    `about` says in a few words what the table holds, for who cannot see it.
    """

    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A plan's curve with what stands below it. `title` and `words` are for who cannot see it."""

    facts: CurveFacts
    beside: Beside
    title: str
    words: str


Block = Title | Heading | Words | Pairs | Table | Figure
