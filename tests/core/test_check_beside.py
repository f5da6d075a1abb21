"""Two courses beside each other, and a wait after an earlier one, counted in calendar months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taper.core.checkbeside import Course, Others, beside_findings
from taper.core.facts import Citation, Effect, Facts, HasEffect, Kind, LockOut, NameKind, Naming, Statement

CITED = Citation("made.up/page", date(2026, 11, 23))
NAMED = Naming(NameKind.BRAND, ("Madeup",), Citation("made.up/brand", date(2026, 11, 23)))
WAIT = Statement(Kind.LOCK_OUT, "Wait two months.", CITED, LockOut(2))


def sedates(*by: str) -> Statement:
    """A source that says it sedates, and what adds to it."""
    return Statement(Kind.AVOID, "It sedates.", CITED, HasEffect(Effect.SEDATION, by))


def course(label: str, medicine: str = "madeupin", *said: Statement, **more: object) -> Course:
    """A course from 1 to 10 December."""
    known = Facts(medicine, statements=said)
    one = Course(label, "me", medicine, date(2026, 12, 1), date(2026, 12, 10), known=known)
    return replace(one, **more)  # type: ignore[arg-type]


def codes(mine: Course, *others: Course) -> list[tuple[str, str | None]]:
    """Code and source of each finding."""
    return [(finding.code, finding.source) for finding in beside_findings(mine, Others(others))]


@pytest.mark.parametrize(
    ("last_on", "first_on", "is_free"),
    [
        (date(2026, 9, 25), date(2026, 11, 24), False),
        (date(2026, 9, 25), date(2026, 11, 25), True),
        (date(2026, 12, 31), date(2027, 2, 28), False),
        (date(2026, 12, 31), date(2027, 3, 1), True),
        (date(2026, 11, 30), date(2027, 1, 29), False),
        (date(2026, 11, 30), date(2027, 1, 30), True),
    ],
)
def test_a_wait_ends_on_the_same_day_number(last_on: date, first_on: date, *, is_free: bool) -> None:
    """Where the month has no such day, on the first of the next one."""
    earlier = course("A", first_on=date(2026, 9, 1), last_on=last_on, is_over=True)
    mine = course("B", "madeupin", WAIT, first_on=first_on, last_on=None)
    assert codes(mine, earlier) == ([] if is_free else [("lock-out", "made.up/page")])


def test_which_earlier_courses_a_wait_counts_from() -> None:
    """Those of the same medicine that began before and have an end; one that runs still is a second plan, too."""
    mine = course("B", "madeupin", WAIT, first_on=date(2026, 12, 5))
    assert codes(mine, course("A")) == [("lock-out", "made.up/page"), ("same-ingredient", None)]
    assert codes(mine, course("A", last_on=None)) == [("same-ingredient", None)]
    assert codes(mine, course("A", "otherin", is_over=True)) == []
    assert codes(mine, course("A", person="Anna")) == []
    assert codes(mine, course("A", first_on=date(2026, 12, 6), is_over=True)) == []


def test_a_wait_of_one_country_is_noted() -> None:
    """As any limit of one country."""
    mine = course("B", "madeupin", replace(WAIT, region="UK"), first_on=date(2026, 12, 20))
    assert [one.level.value for one in beside_findings(mine, Others((course("A"),)))] == ["note"]


def test_a_brand_is_the_same_ingredient_by_the_source_that_names_it() -> None:
    """A name and its brand share the facts."""
    facts = Facts("madeupin", called=(NAMED,))
    brand = course("A", medicine="Madeup", known=facts)
    assert codes(course("B", known=facts), brand) == [("same-ingredient", "made.up/brand")]
    assert codes(brand, course("B", known=facts)) == [("same-ingredient", "made.up/brand")]


def test_only_courses_that_run_at_the_same_time_are_both_at_once() -> None:
    """Over, or one after the other, they are not; without an end they are."""
    mine = course("B", "onein", sedates("otherin"))
    other = course("A", "otherin")
    assert codes(mine, other) == [("both-sedate", "made.up/page")]
    assert codes(other, mine) == [("both-sedate", "made.up/page")]
    assert codes(mine, replace(other, is_over=True)) == []
    assert codes(mine, replace(other, first_on=date(2026, 12, 11), last_on=None)) == []
    assert codes(mine, replace(other, first_on=date(2026, 11, 1), last_on=None)) != []
    assert codes(mine, replace(other, last_on=date(2026, 12, 1))) != []


@pytest.mark.parametrize("by", ["sleepers", "sleeper", "Sleepers"])
def test_a_class_is_named_in_one_or_several(by: str) -> None:
    """A class that the medicine belongs to counts, whatever its number."""
    other = course("A", "otherin", classes=(("sleeper", "made.up/class"),))
    assert codes(course("B", "onein", sedates(by)), other) == [("both-sedate", "made.up/page")]


def test_a_medicine_that_nothing_is_said_of_sedates_nobody() -> None:
    """Only cited facts count."""
    assert codes(course("B", "onein", sedates("alcohol")), course("A", "otherin")) == []
    assert codes(course("B", "onein", sedates()), course("A", "otherin", sedates())) == [
        ("both-sedate", "made.up/page")
    ]
    assert codes(course("B", "onein", known=None), course("A", "otherin", sedates(), known=None)) == []


def test_one_thing_is_said_of_two_plans() -> None:
    """What weighs most: not that they are of one class as well."""
    classes = (("sleeper", "made.up/class"),)
    one, other = course("B", "onein", classes=classes), course("A", "otherin", classes=classes)
    assert codes(one, other) == [("same-class", "made.up/class")]
    assert codes(course("B", "onein", sedates("sleepers"), classes=classes), other) == [("both-sedate", "made.up/page")]


def test_a_plan_without_a_medicine_is_beside_nothing() -> None:
    """Nothing is known of it."""
    nameless = course("A", medicine=None, known=None)
    assert codes(nameless, course("B")) == []
    assert codes(nameless, replace(nameless, label="B")) == []
