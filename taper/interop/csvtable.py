"""How does a table stand in a CSV file (RFC 4180) that a spreadsheet may open?

A cell that a spreadsheet would take for a formula has an apostrophe before it, which shows that it is a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_FORMULA_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, the wide forms among them."""


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The file: the names of the columns, then a line a row. What a row has not, or has as None, is empty."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    """One cell: "yes" and "no" for what is true or not, several values joined by spaces."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return _cell(" ".join(str(one) for one in value))
    text = str(value).replace("\u00a0", " ")
    is_formula = text.lstrip().startswith(_FORMULA_BEGINS) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if is_formula else text
