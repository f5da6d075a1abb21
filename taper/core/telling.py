"""What is the provider to be told before the start, and what did the person answer?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from taper.core.facts import Facts, Kind
from taper.core.finding import Finding, Level, cited


class Told(StrEnum):
    """An answer to one thing to tell."""

    YES = "yes"  # it concerns the person, and the provider is still to be told
    NO = "no"  # it does not concern the person
    ASKED = "asked"  # the person spoke of it with the provider


@dataclass(frozen=True, slots=True)
class ToTell:
    """One thing that a cited source says to tell: in a few words, and the whole statement with its address."""

    item: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person answered to one thing of one plan, and when (aware UTC). Of several the last one counts."""

    plan_id: str
    item: str
    answer: Told
    recorded_at: datetime


def to_tell(known: Facts | None) -> tuple[ToTell, ...]:
    """Everything that the facts of a medicine want told before the start, each once; what to avoid stands last."""
    found: dict[str, ToTell] = {}
    wanted = (*known.of_kind(Kind.TELL_PROVIDER), *known.of_kind(Kind.AVOID)) if known else ()
    for statement in wanted:
        for item in statement.tell:
            found.setdefault(item.casefold(), ToTell(item, statement.text, statement.source))
    return tuple(found.values())


def counting(answers: Sequence[Answered]) -> Mapping[str, Told]:
    """The answer that counts for each thing, by its words in lower case; `answers` in the order of recording."""
    return {one.item.casefold(): one.answer for one in answers}


def told_findings(items: Sequence[ToTell], answers: Mapping[str, Told]) -> Iterator[Finding]:
    """What the person said concerns them, and has not yet spoken of with the provider."""
    for one in items:
        if answers.get(one.item.casefold()) is Told.YES:
            text = f'You answered "yes" before the start: {one.item}. Tell your provider of it. {one.text}'
            yield cited(Level.WARN, "tell-provider", text, one.source)
