"""Plans and records for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from taper.core.amount import read_plain
from taper.core.form import from_form
from taper.core.plan import Plan
from taper.core.record import Answer, Change, Intake, KeptPlan, Mark, Reminder, Version

NOW = datetime(2026, 12, 1, 13, 5, 7, 123456, tzinfo=UTC)


def plan_of(amount: str = "40 mg") -> Plan:
    """A small plan."""
    step = {"days": 4, "slots": [{"slot": "morning", "amount": amount}]}
    return from_form({"medicine": "madeupin", "zone": "Europe/Berlin", "starts_on": "2026-12-01", "steps": [step]})


def version_of(amount: str = "40 mg", *, change: Change = Change.ENTERED) -> Version:
    """A version with something in every field."""
    return Version(plan_of(amount), change, NOW, "Dr Adams", 'a "note"\nof two lines', NOW + timedelta(days=2))


def kept(plan_id: str, *, days: int = 0) -> KeptPlan:
    """A kept plan of one version, stored so many days after NOW."""
    return KeptPlan(plan_id, NOW + timedelta(days=days), (version_of(),))


def intake_of(number: int, *, plan_id: str = "A") -> Intake:
    """An intake with something in every field."""
    return Intake(
        id=f"intake-{plan_id}-{number}",
        plan_id=plan_id,
        answer=Answer.TAKEN,
        happened_at=NOW,
        recorded_at=NOW + timedelta(minutes=number),
        dose=f"2026-12-0{number % 9 + 1}/morning",
        amount=read_plain("2.5 mg"),
        step=1,
        marks=frozenset({Mark.EXTRA, Mark.PAST_END}),
        undoes="intake-0",
        note="ü\nx",
    )


def reminder_of(number: int, *, plan_id: str = "A") -> Reminder:
    """A claimed reminder."""
    return Reminder(
        f"reminder-{number}", plan_id, ("dose:x", 'stop "3"'), NOW + timedelta(minutes=number), "2026-12-01/morning"
    )
