"""What the shipped facts say, and that nothing in them stands without a source that was really read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taper.core.finding import Level
from taper.facts import Facts, Kind, LockOut, LongestCourse, Statement, find, limits_of, load_facts, schedules_folder

SOURCES_READ = frozenset(
    {
        "druginserts.com/lib/rx/meds/carisoprodol-48",
        "drugcentral.org/label/7d7d44b4-d405-4c48-9e79-cc128dd7aaeb/view",
        "turtlegame.xyz/news/2594073385371754360",
        "DailyMed set id 3fb9a45e-48ba-45c5-86a7-03a8744888f6",
        "themeditary.com/dosage-information/lucemyra-dosage-3090.html",
        "wakefield.yorkshiresmokefree.nhs.uk",
        "druginteractionchecker.com/prednisone-5-mg-oral-tablet.html",
    }
)
"""Every address a person really read a statement at. A new one is added here by whoever read it."""

NOTES = Path(__file__).resolve().parents[3] / "shared" / "DOMAIN.md"

STATEMENTS = [(facts.name, statement) for facts in load_facts() for statement in facts.statements]


def facts_of(medicine: str) -> Facts:
    """The shipped facts of a medicine that must be there."""
    found = find(load_facts(), medicine)
    assert found is not None
    return found


@pytest.mark.parametrize(("medicine", "statement"), STATEMENTS)
def test_every_statement_has_a_source_that_was_read(medicine: str, statement: Statement) -> None:
    """An invented citation is the worst defect there is: each address must stand in the list above."""
    assert {statement.source, *statement.also} <= SOURCES_READ, medicine


@pytest.mark.parametrize(("medicine", "statement"), STATEMENTS)
def test_every_statement_says_since_when_it_stands(medicine: str, statement: Statement) -> None:
    """A statement without the day it was taken over could not be checked again."""
    assert date(2026, 1, 1) <= statement.read_on <= date(2100, 1, 1), medicine
    assert statement.text.endswith("."), medicine


def test_every_source_stands_in_the_notes() -> None:
    """Where the notes the facts were taken from lie beside the source tree, each address is in them word for word."""
    if not NOTES.is_file():
        pytest.skip("the notes the facts were taken from are not here")
    notes = NOTES.read_text(encoding="utf-8")
    assert [source for source in sorted(SOURCES_READ) if source not in notes] == []


def test_no_source_is_listed_that_no_statement_uses() -> None:
    """The list of sources is as long as it must be, so that it is read."""
    used = {source for _, statement in STATEMENTS for source in (statement.source, *statement.also)}
    assert used == SOURCES_READ


def test_each_file_is_named_after_its_medicine() -> None:
    """A person who looks for a medicine finds its file by name."""
    names = [file.stem for file in sorted((schedules_folder() / "facts").glob("*.toml"))]
    assert names == [facts.name for facts in load_facts()]
    assert len(names) >= 4


def test_carisoprodol_is_noted_past_two_weeks_and_warned_of_past_three() -> None:
    """14 days draw nothing, day 15 a note, day 22 a warning; the thresholds are said to be taper's own."""
    note, warn = limits_of(facts_of("carisoprodol"))
    assert (note.days, note.level) == (14, Level.NOTE)
    assert (warn.days, warn.level) == (21, Level.WARN)
    assert "from day 15 (taper's own threshold)" in note.sentence
    assert "from day 22 (taper's own threshold)" in warn.sentence
    assert note.source == warn.source == "druginserts.com/lib/rx/meds/carisoprodol-48"


@pytest.mark.parametrize(
    ("medicine", "limits"),
    [
        ("metoclopramide", [(84, Level.WARN)]),
        ("lofexidine", [(14, Level.NOTE), (18, Level.WARN)]),
        ("cytisine", [(25, Level.WARN)]),
        ("prednisone", []),
    ],
)
def test_a_recommended_maximum_warns_from_the_day_after_it(medicine: str, limits: list[tuple[int, Level]]) -> None:
    """No shipped source is worded as a hard limit, so none stops; prednisone has no number at all."""
    assert [(limit.days, limit.level) for limit in limits_of(facts_of(medicine))] == limits


def test_what_is_not_to_be_stopped_abruptly_says_so() -> None:
    """Carisoprodol and prednisone are the shipped medicines with a cited word on abrupt stopping."""
    named = [facts.name for facts in load_facts() if facts.of_kind(Kind.NOT_ABRUPTLY)]
    assert named == ["carisoprodol", "prednisone"]


def test_cytisine_has_a_lock_out_of_at_least_two_months() -> None:
    """The shorter wait of the two that the leaflet names is kept as a number."""
    (statement,) = facts_of("cytisine").of_kind(Kind.LOCK_OUT)
    assert statement.bound == LockOut(months=2)


def test_what_has_no_source_is_listed_as_open_and_not_stated() -> None:
    """Side effects and withdrawal signs of carisoprodol stay out until an exact source is found."""
    carisoprodol = facts_of("carisoprodol")
    assert "withdrawal signs after abrupt stopping" in carisoprodol.unsourced
    assert carisoprodol.of_kind(Kind.WITHDRAWAL_SIGN) == ()
    assert carisoprodol.of_kind(Kind.SIDE_EFFECT) == ()


def test_a_longest_course_is_kept_with_what_the_source_says() -> None:
    """Our thresholds stand beside the source's number, never in its place."""
    (statement,) = facts_of("carisoprodol").of_kind(Kind.LONGEST_DURATION)
    assert isinstance(statement.bound, LongestCourse)
    assert statement.bound.days == 21
    assert statement.bound.ours is not None
    assert (statement.bound.ours.note_from_day, statement.bound.ours.warn_from_day) == (15, 22)
