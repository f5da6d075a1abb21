"""Where do the texts and the expectations of them lie?

The texts of others are read where they lie, in the folder `shared/examples` beside the repository or in the one that
`TAPER_EXAMPLES` names; only our expectations of them are kept here, each with the hash of the text it was written for.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.expected import Expected, amount_written, expand, expected_of
from bench.judge import START

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"


def examples_folder() -> Path | None:
    """The folder of examples; None where there is none."""
    named = os.environ.get("TAPER_EXAMPLES")
    places = [Path(named)] if named else [ROOT.parent / "shared" / "examples"]
    return next((place for place in places if place.is_dir()), None)


def our_readings() -> list[Expected]:
    """The corpus of our own wording."""
    return _lines(DATA / "readings.jsonl")


def plans() -> list[Expected]:
    """The plans of the examples."""
    return _lines(DATA / "plans.jsonl")


def _lines(path: Path) -> list[Expected]:
    return [expected_of(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def sigs(folder: Path) -> dict[str, list[Expected]]:
    """The texts under `sigs` by file, each with our expectation. Raises ValueError for a text that has changed."""
    by_file: dict[str, list[Expected]] = {}
    with (DATA / "sigs_expected.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = text_of(folder / "sigs" / row["file"], row["key"])
            if hashlib.sha256(text.encode()).hexdigest()[:10] != row["hash"]:
                raise ValueError(f"{row['file']} {row['key']} is not the text this expectation was written for")
            by_file.setdefault(row["file"], []).append(_of_row(row, text))
    return by_file


def _of_row(row: Mapping[str, str], text: str) -> Expected:
    per_unit = [one.split("=") for one in row["per_unit"].split(",") if one]
    return Expected(
        id=f"{row['file']} {row['key']}",
        text=text,
        expect=row["expect"],  # type: ignore[arg-type]  # the file holds nothing else; a test says so
        args=("--start", START),
        days=expand(run for run in row["runs"].split(" | ") if run),
        ends=row["ends"] or None,
        as_needed=json.loads(row["as_needed"] or "[]"),
        per_unit={unit: amount_written(one) for unit, one in per_unit},
        why=row["why"],
    )


_CACHE: dict[Path, Any] = {}


def text_of(path: Path, key: str) -> str:
    """The text under a key: a line number of a CSV file, or names and an index in a JSON file ("cases/3")."""
    if path not in _CACHE:
        content = path.read_text(encoding="utf-8")
        _CACHE[path] = content.split("\n") if path.suffix == ".csv" else json.loads(content)
    if path.suffix == ".csv":
        return str(_CACHE[path][int(key) - 1])
    *names, index = key.split("/")
    found = _CACHE[path]
    for name in names:
        found = found[name]
    return _text_in(list(found)[int(index)])


def _text_in(entry: Any) -> str:
    """An entry is the text, a list that begins with it, or a table that names it."""
    if isinstance(entry, dict):
        return str(entry.get("text") or entry["sig"])
    return str(entry[0] if isinstance(entry, list) else entry)


READ_ORDERS = ("OK", "OK-SINGLE", "OK-CONCURRENT", "OPEN-ENDED", "PRN")
"""The verdicts of fhir/EXPECTATIONS.tsv that are read; all others ask."""


def orders(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The FHIR orders that have an expectation, and whether each is to be read."""
    with (folder / "fhir" / "EXPECTATIONS.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield folder / "fhir" / row["file"], row["expect"] in READ_ORDERS
