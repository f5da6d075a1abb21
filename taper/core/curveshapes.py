"""What is a plan's curve drawn of, and of which shapes does the drawing consist?

Lengths are in one unit of the drawing (a CSS pixel, a point); x grows to the right, y downward. Nothing is told by
colour alone: every kind of mark has its own shape and its own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from taper.core.amount import Amount


@dataclass(frozen=True, slots=True)
class CurveDay:
    """One plan date: what was planned (None where the plan says nothing of it), what was taken in all (None where
    nothing was, or where its amount cannot be told), and how many intakes were recorded.
    """

    on: date
    planned: Amount | None
    taken: Amount | None
    intakes: int = 0


@dataclass(frozen=True, slots=True)
class CurveStep:
    """A step by its number, and its first date."""

    number: int
    first_on: date


@dataclass(frozen=True, slots=True)
class CurveFacts:
    """What a curve is drawn of. `days` are consecutive dates; `last_on` is the last day of use, None while open;
    `end_on` is the prescribed end where there is one.
    """

    days: tuple[CurveDay, ...]
    steps: tuple[CurveStep, ...]
    today: date
    last_on: date | None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class CurveSize:
    """How wide the whole drawing is, how high the part with the curve, and how large the letters are."""

    width: float = 720.0
    plot_height: float = 200.0
    letters: float = 13.0


class Point(NamedTuple):
    """A place in the drawing."""

    x: float
    y: float


class Sign(StrEnum):
    """The shape of a mark: what it says of a day."""

    PLANNED = "planned"
    AS_PLANNED = "as-planned"
    OTHERWISE = "otherwise"
    SO_FAR = "so-far"
    UNKNOWN = "unknown"
    PAST = "past"


SIGN_WORDS = {
    Sign.PLANNED: "planned",
    Sign.AS_PLANNED: "taken as planned",
    Sign.OTHERWISE: "taken, not as planned",
    Sign.SO_FAR: "taken today so far",
    Sign.UNKNOWN: "taken, amount not known",
    Sign.PAST: "past the end",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What was taken on a day."""

    sign: Sign
    at: Point
    on: date


class Anchor(StrEnum):
    """Which part of a text its x stands for, in SVG's own words."""

    BEGIN = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `at` is where its anchor stands, on its base line."""

    text: str
    at: Point
    anchor: Anchor = Anchor.MIDDLE


@dataclass(frozen=True, slots=True)
class Row:
    """A round number: its line across the plot, and its label left of it."""

    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class DateTick:
    """A named date: the middle of its day on the axis, and its label below."""

    x: float
    label: Label


@dataclass(frozen=True, slots=True)
class Seam:
    """Where a step after the first begins: an upright line from `top` to `bottom`."""

    x: float
    top: float
    bottom: float
    number: int


class FlagKind(StrEnum):
    """What an upright line with words stands for."""

    TODAY = "today"
    LAST = "last"
    PRESCRIBED_END = "prescribed-end"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Flag:
    """An upright line through the plot at x, with words above or below it."""

    kind: FlagKind
    x: float
    label: Label


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a sign, the middle of it, and its words right of it."""

    sign: Sign
    at: Point
    label: Label


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything to draw, and where. `past` is the part after the end, to be hatched, where there is such a part."""

    width: float
    height: float
    letters: float
    plot: Box
    unit: Label
    rows: tuple[Row, ...]
    dates: tuple[DateTick, ...]
    line: tuple[tuple[Point, ...], ...]
    marks: tuple[Mark, ...]
    mark_radius: float
    seams: tuple[Seam, ...]
    step_labels: tuple[Label, ...]
    flags: tuple[Flag, ...]
    past: Box | None
    legend: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class NoCurve:
    """Why there is nothing to draw, as a sentence."""

    why: str
