"""On which line of a TOML text does a key stand?

A scan good enough to point at: it knows headers, keys at the start of a line, and texts and lists over several lines. A
place inside a list on one line is that line.
"""

from __future__ import annotations

import re
from collections import Counter

from taper.core.formtable import Path

_HEADER = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\- ]+?)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")
_LONG_TEXTS = ('"""', "'''")


def line_of(text: str, path: Path) -> int | None:
    """The line (from 1) of the longest beginning of `path` that could be found, or None when there is none."""
    lines = lines_of(text)
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table, key and list entry that begins one."""
    lines: dict[Path, int] = {}
    entries: Counter[Path] = Counter()
    table: Path = ()
    listed: Path | None = None
    closing: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is not None:
            closing = None if closing in line else closing
            continue
        closing = _left_open(line)
        if listed is not None:
            listed = _note_entry(line, lines=lines, listed=listed, entries=entries, number=number)
        elif header := _HEADER.match(line):
            table = _table_path(header[2], is_list=header[1] == "[[", entries=entries)
            for beginning in (table, table[:-1]):
                lines.setdefault(beginning, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
            listed = (*table, key[1]) if line.rstrip().endswith("[") else None
    return lines


def _note_entry(line: str, *, lines: dict[Path, int], listed: Path, entries: Counter[Path], number: int) -> Path | None:
    """Notes the entry of a list over several lines that this line begins; None when the line ends the list."""
    if line.lstrip().startswith("]"):
        return None
    if line.lstrip().startswith(("{", '"', "'")):
        lines[(*listed, entries[listed])] = number
        entries[listed] += 1
    return listed


def _table_path(dotted: str, *, is_list: bool, entries: Counter[Path]) -> Path:
    """The path of a header: in a list of tables the newest entry, which `[[...]]` begins."""
    path: Path = ()
    parts = [part.strip() for part in dotted.split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if is_list and place == len(parts) - 1:
            entries[path] += 1
        if entries[path]:
            path = (*path, entries[path] - 1)
    return path


def _left_open(line: str) -> str | None:
    """The quotes of a long text that begins in this line and does not end in it."""
    for quotes in _LONG_TEXTS:
        if line.count(quotes) % 2:
            return quotes
    return None
