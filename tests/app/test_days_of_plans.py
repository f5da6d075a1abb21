"""How far a plan is written out day by day."""

from __future__ import annotations

from typing import Any

import pytest
from desks import Person


def span_of(person: Person, **arguments: object) -> tuple[str, str, str]:
    """The first date, the last one and today, of the one plan."""
    (shown,) = person.lists("days", plan="A", **arguments)
    days: Any = shown["days"]
    return days[0]["date"], days[-1]["date"], str(shown["today"])


@pytest.mark.parametrize(
    ("at", "last"),
    [("2026-11-20", "2026-12-28"), ("2026-12-01", "2026-12-28"), ("2027-03-01", "2027-03-28")],
    ids=["before day 1", "on day 1", "three months on"],
)
def test_an_open_plan_is_written_out_from_today_on(person: Person, at: str, last: str) -> None:
    """However long ago it began: today is never past the end of what is drawn."""
    person.add("prednisone 10 mg daily", start="2026-12-01", strength="10 mg")
    assert span_of(person.at(f"{at} 12:00")) == ("2026-12-01", last, at)


def test_a_plan_with_an_end_is_written_out_to_it(person: Person) -> None:
    """Whatever the days that were asked for."""
    person.add("prednisone 10 mg daily for 3 days, then stop", start="2026-12-01", strength="10 mg")
    assert span_of(person.at("2026-12-10 12:00"), days=90) == ("2026-12-01", "2026-12-03", "2026-12-10")
