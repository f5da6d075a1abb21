"""The work of reading grows with the length of the text, not with its square: calls are counted, nothing is timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from readers import reading_of

from taper.core.plan import Plan

LINEAR = 2.4
"""Twice the text may take twice the calls, and a little more for what is looked up at its ends."""

TEXTS: dict[str, Callable[[int], str]] = {
    "steps": lambda n: ", then ".join(f"{10 + nth % 7} mg once daily for 4 days" for nth in range(n)),
    "several doses": lambda n: ", then ".join(
        f"{1 + nth % 3} tablets in the morning and 1 at noon for 2 days" for nth in range(n)
    ),
    "days by number": lambda n: "\n".join(
        f"Day {nth}: {1 + nth % 5} tablets in the morning" for nth in range(1, n + 1)
    ),
    "list of days": lambda n: f"Days 1 to {n}: " + ", ".join(str(1 + nth % 5) for nth in range(n)) + " tablets",
    "unknown words": lambda n: "40 mg daily " + "blorb " * 1 + "xyzzy plugh " * n,
    "questions": lambda n: "; ".join("1-2 tablets daily for 5 days" for _ in range(n)),
    "notes": lambda n: "40 mg daily for 4 days. " + "Take with food. " * n,
}


def calls_to_read(text: str) -> int:
    """How many calls of Python functions reading a text makes."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        reading_of(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_takes_no_more_than_about_twice_the_calls(kind: str) -> None:
    """For plans, lists, notes, and texts full of questions."""
    text = TEXTS[kind]
    reading_of(text(80))  # what is remembered between readings is remembered by now
    assert calls_to_read(text(80)) <= LINEAR * calls_to_read(text(40))


def test_the_texts_that_should_be_plans_are() -> None:
    """The growth is that of whole readings, and not of early refusals."""
    for kind in ("steps", "several doses", "days by number", "list of days", "notes"):
        assert isinstance(reading_of(TEXTS[kind](40)), Plan), kind
