"""Of which marks does a sheet of paper consist? Lengths are in points, x from the left, y from the top downward."""

from __future__ import annotations

from dataclasses import dataclass

INK = 0.0
"""Black; 1 is white."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line of text; `y` is its base line, `x` its left edge."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    grey: float = INK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, or one through several points."""

    points: tuple[tuple[float, float], ...]
    width: float
    dashes: tuple[float, ...] = ()
    grey: float = INK


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle from its upper left corner: `width` of the line around it (0: none), and what fills it."""

    x: float
    y: float
    wide: float
    high: float
    width: float = 0.0
    fill: float | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc, or a ring where it has a line."""

    x: float
    y: float
    radius: float
    width: float = 0.0


Drawn = Written | Rule | Frame | Dot
