"""Keeps a plan the person has read and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from string import ascii_uppercase

from taper.app.answers import Json, finding_json
from taper.app.arguments import Arguments, ask
from taper.app.choosing import is_active
from taper.app.desk import Desk
from taper.app.exposing import exposure_before
from taper.app.planform import plan_in
from taper.app.preview import OPEN_DAYS
from taper.app.viewing import manner
from taper.core.check import check
from taper.core.errors import NeedsApproval
from taper.core.expand import expand
from taper.core.finding import Finding, Level
from taper.core.ledger import ends_at
from taper.core.localtime import local, local_date
from taper.core.notice import dose_title
from taper.core.plan import Plan, only_as_needed
from taper.core.record import Answer, Change, Dose, Intake, KeptPlan, Version
from taper.core.words import clock_time, joined, short_date
from taper.facts import same_medicine

_DAY = timedelta(days=1)


def add(desk: Desk, arguments: Arguments) -> Json:
    """Keeps a plan, given in its form. An identical active plan is not kept again.

    Raises Unanswered for an example, a second plan of the same medicine, or a label in use; NeedsApproval where a
    finding of level "stop" stands without a provider's word.
    """
    plan = plan_in(arguments)
    if plan.example:
        raise ask(
            "This plan is an example with made-up numbers; only a provider's own plan is kept.",
            why='To see how it would look, use "taper preview".',
        )
    plan_id, approved_by = arguments.needed("plan_id"), arguments.text("approved_by") or None
    exposure = exposure_before(desk, plan)
    _hold_back(desk, plan, approved_by, exposure)
    now, taken = desk.now(), arguments.texts("taken")
    with desk.store.transaction():
        plans = desk.store.kept_plans()
        active = [kept for kept in plans if is_active(kept, now)]
        same = next((kept for kept in plans if kept.id == plan_id), None) or _same_plan(active, plan)
        if same is not None:
            return _kept_already(same)
        if not arguments.flag("also"):
            _refuse_second_of_medicine(desk, active, plan)
        entered = Version(replace(plan, label=_label(active, plan.label)), Change.ENTERED, now, approved_by)
        kept = KeptPlan(plan_id, now, (entered,))
        desk.store.keep(kept)
        for intake in _taken_before(kept, taken):
            desk.store.record_intake(intake)
    return _kept_now(desk, kept, taken) | {"exposure": [finding_json(finding) for finding in exposure]}


def _hold_back(desk: Desk, plan: Plan, approved_by: str | None, exposure: Sequence[Finding]) -> None:
    stops = [*stop_findings(desk, plan), *(finding for finding in exposure if finding.level is Level.STOP)]
    if stops and not approved_by:
        reasons = " ".join(finding.text for finding in stops)
        raise NeedsApproval(f'{reasons} It needs the provider\'s word: add --approved-by "Dr ...". Nothing was stored.')


def stop_findings(desk: Desk, plan: Plan) -> tuple[Finding, ...]:
    """The findings past which only a provider's word leads."""
    found = check(plan, limits=desk.limits_for(plan.medicine), open_days=OPEN_DAYS)
    return tuple(finding for finding in found if finding.level is Level.STOP)


def _same_plan(active: Iterable[KeptPlan], plan: Plan) -> KeptPlan | None:
    """An active plan that says the same, whatever its label."""
    return next((kept for kept in active if replace(kept.plan, label=plan.label) == plan), None)


def _kept_already(kept: KeptPlan) -> Json:
    text = f"This plan is kept already as plan {kept.label}; it was not stored again."
    return {"plan": kept.id, "label": kept.label, "already": True, "text": text, "not_tracked": [], "next": None}


def _refuse_second_of_medicine(desk: Desk, active: Sequence[KeptPlan], plan: Plan) -> None:
    for kept in active:
        if kept.plan.person.casefold() == plan.person.casefold() and same_medicine(
            desk.facts, kept.plan.medicine, plan.medicine
        ):
            raise ask(
                f"Plan {kept.label} is of the same medicine ({kept.plan.medicine}) for the same person and still runs. "
                "Are both to be taken?",
                choices=("--also: yes, keep both", f"taper stop {kept.label}: the new plan takes its place"),
                why="Two plans of one medicine would remind of both.",
            )


def _label(active: Sequence[KeptPlan], wanted: str | None) -> str:
    """The label asked for, or the first free letter. Raises Unanswered when it is in use."""
    used = {kept.label.casefold() for kept in active}
    if wanted is not None:
        if wanted.casefold() in used:
            raise ask(f'The label "{wanted}" stands for another active plan. Choose another with --label.')
        return wanted
    letters: list[str] = [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
    return next(letter for letter in letters if letter.casefold() not in used)


def untracked_today(plan: Plan, now: datetime) -> tuple[Dose, ...]:
    """Today's doses that were due before `now`, the instant of entering: the person is asked which were taken."""
    today = local_date(now, zone=plan.zone)
    return tuple(dose for dose in expand(plan, now - 2 * _DAY, now) if dose.on == today)


def _taken_before(kept: KeptPlan, taken: Sequence[str]) -> list[Intake]:
    """An intake, at its planned time, for each of today's earlier doses said to be taken. Raises Unanswered."""
    earlier = {dose.id: dose for dose in untracked_today(kept.plan, kept.stored_at)}
    unknown = [name[:60] for name in taken if name not in earlier]
    if unknown:
        raise ask(f"{joined(unknown)}: no dose of today before now.", where="--taken", choices=tuple(earlier))
    return [
        Intake(
            id=f"{kept.id}-{number}",
            plan_id=kept.id,
            answer=Answer.TAKEN,
            happened_at=earlier[name].due_at,
            recorded_at=kept.stored_at,
            dose=name,
            amount=earlier[name].amount,
            step=earlier[name].step,
        )
        for number, name in enumerate(dict.fromkeys(taken), 1)
    ]


def _kept_now(desk: Desk, kept: KeptPlan, taken: Sequence[str]) -> Json:
    now, zone = kept.stored_at, kept.plan.zone
    missing = [dose for dose in untracked_today(kept.plan, now) if dose.id not in taken]
    ahead = next(expand(kept.plan, now, now + 400 * _DAY), None)
    parts = [f'Kept as plan {kept.label} ("{kept.label}" stands for it where the name is hidden).']
    if ahead is not None:
        at = local(ahead.due_at, zone=zone)
        day = "" if at.date() == local_date(now, zone=zone) else f"{short_date(at.date())}, "
        parts.append(f"Next: {ahead.slot}, {day}{clock_time(at.time())}.")
    if only_as_needed(kept.plan):
        parts.append('It is taken as needed, so that no dose is reminded of; "taper take" records each one.')
    if missing:
        times = joined([clock_time(local(dose.due_at, zone=zone).time()) for dose in missing])
        lie = "lies before this plan was entered and is" if len(missing) == 1 else "lie before it was entered and are"
        parts.append(f"{times} today {lie} not tracked.")
    if (end := ends_at(kept)) is not None and end <= now:
        what = "day" if only_as_needed(kept.plan) else "dose"
        parts.append(f"Its last {what} lies in the past: no dose will be reminded of.")
    return {
        "plan": kept.id,
        "label": kept.label,
        "already": False,
        "text": " ".join(parts),
        "not_tracked": [dose.id for dose in missing],
        "next": None if ahead is None else dose_title(kept, ahead, manner(desk)),
        "next_at": None if ahead is None else local(ahead.due_at, zone=zone).isoformat(),
    }
