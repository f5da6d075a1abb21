"""Golden plans: each `.plan` in tests/golden gives exactly the dose table beside it, each invalid one its questions.

The first line of a `.plan` has options as for `taper preview`; what follows is the plan's text, unless --file is given.
A file dropped into the folder is a test. `pytest tests/test_golden.py --write-golden` writes the tables and questions
anew; a person then reads every changed line against the prescription before keeping it.
"""

from __future__ import annotations

import argparse
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dosetable import dose_table

from taper.app.reading import Source, read_source
from taper.core.errors import Question, Unanswered
from taper.core.plan import Plan
from taper.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
EXAMPLES = sorted((ROOT / "schedules" / "plans").glob("*.toml"))
VALID = sorted(GOLDEN.glob("*.plan"))
INVALID = sorted((GOLDEN / "invalid").glob("*.plan")) + sorted((GOLDEN / "invalid").glob("*.toml"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_root_of_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Golden plans name files from there, and the questions about them repeat these names."""
    monkeypatch.chdir(ROOT)


def options_of(line: str) -> argparse.Namespace:
    """The options of `taper preview` that a golden plan may give, as typed."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    for option in ("--file", "--start", "--zone"):
        parser.add_argument(option)
    parser.add_argument("--strength", action="append", default=[])
    parser.add_argument("--split", default="none")
    parser.add_argument("--days", type=int, default=28)
    return parser.parse_args(shlex.split(line))


def golden_plan(path: Path) -> tuple[Plan, int]:
    """What a golden plan is read as, and how many days of it are shown. Raises Unanswered with its questions."""
    if path.suffix == ".toml":
        options, text = options_of(f"--file {path.relative_to(ROOT)} --start 2026-12-01 --zone Europe/Berlin"), ""
    else:
        line, _, text = path.read_text(encoding="utf-8").partition("\n")
        options = options_of(line)
    source = Source(
        text=text.strip(),
        file=options.file,
        start=options.start,
        zone=options.zone,
        strengths=tuple(options.strength),
        split=options.split,
    )
    read = read_source(source, settings=Settings(), now=NOW, machine_zone="UTC", assume_tomorrow=False)
    return read.plan, options.days


def compare(path: Path, said: str, *, request: pytest.FixtureRequest) -> None:
    """Hold what the program says against the file beside the plan, or write that file where the flag says so."""
    if request.config.getoption("--write-golden"):
        path.write_text(said, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing; run with --write-golden, then read it against the prescription"
    assert said.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_golden_plan_gives_its_dose_table(path: Path, request: pytest.FixtureRequest) -> None:
    """Every dose, its tablets, each day's total, the supply and the last dose are as the table says."""
    plan, days = golden_plan(path)
    compare(path.with_suffix(".table"), dose_table(plan, open_days=days), request=request)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_plan_gives_its_questions(path: Path, request: pytest.FixtureRequest) -> None:
    """What cannot be read is asked about, in exactly these words, and never becomes a plan."""
    with pytest.raises(Unanswered) as caught:
        golden_plan(path)
    said = "\n".join(asked(question, caught.value.text) for question in caught.value.questions)
    compare(path.with_suffix(".question"), said + "\n", request=request)


def asked(question: Question, text: str) -> str:
    """A question with the words it points at, why it matters and what may be chosen."""
    lines = [question.text]
    if question.span is not None:
        lines.append(f"  at: {text[question.span.start : question.span.end]}")
    if question.why:
        lines.append(f"  why: {question.why}")
    lines += [f"  choice: {choice}" for choice in question.choices]
    lines += [f"  example: {question.example}"] if question.example else []
    return "\n".join(lines)


def test_every_example_plan_has_a_table() -> None:
    """No plan is shipped that nobody has written out by hand."""
    shipped = {path.stem for path in EXAMPLES}
    assert shipped <= {path.stem for path in VALID}
    assert len(shipped) >= 6


def test_every_table_has_its_plan() -> None:
    """A table or question whose plan is gone would test nothing."""
    answers = [*GOLDEN.rglob("*.table"), *GOLDEN.rglob("*.question")]
    assert {path.with_suffix("") for path in answers} <= {path.with_suffix("") for path in (*VALID, *INVALID)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_shipped_plan_is_marked_as_an_example(path: Path) -> None:
    """An example is shown and never kept; which of its numbers are invented is said in the file itself."""
    plan, _ = golden_plan(path)
    assert plan.example
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# EXAMPLE")
    assert "\nmade_up = [" in text
