"""Was a text read as it must be, asked about, or read wrong?

The text goes the way of `taper preview --json`, in-process; the answer is compared with the expectation value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from bench.expected import Amount, Dose, Expected, amount_written
from taper.app.preview import OPEN_DAYS, preview
from taper.app.reading import Source, read_source
from taper.core.errors import Unanswered
from taper.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
ZONE = "America/New_York"
START = "2026-12-01"
_SLOTS = {"morning", "noon", "evening", "night", "bedtime"}
_GAP = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


class Outcome(StrEnum):
    """How one text came out."""

    RIGHT = "read right"
    ASKED_RIGHTLY = "asked rightly"
    ASKED_ALTHOUGH_COMPLETE = "asked although complete"
    WRONG = "read wrong"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome and, for a wrong reading, what differs; for a question, what was asked."""

    outcome: Outcome
    said: tuple[str, ...] = ()


def answer_to(expected: Expected) -> dict[str, Any] | Unanswered:
    """What `preview --json` prints for a text with its options, or its questions."""
    source = Source(
        text=expected.text,
        start=next(iter(expected.options("--start")), None),
        zone=ZONE,
        strengths=tuple(expected.options("--strength")),
        split=next(iter(expected.options("--split")), "none"),
    )
    try:
        read = read_source(source, settings=Settings(), now=NOW, machine_zone=ZONE, assume_tomorrow=True)
        return preview(read.plan, limits=(), open_days=int(next(iter(expected.options("--days")), OPEN_DAYS)))
    except Unanswered as questions:
        return questions


def judge(expected: Expected) -> Judgement:
    """Reads the text and says how it came out."""
    answer = answer_to(expected)
    if isinstance(answer, Unanswered):
        rightly = expected.expect != "read"
        outcome = Outcome.ASKED_RIGHTLY if rightly else Outcome.ASKED_ALTHOUGH_COMPLETE
        return Judgement(outcome, tuple(question.text for question in answer.questions))
    if expected.expect == "ask":
        return Judgement(Outcome.WRONG, (f"accepted, but must ask: {expected.why}", in_short(answer)))
    wrong = tuple(differences(expected, answer))
    if wrong and expected.or_days is not None:
        wrong = tuple(differences(replace(expected, days=expected.or_days), answer))
    return Judgement(Outcome.WRONG if wrong else Outcome.RIGHT, wrong)


def in_short(answer: Mapping[str, Any]) -> str:
    """What was read, as a line: the medicine, the steps, the end."""
    steps = "; ".join(step["text"] for step in answer["steps"])
    return f"{answer['medicine'] or 'no medicine'}: {steps}; ends in {answer['ends']}"


def differences(expected: Expected, answer: Mapping[str, Any]) -> Iterator[str]:
    """Everything in which the answer is not the expected plan."""
    starts_on = date.fromisoformat(expected.starts_on or (expected.options("--start") or [START])[0][:10])
    if answer["starts_on"] != starts_on.isoformat():
        yield f"day 1 is {answer['starts_on']}, not {starts_on}"
    if answer["ends"] != expected.ends:
        yield f"ends in {answer['ends']}, not {expected.ends}"
    yield from _days_differ(expected, answer["days"], starts_on)
    if expected.days and not expected.as_needed:
        last = None if expected.ends == "open" else (starts_on + timedelta(days=expected.last_day - 1)).isoformat()
        if answer["last_dose_on"] != last:
            yield f"the last dose is on {answer['last_dose_on']}, not {last}"
    if expected.checks_supply and _counts(answer["supply"]) != _counts(expected.supply):
        yield f"supply {answer['supply']}, not {expected.supply}"
    yield from _needed_differ(expected, answer["as_needed"])


def _counts(supply: Any) -> dict[str, Fraction] | None:
    return None if supply is None else {row["of"]: Fraction(row["count"]) for row in supply}


def _days_differ(expected: Expected, days: list[Mapping[str, Any]], starts_on: date) -> Iterator[str]:
    if len(days) != expected.last_day:
        yield f"{len(days)} days written out, not {expected.last_day}"
    for number, day in enumerate(days[: expected.last_day], 1):
        if day["day"] != number or day["date"] != (starts_on + timedelta(days=number - 1)).isoformat():
            yield f"day {number} stands as day {day['day']}, {day['date']}"
        wrong = _day_differs(expected, expected.days.get(number, ()), day)
        if wrong:
            yield f"day {number}: {wrong}"
            return


def _day_differs(expected: Expected, doses: Any, day: Mapping[str, Any]) -> str | None:
    """What is wrong with one day: the amounts in order of time, their times, the total."""
    held = [_held(amount_written(dose["amount"]), expected.per_unit) for dose in day["doses"]]
    wanted = [_held(dose.amount, expected.per_unit) for dose in doses]
    if held != wanted:
        return f"{[dose['amount'] for dose in day['doses']]}, not {[_said(dose) for dose in doses]}"
    late = next((pair for pair in zip(doses, day["doses"], strict=True) if not _at_its_time(*pair)), None)
    if late is not None:
        return f"{_said(late[0])} stands at {late[1]['slot']} {late[1]['at'][11:16]}"
    total = _held(amount_written(day["total"]), expected.per_unit)
    if total.number != sum((amount.number for amount in wanted), Fraction(0)):
        return f"the total is {day['total']}"
    return None


def _held(amount: Amount, per_unit: Mapping[str, Amount]) -> Amount:
    """A count of tablets as what they hold, where that is known."""
    one = per_unit.get(amount.unit)
    return amount if one is None else Amount(amount.number * one.number, one.unit)


def _said(dose: Dose) -> str:
    at = f" @{dose.at}" if dose.at else ""
    return f"{dose.amount.number} {dose.amount.unit}{at}"


def _at_its_time(wanted: Dose, dose: Mapping[str, Any]) -> bool:
    if wanted.at is None:
        return True
    return bool(dose["slot"] == wanted.at if wanted.at in _SLOTS else dose["at"][11:16] == wanted.at)


def _needed_differ(expected: Expected, needed: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(needed) != len(expected.as_needed):
        yield f"{len(needed)} doses as needed, not {len(expected.as_needed)}"
        return
    for wanted, one in zip(expected.as_needed, needed, strict=True):
        for key, value in wanted.items():
            allowed = value if isinstance(value, list) else [value]
            if "*" not in allowed and _plain(one[key], expected) not in [_plain(v, expected) for v in allowed]:
                yield f"as needed, {key}: {one[key]!r}, not {value!r}"


def _plain(value: Any, expected: Expected) -> object:
    """A field of an as-needed dose in a form that compares: gaps in minutes, amounts as numbers, words in one case."""
    if not isinstance(value, str):
        return value
    gap = _GAP.fullmatch(value)
    if gap:
        days, hours, minutes = (int(part or 0) for part in gap.groups())
        return (days * 24 + hours) * 60 + minutes
    if re.match(r"[\d.,]+ \S", value):
        return _held(amount_written(value), expected.per_unit)
    return value.lower()


def with_text(expected: Expected, text: str) -> Expected:
    """The same expectation of another text."""
    return replace(expected, text=text)
