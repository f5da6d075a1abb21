"""Which characters of a text would show it other than it is, or not at all?"""

from __future__ import annotations

import unicodedata

# Invisible, and needed to write Persian, Hindi or a family of emoji; the others of their kind hide or turn text.
_JOINERS = "\u200c\u200d"
# Signs of Arabic and other scripts that are counted among the invisible ones and are not.
_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text without what a bus or a terminal refuses, and without what shows it other than it is.

    Control characters (but newline and tab), half characters, and the invisible ones that turn text around or hide it:
    a label may come from anywhere, and one such character would otherwise cost the whole reminder, or its meaning.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    if whole.isascii() and whole.isprintable():
        return whole
    return "".join(map(_clean_char, whole))


def _clean_char(char: str) -> str:
    match unicodedata.category(char):
        case "Cc":
            return char if char in "\n\t" else ""
        case "Zl" | "Zp":
            return "\n"
        case "Cf":
            return char if char in _JOINERS or char in _SIGNS else ""
        case "Cn":
            return _REPLACEMENT if _is_no_character(ord(char)) else char
    return char


def _is_no_character(code: int) -> bool:
    """Unicode's noncharacters; some buses close the connection of whoever sends one."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
