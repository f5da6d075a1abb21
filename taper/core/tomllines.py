"""On which line of a TOML text does a key stand?

A scan of a text that is known to be TOML: it follows headers, dotted keys, texts over several lines, and lists and
tables within each other, and notes where each begins. It goes once from front to back, however deep they lie.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field

from taper.core.formtable import Path

_TOKEN = re.compile(
    r'''
      (?P<text> """(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<beside> \#[^\n]* | [ \t\r]+ )
    | (?P<mark> [\n\[\]{}=,.] )
    | (?P<word> [^\s\[\]{}=,.\#"']+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, path: Path) -> int | None:
    """The line (from 1) of the longest beginning of `path` that could be found, or None when there is none."""
    lines = lines_of(text)
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table, key and list entry."""
    scan, number = _Scan(), 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if match["text"]:
            scan.take_name(_unquoted(token), number)
        elif match["word"]:
            scan.take_name(token, number)
        elif match["mark"]:
            scan.take_mark(token, number)
        number += token.count("\n")
    scan.take_mark("\n", number)
    return scan.lines


def _unquoted(token: str) -> str:
    """A quoted key without its quotes; a text is only ever a value where that fails."""
    try:
        return str(json.loads(token)) if token.startswith('"') else token[1:-1]
    except ValueError:
        return token


@dataclass
class _Open:
    """A table or list that is still open: its path, the key being read in it, and how many entries a list has had."""

    path: Path
    is_list: bool
    key: Path = ()
    in_value: bool = False
    entry: int = 0


@dataclass
class _Scan:
    """What is known after the tokens so far. The first of the open ones is the table of the last header."""

    lines: dict[Path, int] = field(default_factory=dict)
    entries: Counter[Path] = field(default_factory=Counter)
    opened: list[_Open] = field(default_factory=lambda: [_Open((), is_list=False)])
    brackets: int = 0  # of the header being read

    def take_name(self, name: str, number: int) -> None:
        """A key's part, or a value."""
        here = self.opened[-1]
        if here.is_list:
            self._note_entry(here, number)
        elif not here.in_value:
            here.key = (*here.key, name)

    def take_mark(self, mark: str, number: int) -> None:
        """What divides names, lines and tables."""
        here = self.opened[-1]
        if mark == "\n":
            self._end_line(here, number)
        elif mark == "=" and not here.is_list:
            here.in_value = True
            for end in range(1, len(here.key) + 1):
                self.lines.setdefault((*here.path, *here.key[:end]), number)
        elif mark == ",":
            here.entry, here.key, here.in_value = here.entry + 1, (), False
        elif mark in "[{":
            self._open(here, number, is_list=mark == "[")
        elif mark in "]}" and len(self.opened) > 1:
            self.opened.pop()

    def _open(self, here: _Open, number: int, *, is_list: bool) -> None:
        if not here.is_list and not here.in_value:
            self.brackets += 1
            return
        if here.is_list:
            self._note_entry(here, number)
        path = (*here.path, here.entry) if here.is_list else (*here.path, *here.key)
        self.opened.append(_Open(path, is_list=is_list))

    def _note_entry(self, here: _Open, number: int) -> None:
        self.lines.setdefault((*here.path, here.entry), number)

    def _end_line(self, here: _Open, number: int) -> None:
        if len(self.opened) > 1:
            return
        if self.brackets:
            here.path = self._header_path(here.key, is_list=self.brackets > 1)
            for beginning in (here.path, here.path[:-1]):
                self.lines.setdefault(beginning, number)
        self.brackets, here.key, here.in_value = 0, (), False

    def _header_path(self, names: Path, *, is_list: bool) -> Path:
        """The path of a header: in a list of tables the newest entry, which `[[...]]` begins."""
        path: Path = ()
        for place, name in enumerate(names, 1):
            path = (*path, name)
            self.entries[path] += is_list and place == len(names)
            if self.entries[path]:
                path = (*path, self.entries[path] - 1)
        return path
