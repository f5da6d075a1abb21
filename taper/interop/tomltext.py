"""How does a plan's plain form stand as TOML that a person can read and change?

Plain keys stand first, then a header for each table: `[limits]`, `[[steps]]`, `[steps.as_needed]`, `[[steps.parts]]`.
The slots of a step stand one a line inside it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping

_WIDEST = 100
"""A list of texts stands on one line up to this many characters."""

_ROWS = frozenset({"slots"})
"""Lists of tables that are written as rows, a table a line, and not under headers."""


def toml_text(form: Mapping[str, object]) -> str:
    """The form as a TOML document; reading it gives the same form back."""
    return "\n".join(_table_lines(form, under="")) + "\n"


def _table_lines(table: Mapping[str, object], *, under: str) -> Iterator[str]:
    """The lines of a table whose header is `under`: its plain keys first, then its tables, as TOML wants them."""
    headed = [key for key, value in table.items() if _has_header(key, value)]
    for key, value in table.items():
        if key not in headed:
            yield f"{key} = {_rows(value) if key in _ROWS else _value(value)}"
    for key in headed:
        name, value = f"{under}.{key}" if under else key, table[key]
        for entry in value if isinstance(value, list) else (value,):
            assert isinstance(entry, Mapping)
            yield from ("", f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            yield from _table_lines(entry, under=name)


def _has_header(key: str, value: object) -> bool:
    if isinstance(value, list):
        return key not in _ROWS and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping)


def _rows(tables: object) -> str:
    assert isinstance(tables, list)
    return _lines_of([_row(table) for table in tables])


def _row(table: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in table.items()) + " }"


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return _text(value)
        case list():
            entries = [_value(entry) for entry in value]
            line = f"[{', '.join(entries)}]"
            return line if len(line) <= _WIDEST else _lines_of(entries)
        case Mapping():
            return _row(value)
        case _:
            raise AssertionError(f"the form holds no {type(value).__name__} here")


def _lines_of(entries: list[str]) -> str:
    return "[\n" + "".join(f"  {entry},\n" for entry in entries) + "]"


def _text(text: str) -> str:
    """A TOML basic string, with all but visible characters and plain spaces escaped: no editor or terminal hides it."""
    return "".join(_escaped(char) for char in json.dumps(text, ensure_ascii=False))


def _escaped(char: str) -> str:
    if char == " " or unicodedata.category(char)[0] not in "CZ":
        return char
    return escape(char)


def escape(char: str) -> str:
    """One character as TOML escapes it within quotes."""
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
