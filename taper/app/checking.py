"""What is to be said of the kept plans as they stand: findings on each, and intakes past the end."""

from __future__ import annotations

from collections.abc import Iterator

from taper.app.answers import Json, finding_json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan, is_active
from taper.app.desk import Desk
from taper.app.preview import OPEN_DAYS
from taper.app.sudden import sudden_findings
from taper.core.check import check
from taper.core.finding import Finding, Level
from taper.core.ledger import ends_at, standing
from taper.core.localtime import local_date
from taper.core.notice import past_end_warning
from taper.core.record import Answer, KeptPlan
from taper.core.words import counted


def check_plans(desk: Desk, arguments: Arguments) -> Json:
    """The findings on one plan, or on every plan that is active or was taken past its end."""
    name = arguments.text("plan")
    plans = desk.store.kept_plans() if name is None else (chosen_plan(desk, name),)
    found = [
        {"plan": kept.id, "label": kept.label, **finding_json(finding)}
        for kept in plans
        for finding in _findings(desk, kept, named=name is not None)
    ]
    return {"findings": found}


def _findings(desk: Desk, kept: KeptPlan, *, named: bool) -> Iterator[Finding]:
    if named or is_active(kept, desk.now()):
        yield from check(kept.plan, limits=desk.limits_for(kept.plan.medicine), open_days=OPEN_DAYS)
    yield from sudden_findings(desk, kept)
    end = ends_at(kept)
    past = [
        intake
        for intake in standing(desk.store.intakes(kept.id))
        if intake.answer is Answer.TAKEN and end is not None and intake.happened_at >= end
    ]
    if past:
        warning = past_end_warning(kept, today=local_date(desk.now(), zone=kept.plan.zone))
        yield Finding(Level.WARN, "past-end", f"{counted(len(past), 'intake')} past the end. {warning}")
