"""What plan does a plan file (TOML) hold, and how is a plan written as one?

The keys are those of `taper.core.form`. In a file written by hand a slot may leave out its time, and the file its first
day and zone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time

from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.errors import Question, Unanswered
from taper.core.form import FormError, from_form, to_form
from taper.core.formtable import Problem
from taper.core.plan import Plan
from taper.core.tomllines import line_of
from taper.interop.tomltext import toml_text

MAX_FILE_BYTES = 1_000_000
"""The largest plan file that is read."""

MAX_QUESTIONS = 50
"""How many problems of one file are named; more are counted."""

_NEXT = "Correct the file and read it again."
_LINE = re.compile(r"at line (\d+)")


def read_plan_file(
    content: bytes,
    *,
    name: str,
    times: SlotTimes = DEFAULT_TIMES,
    starts_on: date | None = None,
    starts_at: time | None = None,
    zone: str | None = None,
    assumed_starts_on: date | None = None,
    assumed_zone: str | None = None,
) -> Plan:
    """The plan in a file called `name`; the rest is as in `taper.core.form.from_form`.

    Raises Unanswered with one question for each problem, naming the file, the line, what was found and what expected.
    """
    text = _text_of(content, name=name)
    form = _table_of(text, name=name)
    try:
        return from_form(
            form,
            times=times,
            starts_on=starts_on,
            starts_at=starts_at,
            zone=zone,
            assumed_starts_on=assumed_starts_on,
            assumed_zone=assumed_zone,
        )
    except FormError as error:
        raise Unanswered(tuple(_questions(error.problems, name=name, text=text))) from None


def names_start(content: bytes, *, name: str) -> bool:
    """Whether a plan file says itself when day 1 is. Raises Unanswered when it is no TOML."""
    return "starts_on" in _table_of(_text_of(content, name=name), name=name)


def _text_of(content: bytes, *, name: str) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise _no_plan_file(name, found=f"{len(content):,} bytes", expected=f"at most {MAX_FILE_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _no_plan_file(name, found="bytes that are no UTF-8", expected="text saved as UTF-8", line=line) from None
    if not text.strip():
        raise _no_plan_file(name, found="nothing", expected='a plan: at least one table "[[steps]]"')
    if text.lstrip().startswith("{"):
        raise _no_plan_file(name, found="what looks like JSON", expected='TOML, as in: medicine = "prednisone"')
    return text


def _table_of(text: str, *, name: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _no_plan_file(name, found="lists in lists too deep to read", expected="a plan's keys") from None
    except ValueError as error:  # also a number of thousands of digits, which is no TOMLDecodeError
        found = f"what is no TOML ({str(error)[:200]})"
        raise _no_plan_file(name, found=found, expected="TOML", line=_line_named(str(error), text=text)) from None


def _line_named(error: str, *, text: str) -> int | None:
    if error.endswith("(at end of document)"):
        return len(text.splitlines())
    match = _LINE.search(error)
    return int(match[1]) if match else None


def _no_plan_file(name: str, *, found: str, expected: str, line: int | None = None) -> Unanswered:
    where = name if line is None else f"{name}, line {line}"
    return Unanswered((Question(f"{where}: found {found}; expected {expected}. {_NEXT}", where=where),))


def _questions(problems: tuple[Problem, ...], *, name: str, text: str) -> Iterator[Question]:
    for problem in problems[:MAX_QUESTIONS]:
        line = line_of(text, problem.path)
        where = f"{name}, {problem.place}" if line is None else f"{name}, line {line}, {problem.place}"
        yield Question(f"{where}: found {problem.found}; expected {problem.expected}. {_NEXT}", where=where)
    if len(problems) > MAX_QUESTIONS:
        yield Question(f"{name}: {len(problems) - MAX_QUESTIONS:,} more problems follow. {_NEXT}", where=name)


def write_plan_file(plan: Plan) -> str:
    """The plan as the text of a plan file; `read_plan_file` reads it back to an equal plan."""
    return toml_text(to_form(plan))
