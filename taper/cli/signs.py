"""Which signs stand beside words, and what stands for them where the output has none?"""

from __future__ import annotations

import sys

PLAIN = {
    "█": "#",
    "░": ".",
    "─": "-",
    "│": "|",
    "●": "*",
    "✓": "+",
    "✗": "x",
    "■": "=",
    "▲": "^",
    "·": "-",
    "└": "+",
    "┤": "|",
}
"""What stands for a sign where the encoding has none."""

_TABLE = {ord(sign): plain for sign, plain in PLAIN.items()}


def shows_signs() -> bool:
    """Whether the output can hold the signs."""
    try:
        "".join(PLAIN).encode(sys.stdout.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def signed(text: str) -> str:
    """The text with the signs that the output can hold."""
    return text if shows_signs() else text.translate(_TABLE)
