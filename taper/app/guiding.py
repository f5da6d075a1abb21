"""Which question comes next in a guided entry, and what does an answer to it make?

A pure state machine: the answers so far and the words of the next one go in, the answers after it come out. Going back
drops the newest answer, so that every state can be reached again by the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from taper.app.arguments import read_start
from taper.app.drafting import (
    ANOTHER,
    AS_NEEDED,
    ON,
    OPEN,
    REVIEW,
    STOP,
    Said,
    Topic,
    dispensed_words,
    is_open,
    starts_new_step,
    strengths_named,
)
from taper.app.reading import Source
from taper.core.amount import Unit
from taper.core.bounds import MAX_NAME, MAX_PIECES
from taper.core.errors import Unanswered
from taper.core.plan import Split
from taper.language import read_tablet

BACK, QUIT = "back", "quit"


@dataclass(frozen=True, slots=True)
class Guide:
    """The options given at the start, today's date, and the answers so far."""

    base: Source
    today: date
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its words, its choices by label, and what Enter alone means, or None where an answer is needed.

    `words` says whether other words than a choice may be answered.
    """

    topic: Topic
    text: str
    choices: Mapping[str, str]
    enter: str | None = None
    words: bool = True


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The words are no answer to the question, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Quits:
    """The person leaves."""


_OFTEN = {
    "once a day": "once a day",
    "twice a day": "twice a day",
    "three times a day": "three times a day",
    "four times a day": "four times a day",
    "every other day": "every other day",
    "as needed, when there is need": AS_NEEDED,
}
_THEN = {
    "another step follows": ANOTHER,
    "then stop": STOP,
    "then a review with the provider": REVIEW,
    "it goes on with another amount, without an end": ON,
}
_SPLIT = {
    "no": Split.NONE.value,
    "yes, into halves": Split.HALF.value,
    "yes, into quarters": Split.QUARTER.value,
}

_QUESTIONS = (
    Asked(Topic.PERSON, "Whose plan is it?", {}, "yours"),
    Asked(Topic.MEDICINE, "Which medicine is it? Its name, as on the box.", {}, "no name"),
    Asked(Topic.STRENGTHS, 'Which tablets are on hand? As "10 mg tablet", several with commas.', {}, "none named"),
    Asked(Topic.SPLIT, "May they be split? The provider or pharmacist says.", _SPLIT, "no", words=False),
    Asked(Topic.AMOUNT, 'How much each time? As "40 mg", "2 tablets".', {}),
    Asked(Topic.OFTEN, 'How often? Or in words: "every 8 hours", "on Mondays".', _OFTEN),
    Asked(Topic.REASON, "What for?", {}, "not said"),
    Asked(Topic.GAP, "How many hours at least between two?", {}, "not said"),
    Asked(Topic.MOST, 'How much at most in a day? As "200 mg", "4 times".', {}, "not said"),
    Asked(Topic.TIMES, 'At which times? As "08:00 and 20:00", "in the morning".', {}, "the usual times"),
    Asked(
        Topic.LENGTH, f'How long? As "4 days", "2 weeks", "until 16 December 2026"; "{OPEN}" where no end is said.', {}
    ),
    Asked(Topic.THEN, "What then?", _THEN, words=False),
    Asked(Topic.QUANTITY, "How many were dispensed?", {}, "not known"),
    Asked(Topic.START, "When is day 1? today, tomorrow, or a date as 2026-12-01.", {}),
)
_BY_TOPIC = {asked.topic: asked for asked in _QUESTIONS}


def next_question(guide: Guide) -> Asked | None:
    """The next question; None where all is answered."""
    topic = _next_topic(guide)
    while topic is not None and _is_known(guide, topic):
        topic = _after(guide, Said(topic, ""))
    return None if topic is None else _BY_TOPIC[topic]


def _is_known(guide: Guide, topic: Topic) -> bool:
    """Whether an option at the start has answered it, or there is nothing to ask."""
    base = guide.base
    match topic:
        case Topic.PERSON:
            return base.person is not None
        case Topic.STRENGTHS:
            return bool(base.strengths)
        case Topic.SPLIT:
            return base.split != Split.NONE.value or not any(_may_be_split(one) for one in _strengths(guide))
        case Topic.QUANTITY:
            return len(_strengths(guide)) != 1
        case Topic.START:
            return base.start is not None
        case _:
            return False


def _strengths(guide: Guide) -> tuple[str, ...]:
    named = next((one.words for one in guide.said if one.topic is Topic.STRENGTHS), "")
    return tuple(strengths_named(named)) or guide.base.strengths


def _may_be_split(strength: str) -> bool:
    try:
        tablet = read_tablet(strength, split=Split.NONE)
    except Unanswered:
        return False
    return tablet.form is Unit.TABLET and not tablet.extended_release


def _next_topic(guide: Guide) -> Topic | None:
    return _after(guide, guide.said[-1]) if guide.said else Topic.PERSON


def _after(guide: Guide, last: Said) -> Topic | None:
    """The topic behind an answer, in the order of a prescription."""
    match last.topic:
        case Topic.OFTEN:
            return Topic.REASON if last.words == AS_NEEDED else Topic.TIMES
        case Topic.TIMES | Topic.MOST if not is_open(guide.said):
            return Topic.LENGTH
        case Topic.LENGTH if last.words != OPEN:
            return Topic.THEN
        case Topic.TIMES | Topic.MOST | Topic.LENGTH:
            return Topic.QUANTITY
        case Topic.THEN:
            return Topic.AMOUNT if starts_new_step(last.words) else Topic.QUANTITY
        case _:
            behind: list[Topic | None] = [*Topic, None]
            return behind[behind.index(last.topic) + 1]


def take(guide: Guide, words: str) -> Guide | NotTaken | Quits:
    """The guide after an answer. "back" drops the newest answer, "quit" leaves; a number picks a choice."""
    asked, said = next_question(guide), " ".join(words.split())
    assert asked is not None
    if said.casefold() == QUIT:
        return Quits()
    if said.casefold() == BACK:
        return replace(guide, said=guide.said[:-1]) if guide.said else NotTaken("This is the first question.")
    if not said and asked.enter is None:
        return NotTaken("An answer is needed here; the paper or your provider says it.")
    if len(said) > MAX_NAME or not said.isprintable():
        return NotTaken(f"Write at most {MAX_NAME} characters, all of them ones that can be seen.")
    chosen = _chosen(asked, said)
    if isinstance(chosen, NotTaken):
        return chosen
    fit = _fitted(guide, asked.topic, chosen)
    return fit if isinstance(fit, NotTaken) else replace(guide, said=(*guide.said, Said(asked.topic, fit)))


def _chosen(asked: Asked, said: str) -> str | NotTaken:
    """The words of a choice picked by its number or its label, or the words as they are."""
    labels = list(asked.choices)
    if labels and said.isdecimal() and len(said) < 3 and 1 <= int(said) <= len(labels):
        return asked.choices[labels[int(said) - 1]]
    if said.casefold() in asked.choices:
        return asked.choices[said.casefold()]
    if said.casefold() in asked.choices.values():
        return said.casefold()
    if said and labels and (said.isdecimal() or not asked.words):
        return NotTaken(f"Give a number from 1 to {len(labels)}{', or words' if asked.words else ''}.")
    return said


def _fitted(guide: Guide, topic: Topic, said: str) -> str | NotTaken:
    """The answer as it goes into the text, for what the reader of the text does not judge."""
    fitter = _FITTERS.get(topic)
    return said if fitter is None or not said else fitter(guide, said)


def _fitted_length(_: Guide, said: str) -> str:
    return OPEN if said.casefold() == OPEN else said


def _fitted_gap(_: Guide, said: str) -> str | NotTaken:
    match = re.fullmatch(r"([1-9][0-9]{0,2}) ?(?:h|hr|hrs|hours?)?", said.casefold())
    return match[1] if match else NotTaken(f'"{said[:40]}" is no whole number of hours, as in "6".')


def _fitted_strengths(_: Guide, said: str) -> str | NotTaken:
    named = strengths_named(said)
    try:
        for strength in named:
            read_tablet(strength, split=Split.NONE)
    except Unanswered as unknown:
        return NotTaken(str(unknown))
    with_form = [len(re.findall(r"[A-Za-z]+", strength)) > 1 for strength in named]
    if any(with_form) and not all(with_form):
        return NotTaken("Write the form behind each of them, as in: 10 mg tablet, 5 mg tablet.")
    return said


def _fitted_quantity(guide: Guide, said: str) -> str | NotTaken:
    match = re.fullmatch(r"([1-9][0-9]{0,6})(?: ([a-z]+))?", said.casefold())
    words = dispensed_words(int(match[1]), _strengths(guide)[0]) if match else ""
    if match is None or int(match[1]) > MAX_PIECES or (match[2] and match[2].rstrip("s") not in words):
        return NotTaken(f'"{said[:40]}" is no count of them, as in "24".')
    return words


def _fitted_start(guide: Guide, said: str) -> str | NotTaken:
    dates = {"today": guide.today, "tomorrow": guide.today + timedelta(days=1)}
    if said.casefold() in dates:
        return dates[said.casefold()].isoformat()
    try:
        read_start(said)
    except Unanswered as unknown:
        return NotTaken(str(unknown))
    return said


_FITTERS: Mapping[Topic, Callable[[Guide, str], str | NotTaken]] = {
    Topic.STRENGTHS: _fitted_strengths,
    Topic.GAP: _fitted_gap,
    Topic.LENGTH: _fitted_length,
    Topic.QUANTITY: _fitted_quantity,
    Topic.START: _fitted_start,
}
