"""Whatever stands in an argument of an operation, the answer is an answer or a sentence with an exit code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import BERLIN, Person, a_person

import taper.app
from taper.app.operations import OPERATIONS, perform
from taper.core.errors import TaperError

_NAMED = re.compile(r'\.(?:text|needed|flag|number|count|texts|table)\(\s*"(\w+)"')

NAMES = sorted(
    {name for file in Path(taper.app.__file__).parent.glob("*.py") for name in _NAMED.findall(file.read_text())}
)
"""Every name of an argument that an operation reads."""

NESTED: Any = json.loads("[" * 400 + "]" * 400)
VALUES: list[Any] = [
    *(None, True, 0, -1, 7, 10**400, 1.5, float("nan"), float("inf"), "", " ", "A", "x" * 300_000),
    *("\ud800", "\x00", "\u202e<b>A</b>", "2026-12-01", "9999-99-99", "99999-12-31T99:99", "1e400 mg", "-5 mg"),
    *([], [None], [["a"]], ["\ud800"], {}, {"a": 1}, {"": {}}, {"steps": NESTED}, {"steps": [{"days": "x"}]}, NESTED),
]


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody with a plan on which something happened."""
    with a_person(tmp_path_factory.mktemp("home"), at="2026-12-01 13:00") as person:
        person.add("carisoprodol 350 mg at bedtime for 14 days, then stop", start="2026-12-01")
        yield person


def usual(person: Person, operation: str) -> dict[str, Any]:
    """Arguments with which the operation goes far."""
    given: dict[str, Any] = {"plan": "A", "intake_id": person.fresh_id(), "note_id": person.fresh_id(), "preview": True}
    given |= {"words": "dizzy", "days": 3, "zone": BERLIN, "approved_by": "Dr Adams", "activity": "walk"}
    if operation in ("add", "before"):
        form = person.form("carisoprodol 350 mg at bedtime for 2 days, then stop", start="2026-12-03")
        given |= {"form": form, "plan_id": person.fresh_id()}
    return given


def exit_code(person: Person, operation: str, arguments: dict[str, Any]) -> int:
    """How it ends, 0 with an answer that can be written; what is no TaperError goes through."""
    try:
        json.dumps(perform(person.desk, operation, arguments))
    except TaperError as error:
        return error.exit_code
    return 0


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_no_argument_is_a_defect(person: Person, operation: str) -> None:
    """Each argument in turn is an odd value, another for each operation; a bare TaperError (exit 1) is a defect."""
    shift = sorted(OPERATIONS).index(operation)
    for index, name in enumerate(NAMES):
        value = VALUES[(index + 5 * shift) % len(VALUES)]
        with person.desk.store.transaction():
            code = exit_code(person, operation, usual(person, operation) | {name: value})
            assert code in (0, 2, 3, 4, 5), (name, str(value)[:60])
