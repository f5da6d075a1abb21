"""Changes a kept plan: what all changes have in common, and the plainest of them, stop and delete.

Each is shown first, before and after side by side, and made only if nobody changed the plan meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from taper.app.answers import Json, pieces_json
from taper.app.arguments import Arguments, ask
from taper.app.changetold import change_json
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.app.fromwhen import day_said, start_of
from taper.app.sudden import stop_warnings
from taper.core.course import dated_steps
from taper.core.form import FormError, from_form, to_form
from taper.core.ledger import doses_between, last_dose_of, last_use_of, standing
from taper.core.localtime import local, local_date
from taper.core.notice import step_phrase
from taper.core.plan import Plan
from taper.core.record import Change, Intake, KeptPlan, Version
from taper.core.supply import is_countable, needed
from taper.core.words import clock_time, counted, joined, long_date, short_date
from taper.store.backups import backups_of

MAX_VERSIONS = 100_000
"""More than any plan will ever have."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version about to be put in force, the intakes it links anew, and what must be said before the yes."""

    kept: KeptPlan
    version: Version
    relinked: tuple[Intake, ...] = ()
    to_check: tuple[Intake, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def after(self) -> KeptPlan:
        """The plan as it would stand."""
        return replace(self.kept, versions=(*self.kept.versions, self.version))


def stop(desk: Desk, arguments: Arguments) -> Json:
    """Stops a plan now, or from the day "on". Never refused; warned of where the facts say not to stop abruptly."""
    kept, now = plan_as_seen(desk, arguments), desk.now()
    last, on = last_use_of(kept), day_said(arguments, kept, now=now)
    stops_at = now if on is None else start_of(kept, on, now=now)
    is_stopped = kept.stops_at is not None and kept.stops_at <= stops_at
    if is_stopped or (last is not None and last.until_at < stops_at):
        raise ask(f"Plan {kept.label} is over {'already' if on is None else 'by then'}; there is nothing to stop.")
    approved_by, note = arguments.text("approved_by") or None, arguments.text("note") or None
    version = Version(kept.plan, Change.STOPPED, now, approved_by, note, stops_at, counts_from=stops_at)
    return propose(desk, arguments, Proposal(kept, version, warnings=stop_warnings(desk, kept, stops_at)))


def plan_as_seen(desk: Desk, arguments: Arguments) -> KeptPlan:
    """The plan meant, as it stood when the person looked at it: with its first "expect_versions" versions.

    So the same request arriving twice means the same change, and is made once. Raises NotFound and Unanswered.
    """
    kept = chosen_plan(desk, arguments.text("plan"))
    seen = arguments.count("expect_versions", most=MAX_VERSIONS) or len(kept.versions)
    return replace(kept, versions=kept.versions[:seen])


def checked(plan: Plan) -> Plan:
    """A changed plan, once it is one that could be entered. Raises Unanswered with what is wrong."""
    try:
        return from_form(to_form(plan))
    except FormError as error:
        raise ask(f"With that, the plan cannot stand. {error}.") from None


def propose(desk: Desk, arguments: Arguments, proposal: Proposal) -> Json:
    """Shows what would change; without "preview", puts it in force if nobody changed the plan meanwhile."""
    kept, after = proposal.kept, proposal.after
    expected = arguments.count("expect_versions", most=MAX_VERSIONS) or len(kept.versions)
    if not arguments.flag("preview") and not _is_in_force(desk, proposal):
        desk.store.add_version(kept.id, proposal.version, expect_versions=expected, relinked=proposal.relinked)
    lines = [[name, _of(kept), _of(after)] for name, _of in _ASPECTS]
    return {
        "plan": kept.id,
        "label": kept.label,
        "change": proposal.version.change.value,
        "lines": [line for line in lines if line[1] != line[2] or line[0] in ("day 1", "last dose")],
        "tablets": _more_tablets(desk, after),
        "relinked": len(proposal.relinked),
        "recorded": len(standing(desk.store.intakes(kept.id))),
        "to_check": [_to_check(kept, intake) for intake in proposal.to_check],
        "warnings": list(proposal.warnings),
        "expect_versions": expected,
        "text": _outcome(after, proposal.version),
    } | change_json(kept, after, now=desk.now())


def _is_in_force(desk: Desk, proposal: Proposal) -> bool:
    """Whether the last thing that was changed is this very change, made by the same request before."""
    versions, before = desk.store.kept_plan(proposal.kept.id).versions, len(proposal.kept.versions)
    return len(versions) == before + 1 and _said(versions[-1]) == _said(proposal.version)


def _said(version: Version) -> tuple[object, ...]:
    """What a version says, whenever it was written down."""
    return (version.plan, version.change, version.approved_by, version.note, version.stops_at is None)


def _day_one(kept: KeptPlan) -> str:
    first, at = long_date(kept.plan.starts_on), kept.plan.starts_at_time
    return first if at is None else f"{first}, from {clock_time(at)}"


def _last(kept: KeptPlan) -> str:
    last = last_use_of(kept)
    if last is None:
        return "none" if kept.stops_at is not None else "no stop date"
    if last.dose is None:
        return f"{long_date(last.on)}, as needed"
    return f"{long_date(last.on)} {clock_time(local(last.until_at, zone=kept.plan.zone).time())}"


def _steps(kept: KeptPlan) -> str:
    return "; ".join(
        f"{dated.number}. {step_phrase(kept.plan, dated)}, {_dates(dated.first_on, dated.last_on)}"
        for dated in dated_steps(kept.plan)
    )


def _dates(first_on: date, last_on: date | None) -> str:
    return f"from {short_date(first_on)}" if last_on is None else f"{short_date(first_on)} to {short_date(last_on)}"


_ASPECTS = (("day 1", _day_one), ("last dose", _last), ("steps", _steps))


def _more_tablets(desk: Desk, after: KeptPlan) -> list[Json] | None:
    """What is still to take after the change; None where no count exists."""
    last, goes_on = last_dose_of(after), after.stops_at is None
    if last is None or not after.plan.tablets or (goes_on and not is_countable(after.plan)):
        return None
    return pieces_json(needed(doses_between(after, desk.now(), last.due_at + _DAY), after.plan.tablets))


def _to_check(kept: KeptPlan, intake: Intake) -> str:
    at = local(intake.happened_at, zone=kept.plan.zone)
    linked = f"now answers {intake.dose}" if intake.dose else "answers no dose any more"
    return f"{short_date(at.date())} {clock_time(at.time())}: {linked}"


def _day_of(kept: KeptPlan) -> str:
    return "" if kept.stops_at is None else long_date(local_date(kept.stops_at, zone=kept.plan.zone))


def _outcome(after: KeptPlan, version: Version) -> str:
    word = f"Approved by {version.approved_by}." if version.approved_by else "Recorded as reported by you."
    match version.change:
        case Change.STOPPED:
            later = version.stops_at is not None and version.stops_at > version.recorded_at
            when = f"stops on {_day_of(after)}: from then on no dose" if later else "is stopped: no dose"
            return f"Plan {after.label} {when} of it is reminded of{'' if later else ' any more'}. {word}"
        case Change.CORRECTED:
            return f"Plan {after.label} is corrected. The entry before is void and stays in the history."
        case _:
            last = last_use_of(after)
            what = "dose" if last is None or last.dose else "day"
            return f"Plan {after.label}: last {what} {_last(after)}. {word}"


def delete(desk: Desk, arguments: Arguments) -> Json:
    """Deletes a plan and all its records for good; with "preview", says what would go.

    Without it "plan" is the id that the preview gave: a label may stand for an older plan a moment later.
    """
    previewed = arguments.flag("preview")
    kept = chosen_plan(desk, arguments.text("plan")) if previewed else desk.store.kept_plan(arguments.needed("plan"))
    intakes, reminders = desk.store.intakes(kept.id), desk.store.reminders(kept.id)
    lists = [
        f"plan {kept.label} ({kept.plan.medicine or 'no name'}, {kept.plan.person}, from {_day_one(kept)})",
        f"{counted(len(kept.versions), 'version')} of it",
        counted(len(intakes), "record") + " of what was taken, skipped or undone",
        counted(len(reminders), "reminder") + " that were sent",
    ]
    if previewed:
        stays = "The backups made so far still hold it." if backups_of(desk.paths.store) else None
        return {"plan": kept.id, "label": kept.label, "lists": lists, "word": kept.label, "stays": stays}
    desk.store.delete_plan(kept.id)
    return {"plan": kept.id, "label": kept.label, "text": f"Deleted: {joined(lists)}."}
