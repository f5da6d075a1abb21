"""How the tests of the language read: one fixed setting, and what was asked about as plain words."""

from __future__ import annotations

from datetime import date, time

from taper.core.plan import Plan, Split
from taper.language import Questions, Reading, Setting, read, read_tablet, say_step

DAY_1 = date(2026, 12, 1)


def reading_of(
    text: str,
    *strengths: str,
    split: Split = Split.NONE,
    starts_on: date | None = DAY_1,
    starts_at_time: time | None = None,
) -> Reading:
    """The reading of a text in New York with day 1 on 1 December 2026 (a Tuesday)."""
    setting = Setting(
        starts_on=starts_on,
        zone="America/New_York",
        today=date(2026, 11, 23),
        starts_at_time=starts_at_time,
        tablets=tuple(read_tablet(strength, split=split) for strength in strengths),
        split=split,
    )
    return read(text, setting)


def plan_of(text: str, *strengths: str, split: Split = Split.NONE, starts_at_time: time | None = None) -> Plan:
    """The plan a text must mean."""
    reading = reading_of(text, *strengths, split=split, starts_at_time=starts_at_time)
    assert isinstance(reading, Plan), [question.text for question in reading.questions]
    return reading


def asked_about(reading: Reading) -> list[str]:
    """The words each question points at, "" for one that points nowhere."""
    assert isinstance(reading, Questions), steps_in_words(reading)
    spans = [question.span for question in reading.questions]
    return [reading.text[span.start : span.end] if span else "" for span in spans]


def steps_in_words(plan: Plan) -> list[str]:
    """Each step in the plain form."""
    return [say_step(step, tablets=plan.tablets) for step in plan.steps]
