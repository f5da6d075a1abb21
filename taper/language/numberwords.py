"""With which words is a number said?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping

_UP_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBERS: Mapping[str, int] = {word: number for number, word in enumerate((*_UP_TO_TEN, *_TEENS), 1)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS: Mapping[str, int] = {word: number * 10 for number, word in enumerate(_TENS, 2)}
ORDINALS: Mapping[str, int] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "tenth": 10,
}
COUNTS: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}
