"""Where in the tokens does reading stand, and which phrase stands there?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from taper.core.errors import Question, Span
from taper.language.sketch import Said
from taper.language.tokens import Mark, Number, Odd, Token, Word

T = TypeVar("T")


class Puzzled(Exception):
    """Reading cannot go on here until its question is answered.

    `local` when the question is about these words alone, so that the rest of the clause is worth a look.
    """

    def __init__(self, question: Question, *, local: bool = False) -> None:
        super().__init__(question.text)
        self.question = question
        self.local = local


class Phrases(Generic[T]):
    """A table of phrases, made ready to be looked for: the longest one wins."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in sorted(table.items(), key=lambda item: -len(item[0].split())):
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, value))

    def take(self, cursor: Cursor) -> Said[T] | None:
        """The longest phrase that stands at the cursor, which then stands behind it."""
        for words, value in self._by_first.get(cursor.word(), ()):
            end = cursor.end_of(words)
            if end is not None:
                span = Span(cursor.here().start, cursor.tokens[end - 1].span.end)
                cursor.at = end
                return Said(value, span)
        return None

    def stands(self, cursor: Cursor) -> bool:
        """Whether one of the phrases stands at the cursor."""
        at = cursor.at
        found = self.take(cursor) is not None
        cursor.at = at
        return found


class Cursor:
    """A place in the tokens of a text. `at` is the next token's index; setting it back undoes any reading.

    `times` is what was read of the time of taking at each place, and where reading then stood: several rules look.
    """

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.times: dict[int, tuple[tuple[Said[object], ...], int]] = {}
        # Words and marks are looked at many times a token: they are told apart once.
        self._words = [token.text if isinstance(token, Word) else "" for token in tokens]
        self._marks = [token.text if isinstance(token, Mark) else "" for token in tokens]

    @property
    def done(self) -> bool:
        """Whether nothing is left to read."""
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token | None:
        """The token there, None past the end."""
        at = self.at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def word(self, ahead: int = 0) -> str:
        """The word there in lower case, "" when it is none."""
        at = self.at + ahead
        return self._words[at] if 0 <= at < len(self._words) else ""

    def mark(self, ahead: int = 0) -> str:
        """The mark there, "" when it is none."""
        at = self.at + ahead
        return self._marks[at] if 0 <= at < len(self._marks) else ""

    def number(self, ahead: int = 0) -> Number | None:
        """The number in digits there, if any."""
        token = self.peek(ahead)
        return token if isinstance(token, Number) else None

    def accept(self, *words: str) -> bool:
        """Steps over one of these words, and says whether one stood there."""
        found = self.word() in words
        self.at += found
        return found

    def accept_number(self, value: int) -> bool:
        """Steps over this number, and says whether it stood there."""
        number = self.number()
        found = number is not None and number.value == value
        self.at += found
        return found

    def accept_mark(self, *marks: str) -> bool:
        """Steps over one of these marks, and says whether one stood there."""
        found = self.mark() in marks and not self.done
        self.at += found
        return found

    def accept_phrase(self, phrase: str) -> bool:
        """Steps over the words of a phrase, and says whether they stood there."""
        end = self.end_of(tuple(phrase.split()))
        self.at = end or self.at
        return end is not None

    def end_of(self, words: tuple[str, ...]) -> int | None:
        """Where a run of words that begins here ends; a hyphen between two of them is stepped over."""
        at = self.at
        for nth, word in enumerate(words):
            at += nth > 0 and self._hyphen_at(at)
            if at >= len(self._words) or self._words[at] != word:
                return None
            at += 1
        return at

    def _hyphen_at(self, at: int) -> bool:
        if not 0 < at < len(self.tokens) - 1 or self._marks[at] != "-":
            return False
        before, mark, after = self.tokens[at - 1], self.tokens[at], self.tokens[at + 1]
        return before.span.end == mark.span.start and mark.span.end == after.span.start

    def here(self) -> Span:
        """The span of the next token; at the end, the empty span behind the last one."""
        token = self.peek()
        if token is not None:
            return token.span
        end = self.tokens[-1].span.end if self.tokens else 0
        return Span(end, end)

    def since(self, at: int) -> Span:
        """From the token `at` to the last one that was read."""
        if at >= len(self.tokens):
            return self.here()
        return Span(self.tokens[at].span.start, self.tokens[max(self.at - 1, at)].span.end)

    def odd(self) -> Odd | None:
        """The token here that cannot be read for certain, if it is one."""
        token = self.peek()
        return token if isinstance(token, Odd) else None
