"""The published JSON Schema of plan files: it accepts what the reader accepts, and refuses what a schema can see."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from strategies import plans

from taper.core.form import FormError, from_form, to_form
from taper.core.plan import Plan
from taper.interop.planfile import read_plan_file, write_plan_file

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schedules" / "plan.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
VALID = sorted([*(ROOT / "schedules" / "plans").glob("*.toml"), *(ROOT / "tests" / "golden").glob("*.toml")])
INVALID = sorted((ROOT / "tests" / "golden" / "invalid").glob("*.toml"))
BEYOND_A_SCHEMA = {
    "doses-as-needed": "which lengths go with which doses is counted from the whole step",
    "file-start-said-twice": "the other start stands on the command line",
    "no-such-first-day-bare": "it is no TOML",
    "one-slot-twice": "names are compared across a list",
    "open-in-the-middle": "only the last step may be open, and a schema does not count",
    "stop-without-an-end": "how a plan ends hangs on its last step",
    "unknown-zone": "the zones are not listed in the schema",
}
"""Files with a fault that a schema cannot see, and why."""


def faults(form: object) -> list[str]:
    """What the schema has against a form, each with its place."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(form)]


def form_of(path: Path) -> Any:
    """What a file holds, with TOML's own dates and times as text."""
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=_in_text))


def _in_text(value: object) -> str:
    assert isinstance(value, date | time)
    return value.isoformat()


def test_the_schema_is_one() -> None:
    """It is a schema of the draft it names, and its own whole examples fit it."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["examples"]
    for example in SCHEMA["examples"]:
        assert faults(example) == []
        from_form({"starts_on": "2026-12-01", "zone": "UTC", **example})


def test_every_key_is_titled_described_or_shown() -> None:
    """A person who hovers over a key reads what it is."""
    tables = [SCHEMA, *(one for one in SCHEMA["$defs"].values() if "properties" in one)]
    for table in tables:
        assert table["title"]
        assert table["description"]
        for key, said in table["properties"].items():
            assert {"title", "$ref"} & said.keys(), key


@settings(deadline=None)
@given(plans())
def test_the_form_of_every_plan_fits(plan: Plan) -> None:
    """What the program writes, an editor with the schema finds no fault in."""
    assert faults(to_form(plan)) == []


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_plan_file_fits(path: Path) -> None:
    """Shipped plans and golden ones, each pattern among them."""
    assert faults(form_of(path)) == []


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_plan_file_written_again_is_the_same_plan(path: Path) -> None:
    """Reading what was written gives the plan that was read, and writing that gives the same file."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    start = None if "starts_on" in text else date(2026, 12, 1)
    plan = read_plan_file(path.read_bytes(), name=path.name, starts_on=start, assumed_zone="UTC")
    written = write_plan_file(plan)
    assert faults(tomllib.loads(written)) == []
    assert read_plan_file(written.encode(), name="plan.toml") == plan
    assert write_plan_file(read_plan_file(written.encode(), name="plan.toml")) == written


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_wrong_file_is_refused_where_a_schema_can_see_it(path: Path) -> None:
    """Every invalid golden file has a fault, but for those that are named here with a reason."""
    if path.stem == "no-such-first-day-bare":
        with pytest.raises(tomllib.TOMLDecodeError):
            form_of(path)
        return
    assert bool(faults(form_of(path))) is not (path.stem in BEYOND_A_SCHEMA)


ONE = {"medicine": "a", "steps": [{"days": 3, "slots": [{"slot": "morning", "amount": "5 mg"}]}]}
STEP_KEYS: dict[str, list[object]] = {
    "days": [0, 3661, "3", True, 1.5],
    "doses": [0, -1],
    "every_days": [0, "2"],
    "offset_days": [1],
    "weekdays": [[], ["Monday"], ["monday", "monday"], "monday"],
    "every_weeks": [2],
    "on_days": [3],
    "off_days": [3],
    "monthly": [False, 1],
    "parts": [[]],
    "every_hours": [8],
    "first_time": ["08:00"],
    "amount": ["5 mg"],
    "of": ["5 mg"],
    "as_needed": [{"amount": "5 mg"}],
    "rest": [True, False],
    "open": [True],
    "slots": [[], [{"amount": "5 mg"}], [{"slot": "morning"}], [{"slot": "morning", "amount": "5"}]],
    "slot": ["morning"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in STEP_KEYS.items() for value in values])
def test_a_step_that_the_reader_refuses_does_not_fit(key: str, value: object) -> None:
    """The schema and the reader agree on each key of a step, beside slots."""
    form = {**ONE, "steps": [{**ONE["steps"][0], key: value}]}  # type: ignore[dict-item]
    assert faults(form)
    with pytest.raises(FormError):
        from_form({**form, "zone": "UTC", "starts_on": "2026-12-01"})


@pytest.mark.parametrize(
    "amount", ["40 mg", "0.5 tablet", "2 patches", "1400 mg", "5 MG", "10 units", "0.001 g", "5mg"]
)
def test_amounts_that_are_read_fit(amount: str) -> None:
    """In every unit, as the reader takes them."""
    form = {**ONE, "steps": [{"days": 3, "slots": [{"slot": "morning", "amount": amount}]}]}
    assert faults(form) == []
    from_form({**form, "zone": "UTC", "starts_on": "2026-12-01"})


@pytest.mark.parametrize(
    "amount", ["40", "0 mg", "0.0 mg", "1,5 mg", ".5 mg", "-5 mg", "5 pills", "1e3 mg", "5 mgs", ""]
)
def test_amounts_that_are_not_read_do_not_fit(amount: str) -> None:
    """Nothing, no unit, a comma, an exponent, a unit that is none."""
    form = {**ONE, "steps": [{"days": 3, "slots": [{"slot": "morning", "amount": amount}]}]}
    assert faults(form)
    with pytest.raises(FormError, match="amount"):
        from_form({**form, "zone": "UTC", "starts_on": "2026-12-01"})
