"""CSV cells: what a spreadsheet would run stands as text, and everything else as it is."""

from __future__ import annotations

import csv
import io

import pytest

from taper.interop.csvtable import table_text


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", " =", "\t", "\r", "\n=", "\uff1d"])
def test_a_formula_is_a_text(begin: str) -> None:
    """An apostrophe stands before it; read back, nothing else has changed."""
    text = table_text(["words"], [{"words": f"{begin}1+1"}])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{begin}1+1"]


def test_other_cells_stand_as_they_are() -> None:
    """Quotes, commas and new lines are kept; nothing is empty, and true is yes."""
    row = {"a": 'say "a, b"\nand c', "b": None, "c": True, "d": 0, "e": ["x", "y"], "f": "5\u00a0mg"}
    text = table_text([*row, "g"], [row])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [
        'say "a, b"\nand c',
        "",
        "yes",
        "0",
        "x y",
        "5 mg",
        "",
    ]
