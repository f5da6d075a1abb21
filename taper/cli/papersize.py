"""Is paper here of the size A4, or Letter?"""

from __future__ import annotations

from collections.abc import Mapping

SIZES = ("a4", "letter")

_LETTER_IN = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "SV", "NI", "PR", "DO"})
"""The countries whose locales name Letter as their paper."""


def paper_size(environment: Mapping[str, str]) -> str:
    """ "a4" or "letter": as PAPERSIZE says, else by the country of the locale, else A4."""
    named = environment.get("PAPERSIZE", "").strip().lower()
    if named in SIZES:
        return named
    for name in ("LC_ALL", "LC_PAPER", "LANG"):
        if locale := environment.get(name):
            country = locale.partition(".")[0].partition("@")[0].partition("_")[2]
            return "letter" if country in _LETTER_IN else "a4"
    return "a4"
