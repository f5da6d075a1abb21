"""A text that says something else never gives the same plan.

Every word and number of accepted texts is dropped, doubled and changed, one at a time. After that the preview is
another one, or the text is asked about. What may stay the same is listed here with its reason, and nothing else may;
nothing at all may be said twice in a row without a question.
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

EVERY = 3
"""Each third text of our corpus is mutated, beside all plans of the examples and the texts that `KNOWN` names."""

UNCOMPARED = ("findings",)
"""What makes no plan. Precautions do: they hold phrases of a closed table and no free words."""

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
    "finally": "steps that follow one another in the text follow in time",
    "next": "steps that follow one another in the text follow in time",
    "the": "an article",
    "in": "joins a dose and its time of day",
    "and": "joins what also stands side by side",
    "of": "joins a part and its whole",
    "to": "joins a verb and its amount",
    "up": "half of 'up to a maximum'",
    "often": "'no more than every 6 hours' says it",
    "every": "'every evening' and 'evening' are one slot of every day",
    "q": "'q am' and 'am' are one slot of every day",
    "down": "'reduce to zero' says it",
    "until": "'every week stopped' still says where it ends",
    "from": "where a rule starts is the dose before it",
    "continue": "a last step without a length goes on",
    "stop": "a last step with a length ends the plan",
    "calendar": "a month is a calendar month",
    "subcutaneously": "the way an injection is given",
    "with": "'21 days no doses' says it",
    "repeated": "'2 cycles in all' says it",
    "instil": "the verb of drops",
    "instill": "the verb of drops",
    "insert": "the verb of a pessary",
    "chew": "the verb of a chewable tablet",
    "start": "the verb of a first dose",
    "chewable": "the kind of a tablet",
    "i": "who takes it",
    "her": "who takes it",
    "tab": "the form before a name says nothing of the dose",
    "plan": "what a schedule is called",
    "sig": "what a label calls its words",
    "directions": "what a label calls its words",
    "loading": "what a schedule is called",
    "reducing": "what a schedule is called",
    "reduction": "what a schedule is called",
    "taper": "what a schedule is called",
    "thereafter": "a last step without a length goes on",
    "as": "'200 mg once daily maintenance' goes on as well",
    "off": "a last step with a length ends the plan",
    "only": "'if needed' says it",
    "total": "'3 cycles' are those of the whole plan",
    "together": "one dose is taken at one time",
    "taken": "the verb of every dose",
    "all": "'on other days' is on all of them",
    "have": "'a break of 7 days' says it",
    "repeat": "'2 cycles in all' says it",
    "but": "joins a dose and its bound",
    "ongoing": "a last step without a length goes on",
    "daw": "a note on what may be dispensed",
}
"""Words whose absence changes nothing, each with the reason."""

CARRIED = {"tablet", "tablets", "tabs", "tab", "capsule", "capsules", "caps", "cap", "patch", "puffs", "daily"}
"""Words that are carried over: a frequency from elsewhere in the text, a piece also from the one strength on hand."""

SAME_BY_RIGHT = {
    "six-weeks: daily": "'20 mg once before breakfast for 6 weeks' can be nothing else",
    "zpak-tabs: daily": "'1 tablet on days 2-5' is one on each of these days",
    "percent-of-the-current-dose: 25": "the rounding to 5 mg swallows one percent",
    "w4-flat-start-weekday-date: monday": "the date says it",
    "w4-cotrimox-mwf: daily": "'every Mon/Wed/Fri' is on each of these days",
    "w4-alternating-pred: day": "'one day ... the next' says it",
    "w4-ec-stat: stat": "'x 1 dose' says it",
    "w5-au-endep: nocte": "'continue 30 mg' goes on as before",
    "w5-mum-puff: brown": "which of the inhalers it is changes no dose",
    "w5-oth-1and2: dispense": "'#90' says it",
    "w6-alternating-3: day": "'one day ... the next' says it",
    "w6-alternating-3: alternating": "'one day ... the next day' says it",
    "w6-cycle-4: times": "'3 in all' are those of the cycle",
    "w6-weeklist-1: one": "'dose every morning' is one each morning",
    "w6-interval-1: dose": "'first at 6 am' is the first dose",
    "w3-steps-letter-4weeks: hall": "whose plan it is",
    "w3-flat-omeprazole-14: daily": "'1 cap 30 min before breakfast x 14 days' is one on each day",
    "w3-week-levo-weekend: daily": "'Monday to Friday' is on each of these days",
    "w3-alt-warfarin-34: mg": "'starting with 3' says which of the two amounts comes first",
    "w3-alt-levo-112: mcg": "'start with 100' says which of the two amounts comes first",
    "w3-alt-levo-112: other": "'alternating every day' is one amount a day as well",
    "refills-daw: 3": "how many refills is a note",
    "twice-daily-12h: daily": "'twice (every 12 hours)' says it in brackets",
}
"""By text and word: mutants whose plan is the same because it is the same, with the reason."""

KNOWN = {
    "dropped": {
        "ac-tid: tid": "'ac' alone is before each of the three meals",
    },
    "doubled": {},
}
"""What the reader still lets through, by text and word; a line that no longer does must leave this list."""

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
    """The texts that are read right today: all plans, and each third of the corpus."""
    complete = [one for one in our_readings() if one.expect == "read"]
    named = {line.partition(":")[0] for lines in KNOWN.values() for line in lines}
    chosen = [one for number, one in enumerate(complete) if number % EVERY == 0 or one.id in named]
    return tuple(one for one in [*plans(), *chosen] if judge(one).outcome is Outcome.RIGHT)


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
    return {key: value for key, value in answer.items() if key not in UNCOMPARED}


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
    if f"{mutant.expected.id}: {word}" in SAME_BY_RIGHT:
        return mutant.kind in ("dropped", "another number")
    match mutant.kind:
        case "dropped":
            return word in SAYS_NOTHING or _is_carried(word, mutant)
        case "another word":
            return _is_carried(word, mutant)
        case _:
            return False


def _is_carried(word: str, mutant: Mutant) -> bool:
    """Whether the word still stands elsewhere in the text, or names the only kind of piece on hand."""
    if word not in CARRIED:
        return False
    elsewhere = re.search(rf"\b{word.removesuffix('s')}s?\b", mutant.text, re.IGNORECASE) is not None
    only_one = mutant.kind == "dropped" and word != "daily" and len(mutant.expected.options("--strength")) == 1
    return elsewhere or only_one


def known(mutant: Mutant) -> str | None:
    """The line of `KNOWN` that a mutant falls under."""
    line = f"{mutant.expected.id}: {mutant.word.lower()}"
    return line if line in KNOWN.get(mutant.kind, {}) else None


@pytest.mark.parametrize("kind", MUTATIONS)
def test_a_text_that_says_something_else_is_never_the_same_plan(kind: str) -> None:
    """The plan is another one or a question, but for the words listed with a reason."""
    failing = [str(mutant) for mutant in survivors(kind) if not is_excused(mutant) and known(mutant) is None]
    assert not failing, "\n".join(failing)


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_known_to_slip_through_still_does(kind: str) -> None:
    """A line that the reader has outgrown is taken off the list."""
    assert KNOWN[kind].keys() - {known(mutant) for mutant in survivors(kind)} == set()


def test_enough_texts_are_mutated() -> None:
    """The sample is large enough that an empty list of survivors says something."""
    assert len(accepted()) >= 80
    assert sum(1 for one in accepted() for _ in mutants(one, "dropped")) >= 1000
