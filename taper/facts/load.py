"""Which facts are there: the ones that come with the program, and a person's own?"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taper.core.errors import TaperError
from taper.core.facts import Facts
from taper.core.tomllines import line_of
from taper.facts.form import facts_from
from taper.facts.table import Fault, Table
from taper.facts.where import schedules_folder

MAX_FILE_BYTES = 1_000_000
"""The largest facts file that is read."""

_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class FactsProblem:
    """One thing wrong with a facts file: where, and what was found and expected there."""

    file: str
    line: int | None
    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = [self.file, *([f"line {self.line}"] if self.line else []), *([self.place] if self.place else [])]
        return f"{', '.join(where)}: found {self.found}; expected {self.expected}."


class FactsError(TaperError):
    """One or more facts files cannot be used as they stand; `problems` has every reason, each with file and place."""

    exit_code = 3

    def __init__(self, problems: tuple[FactsProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems) + "\nCorrect or remove what is named here.")
        self.problems = problems


def load_facts(folder: Path | None = None) -> tuple[Facts, ...]:
    """The shipped facts, then those of a person's own `folder` where it exists.

    A file of one's own stands beside the shipped ones: it adds to what they say and takes nothing away. Raises
    FactsError with all problems.
    """
    shipped = _shipped()
    if folder is None or not folder.exists():
        return shipped
    return (*shipped, *_read_folder(folder, own=True))


@cache
def _shipped() -> tuple[Facts, ...]:
    """The facts that come with the program, read once in a process."""
    return _read_folder(schedules_folder() / "facts", own=False)


def _read_folder(folder: Path, *, own: bool) -> tuple[Facts, ...]:
    problems: list[FactsProblem] = []
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml")
    except OSError as error:
        raise FactsError((_unread(folder, str(error.strerror), "a folder of facts files"),)) from None
    found = tuple(_read_file(file, problems, own=own) for file in files)
    if problems:
        raise FactsError(tuple(problems))
    return tuple(facts for facts in found if facts is not None)


def _read_file(file: Path, problems: list[FactsProblem], *, own: bool) -> Facts | None:
    try:
        text = _text_of(file)
        values = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # a byte that is no UTF-8 is a ValueError too
        problems.append(_unread(file, f"what cannot be read ({str(error)[:200]})", "TOML, saved as UTF-8"))
        return None
    faults: list[Fault] = []
    facts = facts_from(Table(values, faults), own=own)
    problems += [
        FactsProblem(str(file), line_of(text, fault.path), fault.place, fault.found, fault.expected) for fault in faults
    ]
    return facts


def _text_of(file: Path) -> str:
    """What a file holds. Raises OSError, or ValueError where it is too large or no text."""
    with file.open("rb") as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"more than {MAX_FILE_BYTES:,} bytes")
    return content.decode("utf-8-sig")


def _unread(file: Path, found: str, expected: str) -> FactsProblem:
    line = _LINE.search(found)
    return FactsProblem(str(file), int(line[1]) if line else None, "", found, expected)
