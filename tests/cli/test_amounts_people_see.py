"""No text meant for people holds an amount in an error-prone form, and halves are said in words.

The rules are the ISMP list of error-prone designations and the Joint Commission's "Do Not Use" list. Words that a
person or prescriber wrote are quoted as they stand, and are no amount of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bench.expected import Expected
from bench.judge import NOW, ZONE
from bench.sources import our_readings, plans
from taper.app.preview import explained_json, preview
from taper.app.reading import ReadPlan, Source, read_source
from taper.cli.render import show_explained, show_plan
from taper.core.announce import Policy, announcements
from taper.core.errors import Unanswered
from taper.core.expand import expand
from taper.core.notice import Manner, announcement_lines, announcement_title, dose_title, place_of
from taper.core.record import Change, KeptPlan, Version
from taper.settings import Settings

EVERY = 4
"""Each fourth text of the corpus, and all of the examples."""

WRONG = {
    "a trailing zero": re.compile(r"\d\.\d*0\b"),
    "no leading zero": re.compile(r"(?<![\d.])\.\d"),
    "no space before the unit": re.compile(
        r"\d(?:mg|mcg|g|mL|units|tablets?|capsules?|patch|drops?|puffs?|sprays?|suppositor(?:y|ies)|applications?)\b"
    ),
    "µ": re.compile("[µμ]"),
    "U": re.compile(r"\bU\b"),
    "an exponent": re.compile(r"\d[eE][+-]?\d"),
    "no comma from 1,000 up": re.compile(r"\b\d{4,}(?:\.\d+)?[ \u00a0](?:mg|mcg|g|mL|units|tablets|capsules)\b"),
    "a half in digits": re.compile(r"\b\d*\.(?:25|5|75)[ \u00a0](?:tablets?|capsules?)\b"),
}


def read(expected: Expected) -> ReadPlan | Unanswered:
    source = Source(
        text=expected.text,
        start=next(iter(expected.options("--start")), None),
        zone=ZONE,
        strengths=tuple(expected.options("--strength")),
        split=next(iter(expected.options("--split")), "none"),
    )
    try:
        return read_source(source, settings=Settings(), now=NOW, machine_zone=ZONE, assume_tomorrow=True)
    except Unanswered as asked:
        return asked


def notices_of(read: ReadPlan) -> Iterator[str]:
    """The titles and bodies of everything that will be said of a plan in its first weeks."""
    kept = KeptPlan("plan", NOW, (Version(read.plan, Change.ENTERED, NOW),))
    for dose in expand(read.plan, NOW, NOW + timedelta(days=40)):
        yield dose_title(kept, dose, Manner())
        yield place_of(kept, dose.on)
    for said in announcements(kept, Policy()):
        yield announcement_title(kept, said.kind, said.on, today=said.at.date(), manner=Manner())
        yield from announcement_lines(kept, said.kind, said.on, step=said.step, today=said.at.date())


def without_quotes(text: str) -> str:
    """The text without what stands in quotes: the words of a prescriber."""
    return re.sub(r'"[^"]*"', '""', text)


def faults(text: str) -> list[str]:
    return [f"{name}: {text}" for name, pattern in WRONG.items() if pattern.search(without_quotes(text))]


TEXTS = [*plans(), *our_readings()[::EVERY]]


@pytest.mark.parametrize("expected", TEXTS, ids=lambda expected: expected.id)
def test_no_amount_that_people_see_is_in_an_error_prone_form(
    expected: Expected, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading, its table, its explanation, every notice of it; or the questions it raises."""
    monkeypatch.setenv("COLUMNS", "100")
    reading = read(expected)
    if isinstance(reading, Unanswered):
        said = [question.text for question in reading.questions] + [question.why for question in reading.questions]
    else:
        shown = preview(reading.plan, limits=())
        show_plan(shown, table=True)
        explained = explained_json(reading.text, reading.phrases)
        show_explained([row | {"words": []} for row in explained if row["step"] is not None])
        lines = capsys.readouterr().out.splitlines()
        notes = {" ".join(note.split()) for note in (*reading.plan.precautions, reading.plan.medicine or "")}
        said = [*(line for line in lines if line.strip(" ?") not in notes), *notices_of(reading)]
    assert [fault for text in said for fault in faults(text)] == []


def test_the_rules_find_what_they_are_for() -> None:
    """Each rule finds its own error-prone form, so that an empty list says something."""
    wrong = ["1.0 mg", "take .5 mg", "10mg", "5 µg", "5 U", "5E+1 mg", "1400 mg", "0.5 tablet"]
    assert [name for text in wrong for name, pattern in WRONG.items() if pattern.search(text)] == list(WRONG)
