"""How does a person read what went wrong, or what must be answered first?

Each question stands below the line of the text it is about, with carets under the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from taper.cli.out import note, say_json, visible, width, wrapped

_ASKED = 3
_LEAD_IN = 24
"""How much of a long line is shown before the place that is asked about."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def report(error: dict[str, object], *, as_json: bool) -> int:
    """Prints an error in its JSON shape (`text`, `exit`, `questions`); its exit code."""
    questions = cast("list[dict[str, Any]]", error.get("questions") or [])
    code = int(cast("int", error.get("exit") or 1))
    if not questions:
        if code == _ASKED and as_json:
            say_json({"questions": [{"text": str(error.get("text", "")), "where": "", "choices": []}]})
        note(wrapped(str(error.get("text", "")), first="taper: ", rest="  "))
        return code
    if as_json and code == _ASKED:
        say_json({"questions": questions})
    note(wrapped(_heading(len(questions)), first="taper: ", rest="  "))
    for question in questions:
        note(told(question))
    return code


def number_word(count: int) -> str:
    """A count in words, where there is a short one."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _heading(count: int) -> str:
    return f"{number_word(count)} thing{'' if count == 1 else 's'} must be answered first. Nothing was stored."


def told(question: dict[str, Any], *, numbered: Sequence[str] = ()) -> str:
    """One question with its place, its reason and its choices, those `numbered` that can be picked by a number."""
    lines = list(_caret_lines(question["caret"])) if question.get("caret") else []
    where = "" if lines or not question.get("where") else f"{question['where']}: "
    lines.append(wrapped(f"{where}{question['text']}", first="  ", rest="    "))
    if question.get("why"):
        lines.append(wrapped(question["why"], first="    "))
    lines += [wrapped(choice, first=f"    {number}  ") for number, choice in enumerate(numbered, 1)]
    others = [choice for choice in question.get("choices") or () if choice not in numbered]
    lines += [wrapped(hint, first="    - ") for hint in (*others, *_example_of(question))]
    return "\n".join(lines)


def _example_of(question: dict[str, Any]) -> tuple[str, ...]:
    example = question.get("example")
    if not example:
        return ()
    return (example if example.startswith("Write") else f"Write it like: {example}",)


def _caret_lines(caret: dict[str, Any]) -> tuple[str, str]:
    """The line of the text that holds the place, cut to the terminal's width, and the carets under the place."""
    text, start, end = caret["text"], caret["start"], caret["end"]
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    line = text[begin : len(text) if stop < 0 else stop]
    line, start, end = _cut(line, start - begin, min(end - begin, len(line)))
    carets = "^" * max(1, columns(line[start:end]))
    return f"  {visible(line)}", f"  {' ' * columns(line[:start])}{carets}"


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around the place, with dots where something was left out."""
    room = width() - 2
    if len(line) <= room:
        return line, start, end
    first = max(0, min(start - _LEAD_IN, len(line) - room + 1)) if start + 8 > room else 0
    before = "…" if first else ""
    last = first + room - len(before) - 1
    after = "…" if last < len(line) else ""
    shown = f"{before}{line[first:last]}{after}"
    shift = len(before) - first
    return shown, start + shift, min(end + shift, len(shown))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
