"""Where does each sign of a curve stand in its legend, with its words?"""

from __future__ import annotations

from taper.core.curveletters import GAP, LINE, wide
from taper.core.curveshapes import SIGN_WORDS, Anchor, CurveSize, Key, Label, Point, Sign


def legend_of(signs: set[Sign], size: CurveSize, *, below: float) -> tuple[tuple[Key, ...], float]:
    """The signs that occur with their words, in as many rows as they need; and the height of the whole drawing."""
    line = size.letters * LINE
    found, x, y = [], 0.0, below + line
    for sign in Sign:
        if sign not in signs:
            continue
        sample = size.letters * 1.4
        needed = sample + GAP + wide(SIGN_WORDS[sign], size.letters)
        if x and x + needed > size.width:
            x, y = 0.0, y + line
        middle = Point(round(x + sample / 2, 2), round(y - size.letters * 0.35, 2))
        label = Label(SIGN_WORDS[sign], Point(round(x + sample + GAP, 2), round(y, 2)), anchor=Anchor.BEGIN)
        found.append(Key(sign, middle, label))
        x += needed + 3 * GAP
    return tuple(found), y + size.letters * 0.5
