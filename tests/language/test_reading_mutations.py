"""A text that says something else never gives the same plan.

Every word and number of accepted texts is dropped, doubled and changed, one at a time. After that the preview is
another one, or the text is asked about. What may stay the same is listed here with its reason, and nothing else may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from bench.expected import Expected
from bench.judge import Outcome, answer_to, judge, with_text
from bench.sources import our_readings, plans
from taper.core.errors import Unanswered

EVERY = 5
"""Each fifth text of our corpus is mutated, and all the plans of the examples."""

COMPARED = ("medicine", "starts_on", "last_dose_on", "ends", "days", "as_needed", "supply")
"""What makes two previews one plan. Free words (precautions, findings) do not: a dose in them is lost."""

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[½¼¾⅓⅔]|[^\W\d_]+")
UNKNOWN = "blorb"

SAYS_NOTHING = {
    "take": "the verb of every dose",
    "please": "politeness",
    "inhale": "the verb of every puff",
    "apply": "the verb of every patch",
    "give": "the verb of a dose given by another",
    "inject": "the verb of an injection",
    "po": "by mouth",
    "oral": "by mouth",
    "orally": "by mouth",
    "a": "an article",
    "on": "joins a dose and its day",
    "at": "joins a dose and its time",
    "each": "'morning' and 'each morning' are one slot of every day",
    "for": "a length may stand bare",
    "x": "a length may stand bare",
    "then": "steps that follow one another in the text follow in time",
    "once": "'daily' and 'a week' say once",
    "disp": "'#21' says it",
}
"""Words whose absence changes nothing, each with the reason."""

CARRIED = {"tablet", "tablets", "tabs", "tab", "capsule", "capsules", "caps", "cap", "daily"}
"""Words that carry over from another place of the text: only where they still stand in it."""

SAID_AGAIN = {"take", "please", "apply", "then", "po"}
"""Words that may be doubled without a question, as they say nothing of the dose."""

KNOWN = {
    "dropped": {
        "six-weeks: daily": "'20 mg once before breakfast for 6 weeks' can hardly be anything else",
        "twice-daily-12h: twice": "'daily (every 12 hours)' contradicts itself and should be asked about",
    },
    "doubled": dict.fromkeys(
        ("bd", "bedtime", "daily", "friday", "monday", "morning", "night", "nightly", "once", "qhs", "tid"),
        "a time or frequency written twice in a row may be a word that was lost, and should be asked about",
    ),
}
"""What the reader still lets through, by text and word or by word; a line that no longer does must leave this list."""

SWAPS = {
    "morning": "evening",
    "evening": "morning",
    "noon": "bedtime",
    "bedtime": "noon",
    "night": "morning",
    "day": "week",
    "days": "weeks",
    "week": "day",
    "weeks": "days",
    "daily": "weekly",
    "weekly": "daily",
    "once": "twice",
    "twice": "once",
    "bid": "tid",
    "tid": "bid",
    "mg": "mcg",
    "mcg": "mg",
    "tablet": "capsule",
    "tablets": "capsules",
    "capsule": "tablet",
    "capsules": "tablets",
    "half": "one",
    "one": "two",
    "two": "three",
    "three": "four",
    "four": "three",
    "monday": "tuesday",
    "friday": "saturday",
    "other": "third",
    "before": "after",
    "after": "before",
    "breakfast": "dinner",
    "stop": "review",
    "december": "January",
    "hours": "days",
    "months": "weeks",
    "month": "week",
}
"""A word of the language, and another of its kind that says something else."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text with one word or number dropped, doubled or changed."""

    expected: Expected
    kind: str
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.expected.id}: {self.kind} {self.word!r}: {self.text!r}"


@cache
def accepted() -> tuple[Expected, ...]:
    """The texts that are read right today: all plans, and each fifth of the corpus."""
    complete = [one for one in our_readings() if one.expect == "read"]
    return tuple(one for one in [*plans(), *complete[::EVERY]] if judge(one).outcome is Outcome.RIGHT)


def mutants(expected: Expected, kind: str) -> Iterator[Mutant]:
    """Every mutant of one kind."""
    text = expected.text
    for token in TOKEN.finditer(text):
        word, before, behind = token[0], text[: token.start()], text[token.end() :]
        for changed in MUTATIONS[kind](word):
            yield Mutant(expected, kind, word, before + changed + behind)


def _numbers(word: str) -> Iterator[str]:
    """Another number: one more, ten times as much, and a tenth where there is a nought to lose."""
    if word.isdigit():
        yield str(int(word) + 1)
        yield word + "0"
        if len(word) > 1 and word.endswith("0"):
            yield word[:-1]
    elif word[0].isdigit():
        yield word + "1"
    elif not word.isalpha():
        yield "¼" if word == "½" else "½"


def _swapped(word: str) -> Iterator[str]:
    other = SWAPS.get(word.lower())
    if other is not None:
        yield other


MUTATIONS = {
    "dropped": lambda word: [""],
    "doubled": lambda word: [f"{word} {word}"],
    "another number": _numbers,
    "another word": _swapped,
    "unknown word": lambda word: [UNKNOWN] if word.isalpha() else [],
}


def compared(answer: dict[str, Any]) -> dict[str, Any]:
    """The part of a preview that makes the plan."""
    return {key: answer[key] for key in COMPARED}


@cache
def survivors(kind: str) -> list[Mutant]:
    """The mutants of one kind that give the very plan of the text they came from."""
    found: list[Mutant] = []
    for expected in accepted():
        original = answer_to(expected)
        assert not isinstance(original, Unanswered)
        for mutant in mutants(expected, kind):
            answer = answer_to(with_text(expected, mutant.text))
            if not isinstance(answer, Unanswered) and compared(answer) == compared(original):
                found.append(mutant)
    return found


def is_excused(mutant: Mutant) -> bool:
    """Whether a listed reason lets this mutant keep the plan."""
    word = mutant.word.lower()
    match mutant.kind:
        case "dropped":
            return word in SAYS_NOTHING or (word in CARRIED and _still_said(word, mutant.text))
        case "doubled":
            return word in SAID_AGAIN
        case "another word":
            return word in CARRIED and _still_said(word, mutant.text)
        case _:
            return False


def _still_said(word: str, text: str) -> bool:
    """Whether the word, in the singular or plural, stands elsewhere in the text."""
    return re.search(rf"\b{word.removesuffix('s')}s?\b", text, re.IGNORECASE) is not None


def known(mutant: Mutant) -> str | None:
    """The line of `KNOWN` that a mutant falls under."""
    word = mutant.word.lower()
    lines = KNOWN.get(mutant.kind, {})
    return next((line for line in (word, f"{mutant.expected.id}: {word}") if line in lines), None)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_a_text_that_says_something_else_is_never_the_same_plan(kind: str) -> None:
    """The plan is another one or a question, but for the words listed with a reason."""
    unexcused = [mutant for mutant in survivors(kind) if not is_excused(mutant)]
    assert [str(mutant) for mutant in unexcused if known(mutant) is None] == []


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_known_to_slip_through_still_does(kind: str) -> None:
    """A line that the reader has outgrown is taken off the list."""
    assert KNOWN[kind].keys() - {known(mutant) for mutant in survivors(kind)} == set()


def test_enough_texts_are_mutated() -> None:
    """The sample is large enough that an empty list of survivors says something."""
    assert len(accepted()) >= 35
    assert sum(1 for one in accepted() for _ in mutants(one, "dropped")) >= 500
