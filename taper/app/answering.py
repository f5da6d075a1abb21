"""What does a person's answer to a question make of the text and the options that were given?

Pure: the source that was read, a question about it and the words of the answer go in; out comes the source to be read
again, or what is still missing. Nothing changes but what the answer says: a number picks a choice, other words stand in
the place that was asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from taper.app.reading import Source
from taper.core.errors import Question

WHOLE = "all"
"""The answer that asks to type the whole text anew."""

_HINT = re.compile(r"\bwrite\b|^taper ", re.IGNORECASE)
"""A choice that tells what to do, and is no answer by itself."""

_OPTION = re.compile(r"(--[a-z-]+)(?:[ =]+([^:]*))?(?::.*)?", re.DOTALL)
_PLACEHOLDER = re.compile(r"\b[A-Z]+$")
"""What stands for a value that is still to be said, in a choice such as "--start DATE"."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The source to be read again."""

    source: Source


@dataclass(frozen=True, slots=True)
class Flagged:
    """An option without a value was chosen that is no part of the source: "--also"."""

    option: str


@dataclass(frozen=True, slots=True)
class ValueWanted:
    """An option was chosen, and its value must be said."""

    option: str


@dataclass(frozen=True, slots=True)
class TypedAnew:
    """The whole text is to be typed again."""


@dataclass(frozen=True, slots=True)
class Left:
    """Nothing was answered: the person leaves."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """These words are no answer to this question, and why."""

    why: str


Outcome = Changed | Flagged | ValueWanted | TypedAnew | Left | NoAnswer

_SETTERS: Mapping[str, Callable[[Source, str], Source]] = {
    "--strength": lambda source, value: replace(source, strengths=(*source.strengths, value)),
    "--split": lambda source, value: replace(source, split=value),
    "--start": lambda source, value: replace(source, start=value),
    "--zone": lambda source, value: replace(source, zone=value),
    "--label": lambda source, value: replace(source, label=value),
    "--for": lambda source, value: replace(source, person=value),
}
_FLAGS = frozenset({"--also"})


def choices_of(question: Question) -> tuple[str, ...]:
    """The choices that can be picked by number; a strength's are only examples."""
    if question.where == "strength":
        return ()
    return tuple(choice for choice in question.choices if not _HINT.search(choice))


def answered(source: Source, question: Question, words: str, *, read: str) -> Outcome:
    """What `words` make of the source. `read` is the text that the question is about, and that its span counts in."""
    said, choices = " ".join(words.split()), choices_of(question)
    if not said:
        return Left()
    if said.casefold() == WHOLE and source.text is not None:
        return TypedAnew()
    if choices and said.isdecimal() and len(said) < 3:
        number = int(said)
        if not 1 <= number <= len(choices):
            return NoAnswer(f"There is no choice {number}. Give a number from 1 to {len(choices)}, or other words.")
        said = choices[number - 1]
        if said.startswith("--"):
            return _with_option_named(source, _PLACEHOLDER.sub("", said))
    if said.startswith("--"):
        return _with_option_named(source, said)
    return _with_words(source, question, said, read=read)


def _with_option_named(source: Source, said: str) -> Outcome:
    match = _OPTION.fullmatch(said)
    option, value = (match[1], (match[2] or "").strip().strip("\"'")) if match else (said, "")
    if option in _FLAGS:
        return Flagged(option)
    if option not in _SETTERS:
        return NoAnswer(f'"{option[:40]}" is no option that helps here; there are {", ".join((*_SETTERS, *_FLAGS))}.')
    if not value:
        return ValueWanted(option)
    return with_option(source, option, value)


def with_option(source: Source, option: str, value: str) -> Outcome:
    """The source with an option's value; the option is one that was wanted."""
    said = " ".join(value.split())
    return Changed(_SETTERS[option](source, said)) if said else Left()


def _with_words(source: Source, question: Question, said: str, *, read: str) -> Outcome:
    """The source with words in the place that was asked about: an option, the marked words, or the end of the text."""
    option = f"--{question.where.removeprefix('--')}"
    if question.where == "strength" and read in source.strengths:
        strengths = tuple(said if strength == read else strength for strength in source.strengths)
        return Changed(replace(source, strengths=strengths))
    if option in _SETTERS:
        return with_option(source, option, said)
    if source.text is None or read != source.text:
        return NoAnswer("This is not asked about the text. Press Enter to leave, and give it anew.")
    start, end = (question.span.start, question.span.end) if question.span else (len(source.text),) * 2
    text = joined_up(source.text[:start], said, source.text[end:])
    return NoAnswer("That is what stands there already.") if text == source.text else with_text(source, text)


def with_text(source: Source, text: str) -> Changed:
    """The source with another text."""
    return Changed(replace(source, text=text))


def joined_up(before: str, words: str, after: str) -> str:
    """The three behind each other; words that would grow together are kept apart by a space."""
    gap = " " if before and _grows(before[-1], words[:1]) else ""
    return f"{before}{gap}{words}{' ' if after and _grows(words[-1:], after[0]) else ''}{after}"


def _grows(left: str, right: str) -> bool:
    return not left.isspace() and not right.isspace() and right not in ",.;:)" and left != "("


def command_line(source: Source) -> str:
    """The text and options as they would be typed, so that the person sees what is read and can use it again."""
    said = [_quoted(source.text)] if source.text is not None else ["--file", _quoted(source.file or "")]
    for option, value in (
        *(("--strength", strength) for strength in source.strengths),
        ("--split", "" if source.split == "none" else source.split),
        *(("--start", source.start), ("--zone", source.zone), ("--for", source.person), ("--label", source.label)),
    ):
        said += [option, _quoted(value)] if value else []
    return " ".join(said)


def _quoted(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9/:_.+-]+", text):
        return text
    return '"' + re.sub(r'(["\\$`])', r"\\\1", text) + '"'
