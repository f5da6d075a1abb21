"""Records what the person says of a dose: taken, skipped, not sure, or "that was a mistake".

Every real intake is recorded, always; what is unusual about it is marked and warned of, never refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from taper.app.answers import Json, finding_json, finding_words, intake_json
from taper.app.arguments import Arguments, UsageError, ask, lies_ahead, read_amount, read_instant, read_time
from taper.app.choosing import active_plans, chosen_plan, manner
from taper.app.courses import beside, cited_for, recorded_of
from taper.app.desk import Desk
from taper.app.meaning import Meaning, marks_of, meaning_of
from taper.app.missing import window_warnings
from taper.app.needing import amount_as_needed, as_needed_today
from taper.app.sudden import skip_warnings
from taper.app.viewing import intake_sentence
from taper.core.amount import Amount
from taper.core.course import step_on
from taper.core.errors import NotFound
from taper.core.expand import first_dose
from taper.core.finding import Level
from taper.core.ledger import State, doses_between, ends_at, last_dose_of, standing
from taper.core.localtime import local_date, moment
from taper.core.record import Answer, Dose, Intake, KeptPlan
from taper.core.watch import watch_intake
from taper.core.watched import Watched

_ANSWERS = {"taken": Answer.TAKEN, "skipped": Answer.SKIPPED, "unsure": Answer.UNSURE}
_AS = ("same", "extra", "early")

_DAY = timedelta(days=1)
_LATELY = 40 * _DAY
"""How far back the dose lies whose amount stands in for that of an intake which answers none."""


def take(desk: Desk, arguments: Arguments) -> Json:
    """Records an intake. Raises Unanswered where several doses could be meant; in a terminal, whenever in doubt.

    The same request (the same "intake_id") arriving again changes nothing and is answered alike.
    """
    answer, meant_as = _ANSWERS.get(arguments.text("answer") or "taken"), arguments.text("as")
    if answer is None or (meant_as is not None and meant_as not in _AS):
        raise UsageError(f"expected answer to be one of {', '.join(_ANSWERS)}, and as one of {', '.join(_AS)}")
    intake_id = arguments.needed("intake_id")
    with desk.store.transaction():
        known = _known(desk, intake_id)
        if known is None and meant_as == "same":
            return {
                "recorded": None,
                "text": "It was recorded already; nothing was added.",
                "warnings": [],
                "findings": [],
            }
        kept, intake = known or _said_now(desk, arguments, answer)
        if known is None:
            desk.store.record_intake(intake)
    if intake.answer is Answer.UNDONE:
        raise UsageError("intake_id: found the id of another request, expected one of its own")
    return _recorded(desk, kept, intake)


def _known(desk: Desk, intake_id: str) -> tuple[KeptPlan, Intake] | None:
    """What this very request has recorded before, when it arrives a second time."""
    intake = next((intake for intake in desk.store.intakes() if intake.id == intake_id), None)
    return None if intake is None else (desk.store.kept_plan(intake.plan_id), intake)


def _said_now(desk: Desk, arguments: Arguments, answer: Answer) -> tuple[KeptPlan, Intake]:
    now, said_at = desk.now(), arguments.text("at")
    at = now if said_at is None else _happened_at(desk, arguments, said_at, now)
    meaning = meaning_of(desk, arguments, at=at)
    if answer is Answer.SKIPPED:
        _refuse_skip(meaning)
    return meaning.kept, _intake(meaning, arguments, answer, at=at, now=now)


def _happened_at(desk: Desk, arguments: Arguments, text: str, now: datetime) -> datetime:
    """When it was taken: an instant, or a wall-clock time of today that has passed. Raises Unanswered."""
    if "T" in text:
        return read_instant(text, now=now)
    wall, name = read_time(text, where="--at"), arguments.text("plan")
    plans = (active_plans(desk) or desk.store.kept_plans()) if name is None else (chosen_plan(desk, name),)
    zones = {kept.plan.zone for kept in plans}
    if len(zones) > 1:
        raise ask(f"{text} in which zone? Name the plan, or give the instant, as in 2026-12-01T18:00+01:00.")
    zone = next(iter(zones), "UTC")
    today = local_date(now, zone=zone)
    at = moment(today, wall, zone=zone).at
    if at > now:
        raise lies_ahead(text, wall, today=today, zone=zone)
    return at


def _refuse_skip(meaning: Meaning) -> None:
    """Raises Unanswered for a dose with an answer, and NotFound where there is nothing to skip."""
    label, answered = meaning.kept.label, meaning.answered
    if answered is not None and answered.intake is not None:
        said = answered.intake.answer.value
        raise ask(
            f"The dose {answered.dose.id} of plan {label} has an answer already ({said}). To skip another one, name it "
            "with --dose; to change the answer, take the last record back with taper undo."
        )
    if meaning.dose is None:
        raise NotFound(f"No dose of plan {label} waits or lies ahead today, so there is nothing to skip.")


def _intake(meaning: Meaning, arguments: Arguments, answer: Answer, *, at: datetime, now: datetime) -> Intake:
    kept, dose = meaning.kept, meaning.dose
    amount = _amount_taken(meaning, arguments, at=at) if answer is Answer.TAKEN else None
    dated = step_on(kept.plan, local_date(at, zone=kept.plan.zone))
    return Intake(
        id=arguments.needed("intake_id"),
        plan_id=kept.id,
        answer=answer,
        happened_at=at,
        recorded_at=now,
        dose=None if dose is None else dose.id,
        amount=amount,
        step=dose.step if dose else dated.number if dated else None,
        marks=marks_of(kept, dose, at=at, is_second=_is_second(meaning)),
        note=arguments.text("note"),
    )


def _is_second(meaning: Meaning) -> bool:
    """Whether the dose was taken already, or may have been; one that was skipped was not."""
    return meaning.answered is not None and meaning.answered.state is not State.SKIPPED


def _amount_taken(meaning: Meaning, arguments: Arguments, *, at: datetime) -> Amount | None:
    """What was said, else what the plan says. Raises Unanswered where that is a range."""
    said, step = arguments.text("amount"), meaning.needed
    if said is not None:
        return read_amount(said, where="--amount")
    if step is None:
        return _planned_amount(meaning.kept, meaning.dose, at=at)
    return amount_as_needed(meaning.kept, step)


def _planned_amount(kept: KeptPlan, dose: Dose | None, *, at: datetime) -> Amount | None:
    """The dose's amount; without a dose that of the one before, or of the first where none was due yet."""
    if dose is not None:
        return dose.amount
    end = ends_at(kept)
    if end is not None and at >= end:
        before = last_dose_of(kept)
    else:
        before = next(reversed(doses_between(kept, at - _LATELY, at)), None)
    stands_in = before or first_dose(kept.plan)
    return None if stands_in is None else stands_in.amount


def _recorded(desk: Desk, kept: KeptPlan, intake: Intake) -> Json:
    text = f"Recorded: {intake_sentence(kept, intake, manner(desk))}."
    seen = _watched(desk, kept, intake)
    shape: Json = {"recorded": intake_json(kept, intake)}
    stands = as_needed_today(seen.course, seen.beside, now=desk.now()) if intake.dose is None else []
    if stands:
        text = f"{text} As needed: {stands[0]['standing']}."
        shape["as_needed"] = stands
    found = watch_intake(seen, now=desk.now())
    warnings = [finding_words(finding) for finding in found]
    warnings += [*window_warnings(desk, kept, intake), *skip_warnings(desk, kept, intake)]
    if any(finding.level is not Level.NOTE for finding in found):
        warnings.append("Recorded by mistake?  taper undo")
    return {**shape, "text": text, "warnings": warnings, "findings": [finding_json(finding) for finding in found]}


def _watched(desk: Desk, kept: KeptPlan, intake: Intake) -> Watched:
    """The intake among everything that is recorded of its medicine."""
    facts = desk.facts_for_records()
    others, cited = beside(desk, kept, facts=facts), cited_for(kept.plan.medicine, facts)
    return Watched(intake, recorded_of(desk, kept), others, cited)


def undo(desk: Desk, arguments: Arguments) -> Json:
    """Takes back the last record (of a plan), or the one of the id "record": it stays in the log, marked as undone.

    Raises NotFound.
    """
    record_id = arguments.needed("intake_id")
    with desk.store.transaction():
        known = _known(desk, record_id)
        if known is not None:
            kept, last = known[0], _undone_by(desk, known[1])
        else:
            kept, last = _record_meant(desk, arguments)
            now = desk.now()
            undoing = Intake(record_id, kept.id, Answer.UNDONE, now, now, dose=last.dose, undoes=last.id)
            desk.store.record_intake(undoing)
    return {"undone": intake_json(kept, last), "text": f"Taken back: {intake_sentence(kept, last, manner(desk))}."}


def _undone_by(desk: Desk, undoing: Intake) -> Intake:
    """What a record has taken back. Raises UsageError when it has taken back nothing."""
    undone = next((i for i in desk.store.intakes(undoing.plan_id) if i.id == undoing.undoes), None)
    if undone is None:
        raise UsageError("intake_id: found the id of another request, expected one of its own")
    return undone


def _record_meant(desk: Desk, arguments: Arguments) -> tuple[KeptPlan, Intake]:
    named = arguments.text("record")
    if named is None:
        return _last_record(desk, arguments.text("plan"))
    found = next((intake for intake in standing(desk.store.intakes()) if intake.id == named), None)
    if found is None:
        raise NotFound("That record was taken back already, or there is none of that id.")
    return desk.store.kept_plan(found.plan_id), found


def _last_record(desk: Desk, name: str | None) -> tuple[KeptPlan, Intake]:
    """The standing record that was written down last."""
    plans = desk.store.kept_plans() if name is None else (chosen_plan(desk, name),)
    by_id, known = {kept.id: kept for kept in plans}, desk.store.intakes()
    still_standing = {intake.id for intake in standing(known)}
    found = [intake for intake in known if intake.plan_id in by_id and intake.id in still_standing]
    if not found:
        raise NotFound("Nothing is recorded, so there is nothing to take back.")
    last = max(enumerate(found), key=lambda numbered: (numbered[1].recorded_at, numbered[0]))[1]
    return by_id[last.plan_id], last
