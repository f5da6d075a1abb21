"""The published JSON Schema of facts files: it accepts what the reader accepts, and refuses what a schema can see."""

from __future__ import annotations

import json
import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from taper.core.facts import Kind
from taper.facts.form import facts_from
from taper.facts.table import Fault, Table

SCHEDULES = Path(__file__).resolve().parents[2] / "schedules"
SCHEMA = json.loads((SCHEDULES / "facts.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
SHIPPED = sorted((SCHEDULES / "facts").glob("*.toml"))

CITED = {"source": "my provider", "read_on": date(2026, 11, 23)}
LIMIT: dict[str, object] = {"kind": "longest-duration", "text": "Said.", "days": 5, "nature": "hard limit", **CITED}
ABRUPT: dict[str, object] = {"kind": "not-abruptly", "text": "Said.", **CITED}
AVOID = {**ABRUPT, "kind": "avoid"}
SIGNS: dict[str, object] = {"signs": ["headache"], "urgent": True}
MISSED: dict[str, object] = {"kind": "missed-dose", "text": "Said.", **CITED}
WAIT: dict[str, object] = {"kind": "lock-out", "text": "Said.", "months": 2, **CITED}
DOSING: dict[str, object] = {"kind": "dosing", "text": "Said.", **CITED}
BRAND: dict[str, object] = {"kind": "brand", "names": ["Madeup"], **CITED}
MEMBER: dict[str, object] = {"kind": "member", "names": ["madeupin"], **CITED}


def seen_by_the_schema(form: object) -> list[str]:
    """What the schema has against a form, each with its place; TOML's own dates as text."""
    plain = json.loads(json.dumps(form, default=date.isoformat))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(plain)]


def seen_by_the_reader(form: dict[str, Any]) -> list[Fault]:
    """What the reader has against it."""
    faults: list[Fault] = []
    facts_from(Table(deepcopy(form), faults), own=True)
    return faults


def test_the_schema_is_one() -> None:
    """It is a schema of the draft it names, its own example fits it, and it knows every kind."""
    Draft202012Validator.check_schema(SCHEMA)
    for example in SCHEMA["examples"]:
        assert seen_by_the_schema(example) == []
    assert SCHEMA["$defs"]["statement"]["properties"]["kind"]["enum"] == [kind.value for kind in Kind]


def test_every_key_is_titled_and_described() -> None:
    """A person who hovers over a key reads what it is."""
    for table in (SCHEMA, *(one for one in SCHEMA["$defs"].values() if "properties" in one)):
        for key, said in table["properties"].items():
            assert said["title"], key
            assert said["description"], key


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_fits(path: Path) -> None:
    """And the reader finds no fault in it either."""
    form = tomllib.loads(path.read_text(encoding="utf-8"))
    assert seen_by_the_schema(form) == []
    assert seen_by_the_reader(form) == []


def without(table: dict[str, object], key: str) -> dict[str, object]:
    """The table without one of its keys."""
    return {name: value for name, value in table.items() if name != key}


GOOD: list[dict[str, Any]] = [
    {"name": "madeupin"},
    {"name": "madeupin", "of": "medicine", "called": [BRAND], "statement": [LIMIT, ABRUPT, WAIT], "open": ["all"]},
    {"name": "madeups", "of": "class", "called": [MEMBER, {**MEMBER, "kind": "other name"}]},
    {"name": "a", "statement": [{**LIMIT, "for": ["fever"], "region": "UK", "place": "page 1", "also": ["x"]}]},
    {"name": "a", "statement": [{**LIMIT, "ours": {"note_from_day": 3, "warn_from_day": 4, "why": "so"}}]},
    {"name": "a", "statement": [{**ABRUPT, "from_day": 22}]},
    {"name": "a", "statement": [{**ABRUPT, "ours": {"warn_from_day": 15, "why": "so"}}]},
    {"name": "a", "statement": [{**AVOID, "effect": "sedation", "added_to_by": ["opioids"], "tell": ["opioids"]}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", "effect": "sedation"}]},
    *({"name": "a", "statement": [{**AVOID, "kind": kind, **SIGNS}]} for kind in ("side-effect", "withdrawal-sign")),
    {"name": "a", "statement": [{**AVOID, "kind": "withdrawal-sign", "urgent": False}]},
    {"name": "a", "statement": [{**AVOID, "kind": "tell-provider", "tell": ["seizures", "other medicines"]}]},
    *(
        {"name": "a", "statement": [{**MISSED, "missed": rule}]}
        for rule in (
            {"rule": "same-day"},
            {"rule": "not-before-next", "hours": 4},
            {"rule": "within", "hours": 12},
            {"rule": "within", "days": 2},
            {"rule": "always-skip"},
            {"rule": "restart"},
            {"rule": "restart", "doses": 4},
            {"rule": "double"},
        )
    ),
    {"name": "a", "statement": [{**LIMIT, "within_days": 90}]},
    {"name": "a", "statement": [DOSING]},
    {"name": "a", "statement": [{**DOSING, "min_gap_hours": 5, "max_at_once": "0.72 mg", "max_per_day": "2.88mg"}]},
]
BAD: list[dict[str, Any]] = [
    *(
        {"name": "a", "statement": [{**MISSED, "missed": rule}]}
        for rule in (
            {},
            "same-day",
            {"rule": "sometimes"},
            {"rule": "within"},
            {"rule": "within", "hours": 2, "days": 2},
            {"rule": "not-before-next", "days": 2},
            {"rule": "same-day", "hours": 2},
            {"rule": "within", "hours": 745},
            {"rule": "within", "days": 32},
            {"rule": "restart", "doses": 101},
            {"rule": "always-skip", "doses": 1},
            {"rule": "double", "words": "Both."},
        )
    ),
    {"name": "a", "statement": [{**ABRUPT, "missed": {"rule": "same-day"}}]},
    {"name": "a", "statement": [{**WAIT, "ours": {"warn_from_day": 11, "why": "so"}}]},
    {},
    {"name": ""},
    {"name": " "},
    {"name": "a\nb"},
    {"name": "a" * 1001},
    {"name": "a", "of": "group"},
    {"name": "a", "brands": ["b"]},
    {"name": "a", "open": "all"},
    {"name": "a", "called": [MEMBER]},
    {"name": "a", "of": "class", "called": [BRAND]},
    {"name": "a", "called": [{**BRAND, "names": []}]},
    {"name": "a", "called": [{**BRAND, "names": [1]}]},
    {"name": "a", "called": [{**BRAND, "text": "b"}]},
    {"name": "a", "called": BRAND},
    *({"name": "a", "called": [without(BRAND, key)]} for key in BRAND),
    *({"name": "a", "statement": [without(LIMIT, key)]} for key in LIMIT),
    {"name": "a", "statement": [without(WAIT, "months")]},
    {"name": "a", "statement": [{**LIMIT, "kind": "rumour"}]},
    {"name": "a", "statement": [{**LIMIT, "nature": "lock-out"}]},
    {"name": "a", "statement": [{**LIMIT, "days": 0}]},
    {"name": "a", "statement": [{**LIMIT, "days": 10_001}]},
    {"name": "a", "statement": [{**LIMIT, "months": 2}]},
    {"name": "a", "statement": [{**LIMIT, "from_day": 2}]},
    {"name": "a", "statement": [{**ABRUPT, "for": ["fever"]}]},
    {"name": "a", "statement": [{**ABRUPT, "days": 5}]},
    {"name": "a", "statement": [{**ABRUPT, "ours": {"why": "so"}}]},
    {"name": "a", "statement": [{**ABRUPT, "ours": {"note_from_day": 3, "warn_from_day": 15, "why": "so"}}]},
    {"name": "a", "statement": [{**ABRUPT, "effect": "sedation"}]},
    {"name": "a", "statement": [{**ABRUPT, "tell": ["all"]}]},
    {"name": "a", "statement": [{**AVOID, "effect": "sleep"}]},
    {"name": "a", "statement": [{**AVOID, "added_to_by": ["opioids"]}]},
    {"name": "a", "statement": [{**AVOID, "ours": {"warn_from_day": 15, "why": "so"}}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", "tell": ["all"]}]},
    {"name": "a", "statement": [{**AVOID, **SIGNS}]},
    {"name": "a", "statement": [{**AVOID, "urgent": False}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", "urgent": True}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", "urgent": True, "signs": []}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", **SIGNS, "urgent": "yes"}]},
    {"name": "a", "statement": [{**AVOID, "kind": "side-effect", "signs": "headache"}]},
    {"name": "a", "statement": [{**ABRUPT, "within_days": 5}]},
    {"name": "a", "statement": [{**LIMIT, "min_gap_hours": 5}]},
    {"name": "a", "statement": [{**ABRUPT, "max_per_day": "5 mg"}]},
    *({"name": "a", "statement": [{**DOSING, "max_at_once": text}]} for text in ("0 mg", "2 tablets", "5 mg ", "5", 5)),
    {"name": "a", "statement": [{**WAIT, "nature": "lock-out"}]},
    {"name": "a", "statement": [{**LIMIT, "ours": {"why": "so"}}]},
    {"name": "a", "statement": [{**LIMIT, "ours": {"note_from_day": 3}}]},
    {"name": "a", "statement": [{**LIMIT, "ours": {"note_from_day": 3, "why": "so", "source": "x"}}]},
]


@pytest.mark.parametrize("form", GOOD, ids=str)
def test_what_is_read_fits(form: dict[str, Any]) -> None:
    """With every key there is."""
    assert seen_by_the_schema(form) == []
    assert seen_by_the_reader(form) == []


@pytest.mark.parametrize("form", BAD, ids=range(len(BAD)))
def test_what_the_reader_refuses_does_not_fit(form: dict[str, Any]) -> None:
    """The schema and the reader agree."""
    assert seen_by_the_schema(form)
    assert seen_by_the_reader(form)


def test_the_order_of_our_thresholds_is_left_to_the_reader() -> None:
    """A schema does not compare two numbers."""
    form = {"name": "a", "statement": [{**LIMIT, "ours": {"note_from_day": 4, "warn_from_day": 4, "why": "so"}}]}
    assert seen_by_the_schema(form) == []
    assert [fault.place for fault in seen_by_the_reader(form)] == ["statement 1, ours, note_from_day"]
