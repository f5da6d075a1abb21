"""What is to be said of the kept plans as they stand, by urgency: on each, on what was taken lately, past its end?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from taper.app.answers import Json, finding_json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan, is_active
from taper.app.courses import beside, cited_for, recorded_of
from taper.app.desk import Desk
from taper.app.exposing import exposure_before, exposure_of, left_over_findings
from taper.app.guarding import courses, findings_on
from taper.app.sudden import sudden_findings
from taper.core.checkbeside import Others
from taper.core.facts import Facts
from taper.core.finding import Finding, Level, by_weight
from taper.core.ledger import ends_at, last_use_of, standing
from taper.core.localtime import local_date
from taper.core.notice import past_end_warning
from taper.core.prescribed import past_words
from taper.core.record import Answer, KeptPlan
from taper.core.telling import counting, to_tell, told_findings
from taper.core.watch import watch_lately
from taper.core.words import counted, long_date
from taper.facts import find

_LEVELS = list(Level)

_DAY = timedelta(days=1)


def check_plans(desk: Desk, arguments: Arguments) -> Json:
    """The findings on one plan, or on every plan that is active or was used lately.

    They stand together plan by plan, the plan with the heaviest finding first. What two plans mean for each other is
    said of the later one only, unless one plan is asked about.
    """
    name = arguments.text("plan")
    plans, facts = desk.store.kept_plans(), desk.facts
    chosen = plans if name is None else (chosen_plan(desk, name),)
    groups = []
    for kept in chosen:
        others = _others(desk, kept, plans, facts, named=name is not None)
        found = by_weight(_findings(desk, kept, facts, others, named=name is not None))
        groups.append([_entry(desk, kept, finding, facts, others) for finding in found])
    ordered = sorted(
        (group for group in groups if group), key=lambda group: -_LEVELS.index(Level(str(group[0]["level"])))
    )
    return {"findings": [entry for group in ordered for entry in group]}


def _others(desk: Desk, kept: KeptPlan, plans: Sequence[KeptPlan], facts: Sequence[Facts], *, named: bool) -> Others:
    """Every other plan; for what is taken at the same time only the earlier ones, unless the plan is asked about."""
    now, place = desk.now(), plans.index(kept)
    before, after = courses(plans[:place], facts, now=now), courses(plans[place + 1 :], facts, now=now)
    return Others((*before, *after), at_once=None if named else before)


def _entry(desk: Desk, kept: KeptPlan, finding: Finding, facts: Sequence[Facts], others: Others) -> Json:
    approved_by = approver(desk, kept, finding, facts, others) if finding.level is Level.STOP else None
    return {
        "plan": kept.id,
        "label": kept.label,
        "person": kept.plan.person,
        "medicine": kept.plan.medicine,
        **finding_json(finding),
        "approved_by": approved_by,
    }


def approver(desk: Desk, kept: KeptPlan, finding: Finding, facts: Sequence[Facts], others: Others) -> str | None:
    """The provider whose word a finding of level "stop" was passed on: of the newest version that had it.

    A version approved for something else approves nothing more: the same must have stood in it, in the same words.
    """
    for version in reversed(kept.versions):
        if version.approved_by:
            used = exposure_before(desk, version.plan, but=kept.id)
            then = findings_on(version.plan, facts, others=others, used=used)
            if any((one.code, one.text) == (finding.code, finding.text) for one in then):
                return version.approved_by
    return None


def _findings(desk: Desk, kept: KeptPlan, facts: Sequence[Facts], others: Others, *, named: bool) -> Iterator[Finding]:
    past, is_looked_at = tuple(_past_end(desk, kept)), named or is_active(kept, desk.now())
    used = exposure_of(desk, kept)[2] if is_looked_at or past else ()
    if is_looked_at:
        yield from findings_on(kept.plan, facts, others=others, used=used)
        items = to_tell(find(facts, kept.plan.medicine))
        yield from told_findings(items, counting(desk.store.told(kept.id)))
        yield from _past_prescribed(kept)
    else:
        yield from used
    yield from sudden_findings(desk, kept)
    yield from past
    yield from _watched_lately(desk, kept)
    yield from left_over_findings(desk, kept, named=named)


def _past_end(desk: Desk, kept: KeptPlan) -> Iterator[Finding]:
    end = ends_at(kept)
    past = [
        intake
        for intake in standing(desk.store.intakes(kept.id))
        if intake.answer is Answer.TAKEN and end is not None and intake.happened_at >= end
    ]
    if past:
        warning = past_end_warning(kept, today=local_date(desk.now(), zone=kept.plan.zone))
        yield Finding(Level.WARN, "past-end", f"{counted(len(past), 'intake')} past the end. {warning}")


def _past_prescribed(kept: KeptPlan) -> Iterator[Finding]:
    """That the last dose lies past the prescribed end on the person's word alone (DOMAIN section 1.5)."""
    last, past = last_use_of(kept), past_words(kept)
    if last is not None and past is not None:
        what = "dose" if last.dose else "day"
        yield Finding(
            Level.WARN,
            "past-prescribed",
            f"The last {what}, {long_date(last.on)}, is {past}. Ask your provider; what they say is kept with taper "
            f'extend {kept.label} --approved-by "Dr ...".',
        )


def _watched_lately(desk: Desk, kept: KeptPlan) -> Iterator[Finding]:
    """What is to be said of the intakes of the last 24 hours."""
    now, course = desk.now(), recorded_of(desk, kept)
    if any(intake.happened_at > now - _DAY for intake in course.intakes):
        facts = desk.facts_for_records()
        others, cited = beside(desk, kept, facts=facts), cited_for(kept.plan.medicine, facts)
        yield from watch_lately(course, beside=others, cited=cited, now=now)
