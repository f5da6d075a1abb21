"""How is each question put: what was read, what is missing, which answers there are?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches

from taper.core.errors import Question, Span
from taper.language import doubts
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.tokens import Mark, Word, written
from taper.language.vocabulary import VOCABULARY

MOST_QUESTIONS = 20
"""More are not shown at once: the first answers usually settle the rest."""

_DOUBTS = Phrases(doubts.DOUBTS)
_ALIKE = 0.75
_LONGEST_WORD = 30
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Questions:
    """What must be answered before the text is a plan."""

    text: str
    questions: tuple[Question, ...]


def puzzled(
    text: str,
    span: Span,
    *,
    why: str = "",
    choices: tuple[str, ...] = (),
    example: str = "",
    follows: bool = False,
    local: bool = False,
) -> Puzzled:
    """A question about a place of the text, ready to be raised; `local` as in `Puzzled`."""
    question = Question(text, span=span, why=why, choices=choices, example=example, follows=follows)
    return Puzzled(question, local=local)


def nearest_words(word: str) -> tuple[str, ...]:
    """The known words most like an unknown one, nearest first; shown, never put in its place."""
    if not 2 < len(word) <= _LONGEST_WORD:
        return ()
    return tuple(get_close_matches(word, sorted(VOCABULARY - {word}), n=3, cutoff=_ALIKE))


def raise_doubt(cursor: Cursor) -> None:
    """Asks about a phrase that is never read, if one stands here. Raises Puzzled."""
    at = cursor.at
    found = _DOUBTS.take(cursor)
    if found is not None:
        doubt = found.value
        raise puzzled(doubt.text, found.span, why=doubt.why, choices=doubt.choices, example=doubt.example)
    cursor.at = at
    odd = cursor.odd()
    if odd is not None:
        cursor.at += 1
        raise puzzled(odd.question, odd.span, choices=odd.choices, local=True)
    if cursor.mark() in doubts.DOUBTS:
        doubt = doubts.DOUBTS[cursor.mark()]
        raise puzzled(doubt.text, cursor.here(), why=doubt.why, choices=doubt.choices)


def not_understood(cursor: Cursor) -> Puzzled:
    """The question about whatever stands here and fits nowhere."""
    raise_doubt(cursor)
    at, token = cursor.at, cursor.peek()
    if isinstance(token, Word) and token.text not in VOCABULARY:
        while (word := cursor.word()) and word not in VOCABULARY:
            cursor.at += 1
        span = cursor.since(at)
        return puzzled(
            f'"{cursor.text[span.start : span.end][:80]}" is not understood. What does it say?',
            span,
            choices=nearest_words(token.text),
        )
    if token is None:
        return puzzled("The text ends here too soon. What comes next?", cursor.here())
    cursor.at += 1
    if isinstance(token, Mark) and token.text == "-":
        return puzzled("What does the dash mean here: a range, a minus, or a pause?", token.span)
    return puzzled(f'"{written(token)}" does not fit here. What does it say?', token.span)


def told_apart(text: str, questions: list[Question]) -> tuple[Question, ...]:
    """The questions in the order of the text, each once and with its place in words, at most `MOST_QUESTIONS`."""
    unique = sorted(dict.fromkeys(questions), key=lambda question: question.span.start if question.span else -1)
    return tuple(replace(question, where=_place(text, question)) for question in unique[:MOST_QUESTIONS])


def _place(text: str, question: Question) -> str:
    """The place for people: 'step 2, "20 mg"', 'line 3, "daily"'."""
    if question.span is None:
        return question.where
    line = f"line {text.count(chr(10), 0, question.span.start) + 1}" if "\n" in text.strip() else ""
    words = " ".join(text[question.span.start : question.span.end].split())
    shown = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}..."
    quoted = f'"{shown}"' if words and words.isprintable() else ""
    return ", ".join(part for part in (question.where, line, quoted) if part)


def one_slip_apart(word: str, known: str) -> bool:
    """Whether one letter too many, too few, wrong, or swapped with its neighbour makes the one into the other."""
    if abs(len(word) - len(known)) > 1 or word == known:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[start:], known[start:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
