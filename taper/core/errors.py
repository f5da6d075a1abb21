"""What can go wrong, each kind with the exit code a script may rely on (the contract) and its own sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open run of characters [start, end) of the text that was read."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """What must be answered before a plan counts.

    `where` names the place for people ("step 2, amount", "line 3"); `span` is the same place in the text read, when
    there is a text; `why` says what hangs on the answer; `choices` are answers to pick from, none of them chosen;
    `example` shows how an answer may be written, and is none itself. An answer takes the place of the words at `span`,
    or where `follows` goes behind them.
    """

    text: str
    where: str = ""
    choices: tuple[str, ...] = ()
    span: Span | None = None
    why: str = ""
    example: str = ""
    follows: bool = False


class TaperError(Exception):
    """The family. Its sentence says what was read, where, what was expected and what to do next."""

    exit_code: ClassVar[int] = 1


@dataclass
class Unanswered(TaperError):
    """One or more questions stand open; nothing was stored."""

    questions: tuple[Question, ...]
    text: str = field(default="")  # what was read, for the caret
    exit_code: ClassVar[int] = 3

    def __str__(self) -> str:
        return " ".join(question.text for question in self.questions)


class NotFound(TaperError):
    """No such plan, dose or file."""

    exit_code = 4


class NeedsApproval(TaperError):
    """Refused for safety until a provider's word is given with --approved-by."""

    exit_code = 5


class StoreFailed(TaperError):
    """The store cannot be reached, is damaged, or comes from a newer version."""

    exit_code = 6


class DaemonFailed(TaperError):
    """The daemon cannot be reached or did not do what was asked."""

    exit_code = 6
