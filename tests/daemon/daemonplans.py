"""Plans for the daemon's tests, kept directly in a store."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from taper.core.form import from_form
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan, Version
from taper.store import Store

STORED_AT = datetime(2026, 11, 30, 20, tzinfo=UTC)
"""The evening before day 1."""

DAY_1 = datetime(2026, 12, 1, tzinfo=UTC)


def at(text: str, *, day: int = 1) -> datetime:
    """The instant of a wall time in December 2026, by the plans' clock."""
    return datetime.fromisoformat(f"2026-12-{day:02}T{text}+00:00")


def plan_of(*steps: dict[str, object], person: str = "me", label: str = "A", medicine: str = "madeupin") -> Plan:
    """A plan in UTC from 1 December 2026; by default a tablet morning and evening for four days."""
    form = {
        "medicine": medicine,
        "person": person,
        "label": label,
        "zone": "UTC",
        "starts_on": "2026-12-01",
        "tablets": [{"strength": "5 mg"}],
        "steps": list(steps) or [step_of(4, "08:00", "20:00")],
    }
    return from_form(form)


def step_of(days: int, *times: str, amount: str = "5 mg") -> dict[str, object]:
    """A step of so many days with a dose at each time."""
    return {"days": days, "slots": [{"slot": time, "time": time, "amount": amount} for time in times]}


def kept(plan: Plan | None = None, *, plan_id: str = "a" * 8, stored_at: datetime = STORED_AT) -> KeptPlan:
    """The plan as it was entered."""
    return KeptPlan(plan_id, stored_at, (Version(plan or plan_of(), Change.ENTERED, stored_at),))


@cache
def _empty_store() -> bytes:
    """A store as the migrations make it; they take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taper.db"
        Store.open(path).close()
        return path.read_bytes()


def keep(path: Path, *plans: KeptPlan) -> None:
    """Keeps plans in the store at `path`, creating it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_empty_store())
    with Store.open(path) as store:
        for one in plans:
            store.keep(one)
