"""What was recorded, day by day as it happened, with the steps and the ends of the plans among it?

The same records as those of `log`, said for a day on which they stand: for whoever shows them to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import assert_never

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import dose_of, manner
from taper.app.desk import Desk
from taper.app.missing import rule_said, silent_states
from taper.app.noting import note_words
from taper.app.viewing import logged, needed_strength
from taper.core.checkin import MOST
from taper.core.course import dated_steps
from taper.core.courseday import course_day
from taper.core.ledger import DoseState, last_use_of
from taper.core.localtime import local, local_date, moment
from taper.core.notes import standing_notes
from taper.core.notice import Manner, name_of, say_amount, step_phrase
from taper.core.record import Answer, Intake, KeptPlan, Mark
from taper.core.words import clock_time, long_date, short_date


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing of a plan. `timed` says whether its time of day is known; `at` orders it on its day."""

    kept: KeptPlan
    on: date
    at: datetime
    kind: str
    text: str
    timed: bool = True
    recorded_at: datetime | None = None
    marks: tuple[str, ...] = ()
    undone: bool = False
    note: str | None = None


def diary(desk: Desk, arguments: Arguments) -> list[Json]:
    """The days on which something was recorded, or a step began, or a plan ended; oldest first.

    The arguments are those of `log`. A kind is "taken", "skipped", "unsure", "silent", "note", "check-in", "activity",
    "step-change" or "ended".
    """
    plans, since = logged(desk, arguments)
    speaking = manner(desk)
    lines = sorted((line for kept in plans for line in _lines(desk, kept, since)), key=_order)
    return [
        {"on": on.isoformat(), "text": long_date(on), "entries": [_json(line, speaking) for line in days]}
        for on, days in groupby(lines, key=lambda line: line.on)
    ]


def _order(line: _Line) -> tuple[date, datetime, str]:
    return line.on, line.at, line.kept.label


def _json(line: _Line, speaking: Manner) -> Json:
    zone = line.kept.plan.zone
    return {
        "at": local(line.at, zone=zone).isoformat() if line.timed else None,
        "kind": line.kind,
        "plan": line.kept.id,
        "label": line.kept.label,
        "name": name_of(line.kept, speaking),
        "text": line.text,
        "recorded_at": None if line.recorded_at is None else local(line.recorded_at, zone=zone).isoformat(),
        "marks": list(line.marks),
        "undone": line.undone,
        "note": line.note,
    }


def _lines(desk: Desk, kept: KeptPlan, since: datetime) -> Iterator[_Line]:
    yield from _intakes(desk, kept, since)
    for state in silent_states(desk, kept, since=since):
        yield _silent(desk, kept, state)
    notes = desk.store.notes(kept.id)
    standing = {one.id for one in standing_notes(notes)}
    for said in notes:
        if said.undoes is None and said.recorded_at >= since:
            yield _Line(
                kept,
                _on(kept, said.happened_at),
                said.happened_at,
                "note",
                note_words(said),
                recorded_at=said.recorded_at,
                undone=said.id not in standing,
            )
    for one in desk.store.checked_in(kept.id):
        if one.recorded_at >= since:
            text = f"{one.about} done" if one.score is None else f"{one.about} {one.score} of {MOST}"
            kind = "activity" if one.score is None else "check-in"
            ends_at = moment(one.on, time(23, 59), zone=kept.plan.zone).at
            yield _Line(kept, one.on, ends_at, kind, text, timed=False, recorded_at=one.recorded_at)
    yield from _turns(desk, kept, since)


def _intakes(desk: Desk, kept: KeptPlan, since: datetime) -> Iterator[_Line]:
    intakes = desk.store.intakes(kept.id)
    undone = {intake.undoes for intake in intakes if intake.answer is Answer.UNDONE}
    for intake in intakes:
        if intake.recorded_at < since or intake.answer is Answer.UNDONE:
            continue
        yield _Line(
            kept,
            _on(kept, intake.happened_at),
            intake.happened_at,
            intake.answer.value,
            _intake_words(kept, intake),
            recorded_at=intake.recorded_at,
            marks=tuple(sorted(mark.value for mark in intake.marks)),
            undone=intake.id in undone,
            note=intake.note,
        )


def _intake_words(kept: KeptPlan, intake: Intake) -> str:
    """ "1 tablet of 350 mg taken, for 08:00"; past the end also which day of the course it is."""
    dose = dose_of(kept, intake.dose, near=intake.happened_at) if intake.dose else None
    on = _on(kept, intake.happened_at)
    which = "" if dose is None else _when(kept, dose.due_at, seen_on=on)
    match intake.answer:
        case Answer.TAKEN:
            of = dose.of if dose else needed_strength(kept, intake)
            what = "" if intake.amount is None else f"{say_amount(kept.plan, intake.amount, of)} "
            day = course_day(kept, on) if Mark.PAST_END in intake.marks else None
            return f"{what}taken" + (f", for {which}" if which else "") + (f"; {day}" if day else "")
        case Answer.SKIPPED:
            return f"dose of {which} skipped" if which else "skipped"
        case Answer.UNSURE:
            return f"{f'dose of {which}: ' if which else ''}not sure whether it was taken"
        case Answer.UNDONE:
            return "taken back"
    assert_never(intake.answer)


def _silent(desk: Desk, kept: KeptPlan, state: DoseState) -> _Line:
    due_at = state.dose.due_at
    said = f"{say_amount(kept.plan, state.dose.amount, state.dose.of)}: {state.state.value}."
    return _Line(kept, _on(kept, due_at), due_at, "silent", f"{said} {rule_said(desk, kept, state)}")


def _turns(desk: Desk, kept: KeptPlan, since: datetime) -> Iterator[_Line]:
    """The steps that began and the end that came since then, as the plan stands."""
    plan, now, steps, last = kept.plan, desk.now(), dated_steps(kept.plan), last_use_of(kept)
    first_on, today = _on(kept, since), _on(kept, now)
    for dated in steps[1:]:
        if first_on <= dated.first_on <= today and (last is None or dated.first_on <= last.on):
            begins_at = moment(dated.first_on, time(0), zone=plan.zone).at
            text = f"step {dated.number} of {len(steps)} begins: {step_phrase(plan, dated)}"
            yield _Line(kept, dated.first_on, begins_at, "step-change", text, timed=False)
    if kept.stops_at is not None and since <= kept.stops_at <= now:
        yield _Line(kept, _on(kept, kept.stops_at), kept.stops_at, "ended", "stopped before its end")
    elif last is not None and since <= last.until_at <= now:
        ends_at = moment(last.on, time(23, 59), zone=plan.zone).at
        yield _Line(kept, last.on, ends_at, "ended", f"last {'dose' if last.dose else 'day'} of the plan", timed=False)


def _on(kept: KeptPlan, at: datetime) -> date:
    return local_date(at, zone=kept.plan.zone)


def _when(kept: KeptPlan, at: datetime, *, seen_on: date) -> str:
    """ "08:00"; on another day "Tue 24 Nov 22:00"."""
    there = local(at, zone=kept.plan.zone)
    day = "" if there.date() == seen_on else f"{short_date(there.date())} "
    return f"{day}{clock_time(there.time())}"
