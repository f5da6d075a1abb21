"""Which plans does a run keep, and when is each of their doses due, by the tests' slow walker?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from walker import minutes, walk

from taper.core.form import from_form
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan, Version

ZONE = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 11, 30, 21, tzinfo=UTC)
"""The evening before day 1, when the plans are entered."""

_CHUNK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A dose as the walker found it. `label` is its plan's, `id` the one the plan gives it."""

    label: str
    id: str
    at: datetime

    @property
    def on(self) -> date:
        """The date of its hour on the wall."""
        return self.at.astimezone(ZONE).date()

    @property
    def clock(self) -> str:
        """The hour on the wall: "08:00"."""
        return f"{self.at.astimezone(ZONE):%H:%M}"


def plans() -> dict[str, Plan]:
    """A taper down from two doses a day, another medicine at the same hour, and one taken once a week; by label.

    They go on for years, and through the clock changes of Berlin.
    """
    taper = [_step(60, "10 mg", "08:00", "20:00"), _step(60, "5 mg", "08:00", "20:00"), _step(900, "5 mg", "08:00")]
    return {
        "A": _plan("A", "madeupin", taper),
        "B": _plan("B", "otherin", [_step(1000, "5 mg", "08:00")]),
        "C": _plan("C", "weeklyin", [_step(1000, "5 mg", "09:00") | {"weekdays": ["wednesday"]}]),
    }


def kept(plan: Plan) -> KeptPlan:
    """The plan as it was entered at the beginning."""
    return KeptPlan((plan.label or "") * 8, BEGIN, (Version(plan, Change.ENTERED, BEGIN),))


def due_between(from_at: datetime, until_at: datetime) -> tuple[Due, ...]:
    """Every dose of every plan due in [from_at, until_at), in order of time."""
    first, last = (from_at - BEGIN) // _CHUNK, (until_at - BEGIN) // _CHUNK
    doses = (dose for number in range(max(first, 0), last + 1) for dose in _chunk(number))
    return tuple(dose for dose in doses if from_at <= dose.at < until_at)


@cache
def _chunk(number: int) -> tuple[Due, ...]:
    """The doses of the so-many-eth thirty days. It is the slow part, and the same for every run."""
    from_at = BEGIN + number * _CHUNK
    found = [
        Due(label, f"{dose.on}/{dose.slot}", dose.due_at)
        for label, plan in plans().items()
        for dose in walk(plan, from_at, from_at + _CHUNK)
    ]
    minutes.cache_clear()  # a year of minutes is a lot to keep
    return tuple(sorted(found, key=lambda dose: (dose.at, dose.label)))


def _plan(label: str, medicine: str, steps: list[dict[str, object]]) -> Plan:
    return from_form(
        {
            "medicine": medicine,
            "label": label,
            "zone": ZONE.key,
            "starts_on": "2026-12-01",
            "tablets": [{"strength": "5 mg"}],
            "steps": steps,
        }
    )


def _step(days: int, amount: str, *times: str) -> dict[str, object]:
    return {"days": days, "slots": [{"slot": time, "time": time, "amount": amount} for time in times]}
