"""Keeps a plan the person has read and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from string import ascii_uppercase

from taper.app.answers import Json, finding_json
from taper.app.arguments import Arguments, ask
from taper.app.choosing import is_active, manner
from taper.app.desk import Desk
from taper.app.exposing import exposure_before
from taper.app.guarding import findings_on, others_of
from taper.app.planform import plan_in
from taper.app.telling import Answers, read_told, records, still_to_tell, tell_json
from taper.core.errors import NeedsApproval
from taper.core.expand import expand
from taper.core.finding import Finding, Level
from taper.core.ledger import ends_at
from taper.core.localtime import local, local_date
from taper.core.notice import dose_title
from taper.core.plan import Plan, only_as_needed
from taper.core.record import Answer, Change, Dose, Intake, KeptPlan, Version
from taper.core.telling import ToTell, to_tell
from taper.core.visible import clean
from taper.core.words import clock_time, joined, short_date
from taper.facts import find, same_medicine

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
    now, taken, items = desk.now(), arguments.texts("taken"), to_tell(find(desk.facts, plan.medicine))
    told = read_told(arguments.texts("told"), items)
    with desk.store.transaction():
        plans = desk.store.kept_plans()
        active = [kept for kept in plans if is_active(kept, now)]
        same = next((kept for kept in plans if kept.id == plan_id), None) or _same_plan(active, plan)
        if same is not None:
            return _kept_already(same)
        findings = _findings(desk, plan, plans)
        _hold_back(findings, approved_by)
        if not arguments.flag("also"):
            _refuse_second_of_medicine(desk, active, plan)
        entered = Version(replace(plan, label=_label(active, plan.label)), Change.ENTERED, now, approved_by)
        kept = KeptPlan(plan_id, now, (entered,))
        desk.store.keep(kept)
        for intake in _taken_before(kept, taken):
            desk.store.record_intake(intake)
        desk.store.record_told(records(plan_id, told, at=now))
    return _kept_now(desk, kept, taken) | _beside(kept, findings, items, told)


def before(desk: Desk, arguments: Arguments) -> Json:
    """What is to be said before a plan is kept, stored nowhere: its findings, and what to tell the provider.

    `refused` is why only a provider's word leads on, None where nothing stands in the way or a name is given.
    """
    plan, plans = plan_in(arguments), desk.store.kept_plans()
    is_kept = _same_plan([kept for kept in plans if is_active(kept, desk.now())], plan) is not None
    findings = _findings(desk, plan, plans)
    approved = is_kept or bool(arguments.text("approved_by"))
    return {
        "findings": [finding_json(finding) for finding in findings],
        "tell": [] if is_kept else tell_json(to_tell(find(desk.facts, plan.medicine)), {}),
        "refused": None if approved else _refusal(findings),
    }


def _findings(desk: Desk, plan: Plan, plans: Sequence[KeptPlan]) -> tuple[Finding, ...]:
    """The findings on a new plan beside the kept ones; an active one that says the same is no other plan."""
    now, facts = desk.now(), desk.facts
    same = _same_plan([kept for kept in plans if is_active(kept, now)], plan)
    others = others_of((kept for kept in plans if kept is not same), facts, now=now)
    return findings_on(
        plan, facts, others=others, used=exposure_before(desk, plan, but=None if same is None else same.id)
    )


def _hold_back(findings: Sequence[Finding], approved_by: str | None) -> None:
    refusal = None if approved_by else _refusal(findings)
    if refusal is not None:
        raise NeedsApproval(refusal)


def _refusal(findings: Sequence[Finding]) -> str | None:
    """Why a plan is not kept without a provider's word, each reason with its source; None where it may be."""
    stops = [finding for finding in findings if finding.level is Level.STOP]
    if not stops:
        return None
    reasons = " ".join(one.text + (f" (source: {one.source})" if one.source else "") for one in stops)
    return f'{reasons} It needs the provider\'s word: add --approved-by "Dr ...". Nothing was stored.'


def stop_findings(desk: Desk, plan: Plan, *, of: KeptPlan) -> tuple[Finding, ...]:
    """The findings past which only a provider's word leads, on what a kept plan would be: by itself and in its length
    together with earlier courses.
    """
    found = findings_on(plan, desk.facts, used=exposure_before(desk, plan, but=of.id))
    return tuple(finding for finding in found if finding.level is Level.STOP)


def _same_plan(active: Iterable[KeptPlan], plan: Plan) -> KeptPlan | None:
    """An active plan that says the same, whatever its label."""
    return next((kept for kept in active if replace(kept.plan, label=plan.label) == plan), None)


_NOTHING_BESIDE: Json = {"findings": [], "tell": [], "to_tell": None}
"""What is said beside a plan that was kept already."""


def _beside(kept: KeptPlan, findings: Sequence[Finding], items: Sequence[ToTell], told: Answers) -> Json:
    return {
        "findings": [finding_json(finding) for finding in findings],
        "tell": tell_json(items, told),
        "to_tell": still_to_tell(items, told, label=kept.label) or None,
    }


def _kept_already(kept: KeptPlan) -> Json:
    text = f"This plan is kept already as plan {kept.label}; it was not stored again."
    return {
        "plan": kept.id,
        "label": kept.label,
        "already": True,
        "text": text,
        "not_tracked": [],
        "next": None,
    } | _NOTHING_BESIDE


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
    """The label asked for, or the first free letter. Raises Unanswered when it is in use, or looks like one that is."""
    used = {_looks(kept.label) for kept in active}
    if wanted is not None:
        if not _looks(wanted):
            raise ask("The label has no character that can be seen. Choose another with --label.")
        if _looks(wanted) in used:
            raise ask(f'The label "{wanted}" stands for another active plan. Choose another with --label.')
        return wanted
    letters: list[str] = [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
    return next(letter for letter in letters if letter.casefold() not in used)


def _looks(label: str) -> str:
    """What tells labels apart for a person: two that differ in an invisible character only would be taken for one."""
    return clean(label).strip().casefold()


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
