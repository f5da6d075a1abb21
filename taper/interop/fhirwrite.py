"""How does a plan stand as a FHIR R4 MedicationRequest, so that it can be read back to the same plan?

Each run of doses is a dosageInstruction with its own dates. What FHIR's Timing can say of them stands there as
structure; a cycle without end, days of rest and names of slots it cannot say. So the words of each step stand beside
it, and the plan's exact form in an extension of our own, which FHIR readers pass over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from taper.core.amount import Amount, Unit, plain_number
from taper.core.course import DatedStep, dated_steps
from taper.core.form import to_form
from taper.core.localtime import local, moment
from taper.core.plan import (
    AsNeeded,
    Doses,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Mixed,
    OnOff,
    OnWeekdays,
    Plan,
    Rest,
    Rhythm,
    Slot,
    Slots,
)
from taper.interop.fhirorder import PLAN_FORM_URL
from taper.interop.fhirunits import UCUM

Json = dict[str, object]

_DAY = timedelta(days=1)
_CODES = {
    **{Unit.MG: "mg", Unit.MCG: "ug", Unit.G: "g", Unit.ML: "mL", Unit.UNITS: "[iU]"},
    **{Unit.DROP: "[drp]"},
}
_MOST_RUNS = 100
"""How many runs of an on/off cycle are written out one by one; more are left to the words and the plan's form."""


def write_order(plan: Plan, *, words: Sequence[str], status: str = "active") -> Json:
    """The plan as a resource; `words` says each step for people, in order."""
    dosages = [
        {**dosage, "sequence": dated.number, "text": said}
        for dated, said in zip(dated_steps(plan), words, strict=True)
        for dosage in _dosages(plan, dated)
    ]
    form = json.dumps(to_form(plan), ensure_ascii=False, sort_keys=True)
    resource: dict[str, object | None] = {
        "resourceType": "MedicationRequest",
        "extension": [{"url": PLAN_FORM_URL, "valueString": form}],
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": {"text": _medicine(plan)},
        "subject": {"display": plan.person},
        "authoredOn": plan.written_on and plan.written_on.isoformat(),
        "requester": {"display": plan.prescriber} if plan.prescriber else None,
        "reasonCode": [{"text": plan.reason}] if plan.reason else None,
        "note": [{"text": text} for text in (*plan.precautions, *plan.activities)] or None,
        "dosageInstruction": [_in_order(dosage) for dosage in dosages],
        "dispenseRequest": _dispense(plan),
    }
    return {key: value for key, value in resource.items() if value is not None}


_ORDER = (
    *("sequence", "text", "timing", "asNeededBoolean", "asNeededCodeableConcept", "doseAndRate", "maxDosePerPeriod"),
)


def _in_order(dosage: Json) -> Json:
    return {key: dosage[key] for key in _ORDER if key in dosage}


def _medicine(plan: Plan) -> str:
    """The medicine with its strength, where the plan names only one."""
    name = plan.medicine or "medicine not named"
    return f"{name} {plan.tablets[0].name}" if len(plan.tablets) == 1 else name


def _dispense(plan: Plan) -> Json | None:
    counted = [tablet for tablet in plan.tablets if tablet.quantity is not None]
    if len(counted) != 1 or len(plan.tablets) != 1:
        return None
    return {"quantity": quantity_json(Amount(Fraction(counted[0].quantity or 0), counted[0].form))}


def quantity_json(amount: Amount) -> Json:
    """A Quantity: exact, in UCUM."""
    unit = amount.unit
    value = Decimal(plain_number(amount.number))
    code = _CODES.get(unit, f"{{{unit.value}}}")
    return {"value": value, "unit": unit.counted(amount.number), "system": UCUM, "code": code}


def _dosages(plan: Plan, dated: DatedStep) -> Iterator[Json]:
    schedule = dated.step.schedule
    match schedule:
        case Rest():
            return
        case AsNeeded():
            yield _needed_dosage(dated, schedule)
        case Interval():
            yield _interval_dosage(plan, dated, schedule)
        case Slots() | Mixed():
            parts = schedule.parts if isinstance(schedule, Mixed) else (schedule,)
            yield from _said_by_parts(plan, dated, parts)
        case _:
            assert_never(schedule)


def _said_by_parts(plan: Plan, dated: DatedStep, parts: Sequence[Slots]) -> Iterator[Json]:
    """One instruction for each amount at each rhythm; only the words where the structure would say something else."""
    counted = isinstance(dated.step.length, Doses) and not _counts_evenly(dated, parts)
    if counted or plan.starts_at_time is not None or any(_is_beyond(part.rhythm, dated) for part in parts):
        yield {}
        return
    for part in parts:
        for slots in _groups(part):
            for first_on, last_on in _runs(part.rhythm, dated):
                yield _slots_dosage(part.rhythm, slots, first_on=first_on, last_on=last_on)


def _counts_evenly(dated: DatedStep, parts: Sequence[Slots]) -> bool:
    """Whether a length in doses ends with its last day, so that dates say the same."""
    in_a_day = max((len(part.slots) for part in parts), default=0)
    return len(parts) == 1 and dated.last_day_doses == in_a_day


def _is_beyond(rhythm: Rhythm, dated: DatedStep) -> bool:
    """Whether FHIR's Timing cannot say on which days it is: an on/off cycle that is open, or has very many runs."""
    if not isinstance(rhythm, OnOff):
        return False
    return dated.days is None or dated.days > _MOST_RUNS * (rhythm.on_days + rhythm.off_days)


def _groups(part: Slots) -> Iterator[tuple[Slot, ...]]:
    """Slots that one instruction holds: those of one amount, where each day has all of them."""
    if part.rhythm not in (EveryDay(),) and not isinstance(part.rhythm, OnOff):
        yield from ((slot,) for slot in part.slots)
        return
    groups: dict[tuple[Amount, bool], list[Slot]] = {}
    for slot in part.slots:
        groups.setdefault((slot.amount, slot.next_day), []).append(slot)
    yield from (tuple(group) for group in groups.values())


def _runs(rhythm: Rhythm, dated: DatedStep) -> Iterator[tuple[date, date | None]]:
    """The unbroken runs of plan dates of a step: one, but for an on/off cycle."""
    if not isinstance(rhythm, OnOff) or dated.last_on is None:
        yield dated.first_on, dated.last_on
        return
    first_on = dated.first_on
    while first_on <= dated.last_on:
        yield first_on, min(first_on + (rhythm.on_days - 1) * _DAY, dated.last_on)
        first_on += (rhythm.on_days + rhythm.off_days) * _DAY


def _slots_dosage(rhythm: Rhythm, slots: tuple[Slot, ...], *, first_on: date, last_on: date | None) -> Json:
    """Slots of one amount as an instruction; a slot after midnight stands on the calendar day it falls on."""
    later = slots[0].next_day * _DAY
    offset = rhythm.offset * _DAY if isinstance(rhythm, EveryNthDay) else 0 * _DAY
    if last_on is not None and first_on + offset > last_on:
        return {}
    bounds = {"start": (first_on + offset + later).isoformat()}
    if last_on is not None:
        bounds["end"] = (last_on + later).isoformat()
    times = [f"{slot.at_time:%H:%M}:00" for slot in sorted(slots, key=lambda slot: slot.at_time)]
    often = _often(rhythm, doses=len(slots), next_day=slots[0].next_day)
    repeat: Json = {"boundsPeriod": bounds, **often, "timeOfDay": times}
    return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity_json(slots[0].amount)}]}


def _often(rhythm: Rhythm, *, doses: int, next_day: bool) -> Json:
    match rhythm:
        case EveryDay() | OnOff():
            return _per(doses, 1, "d")
        case EveryNthDay(n=n):
            return _per(1, n, "d")
        case EveryMonth():
            return _per(1, 1, "mo")
        case OnWeekdays(weekdays=weekdays, every_weeks=weeks):
            days = sorted((day + next_day) % 7 for day in weekdays)
            names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
            return {**_per(len(days), weeks, "wk"), "dayOfWeek": [names[day] for day in days]}
    assert_never(rhythm)


def _per(frequency: int, period: int, unit: str) -> Json:
    return {"frequency": frequency, "period": Decimal(period), "periodUnit": unit}


def _interval_dosage(plan: Plan, dated: DatedStep, every: Interval) -> Json:
    first_at = moment(dated.first_on, every.first_time, zone=plan.zone).at
    repeat: Json = {"boundsPeriod": _bounds(plan, dated, first_at=first_at)}
    if isinstance(dated.step.length, Doses):
        repeat = {"boundsPeriod": {"start": _instant(first_at, plan)}, "count": dated.step.length.count}
    repeat.update(_per(1, every.hours, "h"))
    return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity_json(every.amount)}]}


def _bounds(plan: Plan, dated: DatedStep, *, first_at: datetime) -> Json:
    bounds: Json = {"start": _instant(first_at, plan)}
    if dated.last_on is not None:
        bounds["end"] = dated.last_on.isoformat()
    return bounds


def _instant(at: datetime, plan: Plan) -> str:
    return local(at, zone=plan.zone).isoformat(timespec="seconds")


def _needed_dosage(dated: DatedStep, needed: AsNeeded) -> Json:
    """What is taken as needed; a gap and a number of times besides each other only stand in the words."""
    least, most = quantity_json(needed.amount_min), quantity_json(needed.amount_max)
    exact = needed.amount_min == needed.amount_max
    repeat: Json = {"boundsPeriod": {"start": dated.first_on.isoformat()}}
    if dated.last_on is not None:
        repeat["boundsPeriod"] = {"start": dated.first_on.isoformat(), "end": dated.last_on.isoformat()}
    if needed.min_gap_hours is not None:
        repeat.update(_per(1, needed.min_gap_hours, "h"))
    elif needed.max_times_per_day is not None:
        repeat.update(_per(needed.max_times_per_day, 1, "d"))
    asked: Json = {"asNeededBoolean": True}
    if needed.reason is not None:
        asked = {"asNeededCodeableConcept": {"text": needed.reason}}
    dosage: Json = {
        "timing": {"repeat": repeat},
        **asked,
        "doseAndRate": [{"doseQuantity": least} if exact else {"doseRange": {"low": least, "high": most}}],
    }
    if needed.max_per_day is not None:
        day = {"value": Decimal(1), "unit": "day", "system": UCUM, "code": "d"}
        dosage["maxDosePerPeriod"] = {"numerator": quantity_json(needed.max_per_day), "denominator": day}
    return dosage
