"""A provider's new rule for a missed dose holds for the doses after it, and not for those before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from life import at, changed, days, kept_of, mg, plan_of, slots

from taper.core.ledger import State, states
from taper.core.missedrule import ProvidersRule, WithinHours
from taper.core.record import Change, Outcome, Reminder

ONCE = days(6, slots(("08:00", mg(10))))
OLD = replace(plan_of(ONCE), missed=ProvidersRule(WithinHours(4)))
NEW = replace(OLD, missed=ProvidersRule(WithinHours(6)))


@pytest.mark.parametrize(
    ("change", "first_missed_at"),
    [(Change.REVISED, "2026-12-01 12:00"), (Change.CORRECTED, "2026-12-01 14:00")],
    ids=["a revision leaves the days before it", "a correction reaches back"],
)
def test_the_rule_in_force_when_the_dose_was_due_decides(change: Change, first_missed_at: str) -> None:
    """The first day's dose, asked about and not answered, by the old rule or the new one; the last day's by the new."""
    entered = kept_of(OLD, stored="2026-11-30 20:00")
    kept = changed(entered, change, when="2026-12-03 12:00", plan=NEW)
    if change is Change.REVISED:
        revision = replace(kept.versions[-1], counts_from=at("2026-12-03 12:00"))
        kept = replace(kept, versions=(*kept.versions[:-1], revision))
    asked = [
        Reminder(f"r{number}", kept.id, (), at(f"2026-12-0{number} 08:00"), f"2026-12-0{number}/morning", Outcome.SHOWN)
        for number in (1, 5)
    ]
    found = states(
        kept,
        intakes=(),
        reminders=asked,
        now=at("2026-12-06 20:00"),
        from_at=at("2026-12-01 00:00"),
        until_at=at("2026-12-06 00:00"),
    )
    first, last = found[0], found[4]
    assert (first.state, first.missed_at) == (State.MISSED, at(first_missed_at))
    assert (last.state, last.missed_at) == (State.MISSED, last.dose.due_at + timedelta(hours=6))
