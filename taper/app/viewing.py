"""The operations that only look: list, show, today, upcoming, log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from taper.app.activities import activities_on
from taper.app.answers import Json, dose_json, intake_json
from taper.app.arguments import Arguments
from taper.app.changetold import history_json
from taper.app.checkingin import checked_in_entries, checked_in_json
from taper.app.choosing import active_plans, chosen_plan, chosen_plans, dose_of, is_active, manner, states_of
from taper.app.courses import beside, recorded_of
from taper.app.desk import Desk, policy_of
from taper.app.exposing import exposure_json, exposure_of, left_over_json
from taper.app.guarding import by_facts, others_of
from taper.app.missing import rule_said, silent_entries
from taper.app.needing import as_needed_today
from taper.app.noting import note_entries, notes_standing
from taper.app.preview import OPEN_DAYS, preview
from taper.app.sudden import today_warnings
from taper.app.telling import tell_json
from taper.app.tuning import told_differently
from taper.core.announce import Announcement, activities_between, announcements
from taper.core.checkindays import answered_ids
from taper.core.course import step_on
from taper.core.courseday import course_day
from taper.core.form import to_form
from taper.core.keptdays import days_of_kept
from taper.core.ledger import State, last_dose_of, last_use_of
from taper.core.localtime import local, local_date
from taper.core.needed import needed_on
from taper.core.notice import (
    Manner,
    announcement_lines,
    announcement_title,
    beside_lines,
    dose_title,
    place_of,
    plan_name,
    say_amount,
)
from taper.core.prescribed import days_past, prescribed
from taper.core.record import Answer, Dose, Intake, KeptPlan, Mark
from taper.core.telling import counting, to_tell
from taper.core.words import clock_time, long_date, short_date
from taper.facts import find

_UPCOMING_DAYS = 7
_LOG_DAYS = 30
_MOST_DAYS = 3660


def list_plans(desk: Desk, arguments: Arguments) -> list[Json]:
    """Every active plan in one line each; with "all", those that are over as well."""
    now = desk.now()
    wanted = desk.store.kept_plans() if arguments.flag("all") else active_plans(desk)
    return [plan_line(kept, now=now) for kept in wanted]


def plan_line(kept: KeptPlan, *, now: datetime) -> Json:
    """One plan at a glance."""
    plan, last = kept.plan, last_use_of(kept)
    state, today = _plan_state(kept, now), local_date(now, zone=kept.plan.zone)
    if state == "active" and last is not None:
        today = min(today, last.on)  # while a last dose after midnight waits, the plan is still at its last date
    dated = step_on(plan, today)
    return {
        "plan": kept.id,
        "label": kept.label,
        "person": plan.person,
        "medicine": plan.medicine,
        "starts_on": plan.starts_on.isoformat(),
        "last_dose_on": _last_dose_on(kept),
        "last_use_on": None if last is None else last.on.isoformat(),
        "ends": plan.ends.value,
        "day": max(0, (today - plan.starts_on).days + 1),
        "days": None if last is None else (last.on - plan.starts_on).days + 1,
        "step": None if dated is None else dated.number,
        "steps": len(plan.steps),
        "state": state,
        "text": _standing_of(kept, now),
        **_ends_json(kept),
    }


def _last_dose_on(kept: KeptPlan) -> str | None:
    """The last dose day; of a plan that is only as needed the last day it may be taken. None for an open plan."""
    last = last_use_of(kept)
    if last is None:
        return None
    dose = last_dose_of(kept)
    return (last.on if dose is None else dose.on).isoformat()


def _plan_state(kept: KeptPlan, now: datetime) -> str:
    if is_active(kept, now):
        return "ahead" if local_date(now, zone=kept.plan.zone) < kept.plan.starts_on else "active"
    return "stopped" if kept.stops_at is not None else "ended"


def _standing_of(kept: KeptPlan, now: datetime) -> str:
    """ "Step 1 of 3, day 4 of 14; day 4 of 20. 16 days to the last dose (Sat 12 Dec)."."""
    state, last = _plan_state(kept, now), last_use_of(kept)
    if state == "ahead":
        return f"Starts on {long_date(kept.plan.starts_on)}."
    if state == "active":
        return place_of(kept, local_date(now, zone=kept.plan.zone))
    if last is None:
        return f"{state.capitalize()}."
    return f"{state.capitalize()}. Last {'dose' if last.dose else 'day'} {long_date(last.on)}."


def show(desk: Desk, arguments: Arguments) -> Json:
    """A kept plan written out as by preview, with its versions."""
    kept = chosen_plan(desk, arguments.text("plan"))
    open_days = arguments.count("days", most=_MOST_DAYS) or OPEN_DAYS
    facts, answers = desk.facts, counting(desk.store.told(kept.id))
    others = [other for other in desk.store.kept_plans() if other.id != kept.id]
    shape = preview(
        kept.plan,
        limits=desk.limits_for(kept.plan.medicine),
        open_days=open_days,
        days=days_of_kept(kept, open_days=open_days),
        beside=(
            *by_facts(kept.plan, facts, others=others_of(others, facts, now=desk.now())),
            *exposure_of(desk, kept)[2],
        ),
        tell=tell_json(to_tell(find(facts, kept.plan.medicine)), answers),
    )
    return shape | {
        "exposure": exposure_json(desk, kept),
        "left_over": left_over_json(desk, kept, now=desk.now()),
        "plan": kept.id,
        "label": kept.label,
        "state": _plan_state(kept, desk.now()),
        "text": _standing_of(kept, desk.now()),
        "stored_at": kept.stored_at.isoformat(),
        "stopped_at": None if kept.stops_at is None else kept.stops_at.isoformat(),
        "versions": history_json(kept),
        **_ends_json(kept),
        "checked_in": checked_in_json(desk, kept),
        "intakes": len(desk.store.intakes(kept.id)),
        "notes": notes_standing(desk, kept),
        "form": to_form(kept.plan),
        "settings": told_differently(desk, kept),
    }


def _ends_json(kept: KeptPlan) -> Json:
    """The prescribed end, and how many days the plan goes on past it on the person's word."""
    end_on = prescribed(kept).end_on
    return {
        "prescribed_end_on": None if end_on is None else end_on.isoformat(),
        "days_past_prescribed": days_past(kept),
    }


def history(desk: Desk, arguments: Arguments) -> Json:
    """Every version of a plan, oldest first: when, what it changed, on whose word, and the note."""
    kept = chosen_plan(desk, arguments.text("plan"))
    return {"plan": kept.id, "label": kept.label, "versions": history_json(kept), **_ends_json(kept)}


def today(desk: Desk, arguments: Arguments) -> Json:
    """Today's doses of each plan with what became of them."""
    now, speaking = desk.now(), manner(desk)
    chosen = chosen_plans(desk, arguments.text("plan"))
    plans = [_today_of(desk, kept, speaking) for kept in chosen]
    warnings = [warning for kept in chosen for warning in today_warnings(desk, kept)]
    return {"date": local(now, zone=_zone_of(desk)).date().isoformat(), "plans": plans, "warnings": warnings}


def _zone_of(desk: Desk) -> str:
    plans = active_plans(desk)
    return plans[0].plan.zone if plans else "UTC"


def _today_of(desk: Desk, kept: KeptPlan, speaking: Manner) -> Json:
    now = desk.now()
    on = local_date(now, zone=kept.plan.zone)
    around = states_of(desk, kept, from_at=now - timedelta(days=2), until_at=now + timedelta(days=2))
    doses = []
    for state in around:
        if state.dose.on == on or state.state.is_open:
            rule = rule_said(desk, kept, state)
            taken_at = None if state.intake is None else local(state.intake.happened_at, zone=kept.plan.zone)
            doses.append(
                {
                    "dose": state.dose.id,
                    **dose_json(kept.plan, state.dose),
                    "title": dose_title(kept, state.dose, speaking),
                    "what": say_amount(kept.plan, state.dose.amount, state.dose.of),
                    "state": state.state.value,
                    "answered_at": None if taken_at is None else taken_at.isoformat(),
                    "record": None if state.intake is None else state.intake.id,
                    **({} if rule is None else {"rule": rule}),
                }
            )
    needed = as_needed_today(recorded_of(desk, kept), beside(desk, kept), now=now)
    name = {"plan": kept.id, "label": kept.label, "person": kept.plan.person, "medicine": kept.plan.medicine}
    beside_it = {"as_needed": needed, "activities": activities_on(desk, kept, on)}
    return {**name, "date": on.isoformat(), "place": _standing_of(kept, now), "doses": doses, **beside_it}


def upcoming(desk: Desk, arguments: Arguments) -> list[Json]:
    """Everything that will be said in the next days, in order of time."""
    days = arguments.count("days", most=_MOST_DAYS) or _UPCOMING_DAYS
    until_at, speaking = desk.now() + timedelta(days=days), manner(desk)
    entries = [
        entry
        for kept in chosen_plans(desk, arguments.text("plan"))
        for entry in _entries(desk, kept, until_at, speaking)
    ]
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]


def _entries(desk: Desk, kept: KeptPlan, until_at: datetime, speaking: Manner) -> Iterator[tuple[datetime, Json]]:
    now = desk.now()
    for state in states_of(desk, kept, from_at=now - timedelta(days=2), until_at=until_at):
        if state.state is State.AHEAD or state.state.is_open:
            yield state.dose.due_at, _dose_entry(kept, state.dose, state.state, speaking)
    zone = kept.plan.zone
    activities = activities_between(
        kept, from_on=local_date(now, zone=zone), until_on=local_date(until_at, zone=zone) + timedelta(days=1)
    )
    answered = answered_ids(kept.plan, desk.store.checked_in(kept.id))
    for announcement in (*announcements(kept, policy_of(desk.settings.of_plan(kept.id))), *activities):
        if now <= announcement.at < until_at and announcement.id not in answered:
            yield announcement.at, _announcement_entry(kept, announcement, speaking)


def _dose_entry(kept: KeptPlan, dose: Dose, state: State, speaking: Manner) -> Json:
    shape = {"kind": "dose", "plan": kept.id, "label": kept.label, "person": kept.plan.person, "dose": dose.id}
    words = {"title": dose_title(kept, dose, speaking), "text": place_of(kept, dose.on), "state": state.value}
    return {**shape, **dose_json(kept.plan, dose), "step": dose.step, **words}


def _announcement_entry(kept: KeptPlan, said: Announcement, speaking: Manner) -> Json:
    at = local(said.at, zone=kept.plan.zone)
    lines = [
        *announcement_lines(kept, said.kind, said.on, step=said.step, today=at.date()),
        *beside_lines(kept, said.kind, said.activity, names_shown=speaking.names_shown),
    ]
    return {
        "at": at.isoformat(),
        "kind": said.kind.value,
        "plan": kept.id,
        "label": kept.label,
        "person": kept.plan.person,
        "title": announcement_title(kept, said.kind, said.on, today=at.date(), manner=speaking, activity=said.activity),
        "text": " ".join(lines),
    }


def log(desk: Desk, arguments: Arguments) -> list[Json]:
    """What was recorded, oldest first, and which doses were asked about and not answered."""
    (plans, since), found, speaking = logged(desk, arguments), [], manner(desk)
    for kept in plans:
        intakes = desk.store.intakes(kept.id)
        undone = {intake.undoes for intake in intakes if intake.answer is Answer.UNDONE}
        found += [
            (intake.recorded_at, _log_entry(kept, intake, speaking, undone=intake.id in undone))
            for intake in intakes
            if intake.recorded_at >= since and intake.answer is not Answer.UNDONE
        ]
        found += silent_entries(desk, kept, speaking, since=since)
        found += note_entries(desk, kept, speaking, since=since)
        found += checked_in_entries(desk, kept, speaking, since=since)
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def logged(desk: Desk, arguments: Arguments) -> tuple[tuple[KeptPlan, ...], datetime]:
    """Of which plans, over or not, and since when the log is asked for."""
    name = arguments.text("plan")
    plans = desk.store.kept_plans() if name is None else (chosen_plan(desk, name),)
    return tuple(plans), desk.now() - timedelta(days=arguments.count("days", most=_MOST_DAYS) or _LOG_DAYS)


def _log_entry(kept: KeptPlan, intake: Intake, speaking: Manner, *, undone: bool) -> Json:
    text, zone = intake_sentence(kept, intake, speaking), kept.plan.zone
    on = local_date(intake.happened_at, zone=zone)
    day = course_day(kept, on) if Mark.PAST_END in intake.marks else None
    said = f"{text}; {day}" if day else text
    return intake_json(kept, intake) | {"undone": undone, "text": said, "day": (on - kept.plan.starts_on).days + 1}


def intake_sentence(kept: KeptPlan, intake: Intake, speaking: Manner) -> str:
    """ "plan A, 1 tablet of 350 mg taken Fri 18 Dec 21:40, for the dose of Fri 18 Dec 22:00"."""
    dose = dose_of(kept, intake.dose, near=intake.happened_at) if intake.dose else None
    which = "" if dose is None else f"dose of {_when(kept, dose.due_at)}"
    name, at = plan_name(kept, speaking), _when(kept, intake.happened_at)
    match intake.answer:
        case Answer.TAKEN:
            of = dose.of if dose else needed_strength(kept, intake)
            what = "" if intake.amount is None else f"{say_amount(kept.plan, intake.amount, of)} "
            return f"{name}, {what}taken {at}" + (f", for the {which}" if which else "")
        case Answer.SKIPPED:
            return f"{name}, {which or at} skipped"
        case Answer.UNSURE:
            return f"{name}, {which or at}: not sure whether it was taken"
        case Answer.UNDONE:
            return f"{name}, the last record taken back {at}"
    assert_never(intake.answer)


def needed_strength(kept: KeptPlan, intake: Intake) -> str | None:
    """The strength that an intake as needed is of, where the plan names it."""
    step = needed_on(kept.plan, local_date(intake.happened_at, zone=kept.plan.zone))
    return step.needed.of if step is not None and intake.dose is None else None


def _when(kept: KeptPlan, at: datetime) -> str:
    there = local(at, zone=kept.plan.zone)
    return f"{short_date(there.date())} {clock_time(there.time())}"
