"""What is to be said of the kept plans as they stand: on each, on what was taken lately, and past its end?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from taper.app.answers import Json, finding_json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan, is_active
from taper.app.courses import beside, cited_for, facts_for_records, recorded_of
from taper.app.desk import Desk
from taper.app.exposing import exposure_of, left_over_findings
from taper.app.preview import OPEN_DAYS
from taper.core.check import check
from taper.core.finding import Finding, Level
from taper.core.ledger import ends_at, standing
from taper.core.localtime import local_date
from taper.core.notice import past_end_warning
from taper.core.record import Answer, KeptPlan
from taper.core.watch import watch_lately
from taper.core.words import counted

_DAY = timedelta(days=1)


def check_plans(desk: Desk, arguments: Arguments) -> Json:
    """The findings on one plan, or on every plan that is active or was used lately, the most urgent first."""
    name = arguments.text("plan")
    plans = desk.store.kept_plans() if name is None else (chosen_plan(desk, name),)
    found = [
        {"plan": kept.id, "label": kept.label, **finding_json(finding)}
        for kept in plans
        for finding in _findings(desk, kept, named=name is not None)
    ]
    order = [level.value for level in Level]
    return {"findings": sorted(found, key=lambda one: -order.index(str(one["level"])))}


def _findings(desk: Desk, kept: KeptPlan, *, named: bool) -> Iterator[Finding]:
    if named or is_active(kept, desk.now()):
        yield from check(kept.plan, limits=desk.limits_for(kept.plan.medicine), open_days=OPEN_DAYS)
    end = ends_at(kept)
    past = [
        intake
        for intake in standing(desk.store.intakes(kept.id))
        if intake.answer is Answer.TAKEN and end is not None and intake.happened_at >= end
    ]
    yield from exposure_of(desk, kept)[2] if named or is_active(kept, desk.now()) or past else ()
    if past:
        warning = past_end_warning(kept, today=local_date(desk.now(), zone=kept.plan.zone))
        yield Finding(Level.WARN, "past-end", f"{counted(len(past), 'intake')} past the end. {warning}")
    yield from _watched_lately(desk, kept)
    yield from left_over_findings(desk, kept, named=named)


def _watched_lately(desk: Desk, kept: KeptPlan) -> Iterator[Finding]:
    """What is to be said of the intakes of the last 24 hours."""
    now, course = desk.now(), recorded_of(desk, kept)
    if any(intake.happened_at > now - _DAY for intake in course.intakes):
        facts = facts_for_records(desk)
        others, cited = beside(desk, kept, facts=facts), cited_for(kept.plan.medicine, facts)
        yield from watch_lately(course, beside=others, cited=cited, now=now)
