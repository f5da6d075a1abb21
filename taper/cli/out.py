"""How does a line reach the terminal?

Results go to standard output, everything else to standard error. Texts come from files, arguments and the store, so
that whatever could steer a terminal is made visible first; a space that must not break is kept while wrapping, and then
printed as an ordinary one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from functools import cache

NO_BREAK = "\u00a0"
_WIDEST = 100
_NARROWEST = 20

# What a terminal obeys, and what turns the order of the characters around it: C0, DEL, C1, line and paragraph
# separators, bidirectional controls, and halves of surrogate pairs.
_UNSEEN = (
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    0x061C,
    *range(0xD800, 0xE000),
)


@cache
def _visible_table() -> dict[int, str]:
    return {code: chr(0x2400 + code) if code < 0x20 else "\ufffd" for code in _UNSEEN} | {ord("\t"): " "}


def visible(text: str) -> str:
    """The text with every control character made visible, one column for one."""
    return text.translate(_visible_table())


def say(text: str = "", *, style: str = "") -> None:
    """One line (or several) of the result."""
    shown = _shown(text)
    print(f"\033[{_STYLES[style]}m{shown}\033[0m" if style and has_colours() else shown)


def note(text: str = "") -> None:
    """One line (or several) beside the result: a question, a warning, an error."""
    print(_shown(text), file=sys.stderr)


def _shown(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n")).replace(NO_BREAK, " ")


_STYLES = {"bold": "1", "warn": "33;1", "stop": "31;1", "faint": "2", "done": "32", "change": "36;1"}
"""Styles by name; never the only sign of anything."""


def has_colours() -> bool:
    """Whether to colour: in a terminal, unless NO_COLOR says no; anywhere where FORCE_COLOR says yes."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (os.environ.get("TERM") != "dumb" and sys.stdout.isatty())


def say_json(value: object) -> None:
    """The result for programs: one JSON value."""
    import json

    # Everything beyond ASCII is escaped: exact in any locale, and no character in it can steer a terminal.
    print(json.dumps(_with_plain_spaces(value), indent=2))


def _with_plain_spaces(value: object) -> object:
    match value:
        case str():
            return value.replace(NO_BREAK, " ")
        case dict():
            return {key: _with_plain_spaces(item) for key, item in value.items()}
        case list() | tuple():
            return [_with_plain_spaces(item) for item in value]
        case _:
            return value


def width() -> int:
    """The columns there are, 80 where nobody knows."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and len(said) < 6:
        return _within(int(said))
    try:
        return _within(os.get_terminal_size(sys.stdout.fileno()).columns)
    except (ValueError, OSError):  # no terminal, or a stream without a file
        return 80


def _within(columns: int) -> int:
    return max(_NARROWEST, min(columns or 80, _WIDEST))


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> str:
    """The text broken into lines of the terminal's width, the first behind `first`, the others behind `rest`."""
    if len(first) + len(text) <= width() and "\n" not in text:
        return visible(first + text)
    from textwrap import wrap  # not loaded for lines that fit

    hanging = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in text.split("\n"):
        begin = hanging if lines else first
        lines += wrap(visible(paragraph), width(), initial_indent=begin, subsequent_indent=hanging) or [begin.rstrip()]
    return "\n".join(lines)


def bullets(items: Iterable[str]) -> str:
    """A list, an item a line."""
    return "\n".join(wrapped(item, first="- ") for item in items)


@contextmanager
def kept_from_programs(*, as_json: bool) -> Iterator[None]:
    """What is shown on the way goes to standard error where standard output is for one JSON value."""
    with redirect_stdout(sys.stderr) if as_json else nullcontext():
        yield


def interactive() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
