"""Slower or faster: a table of courses, as totals of days, and whether the person may report the change alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from life import mg

from taper.core.amount import Amount, Unit
from taper.core.pace import Course, reasons_for_word
from taper.core.record import Dose

FIRST = date(2026, 12, 1)


def course(totals: str) -> Course:
    """A course of "40 40 20+20 0": the doses of each day from 1 December on."""
    doses = []
    for n, day in enumerate(totals.split()):
        on = FIRST + timedelta(days=n)
        for slot, number in enumerate(one for one in day.split("+") if one != "0"):
            due = datetime(on.year, on.month, on.day, 8 + slot, tzinfo=UTC)
            doses.append(Dose(f"{on}/{slot}", on, 1, str(slot), due, mg(number)))
    return Course(tuple(doses), doses[-1].on)


@pytest.mark.parametrize(
    ("plan", "changed", "reason"),
    [
        # the plan, day by day    the change, from day 3 on     why it needs the provider's word
        ("40 40 40 40 20 20 20 20", "40 40 40 40 40 40 20 20", ""),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 30 30 20 20", ""),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 20 20 20 20", ""),
        ("40 40 40 40 20 20 20 20", "40 40 40 30 20 20 20 20", "down to 30"),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 20 20 20", "down to nothing"),
        ("40 40 40 40 20 20 20 20", "40 40 50 40 20 20 20 20", "gives 50"),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 20 40 20 20", "up and down"),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 20 20 20 20 20", "past the prescribed end"),
        ("40 40 40 40 20 20 20 20", "40 40 40 40 40 40 40 40", "more than the plan ends with"),
        ("20+20 20+20 20+20 20+20 20", "40 40 40 40 20", "a single dose is 40"),
        ("5 5 5 10 10 20 20", "5 5 5 5 10 10 20", ""),
        ("5 5 5 10 10 20 20", "5 5 10 10 10 20 20", "gives 10"),
        ("20 0 20 0 20 0 20", "20 0 10 0 10 0 10", "up and down"),
        ("20 0 20 0 20 0 20", "20 0 20 0 20 0 20", ""),
    ],
)
def test_what_needs_the_word(plan: str, changed: str, reason: str) -> None:
    """Nothing where the change is only slower; else the reason in words."""
    known = course(plan)
    found = reasons_for_word(
        course(changed), known=[known], from_on=FIRST + timedelta(days=2), prescribed_end_on=known.last_on
    )
    assert bool(found) is bool(reason)
    assert reason in " ".join(found).replace("\u00a0", " ")


def test_what_does_not_add_up_needs_the_word() -> None:
    """Tablets of unknown strength and milligrams cannot be compared; nor can what is taken as needed."""
    known, tablets = course("40 40 20"), course("40 40 20")
    dose = tablets.doses[-1]
    unclear = Dose(dose.id, dose.on, 1, dose.slot, dose.due_at, Amount(mg(2).number, Unit.TABLET))
    mixed = Course((*tablets.doses[:-1], unclear), tablets.last_on)
    needed = Course(known.doses, known.last_on, has_needed=True)
    for changed in (mixed, needed):
        assert reasons_for_word(changed, known=[known], from_on=FIRST, prescribed_end_on=known.last_on)
