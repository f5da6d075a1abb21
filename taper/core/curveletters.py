"""About how much room do words take on a curve, and what stands between them?"""

from __future__ import annotations

LETTER = 0.6
"""How wide a letter is beside its size, on the average of a wide sans serif."""
LINE = 1.35
"""How high a line is beside the size of its letters."""
GAP = 4.0


def wide(text: str, letters: float) -> float:
    """About how wide a text is, at a size of letters; a little over."""
    return len(text) * letters * LETTER
