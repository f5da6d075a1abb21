"""What to tell the provider before the start: how it is asked, how the answers are read, and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from taper.app.answers import Json
from taper.app.arguments import ask
from taper.core.telling import Answered, Told, ToTell

ALL = "all"
"""Stands for everything that is not named by itself."""

NOT_YET = "not yet"
"""What is answered where nothing is: it stays as not answered."""

_REPLY = re.compile(r"(?P<which>.*?)\s*(?P<answer>\bnot yet|\S+)")

Answers = Mapping[str, Told]
"""The answers by what they answer."""


def records(plan_id: str, given: Answers, *, at: datetime) -> list[Answered]:
    """The answers as they are kept."""
    return [Answered(plan_id, item, answer, at) for item, answer in given.items()]


def tell_json(items: Iterable[ToTell], answers: Answers) -> list[Json]:
    """What to tell, each with its answer ("yes", "no", "asked"), None while there is none."""
    return [
        {
            "item": one.item,
            "answer": answer.value if (answer := answers.get(one.item.casefold())) else None,
            "text": one.text,
            "source": one.source,
        }
        for one in items
    ]


def still_to_tell(items: Iterable[ToTell], answers: Answers, *, label: str) -> str:
    """What is still open, in words; empty where nothing is."""
    found = [(one.item, answers.get(one.item.casefold())) for one in items]
    concern = [item for item, answer in found if answer is Told.YES]
    silent = [item for item, answer in found if answer is None]
    parts = []
    if concern:
        parts.append(f"Tell your provider before you start, as you answered yes: {'; '.join(concern)}.")
    if silent:
        parts.append(
            f"Not answered, and to be told to your provider before the start where it concerns you: "
            f"{'; '.join(silent)}. Once you have: taper told {_quoted(label)} asked"
        )
    return " ".join(parts)


def _quoted(label: str) -> str:
    return f'"{label}"' if " " in label else label


def read_told(words: Sequence[str], items: Sequence[ToTell]) -> Answers:
    """The answers of "ITEM=ANSWER" or "ANSWER" (for everything), by their items in lower case.

    An item is named by its number, its words or a part of them that no other has. What is named by itself outweighs
    what is said of everything; a bare "yes" is asked back, as it seldom concerns all. Raises Unanswered.
    """
    return _read([_parted(word) for word in words], items)


def read_reply(reply: str, items: Sequence[ToTell]) -> Answers:
    """The same of a typed line: "asked", "no, 2 yes", "seizures yes; rest asked". Empty for "not yet" and for nothing.

    Raises Unanswered.
    """
    parts = [part.strip() for part in re.split(r"[,;]", reply) if part.strip()]
    found = [_REPLY.fullmatch(part) for part in parts]
    pairs = [(one["which"].replace("=", " ").replace(":", " ").strip(), one["answer"]) for one in found if one]
    return _read(pairs, items)


def _parted(word: str) -> tuple[str, str]:
    which, sign, answer = word.rpartition("=")
    return (which.strip() if sign else "", answer.strip())


def _read(pairs: Sequence[tuple[str, str]], items: Sequence[ToTell]) -> Answers:
    if pairs and not items:
        raise ask("taper knows of nothing to tell about this medicine, so there is nothing to answer.", where="--told")
    if len(items) > 1 and any(which == "" and answer.casefold() == Told.YES for which, answer in pairs):
        raise ask("Yes to which of them?", where="--told", choices=_numbered(items), why="Name it, as in 2=yes.")
    for_all = [pair for pair in pairs if pair[0].casefold() in ("", ALL, "rest")]
    named = [pair for pair in pairs if pair not in for_all]
    answers = {one.item.casefold(): _answer(answer) for _, answer in for_all for one in items}
    answers |= {_item(which, items).item.casefold(): _answer(answer) for which, answer in named}
    return {item: answer for item, answer in answers.items() if answer is not None}


def _answer(word: str) -> Told | None:
    if word.casefold() == NOT_YET:
        return None
    try:
        return Told(word.casefold())
    except ValueError:
        choices = tuple(told.value for told in Told)
        why = "yes: it concerns you. no: it does not. asked: you spoke of it with your provider."
        raise ask(f'"{word[:40]}" is no answer.', where="--told", choices=choices, why=why) from None


def _item(which: str, items: Sequence[ToTell]) -> ToTell:
    wanted = which.casefold()
    exact = [one for number, one in enumerate(items, 1) if wanted in (str(number), one.item.casefold())]
    fitting = exact or [one for one in items if wanted in one.item.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    what = "stands for several of these" if fitting else "is none of these"
    raise ask(f'"{which[:60]}" {what}.', where="--told", choices=_numbered(items))


def _numbered(items: Sequence[ToTell]) -> tuple[str, ...]:
    return tuple(f"{number} {one.item}" for number, one in enumerate(items, 1))
