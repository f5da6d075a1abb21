"""What was said of one kind among all that was said of a dose's time, and where; does it hold together?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from taper.core.errors import Span
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.sketch import Said
from taper.language.whens import AtClock, AtMeals, AtSlot, TimesADay, When

K = TypeVar("K")


def names_places(whens: Sequence[Said[When]]) -> bool:
    """Whether the text names the time of the day, or how often a day beyond once."""
    named = any(isinstance(said.value, AtSlot | AtClock | AtMeals) for said in whens)
    return named or any(count.count > 1 for count in of_kind(whens, TimesADay))


def one_more(whens: Sequence[Said[When]]) -> Puzzled:
    """The question where a time stands beside a count that may hold it already."""
    text = "Is this one of the times already counted, or one more? At which times is it taken?"
    return puzzled(text, span_of(whens))


def of_kind(whens: Sequence[Said[When]], kind: type[K]) -> list[K]:
    """The different things of one kind that were said, in order."""
    return list(dict.fromkeys(said.value for said in whens if isinstance(said.value, kind)))


def span_of(whens: Sequence[Said[When]]) -> Span:
    """From the first word of all that was said to the last one; at least one thing was."""
    return Span(min(said.span.start for said in whens), max(said.span.end for said in whens))


def twice_differently(whens: Sequence[Said[When]]) -> Puzzled:
    """The question where two things were said that cannot both hold."""
    return puzzled("This says two different things of when it is taken. Which one holds?", span_of(whens))


def is_each_day(whens: Sequence[Said[When]]) -> bool:
    """Whether "each" stands before a time of the day: "every morning"."""
    return any(slot.every_day for slot in of_kind(whens, AtSlot))
