"""What does each day of a plan hold: what was planned, what was taken, and what became of every dose?

For whoever draws a plan: the calendar, the curve, the page. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from taper.app.answers import Json, dose_json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plans, states_of
from taper.app.courses import recorded_of
from taper.app.desk import Desk
from taper.app.preview import OPEN_DAYS
from taper.core.amount import Amount, plain
from taper.core.course import dated_steps
from taper.core.expand import PlanDay
from taper.core.keptdays import days_of_kept
from taper.core.ledger import DoseState, ends_at, last_use_of
from taper.core.localtime import local, local_date
from taper.core.notice import say_amount, step_phrase
from taper.core.prescribed import prescribed
from taper.core.record import Intake, KeptPlan
from taper.core.recorded import date_of, step_needed, strength_of
from taper.core.supply import held_in
from taper.core.words import long_date

_MOST_DAYS = 3660
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Records:
    """What was recorded of one plan, by plan date."""

    states: Mapping[date, list[DoseState]]
    intakes: Mapping[date, list[Intake]]


def days(desk: Desk, arguments: Arguments) -> list[Json]:
    """Each chosen plan day by day, from day 1 to its last dose or the last thing recorded of it, whichever is later.

    An open plan is written out for "days" days from today, 28 by default; from day 1 where that is still to come.
    """
    ahead = arguments.count("days", most=_MOST_DAYS) or OPEN_DAYS
    plans = chosen_plans(desk, arguments.text("plan"))
    return [course_json(desk, kept, open_days=_days_gone(desk, kept) + ahead) for kept in plans]


def _days_gone(desk: Desk, kept: KeptPlan) -> int:
    return max(0, (local_date(desk.now(), zone=kept.plan.zone) - kept.plan.starts_on).days)


def course_json(desk: Desk, kept: KeptPlan, *, open_days: int) -> Json:
    """One plan day by day."""
    plan, last, now = kept.plan, last_use_of(kept), desk.now()
    written = days_of_kept(kept, open_days=open_days)
    records = _records(desk, kept, written)
    return {
        "plan": kept.id,
        "label": kept.label,
        "person": plan.person,
        "medicine": plan.medicine,
        "today": local_date(now, zone=plan.zone).isoformat(),
        "starts_on": plan.starts_on.isoformat(),
        "last_use_on": None if last is None else last.on.isoformat(),
        "prescribed_end_on": _iso(prescribed(kept).end_on),
        "ends": plan.ends.value,
        "stopped": kept.stops_at is not None,
        "steps": [
            {
                "number": dated.number,
                "first_on": dated.first_on.isoformat(),
                "last_on": _iso(dated.last_on),
                "text": step_phrase(plan, dated),
            }
            for dated in dated_steps(plan)
        ],
        "days": [*_days_json(kept, written, records)],
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _records(desk: Desk, kept: KeptPlan, written: tuple[PlanDay, ...]) -> _Records:
    """The states of every dose that was written out, and what was taken, each under the plan date it belongs to."""
    begin = datetime.combine(kept.plan.starts_on - _DAY, time(0), tzinfo=UTC)
    last_on = written[-1].on if written else kept.plan.starts_on
    end = datetime.combine(last_on + 3 * _DAY, time(0), tzinfo=UTC)
    states: dict[date, list[DoseState]] = defaultdict(list)
    for state in states_of(desk, kept, from_at=begin, until_at=end):
        states[state.dose.on].append(state)
    intakes: dict[date, list[Intake]] = defaultdict(list)
    for intake in recorded_of(desk, kept).taken():
        intakes[date_of(kept, intake)].append(intake)
    return _Records(states, intakes)


def _days_json(kept: KeptPlan, written: tuple[PlanDay, ...], records: _Records) -> Iterable[Json]:
    planned = {day.on: day for day in written}
    changes = {dated.first_on: dated.number for dated in dated_steps(kept.plan)[1:]}
    last = last_use_of(kept)
    dates = sorted({*planned, *records.intakes})
    if not dates:
        return
    on = min(dates[0], kept.plan.starts_on)
    while on <= dates[-1]:
        marks = ["step-change"] if on in changes else []
        marks += ["last-use"] if last is not None and last.on == on else []
        marks += ["past-end"] if last is not None and last.on < on else []
        yield _day_json(kept, on, planned.get(on), records, marks)
        on += _DAY


def _day_json(kept: KeptPlan, on: date, day: PlanDay | None, records: _Records, marks: list[str]) -> Json:
    taken = _total(kept, records.intakes[on], like=day.total if day else None)
    return {
        "date": on.isoformat(),
        "day": (on - kept.plan.starts_on).days + 1,
        "step": None if day is None else day.step,
        "planned": None if day is None else plain(day.total),
        "taken": None if taken is None else plain(taken),
        "intakes": len(records.intakes[on]),
        **_beside_the_doses(kept, on, records),
        "doses": [_dose_json(kept, state) for state in records.states[on]],
        "marks": marks,
        "text": long_date(on),
    }


def _beside_the_doses(kept: KeptPlan, on: date, records: _Records) -> Json:
    """How many of a day's intakes lie past the end, are as needed, or are one more than its doses."""
    end, answering = ends_at(kept), {state.intake.id for state in records.states[on] if state.intake}
    past = [one for one in records.intakes[on] if end is not None and one.happened_at >= end]
    more = [one for one in records.intakes[on] if one not in past and one.id not in answering]
    needed = [one for one in more if one.dose is None and step_needed(kept, one.happened_at) is not None]
    return {"extra": len(more) - len(needed), "as_needed": len(needed), "past_end": len(past)}


def _dose_json(kept: KeptPlan, state: DoseState) -> Json:
    """One dose, its state, and when it was answered."""
    at = None if state.intake is None else local(state.intake.happened_at, zone=kept.plan.zone).isoformat()
    said = say_amount(kept.plan, state.dose.amount, state.dose.of)
    shape = {"dose": state.dose.id, **dose_json(kept.plan, state.dose)}
    return shape | {"what": said, "state": state.state.value, "answered_at": at}


def _total(kept: KeptPlan, intakes: list[Intake], *, like: Amount | None) -> Amount | None:
    """What was taken in all, in the unit of what was planned; None where it cannot be told, or nothing was taken."""
    amounts = [(intake.amount, strength_of(kept, intake)) for intake in intakes if intake.amount is not None]
    if not amounts or len(amounts) < len(intakes):
        return None
    unit = amounts[0][0].unit if like is None else like.unit
    held = [held_in(unit, amount, of, kept.plan.tablets) for amount, of in amounts]
    known = [amount for amount in held if amount is not None]
    return sum(known[1:], known[0]) if len(known) == len(amounts) else None
