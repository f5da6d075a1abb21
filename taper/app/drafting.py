"""Which text and options do the answers of a guided entry make, as far as they go?

The text is in the plan language, so that the one reader reads it and asks its questions. Nothing stands in it that was
not answered; only a probe, which is read to judge an answer and then thrown away, fills what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from taper.app.reading import Source
from taper.core.amount import Amount, plain
from taper.core.plan import Split
from taper.language import read_tablet


class Topic(StrEnum):
    """What one question of a guided entry is about."""

    PERSON = "person"
    MEDICINE = "medicine"
    STRENGTHS = "strengths"
    SPLIT = "split"
    AMOUNT = "amount"
    OFTEN = "often"
    REASON = "reason"
    GAP = "gap"
    MOST = "most"
    TIMES = "times"
    LENGTH = "length"
    THEN = "then"
    QUANTITY = "quantity"
    START = "start"


AS_NEEDED = "as needed"
OPEN = "open"
"""The length of a step whose end the paper does not say."""

ANOTHER, STOP, REVIEW, ON = "another", "stop", "review", "on"
"""What comes behind a step; ON is another step, the last, without an end."""

_ENDINGS = {STOP: ", then stop", REVIEW: ", then review"}
_NEW_STEP = frozenset({ANOTHER, ON})


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its topic and its words, empty where the question was passed over."""

    topic: Topic
    words: str


def draft(base: Source, said: Sequence[Said]) -> Source:
    """The source that the answers make of the options given at the start."""
    first = {one.topic: one.words for one in reversed(said)}
    strengths = tuple(strengths_named(first.get(Topic.STRENGTHS, "")))
    return replace(
        base,
        text=_text(said),
        strengths=strengths or base.strengths,
        split=first.get(Topic.SPLIT) or base.split,
        person=first.get(Topic.PERSON) or base.person,
        start=first.get(Topic.START) or base.start,
    )


def probe(base: Source, said: Sequence[Said]) -> Source | None:
    """A source that must be readable if the newest answer is, or None where that answer is not in the text."""
    match said[-1].topic:
        case Topic.PERSON | Topic.STRENGTHS | Topic.SPLIT | Topic.THEN | Topic.START:
            return None
        case Topic.MEDICINE:
            more = (Said(Topic.AMOUNT, "1 tablet"), Said(Topic.OFTEN, "once a day"))
            return replace(draft(base, [*said, *more]), strengths=())
        case Topic.AMOUNT:
            return draft(base, [*said, Said(Topic.OFTEN, "once a day")])
        case _:
            return draft(base, said)


def strengths_named(words: str) -> list[str]:
    """The strengths of a list: "10 mg and 5 mg tablets" names two."""
    return [part.strip() for part in re.split(r",\s+|\s+and\s+", words) if part.strip()]


def steps_of(said: Iterable[Said]) -> list[dict[Topic, str]]:
    """The answers of each step, in order."""
    steps: list[dict[Topic, str]] = []
    for one in said:
        if one.topic is Topic.AMOUNT:
            steps.append({})
        if steps and one.topic not in (Topic.QUANTITY, Topic.START):
            steps[-1][one.topic] = one.words
    return steps


def is_open(said: Sequence[Said]) -> bool:
    """Whether the newest step is one without an end: so said, or led to by "it goes on"."""
    steps = steps_of(said)
    led_to = len(steps) > 1 and steps[-2].get(Topic.THEN) == ON
    return bool(steps) and (led_to or steps[-1].get(Topic.LENGTH) == OPEN)


def _text(said: Sequence[Said]) -> str:
    first = {one.topic: one.words for one in said}
    steps = steps_of(said)
    medicine = first.get(Topic.MEDICINE, "")
    parts = [step_words(step) for step in steps]
    ending = _ENDINGS.get(steps[-1].get(Topic.THEN, ""), "") if steps else ""
    text = f"{medicine}{': ' if medicine and parts else ''}{', then '.join(parts)}{ending}"
    return f"{text}. Dispense {dispensed}" if (dispensed := first.get(Topic.QUANTITY, "")) else text


def step_words(step: dict[Topic, str]) -> str:
    """One step in the plan language: "40 mg twice a day at 08:00 and 20:00 for 4 days"."""
    length = _length_words(step.get(Topic.LENGTH, ""))
    if step.get(Topic.OFTEN) == AS_NEEDED:
        return ", ".join((*_as_needed_words(step), *([length] if length else ())))
    times = step.get(Topic.TIMES, "")
    at = f"at {times}" if times[:1].isdigit() else times
    return " ".join(part for part in (step[Topic.AMOUNT], step.get(Topic.OFTEN, ""), at, length) if part)


def _as_needed_words(step: dict[Topic, str]) -> Iterable[str]:
    reason, gap, most = (step.get(topic, "") for topic in (Topic.REASON, Topic.GAP, Topic.MOST))
    yield f"{step[Topic.AMOUNT]} as needed" + (f" for {reason.removeprefix('for ')}" if reason else "")
    if gap:
        yield f"at least {gap} {'hour' if gap == '1' else 'hours'} apart"
    if most:
        yield f"at most {most} a day"


def _length_words(length: str) -> str:
    if length in ("", OPEN):
        return ""
    return length if length.split()[0].lower() in ("for", "until", "through") else f"for {length}"


def dispensed_words(count: int, strength: str) -> str:
    """ "24 tablets" for 24 of a strength. Raises Unanswered for no strength."""
    return plain(Amount(Fraction(count), read_tablet(strength, split=Split.NONE).form))


def starts_new_step(words: str) -> bool:
    """Whether the answer to "what then" leads to another step."""
    return words in _NEW_STEP
