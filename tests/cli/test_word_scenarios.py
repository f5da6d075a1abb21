"""The provider's word, as a table: a plan, a change and its day; what the steps, the ends and the tablets are then.

Each file in `tests/word` is one story, written so that a pharmacist can tick it. A change that is refused must leave
the store byte for byte as it was.
"""

from __future__ import annotations

import json
import re
import shlex
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commandline import Cli, Result

CASES = sorted((Path(__file__).parent.parent / "word").glob("*.case"))

_BLOCK = re.compile(r"^(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)  (?P<change>\S.*)$")
_KEYS = r"exit|steps|doses|last dose|prescribed end|days past|more|fewer|says|warns|refused|by|slots of \d+ \w+"
_LINE = re.compile(rf"^  (?P<key>{_KEYS})\s+(?P<value>\S.*)$")


def parsed(path: Path) -> tuple[dict[str, str], list[tuple[str, str, list[tuple[str, str]]]]]:
    """What the plan is, and each change with its instant and what is expected of it."""
    given: dict[str, str] = {}
    changes: list[tuple[str, str, list[tuple[str, str]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if block := _BLOCK.match(line):
            changes.append((block["at"], block["change"], []))
        elif expected := _LINE.match(line):
            changes[-1][2].append((expected["key"], expected["value"]))
        elif line.strip():
            key, _, value = line.partition(": ")
            assert not line.startswith(" "), f"{path.name}: {line!r} is not understood"
            given[key] = value
    return given, changes


def entered(cli: Cli, given: dict[str, str], tmp_path: Path) -> None:
    """Keeps the plan A, on the evening before its first day."""
    if "file" in given:
        form = json.loads(given["file"])
        from taper.interop.tomltext import toml_text

        path = tmp_path / "plan.toml"
        path.write_text(toml_text(form), encoding="utf-8")
        source = ("--file", str(path), "--strength", given.get("strength", "10 mg"))
    else:
        source = (given["plan"], "--start", given["start"], "--strength", given["strength"])
    kept = cli("add", *source, "--label", "A", "--yes", "--json", at="2026-11-20T20:00:00Z")
    assert kept.code == 0, kept.err


def day(text: str) -> str:
    """ "7 Dec" of an ISO date."""
    on = date.fromisoformat(text)
    return f"{on.day} {on:%b}"


def dose_days(shown: dict[str, Any]) -> str:
    """The day numbers of the dose days of each step: "1 3 | 5 7"."""
    by_step: dict[int, list[str]] = defaultdict(list)
    for one in shown["days"]:
        if one["doses"]:
            by_step[one["step"]].append(str(date.fromisoformat(one["date"]).day))
    return " | ".join(" ".join(by_step[step["number"]]) for step in shown["steps"]).replace("|  |", "| |")


def pieces(found: list[dict[str, str]]) -> str:
    """ "8 of 10 mg tablet"."""
    return ", ".join(f"{one['count']} of {one['of']}" for one in found)


def observed(key: str, *, result: Result, shown: dict[str, Any]) -> str:
    """What became of one thing that is expected."""
    if key in ("exit", "warns", "refused"):
        return str(result.code) if key == "exit" else " ".join(result.err.split())
    if key.startswith("slots of "):
        doses = [one["doses"] for one in shown["days"] if day(one["date"]) == key.removeprefix("slots of ")]
        return " ".join(dose["slot"] for dose in doses[0])
    return {
        "steps": lambda: " | ".join(f"{day(one['first_on'])} to {day(one['last_on'])}" for one in shown["steps"]),
        "doses": lambda: dose_days(shown),
        "last dose": lambda: str(result.json["last_use_on"]),
        "prescribed end": lambda: str(result.json["prescribed_end_on"]),
        "days past": lambda: str(result.json["days_past_prescribed"]),
        "more": lambda: pieces(result.json["tablets_more"]),
        "fewer": lambda: pieces(result.json["tablets_fewer"]),
        "says": lambda: " ".join(result.json["says"]),
        "by": lambda: str(result.json["by"]),
    }[key]()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_word(cli: Cli, home: Path, tmp_path: Path, path: Path) -> None:
    """Each change does what stands below it, or is refused and changes nothing."""
    given, changes = parsed(path)
    entered(cli, given, tmp_path)
    assert changes
    store = next(home.rglob("*.db"))
    for at, change, expected in changes:
        command, *options = shlex.split(change)
        before = store.read_bytes()
        result = cli(command, "A", *options, "--yes", "--json", at=f"{at.replace(' ', 'T')}:00Z")
        if result.code:
            assert store.read_bytes() == before, f"{change}: refused, and the store is another one"
        shown = cli("show", "A", "--json").json
        for key, value in expected:
            found = observed(key, result=result, shown=shown)
            within = key in ("says", "warns", "refused")
            assert value in found if within else value == found, f"{change}: {key}: {found}\n{result.err}"
